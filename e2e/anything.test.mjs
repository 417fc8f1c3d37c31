// Ctrl-K finds anything: from every page of the desk and from the editor, by keyboard alone, and without script as a page.
// Run by `cargo xtask e2e anything`; how long an answer takes is printed, never asserted.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { deskPages, openDesk } from './desk.mjs';
import { look, lookAround } from './look.mjs';
import { newReader, openBrowser, openPaper, until } from './paper.mjs';

describe('the search for anything', () => {
  let paper, browser, desk, page, story;
  before(async () => {
    paper = await openPaper();
    browser = await openBrowser();
    desk = await openDesk(paper, browser);
    page = desk.chief.page;
    await page.goto(`${paper.url}/desk/stories/new`);
    await page.getByLabel('Working slug').fill('Gulls, Thursday');
    await page.getByLabel('Section').selectOption({ label: 'Local' });
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.waitForURL(/\/desk\/stories\/[0-9A-Z]+$/, { waitUntil: 'commit' });
    story = new URL(page.url()).pathname;
    await page.locator('#editor[data-ready] .ProseMirror').waitFor();
    await page.getByLabel('Headline', { exact: true }).fill('Gulls on the market roof');
    await page.locator('.saved-line[data-state="saved"]').waitFor();
  });
  after(async () => {
    await browser?.close();
    await paper?.close();
  });

  const dialog = () => page.locator('dialog.palette');
  const options = () => dialog().getByRole('option');
  async function find(words) {
    if (!(await dialog().isVisible().catch(() => false))) await page.keyboard.press('Control+k');
    await dialog().getByRole('combobox').fill(words);
  }
  async function finds(words, label, kind) {
    await find(words);
    const option = options().filter({ hasText: label }).filter({ hasText: kind });
    await option.first().waitFor({ timeout: 5_000 });
    return option.first();
  }

  test('it opens on every page of the desk, and Escape gives the page back', async () => {
    for (const path of Object.values(deskPages(story))) {
      await page.goto(paper.url + path);
      await page.keyboard.press('Control+k');
      await options().first().waitFor();
      await page.keyboard.press('Escape');
      await dialog().waitFor({ state: 'detached' });
    }
  });

  test('on an empty query the newest stories and the acts of the open one stand there', async () => {
    await page.goto(`${paper.url}/desk`);
    await page.keyboard.press('Control+k');
    await options().first().waitFor();
    assert.match(await options().first().innerText(), /Gulls on the market roof/);
    await lookAround(page, 'anything, empty');
    await page.keyboard.press('Control+k');
    await dialog().waitFor({ state: 'detached' });
  });

  test('stories, people, pictures, rooms and commands are found; arrows choose and Enter opens', async () => {
    await page.goto(`${paper.url}/desk`);
    await finds('roof gul', 'Gulls on the market roof', 'Story');
    await finds('thursday', 'Gulls on the market roof', 'Story');
    await finds('ana reis', 'Ana Reis', 'Colleague');
    await finds('lay out', 'Lay out the front page', 'Do');
    await finds('analytics', 'Numbers', 'Room');
    await finds('local', 'Stories of Local', 'Do');
    await finds('ferry', /[Ff]erry/, 'Picture');
    await find('zyxwvutsrq');
    await dialog().getByText('Nothing is called so.').waitFor();
    await look(page, 'anything, none');
    await finds('new story', 'New story', 'Room');
    await look(page, 'anything, found');
    const box = dialog().getByRole('combobox');
    await finds('ferry', /[Ff]erry/, 'Story');
    await until(async () => (await options().count()) > 2, { what: 'more than two answers' });
    const first = await box.getAttribute('aria-activedescendant');
    await page.keyboard.press('ArrowDown');
    assert.notEqual(await box.getAttribute('aria-activedescendant'), first);
    assert.equal(await page.locator(`#${await box.getAttribute('aria-activedescendant')}`).getAttribute('aria-selected'), 'true');
    await page.keyboard.press('ArrowUp');
    assert.equal(await box.getAttribute('aria-activedescendant'), first);
    await finds('gulls', 'Gulls on the market roof', 'Story');
    await page.keyboard.press('Enter');
    await page.waitForURL(paper.url + story, { waitUntil: 'commit' });
  });

  test('who types and presses Enter at once gets what they typed', async () => {
    await page.goto(`${paper.url}/desk`);
    await page.keyboard.press('Control+k');
    await options().first().waitFor();
    await page.keyboard.type('house style', { delay: 0 });
    await page.keyboard.press('Enter');
    await page.waitForURL(`${paper.url}/desk/house-style`, { waitUntil: 'commit' });
  });

  test('from the editor a command leads to its form and does nothing by itself', async () => {
    await page.goto(paper.url + story);
    await page.locator('#editor[data-ready] .ProseMirror').click();
    await page.keyboard.type('They came back.');
    await page.locator('.saved-line[data-state="saved"]').waitFor();
    const act = await finds('publish unseen', 'Publish unseen', 'This story');
    await act.click();
    await page.waitForURL(/open=publish-unseen/, { waitUntil: 'commit' });
    const button = page.locator('#rail form[action$="/publish-unseen"] button');
    await button.waitFor();
    await until(() => button.evaluate((one) => one === document.activeElement), { what: 'the focus on the button' });
    assert.equal(await page.locator('#rail .state.published').count(), 0, 'nothing was published by a link');
    await button.click();
    await page.locator('#rail .state.published').first().waitFor();
    await finds('/local/gulls-on-the-market-roof', 'Gulls on the market roof', 'Story');
    await finds('correct', 'What is right', 'This story').catch(() => finds('correct', /orrect/, 'This story'));
    await page.keyboard.press('Escape');
  });

  test('with words chosen in the text Ctrl-K makes a link, and opens the search from there', async () => {
    await page.goto(paper.url + story);
    await page.locator('#editor[data-ready] .ProseMirror').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').first().waitFor();
    assert.equal(await dialog().count(), 0);
    await page.keyboard.press('Control+k');
    await dialog().waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  });

  test('whoever keeps no accounts finds no way to them', async () => {
    const moderator = await desk.colleague('Mo Silva', 'moderator');
    await moderator.page.goto(`${paper.url}/desk`);
    await moderator.page.keyboard.press('Control+k');
    const found = moderator.page.locator('dialog.palette').getByRole('option');
    await found.filter({ hasText: 'Numbers' }).first().waitFor();
    await moderator.page.locator('dialog.palette').getByRole('combobox').fill('invite');
    await moderator.page.getByText('Nothing is called so.').waitFor();
    await moderator.close();
  });

  test('without script it is a page with a form', async () => {
    const reader = await newReader(browser, { script: false });
    await reader.context.addCookies(await desk.chief.context.cookies());
    await reader.page.goto(`${paper.url}/desk`);
    await reader.page.getByRole('link', { name: 'Find', exact: true }).click();
    await reader.page.getByRole('searchbox').fill('market roof');
    await reader.page.getByRole('main').getByRole('button', { name: 'Find' }).click();
    await reader.page.getByRole('main').getByRole('link', { name: 'Gulls on the market roof' }).click();
    assert.equal(new URL(reader.page.url()).pathname, story);
    await reader.close();
    await page.goto(`${paper.url}/desk/find?q=market`);
    await lookAround(page, 'find, as a page');
    await page.goto(`${paper.url}/desk/find?do=sign-out`);
    await look(page, 'find, signing out');
  });

  test('how long it takes', async () => {
    for (const words of ['', 'f', 'ferry', 'market roof', 'settings']) {
      const times = [];
      for (let n = 0; n < 20; n += 1) {
        times.push(
          await page.evaluate(async (q) => {
            const since = performance.now();
            await (await fetch(`/desk/find/anything?q=${encodeURIComponent(q)}`)).json();
            return performance.now() - since;
          }, words),
        );
      }
      times.sort((one, other) => one - other);
      console.log(`"${words}": median ${times[10].toFixed(1)} ms, slowest ${times[19].toFixed(1)} ms`);
    }
  });
});
