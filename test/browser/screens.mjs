// Takes a picture of every kind of page at 1280 and 360 points width.
import { base, launch, pages } from './pages.mjs';

const out = process.argv[3];
const browser = await launch();
for (const width of [1280, 360]) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, javaScriptEnabled: false });
  const page = await context.newPage();
  for (const [name, path] of await pages()) {
    await page.goto(base + path);
    await page.screenshot({ path: `${out}/${name}-${width}.png`, fullPage: true });
    console.log(`${out}/${name}-${width}.png`);
  }
  await context.close();
}
await browser.close();
