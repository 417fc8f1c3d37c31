// A storyline in a browser: a reporter's story fits one, is filed, its event is confirmed with a key, readers get the
// page; a suggested story becomes a card with a key, chosen ones are put in order. Axe reads each page on the way.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openDesk } from './desk.mjs';
import { look } from './look.mjs';
import { newReader, openBrowser, openPaper, until } from './paper.mjs';
import { beginStory, openStory, saved, typeAtEnd } from './writing.mjs';

const SENTENCE = 'Kim Jong Un met with Vladimir Putin in Pyongyang on Tuesday.';

describe('a storyline', () => {
  let paper, browser, desk, page, story, line;
  before(async () => {
    paper = await openPaper();
    browser = await openBrowser();
    desk = await openDesk(paper, browser);
    page = desk.chief.page;
  });
  after(async () => {
    await browser?.close();
    await paper?.close();
  });

  test('readers see the timeline of the demo paper, each line with its sentence and its story', async () => {
    const { page: reader } = await newReader(browser);
    await reader.goto(`${paper.url}/international/kim-train-vladivostok`);
    await reader.locator('.storyline a').first().click();
    await reader.waitForURL(/\/storylines\//);
    assert.ok((await reader.locator('.timeline li').count()) >= 10);
    for (const word of ['planned', 'reported', 'confirmed']) {
      assert.ok((await reader.locator('.timeline .sure').filter({ hasText: word }).count()) > 0, word);
    }
    assert.match(await reader.locator('.timeline li').first().innerText(), /July 2023/);
    await look(reader, 'storyline');
    await reader.setViewportSize({ width: 390, height: 844 });
    await look(reader, 'storyline on a phone');
    await reader.locator('.timeline .source a').first().click();
    await reader.waitForURL(/\/international\/arms-talks-warning/);
    await reader.context().close();
  });

  test('a new story says which storyline it fits and why, and is filed with one press', async () => {
    story = await beginStory(page, paper.url, { slug: 'kim-putin-again', headline: 'Kim and Putin meet again in Pyongyang', section: 'International' });
    await typeAtEnd(page, `${SENTENCE} The arms talks between Russia and North Korea go on, the Kremlin said, and Kim Jong Un spoke of shells and missiles for Russia.`);
    await saved(page);
    await page.goto(`${paper.url}${story}?tab=related`);
    await page.locator('#rail .notice', { hasText: 'The arms talks between Russia and North Korea' }).waitFor();
    await look(page, 'related');
    await page.locator('#rail [data-key="file"]').first().click();
    await page.locator('#rail a[href^="/desk/storylines/"]').waitFor();
    line = await page.locator('#rail a[href^="/desk/storylines/"]').getAttribute('href');
  });

  test('an event that the copy desk finds is confirmed with a key, and is not before readers while the story is not', async () => {
    const event = page.locator('#rail [data-event]', { hasText: SENTENCE });
    await event.focus();
    await page.keyboard.press('c');
    await page.locator('#rail .event.confirmed', { hasText: SENTENCE }).waitFor();
    await page.goto(paper.url + line);
    await page.locator('.event.confirmed', { hasText: SENTENCE }).waitFor();
    await look(page, 'storyline at the desk');
    const at = await page.getByRole('link', { name: 'See the page' }).getAttribute('href');
    assert.ok(!(await (await paper.get(at)).text()).includes('met with Vladimir Putin in Pyongyang on Tuesday'));
    await page.goto(`${paper.url}/desk/storylines`);
    await look(page, 'storylines');
  });

  test('a suggested story becomes a card at the cursor, and chosen ones are put in order by keys', async () => {
    await openStory(page, paper.url, `${story}?tab=related`);
    await page.locator('#rail [data-read-more]').first().focus();
    await page.keyboard.press('Enter');
    await saved(page);
    await until(async () => (await page.locator('#editor .card-block.readMore').count()) > 0, { what: 'the card' });
    for (const n of [1, 2]) {
      await page.locator('#rail .related').getByRole('button', { name: 'Set under the story' }).first().click();
      await until(async () => (await page.locator('#rail .chosen li').count()) === n, { what: `${n} chosen` });
    }
    const headlines = () => page.locator('#rail .chosen li > span').allInnerTexts();
    const [first, second] = await headlines();
    await page.locator('#rail .chosen [data-move="up"]').focus();
    await page.keyboard.press('Alt+ArrowUp');
    await until(async () => (await headlines())[0] === second, { what: 'another order' });
    assert.deepEqual(await headlines(), [second, first]);
    await look(page, 'related, chosen');
  });
});
