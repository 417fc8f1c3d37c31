// Prints how long a keystroke takes to show in a story of 20,000 words, and how long opening takes. Asserts nothing.
// Run by `npm run speed`.

import { openBrowser, sitDown, until } from './browser.mjs';
import { openNewsroom } from './server.mjs';

const sentence = 'The council met in the night and closed the old bridge to everyone but the fire brigade and two doctors. ';
const paragraph = (at) => ({ type: 'paragraph', attrs: { id: `b${at}` }, content: [{ type: 'text', text: sentence.repeat(3).trim() }] });
const count = Math.ceil(20_000 / (sentence.split(' ').length - 1) / 3);
const browser = await openBrowser();
const newsroom = await openNewsroom({ story: { content: Array.from({ length: count }, (_, at) => paragraph(at)) } });
const since = performance.now();
const ana = await sitDown(browser, newsroom);
console.log(`opened ${count} paragraphs in ${(performance.now() - since).toFixed(0)} ms`);
await until(() => ana.page.locator('.counts').textContent().then((text) => /words/.test(text)));
console.log(await ana.page.locator('.counts').textContent());

await ana.page.evaluate(() => {
  window.work = [];
  window.shown = [];
  let began = 0;
  addEventListener('keydown', () => (began = performance.now()), true);
  addEventListener('input', () => {
    const start = began;
    // The work of the editor is done when its own listeners have run; the paint follows the next frame.
    queueMicrotask(() => window.work.push(performance.now() - start));
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => window.shown.push(performance.now() - start);
      port2.postMessage(0);
    });
  });
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => entry.name === 'keydown' && window.events.push(entry.processingEnd - entry.processingStart))).observe({ type: 'event', durationThreshold: 16, buffered: false });
  window.events = [];
});
for (const where of ['Control+Home', 'Control+End']) {
  await ana.text.focus();
  await ana.page.keyboard.press(where);
  await ana.page.waitForTimeout(500);
  await ana.page.evaluate(() => (window.work.length = window.shown.length = 0));
  for (const letter of 'a keystroke in a long story must not be felt at all by whoever writes it ') {
    await ana.page.keyboard.type(letter);
    await ana.page.waitForTimeout(25);
  }
  for (const name of ['work', 'shown']) {
    const all = (await ana.page.evaluate((name) => window[name], name)).sort((a, b) => a - b);
    const at = (share) => all[Math.min(all.length - 1, Math.floor(all.length * share))]?.toFixed(1);
    console.log(`${where.padEnd(12)} ${name === 'work' ? 'keydown to done ' : 'keydown to paint'} ms: median ${at(0.5)}, 95th ${at(0.95)}, worst ${at(1)}  (${all.length})`);
  }
}
await browser.close();
await newsroom.close();
process.exit(0);
