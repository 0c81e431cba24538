// Checks every kind of page: axe-core (serious and critical), no sideways
// scrolling at 320 points, the same text with and without JavaScript, no
// request to another host, nothing refused by the content security policy,
// and the keyboard path to the skip link and the search form.
import { AxeBuilder } from '@axe-core/playwright';
import { base, launch, pages } from './pages.mjs';

let failed = 0;
function report(ok, what, detail = '') {
  if (!ok) failed++;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${what}${!ok && detail ? `: ${detail}` : ''}`);
}

async function axe(browser, list) {
  for (const width of [1280, 360]) {
    const context = await browser.newContext({ viewport: { width, height: 800 }, bypassCSP: true });
    const page = await context.newPage();
    for (const [name, path] of list) {
      await page.goto(base + path);
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
      const bad = violations.filter((v) => v.impact === 'serious' || v.impact === 'critical');
      const small = violations.filter((v) => !bad.includes(v)).map((v) => v.id);
      report(bad.length === 0, `axe ${name} at ${width}${small.length ? ` (minor: ${small.join(', ')})` : ''}`,
        bad.map((v) => `${v.id} at ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | ')}`).join('; '));
    }
    await context.close();
  }
}

async function reflow(browser, list) {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 } });
  const page = await context.newPage();
  for (const [name, path] of list) {
    await page.goto(base + path);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    report(width <= 320, `reflow ${name} at 320`, `${width} points wide`);
  }
  await context.close();
}

async function withoutScript(browser, list) {
  const texts = [];
  for (const javaScriptEnabled of [true, false]) {
    const context = await browser.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    const elsewhere = [], refused = [];
    page.on('request', (r) => { if (!r.url().startsWith(base)) elsewhere.push(r.url()); });
    page.on('console', (m) => { if (/Content Security Policy/.test(m.text())) refused.push(m.text()); });
    const found = {};
    for (const [name, path] of list) {
      await page.goto(base + path);
      found[name] = await page.locator('main').innerText();
    }
    texts.push(found);
    report(elsewhere.length === 0, `no request elsewhere (script ${javaScriptEnabled})`, elsewhere[0]);
    report(refused.length === 0, `nothing refused by the policy (script ${javaScriptEnabled})`, refused[0]);
    await context.close();
  }
  for (const [name] of list) report(texts[0][name] === texts[1][name] && texts[1][name].length > 40, `same page without script: ${name}`);
}

async function keyboard(browser) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(base + '/');
  const focused = () => page.locator(':focus').first();
  await page.keyboard.press('Tab');
  report(await focused().getAttribute('href') === '#inhoud', 'the first Tab reaches the skip link');
  const box = await focused().boundingBox();
  report(box !== null && box.x >= 0 && box.y >= 0, 'the skip link shows when it has focus');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  report(await focused().getAttribute('name') === 'q', 'after the skip link, Tab reaches the search field');
  await page.keyboard.type('zzzz-geen-school');
  await page.keyboard.press('Enter');
  await page.waitForURL(/instellingen\?q=zzzz/);
  report(await page.locator('main .empty').count() === 1, 'Enter searches, and an empty result is explained');
  await page.goto(base + '/kubus/' + (await (await fetch(base + '/api/v1/cubes')).json()).cubes[0].id);
  let rings = 0, stops = 0;
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press('Tab');
    stops++;
    if (await focused().evaluate((e) => getComputedStyle(e).outlineStyle !== 'none').catch(() => false)) rings++;
  }
  report(rings === stops, 'every stop of the keyboard shows a focus ring', `${rings} of ${stops}`);
  await context.close();
}

const browser = await launch();
const list = await pages();
await axe(browser, list);
await reflow(browser, list);
await withoutScript(browser, list);
await keyboard(browser);
await browser.close();
console.log(failed ? `FAIL ${failed} checks` : 'ok   all checks');
process.exit(failed ? 1 : 0);
