// A day at the desk: a reporter begins, writes and hands in; an editor sends back, gets it again, publishes and corrects.
// Run by `cargo xtask e2e desk`; axe reads each page, and a single report of the content policy fails the walk.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { deskPages, openDesk } from './desk.mjs';
import { look } from './look.mjs';
import { newReader, openBrowser, openPaper, until } from './paper.mjs';

describe('the desk', () => {
  let paper, browser, desk, reporter, editor, story;
  before(async () => {
    paper = await openPaper();
    browser = await openBrowser();
    desk = await openDesk(paper, browser);
    reporter = await desk.colleague('Eva Lund', 'reporter');
    editor = desk.chief;
  });
  after(async () => {
    await browser?.close();
    await paper?.close();
  });

  test('a reporter begins a story with a slug, writes in the editor, and hands it in', async () => {
    const { page } = reporter;
    await page.goto(`${paper.url}/desk`);
    await look(page, 'waiting, empty');
    await page.keyboard.press('n');
    await page.waitForURL(/\/stories\/new$/, { waitUntil: 'commit' });
    await look(page, 'new');
    await page.getByLabel('Working slug').fill('Harbour dredging, Tuesday');
    await page.getByLabel('Section').selectOption({ label: 'Local' });
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.waitForURL(/\/desk\/stories\/[0-9A-Z]+$/, { waitUntil: 'commit' });
    story = new URL(page.url()).pathname;
    await page.locator('#editor[data-ready] .ProseMirror').waitFor();
    await page.getByLabel('Headline', { exact: true }).fill('Dredging of the harbour begins');
    await page.locator('#editor .ProseMirror').click();
    await page.keyboard.type('The dredger came in at dawn. It stays until Friday.');
    await page.locator('.saved-line[data-state="saved"]').waitFor();
    await look(page, 'story');
    await page.locator('#rail').getByRole('button', { name: 'Hand in' }).click();
    await page.locator('#rail .state.ready').first().waitFor();
  });

  test('the editor sees it waiting within two seconds, and sends it back with a reason', async () => {
    const { page } = editor;
    await page.goto(`${paper.url}/desk`);
    const row = page.locator('#waits .line').filter({ hasText: 'Dredging of the harbour begins' });
    await row.first().waitFor({ timeout: 2_000 });
    await look(page, 'waiting');
    await row.first().getByRole('link').click();
    await page.waitForURL(new RegExp(story));
    const ask = page.locator('#rail details').filter({ hasText: 'Send back' });
    await ask.locator('summary').click();
    await ask.getByLabel(/^Why/).fill('Who pays for it?');
    await ask.getByRole('button', { name: 'Send back' }).click();
    await page.locator('#rail .state.draft').first().waitFor();

    await reporter.page.goto(`${paper.url}/desk`);
    await reporter.page.getByText('Who pays for it?').first().waitFor({ timeout: 2_000 });
    await reporter.page.goto(paper.url + story);
    await reporter.page.locator('#editor[data-ready] .ProseMirror').click();
    await reporter.page.keyboard.press('Control+End');
    await reporter.page.keyboard.type(' The town pays.');
    await reporter.page.locator('.saved-line[data-state="saved"]').waitFor();
    await reporter.page.locator('#rail').getByRole('button', { name: 'Hand in' }).click();
    await reporter.page.locator('#rail .state.ready').first().waitFor();
  });

  test('published, it is on the site; a correction stands at it', async () => {
    const { page } = editor;
    await page.goto(paper.url + story);
    await page.locator('#rail').getByRole('button', { name: 'Publish', exact: true }).click();
    await page.locator('#rail').getByRole('link', { name: 'See it on the site' }).waitFor();
    const address = '/local/dredging-of-the-harbour-begins';
    const text = await (await paper.get(address)).text();
    assert.match(text, /The town pays\./);
    const ask = page.locator('#rail details').filter({ hasText: 'What is right' });
    await ask.locator('summary').first().click();
    await ask.getByLabel('What was wrong').fill('It stays until Friday.');
    await ask.getByLabel(/What is right/).fill('The dredger stays until Saturday.');
    await ask.getByRole('button', { name: 'Correction', exact: true }).click();
    await page.locator('#g-corrections').waitFor();
    await until(async () => (await (await paper.get(address)).text()).includes('until Saturday'), { what: 'the correction' });
    await look(page, 'story, published');
  });

  test('a stale plain form overwrites nothing, and an old version comes back', async () => {
    const one = await newReader(browser, { script: false });
    await one.context.addCookies(await editor.context.cookies());
    await one.page.goto(`${paper.url}${story}/plain`);
    const body = await one.page.getByLabel('Text, as Markdown').inputValue();
    const two = await newReader(browser, { script: false });
    await two.context.addCookies(await editor.context.cookies());
    await two.page.goto(`${paper.url}${story}/plain`);
    await two.page.getByLabel('Text, as Markdown').fill(body.replace('at dawn', 'at noon'));
    await two.page.getByRole('button', { name: 'Keep' }).click();
    await one.page.getByLabel('Text, as Markdown').fill(body.replace('at dawn', 'at dusk'));
    await one.page.getByRole('button', { name: 'Keep' }).click();
    const dispute = await one.page.locator('main').innerText();
    assert.match(dispute, /Nothing was overwritten/);
    await one.close();
    await two.close();

    const { page } = editor;
    await page.goto(`${paper.url}${story}?tab=versions`);
    await look(page, 'versions');
    await page.goto(`${paper.url}${story}/compare`);
    assert.match(await page.locator('.compare ins').first().innerText(), /noon/);
    await look(page, 'compare');
    await page.getByRole('button', { name: /^Restore/ }).click();
    await page.waitForURL(/tab=versions/, { waitUntil: 'commit' });
    await page.goto(`${paper.url}${story}/plain`);
    assert.match(await page.getByLabel('Text, as Markdown').inputValue(), /at dawn/);
  });

  test('a flash goes out from a phone', async () => {
    const phone = await newReader(browser, { width: 390 });
    await phone.context.addCookies(await editor.context.cookies());
    await phone.page.goto(`${paper.url}/desk/flash`);
    await look(phone.page, 'flash');
    await phone.page.getByLabel('Headline', { exact: true }).fill('Gates on Rua do Cais closed');
    await phone.page.getByLabel('One sentence').fill('The river stands at the warning mark.');
    await phone.page.getByRole('button', { name: 'Publish now' }).click();
    await phone.page.waitForURL(/done=flash/, { waitUntil: 'commit' });
    assert.match(await (await paper.get('/latest')).text(), /Gates on Rua do Cais closed/);
    await phone.close();
  });

  test('Ctrl-K finds a story, and ? lists the keys', async () => {
    const { page } = editor;
    await page.goto(`${paper.url}/desk/stories`);
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('Find anything').waitFor();
    await look(page, 'keys');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').fill('dredg');
    await page.getByRole('option').filter({ hasText: 'Dredging of the harbour' }).first().waitFor();
    await look(page, 'palette');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/desk\/stories\/[0-9A-Z]+/, { waitUntil: 'commit' });
    await page.goto(`${paper.url}/desk/stories`);
    await page.locator('#q').fill('dredg');
    await until(async () => ((n) => n > 0 && n < 10)(await page.locator('#list .line').count()), { what: 'the list narrows' });
    await look(page, 'stories');
  });

  for (const width of [390, 1280]) {
    for (const scheme of ['light', 'dark']) {
      test(`every page holds at ${width} px, ${scheme}`, async () => {
        const reader = await newReader(browser, { width, scheme });
        await reader.context.addCookies(await editor.context.cookies());
        for (const [name, path] of Object.entries(deskPages(story))) {
          await reader.page.goto(paper.url + path);
          await look(reader.page, name);
        }
        await reader.close();
      });
    }
  }
});
