// The names of the record as an editor keeps them and a reader meets them: confirmed, opened, merged, split, closed.
// Run by `cargo xtask e2e record-names`; axe reads each page, and a single report of the content policy fails the walk.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openDesk } from './desk.mjs';
import { look } from './look.mjs';
import { newReader, openBrowser, openPaper, until } from './paper.mjs';

describe('the names of the record', () => {
  let paper, browser, page, reader, entry;
  before(async () => {
    paper = await openPaper();
    // The archive is read beside the running server.
    await paper.command('record', 'scan');
    browser = await openBrowser();
    ({ page } = (await openDesk(paper, browser)).chief);
    reader = await newReader(browser);
  });
  after(async () => {
    await browser?.close();
    await paper?.close();
  });

  test('a name found in the archive is confirmed by a person and has no page yet', async () => {
    await page.goto(`${paper.url}/desk/record`);
    await look(page, 'the empty record');
    await page.getByRole('link', { name: /open names/ }).click();
    await page.getByLabel('Kind').selectOption('person');
    const first = page.locator('#list .title', { hasText: 'Kamala Harris' });
    await first.waitFor();
    await look(page, 'open names');
    // By keyboard: j goes to the first line, Enter opens it.
    await first.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Kamala Harris' }).waitFor();
    await look(page, 'a name');
    assert.ok(await page.getByLabel('Somebody new: a person').isChecked());
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByRole('heading', { name: 'In stories' }).waitFor();
    await look(page, 'the sheet of a person');
    entry = new URL(page.url()).pathname;
    assert.equal((await paper.get('/people/kamala-harris')).status, 404);
  });

  test('the page is open to readers once somebody says in which public role', async () => {
    await page.getByLabel('In which public role?').fill('Vice President of the United States, 2021 to 2025');
    await page.getByRole('button', { name: 'Open the page' }).click();
    await page.getByText('Readers find it at').waitFor();
    await reader.page.goto(`${paper.url}/people/kamala-harris`);
    await reader.page.getByRole('heading', { level: 1, name: 'Kamala Harris' }).waitFor();
    assert.equal(await reader.page.locator('meta[name=robots]').getAttribute('content'), 'noindex');
    await look(reader.page, 'the page of a person');
    await reader.page.locator('.rows h3 a').first().click();
    await reader.page.getByRole('navigation', { name: 'People in this story' }).getByRole('link', { name: 'Kamala Harris' }).waitFor();
    await look(reader.page, 'a story that names a person');
  });

  test('two entries are merged, which leads on, and split again', async () => {
    await page.goto(`${paper.url}/desk/record/new`);
    await page.getByLabel('Name', { exact: true }).fill('K. Harris');
    await look(page, 'a new entry');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { level: 1, name: 'K. Harris' }).waitFor();
    const twin = new URL(page.url()).pathname;
    await page.getByLabel('Find the other entry').fill('kamala');
    await page.getByLabel('Find the other entry').press('Enter');
    await page.getByRole('radio', { name: /Kamala Harris/ }).check();
    await look(page, 'merging');
    await page.getByRole('button', { name: 'Merge into it' }).click();
    await page.getByRole('button', { name: 'Undo the merge of K. Harris' }).waitFor();
    const moved = await fetch(`${paper.url}/people/k-harris`, { redirect: 'manual' });
    assert.deepEqual([moved.status, new URL(moved.headers.get('location')).pathname], [301, '/people/kamala-harris']);
    await page.goto(paper.url + twin);
    await look(page, 'a merged entry');
    await page.getByRole('button', { name: 'Undo the merge' }).click();
    await page.getByRole('button', { name: 'Open the page' }).waitFor();
    assert.equal((await paper.get('/people/k-harris')).status, 404);
  });

  test('Ctrl-K finds a person, and a closed page is gone at once, from the story too', async () => {
    await page.goto(`${paper.url}/desk`);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('harris');
    await page.getByRole('option', { name: /Kamala Harris/ }).click();
    await page.waitForURL(paper.url + entry);
    const story = new URL(reader.page.url()).pathname;
    await page.getByRole('button', { name: 'Close the page' }).click();
    await page.getByText('Readers have no page.').waitFor();
    assert.equal((await paper.get('/people/kamala-harris')).status, 404);
    await until(async () => !(await (await paper.get(story)).text()).includes('/people/'), { what: 'a story without the link' });
  });

  test('the desk is as good on a telephone in the dark', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark' });
    for (const where of ['/desk/record', '/desk/record/open', entry]) {
      await page.goto(paper.url + where);
      await look(page, `${where} on a telephone`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(wide, 0, `${where} is no wider than the screen`);
    }
  });
});
