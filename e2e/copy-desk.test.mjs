// The copy desk as a writer and a chief meet it: a fault is underlined, one key mends it, another is put aside with a reason,
// and a stop keeps a story back until the chief overrides it. Run by `cargo xtask e2e copy-desk`, on SQLite.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openDesk } from './desk.mjs';
import { look } from './look.mjs';
import { openBrowser, openPaper, until } from './paper.mjs';
import { beginStory, openStory, saved, typeAtEnd, written } from './writing.mjs';

const marked = (page, severity, words) => page.locator(`#editor .ProseMirror .desk-${severity}`, words ? { hasText: words } : {});

describe('the copy desk', () => {
  let paper, browser, desk, reporter, story;
  before(async () => {
    paper = await openPaper();
    browser = await openBrowser();
    desk = await openDesk(paper, browser);
    reporter = await desk.colleague('Eva Lund', 'reporter');
  });
  after(async () => {
    await browser?.close();
    await paper?.close();
  });

  test('a fault is underlined once the cursor has left its paragraph, and one key mends it', async () => {
    const { page } = reporter;
    story = await beginStory(page, paper.url, { slug: 'ferry-winter', headline: 'Ferry keeps its winter hours' });
    await page.goto(`${paper.url}${story}?tab=copy-desk`);
    await page.locator('#editor[data-ready] .ProseMirror').waitFor();
    await typeAtEnd(page, 'The ferry sails on on Monday, the harbour office said.');
    await page.locator('#copy-desk .desk-note[data-rule="doubled"]').waitFor();
    assert.equal(await marked(page, 'warn').count(), 0, 'nothing is underlined where one is writing');
    await page.keyboard.press('Enter');
    await page.keyboard.type('The quay stays open all night, it said.');
    await marked(page, 'warn').first().waitFor();
    await page.keyboard.press('F8');
    await page.locator('#copy-desk .desk-note[data-here]').waitFor();
    await page.keyboard.press('Alt+Enter');
    await until(async () => (await written(page)).startsWith('The ferry sails on Monday'), { what: 'the mended words' });
    await page.keyboard.press('Control+z');
    await until(async () => (await written(page)).startsWith('The ferry sails on on Monday'), { what: 'the words before' });
    await page.locator('#copy-desk .desk-note[data-rule="doubled"] [data-mend]').click();
    await until(async () => (await written(page)).startsWith('The ferry sails on Monday'), { what: 'the mended words' });
    await look(page, 'notes while writing');
  });

  test('a note is put aside by keys, with a reason, and stays so', async () => {
    const { page } = reporter;
    await typeAtEnd(page, '\nOn the quay it it rained, the office said.\nThen the sun came out.');
    const note = page.locator('#copy-desk .desk-note[data-rule="doubled"]:not(.resolved)');
    await note.waitFor();
    await note.focus();
    await page.keyboard.press('d');
    await page.keyboard.type('The song says so.');
    await page.keyboard.press('Enter');
    await page.locator('#copy-desk .settled').waitFor();
    await page.locator('#copy-desk .settled summary').click();
    await page.locator('#copy-desk .settled').getByText('The song says so.').waitFor();
    await page.reload();
    await page.locator('#editor[data-ready] .ProseMirror').waitFor();
    await page.locator('#copy-desk .settled').waitFor();
    assert.equal(await note.count(), 0);
  });

  test('a stop refuses Publish with its list, and the chief overrides it by name', async () => {
    const { page } = reporter;
    await typeAtEnd(page, '\n“Nothing more will be said, she told the council.\nThe quay was closed for nine days.');
    await marked(page, 'stop').first().waitFor();
    await saved(page);
    await page.goto(`${paper.url}${story}?tab=publish`);
    await page.locator('#rail').getByRole('button', { name: 'Hand in' }).click();
    await page.locator('#rail .state.ready').first().waitFor();
    const chief = desk.chief.page;
    await openStory(chief, paper.url, story);
    await chief.locator('#rail').getByRole('button', { name: 'Publish', exact: true }).click();
    await chief.locator('#rail .wrong').first().waitFor();
    await look(chief, 'a stop before publishing');
    const stop = chief.locator('.stopping .desk-note.stop').first();
    await stop.locator('summary', { hasText: 'Override' }).click();
    await stop.getByLabel('Why is it printed as it stands?').fill('She never ended the sentence.');
    await stop.getByRole('button', { name: 'Override' }).click();
    await until(async () => (await chief.locator('.stopping .desk-note.stop').count()) === 0, { what: 'no stop is left' });
    await chief.locator('#rail').getByRole('button', { name: 'Publish', exact: true }).click();
    await chief.locator('#rail').getByRole('link', { name: 'See it on the site' }).waitFor();
  });

  test('the house style shows how the rules fare, and names held back are for the chief alone', async () => {
    const chief = desk.chief.page;
    await chief.goto(`${paper.url}/desk/house-style`);
    const row = chief.locator('tr', { has: chief.locator('a', { hasText: /^doubled$/ }) });
    assert.notEqual(await row.locator('td').nth(2).textContent(), '0', 'a fix was taken');
    await look(chief, 'house style');
    await row.locator('a').click();
    await look(chief, 'a check');
    await chief.goto(`${paper.url}/desk/withheld`);
    await chief.getByLabel('Names and aliases, one a line').fill('Quetzalina Wortmann');
    await chief.getByLabel('Why', { exact: true }).fill('Order of the court');
    await chief.getByRole('button', { name: 'Keep' }).click();
    await chief.locator('details.entry').waitFor();
    await look(chief, 'names held back');
    const answer = await reporter.page.goto(`${paper.url}/desk/withheld`);
    assert.equal(answer.status(), 403);
  });

  test('on a phone and without script the notes are there', async () => {
    const { page } = reporter;
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${paper.url}${story}?tab=copy-desk`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `${wide} px too wide`);
    const plain = await browser.newContext({ javaScriptEnabled: false, storageState: await page.context().storageState() });
    const bare = await plain.newPage();
    await bare.goto(`${paper.url}${story}?tab=copy-desk`);
    assert.ok((await bare.locator('#copy-desk .tally').textContent()).trim().length > 0);
    assert.ok(!(await bare.locator('#copy-desk .keys').isVisible()));
    await plain.close();
  });

  test('the notes of 2,000 words are there soon after a pause', async () => {
    const { page } = reporter;
    await page.setViewportSize({ width: 1280, height: 900 });
    await beginStory(page, paper.url, { slug: 'long-read', headline: 'A long read about the harbour' });
    const paragraph = 'The harbour office said on Monday that the ferry to Lower Maren sails at noon, as it did in the years before the flood. ';
    const words = Array.from({ length: 40 }, (_, n) => `${paragraph.repeat(2)}That was day ${n + 1} of the count.`).join('\n\n');
    await page.evaluate((text) => {
      const data = new DataTransfer();
      data.setData('text/plain', text);
      const editor = document.querySelector('#editor .ProseMirror');
      editor.focus();
      editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    }, words);
    const count = (await written(page)).split(/\s+/).length;
    const took = [];
    for (let round = 0; round < 8; round += 1) {
      const told = page.evaluate(() => new Promise((done) => document.getElementById('editor').addEventListener('courant:copy-desk', () => done(performance.getEntriesByName('copy-desk').at(-1).duration), { once: true })));
      await typeAtEnd(page, ` x${round}`);
      took.push(await told);
    }
    took.sort((a, b) => a - b);
    console.log(`${count} words: notes ${took[Math.floor(took.length / 2)].toFixed(0)} ms after the pause (best ${took[0].toFixed(0)}, worst ${took.at(-1).toFixed(0)})`);
  });
});
