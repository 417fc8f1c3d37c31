// What was said, from the text to the reader: four quotations confirmed by keyboard, seen on the speaker's page, and one leaves with its sentence.
// Run by `cargo xtask e2e record`; axe reads each page, and a single report of the content policy fails the walk.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openDesk } from './desk.mjs';
import { look } from './look.mjs';
import { newReader, openBrowser, openPaper, until } from './paper.mjs';
import { beginStory, openStory, saved, typeAtEnd } from './writing.mjs';

const LINES = [
  '“The ferry sails at noon from the old quay,” Anna Berg told reporters on Monday.',
  '“Nobody will pay more for it,” Anna Berg said.',
  'Anna Berg said that the new quay would open in spring.',
  '“We lost a winter,” Anna Berg added.',
];

const engines = [['SQLite', undefined]];
if (process.env.COURANT_TEST_WALK_POSTGRES) engines.push(['PostgreSQL', process.env.COURANT_TEST_WALK_POSTGRES]);
else console.log('skipped on PostgreSQL: COURANT_TEST_WALK_POSTGRES names no database');

for (const [engine, database] of engines) describe(`what was said, on ${engine}`, () => {
  let paper, browser, desk, page, reader, story, address;
  before(async () => {
    paper = await openPaper({ database });
    browser = await openBrowser();
    desk = await openDesk(paper, browser);
    ({ page } = await desk.colleague('Eva Lund', 'reporter'));
    reader = await newReader(browser);
  });
  after(async () => {
    await browser?.close();
    await paper?.close();
  });

  const found = (on, standing) => on.locator(`#rail .found.is-${standing}[data-block]`);

  test('four quotations are found in the text and confirmed with one key each', async () => {
    story = await beginStory(page, paper.url, { slug: 'quay-ferry', headline: 'The ferry sails from the old quay' });
    await typeAtEnd(page, LINES.join('\n'));
    await saved(page);
    await page.locator('#rail .tabs a[href*="tab=record"]').click();
    await until(async () => (await found(page, 'open').count()) === 4, { what: 'four quotations are found' });
    await look(page, 'the tab Record');
    await page.locator('#rail h2:visible').first().click();
    await page.keyboard.press('j');
    // The line shows its sentence in the text.
    await until(() => page.evaluate(() => CSS.highlights.has('record-place')), { what: 'the sentence is marked' });
    for (let left = 3; left >= 0; left -= 1) {
      await page.keyboard.press('c');
      await until(async () => (await found(page, 'open').count()) === left, { what: `${left} wait` });
    }
    assert.equal(await found(page, 'confirmed').count(), 4);
    await look(page, 'confirmed quotations');
  });

  test('readers see who said what, and every remark on the page of whoever spoke', async () => {
    await page.goto(`${paper.url}${story}?tab=publish`);
    await page.locator('#rail').getByRole('button', { name: 'Hand in' }).click();
    await page.locator('#rail .state.ready').first().waitFor();
    const chief = desk.chief.page;
    await chief.goto(`${paper.url}${story}?tab=publish`);
    await chief.locator('#rail').getByRole('button', { name: 'Publish', exact: true }).click();
    const link = chief.locator('#rail').getByRole('link', { name: 'See it on the site' });
    await link.waitFor();
    address = await link.getAttribute('href');
    await chief.goto(`${paper.url}/desk/record?q=anna+berg`);
    await chief.getByRole('link', { name: /Anna Berg/ }).first().click();
    await chief.getByLabel('In which public role?').fill('Harbour master');
    await chief.getByRole('button', { name: 'Open the page' }).click();
    await chief.getByText('Readers find it at').waitFor();
    await reader.page.goto(new URL(address, paper.url).href);
    await reader.page.getByText('Who said what').click();
    assert.equal(await reader.page.locator('.said-list dd').count(), 4);
    assert.equal(await reader.page.locator('.said-list dd q').count(), 3, 'the paraphrase has no quotation marks');
    await look(reader.page, 'who said what');
    const there = await reader.page.locator('.said-list .there').first().getAttribute('href');
    assert.equal(await reader.page.locator(there).count(), 1, 'each line leads to its sentence');
    await reader.page.goto(`${paper.url}/people/anna-berg`);
    assert.equal(await reader.page.locator('article.quoted').count(), 4);
    await look(reader.page, 'the page of a speaker');
    await reader.page.getByRole('link', { name: 'Ask for a correction' }).first().click();
    await reader.page.getByLabel('What is wrong').waitFor();
    await look(reader.page, 'the form that asks for a correction');
  });

  test('a quotation leaves when its sentence changes, and comes back when somebody confirms it again', async () => {
    const chief = desk.chief.page;
    await openStory(chief, paper.url, story);
    await chief.locator('#editor .ProseMirror p', { hasText: 'at noon' }).click();
    await chief.keyboard.press('Home');
    await chief.keyboard.press('ArrowRight');
    await chief.keyboard.type('Yes, ');
    await saved(chief);
    await chief.locator('#rail .tabs a[href*="tab=publish"]').click();
    await chief.locator('#rail summary', { hasText: 'Publish as update' }).click();
    await chief.locator('#rail').getByRole('button', { name: 'Publish as update', exact: true }).click();
    await until(async () => !(await (await paper.get('/people/anna-berg')).text()).includes('at noon'), { what: 'it has left' });
    await chief.goto(`${paper.url}${story}?tab=record`);
    await chief.locator('#editor[data-ready] .ProseMirror').waitFor();
    assert.equal(await found(chief, 'changed').count(), 1);
    await found(chief, 'changed').getByRole('button', { name: 'Confirm again' }).click();
    await until(async () => (await (await paper.get('/people/anna-berg')).text()).includes('Yes, '), { what: 'it is back' });
  });
});
