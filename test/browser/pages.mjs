// The kinds of page of a portal, found through its API: what both the checks
// and the pictures walk through.
import { chromium } from 'playwright-core';

export const base = (process.argv[2] ?? '').replace(/\/$/, '');
if (!base) {
  console.error('usage: PORTAL_URL is the first argument');
  process.exit(2);
}

async function json(path) {
  const answer = await fetch(base + path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

export async function pages() {
  const cubes = (await json('/api/v1/cubes')).cubes;
  const places = (await json('/api/v1/institutions')).institutions;
  const role = (r) => places.find((p) => p.occurs.some((o) => o.role === r))?.code;
  const merged = places.find((p) => p.predecessors?.length)?.code;
  const wanted = (process.env.PLACES ?? '').split(',').filter(Boolean);
  const list = [['start', '/'], ['instellingen', '/instellingen'], ['niet-gevonden', '/instellingen?q=zzzz']];
  for (const c of cubes) list.push([`kubus-${c.id}`, `/kubus/${c.id}`]);
  for (const code of new Set([role('origin'), role('destination'), merged, ...wanted])) {
    if (code) list.push([`instelling-${code}`, `/instelling/${code}`]);
  }
  list.push(['methode', '/methode'], ['controleren', '/controleren'], ['toegankelijkheid', '/toegankelijkheid'],
    ['releases', '/releases'], ['evaluatie', '/evaluatie'], ['fout', '/bestaat-niet']);
  const english = list.filter(([n]) => /^(start|kubus|instelling-)/.test(n)).map(([n, p]) => [`${n}-en`, `/en${p}`]);
  return [...list, ...english];
}

export function launch() {
  return chromium.launch({
    executablePath: process.env.BROWSER,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
}
