// Reads with different pages before and a robot, then the desk that shows them. Run by `cargo xtask e2e numbers`.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openDesk } from './desk.mjs';
import { lookAround } from './look.mjs';
import { openBrowser, openPaper, until } from './paper.mjs';

const browserLike = {
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'accept-language': 'en-GB',
};

describe('numbers', () => {
  let paper, browser, page, path, headline;
  before(async () => {
    paper = await openPaper();
    browser = await openBrowser();
    page = (await openDesk(paper, browser)).chief.page;
    const front = await (await paper.get('/latest')).text();
    path = front.match(/href="(\/local\/[a-z0-9-]+)"/)[1];
    headline = (await (await paper.get(path)).text()).match(/<h1[^>]*>([^<]+)</)[1].trim();
  });
  after(async () => {
    await browser?.close();
    await paper?.close();
  });

  const read = (where, headers = {}) => paper.get(where, { ...browserLike, ...headers });

  test('replies of the demo are told as those of any paper, and before anybody has read there is a word about it', async () => {
    await page.goto(`${paper.url}/desk/numbers?of=replies&period=24h`);
    await page.locator('#numbers').getByText('of them approved').waitFor();
    await lookAround(page, 'numbers, replies');
  });

  test('reads, sources and a robot stand at the desk a few seconds later, without loading the page', async () => {
    await page.goto(`${paper.url}/desk/numbers`);
    for (const referer of ['https://www.google.com/', 'https://l.facebook.com/', 'https://bsky.app/', 'https://www.harbour.example/x', `${paper.url}/`]) {
      for (let n = 0; n < 4; n += 1) await read(path, { referer });
    }
    await read('/');
    await read('/local');
    await paper.get(path, { 'user-agent': 'Mozilla/5.0 (compatible; GPTBot/1.2; +https://openai.com/gptbot)' });
    const row = page.locator('#numbers .read tr').filter({ hasText: headline });
    await row.first().waitFor({ timeout: 30_000 });
    await until(async () => (await row.locator('.count').first().innerText()) === '20', { patience: 30_000, what: 'all twenty reads' });
    const numbers = page.locator('#numbers');
    for (const words of ['Google', 'Facebook', 'Bluesky', 'harbour.example', 'GPTBot (OpenAI)', 'Front page']) {
      await numbers.getByText(words).first().waitFor();
    }
    // A table that was opened stays open when the page loads itself.
    await page.locator('#numbers-day-table summary').click();
    await read(path);
    await until(async () => (await row.locator('.count').first().innerText()) === '21', { patience: 30_000, what: 'one more read' });
    assert.ok(await page.locator('#numbers-day-table').evaluate((one) => one.open));
    await lookAround(page, 'numbers');
    for (const period of ['Hour', 'Day']) {
      await page.getByRole('navigation', { name: 'How far back' }).getByRole('link', { name: period, exact: true }).click();
      await row.first().waitFor();
    }
    await lookAround(page, 'numbers, day');
  });

  test('a story has a sheet of its own, from the list and from its rail', async () => {
    await page.locator('#numbers').getByRole('link', { name: headline }).first().click();
    await page.getByRole('heading', { level: 1, name: headline }).waitFor();
    await page.locator('#numbers').getByText('Google').waitFor();
    await lookAround(page, 'numbers of a story');
    await page.getByRole('link', { name: 'Open the story' }).click();
    await page.locator('#rail').getByRole('link', { name: 'Its numbers' }).click();
    await page.waitForURL(/\/desk\/numbers\//, { waitUntil: 'commit' });
  });
});
