// Takes the figures of the desk: a keystroke in a story of 20,000 words, the time until it is saved, the copy desk's notes after a
// pause, and from Publish to visible.
// Started by `cargo xtask bench desk`; prints one line a figure, `what<TAB>measured`, and never asserts.

import { openDesk } from './desk.mjs';
import { openNodes } from './nodes.mjs';
import { openBrowser, openPaper, until } from './paper.mjs';
import { beginStory, openStory, saved, typeAtEnd } from './writing.mjs';

const WORDS = 20_000;
const STORY = 2_000;
const database = process.env.COURANT_TEST_WALK_POSTGRES;
const print = (what, measured) => console.log(`${what}\t${measured}`);

/** Median and 99th percentile in milliseconds. */
function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  return `median ${at(0.5).toFixed(1)} ms, p99 ${at(0.99).toFixed(1)} ms (${sorted.length})`;
}

/** Paragraphs of plain sentences, as Markdown: no two alike, since the copy desk marks what is said twice. */
function longText(words) {
  const some = `harbour council ferry market bridge winter morning letter engine ticket school garden window river
    paper station captain baker doctor teacher singer farmer painter driver plumber sailor keeper clerk dancer
    opens closes paints repairs counts carries measures sells borrows covers follows watches answers crosses
    early late slowly twice quietly again often nearly beside under behind near above along against before`.split(/\s+/);
  let seed = 7;
  // Lehmer's generator: the same text in every run.
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
  const paragraphs = [];
  for (let written = 0; written < words; ) {
    const sentences = Array.from({ length: 5 }, () => {
      const line = Array.from({ length: 10 + random(12) }, () => some[random(some.length)]).filter((word, i, all) => word !== all[i - 1]);
      written += line.length;
      return `${line[0][0].toUpperCase()}${line.join(' ').slice(1)}.`;
    });
    paragraphs.push(sentences.join(' '));
  }
  return paragraphs.join('\n\n');
}

/** Puts a long text into a story through the plain form. */
async function fill(page, url, story, text) {
  await page.goto(`${url}${story}/plain`);
  await page.locator('main form textarea').last().fill(text);
  await page.locator('main form button').first().click();
  await page.waitForLoadState();
}

/** Keys pressed one after the other; from keydown until the frame with the letter is on its way to the screen. */
async function keystrokes(page, count) {
  await page.evaluate(() => {
    window.strokes = [];
    const channel = new MessageChannel();
    let since = 0;
    channel.port1.onmessage = () => window.strokes.push(performance.now() - since);
    document.addEventListener(
      'keydown',
      (event) => {
        since = event.timeStamp;
        requestAnimationFrame(() => channel.port2.postMessage(0));
      },
      { capture: true },
    );
  });
  for (let n = 0; n < count; n += 1) {
    await page.keyboard.press('abcdefghij '[n % 11] === ' ' ? 'Space' : 'abcdefghij '[n % 11]);
    await page.waitForTimeout(40);
  }
  return page.evaluate(() => window.strokes);
}

/** From a key to the line that says saved. */
async function saves(page, count) {
  const taken = [];
  for (let n = 0; n < count; n += 1) {
    await saved(page);
    taken.push(
      await page.evaluate(
        () =>
          new Promise((resolve) => {
            let since = 0;
            document.addEventListener('courant:unsaved', () => (since = performance.now()), { once: true });
            document.addEventListener('courant:saved', () => resolve(performance.now() - since), { once: true });
            document.execCommand('insertText', false, 'x');
          }),
      ),
    );
  }
  return taken;
}

/** From the end of a pause to the notes underlined. */
async function notes(page, count) {
  for (let n = 0; n < count; n += 1) {
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          document.addEventListener('courant:copy-desk', resolve, { once: true });
          document.execCommand('insertText', false, 'x');
        }),
    );
  }
  return page.evaluate((most) => performance.getEntriesByName('copy-desk').slice(-most).map((one) => one.duration), count);
}

const browser = await openBrowser();
const paper = await openPaper();
try {
  const desk = await openDesk(paper, browser);
  const { page } = desk.chief;
  const story = await beginStory(page, paper.url, { slug: 'long-read', headline: 'A long read' });
  await saved(page);
  await fill(page, paper.url, story, longText(WORDS));
  const since = performance.now();
  await openStory(page, paper.url, story);
  print(`opening a story of ${WORDS} words`, `${(performance.now() - since).toFixed(0)} ms`);
  await page.locator('#editor .ProseMirror p').nth(120).click();
  await paper.idle();
  print(`a keystroke in a story of ${WORDS} words`, spread(await keystrokes(page, 200)));
  print('from a letter to "saved", SQLite', spread(await saves(page, 40)));
  const short = await beginStory(page, paper.url, { slug: 'short-read', headline: 'A short read' });
  await saved(page);
  await fill(page, paper.url, short, longText(STORY));
  await openStory(page, paper.url, short);
  await page.locator('#editor .ProseMirror p').nth(12).click();
  print(`notes after a pause in a story of ${STORY} words`, spread(await notes(page, 30)));
} finally {
  await paper.close();
}

if (database) {
  const nodes = await openNodes({ database });
  try {
    const [first, second] = nodes.nodes;
    const desk = await openDesk(second, browser);
    const reporter = await desk.colleague('Eva Lund', 'reporter');
    await Promise.all(nodes.nodes.map((node) => node.idle()));
    const times = { here: [], there: [] };
    for (let n = 0; n < 10; n += 1) {
      const headline = `Bulletin number ${n} of the port`;
      const story = await beginStory(reporter.page, first.url, { slug: `bulletin-${n}`, headline });
      await typeAtEnd(reporter.page, 'Ships in the port today. ');
      await saved(reporter.page);
      await reporter.page.locator('#rail').getByRole('button', { name: 'Hand in' }).click();
      await reporter.page.locator('#rail .state.ready').first().waitFor();
      const { page } = desk.chief;
      await page.goto(first.url + story);
      const visible = (node) => until(async () => (await (await node.get('/latest')).text()).includes(headline), { pause: 1 });
      const button = page.locator('#rail').getByRole('button', { name: 'Publish', exact: true });
      await button.waitFor();
      const seen = [visible(first), visible(second)];
      const pressed = performance.now();
      const stamp = (promise) => promise.then(() => performance.now() - pressed);
      const both = Promise.all(seen.map(stamp));
      await button.click();
      const [here, there] = await both;
      times.here.push(here);
      times.there.push(there);
    }
    print('from the click on Publish to visible, own node', spread(times.here));
    print('from the click on Publish to visible, other node', spread(times.there));
  } finally {
    await nodes.close();
  }
}
await browser.close();
