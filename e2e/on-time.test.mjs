// A scheduled story goes out on time though the server is stopped and started in between, or at once when it slept through the time.
// Run by `cargo xtask e2e on-time`, on SQLite; `two-nodes` walks the same on PostgreSQL.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openDesk } from './desk.mjs';
import { openBrowser, openPaper, until } from './paper.mjs';
import { beginStory, localMinute, saved, typeAtEnd } from './writing.mjs';

describe('on time', () => {
  let paper, browser, desk, reporter;
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

  test('a story goes out at its minute, with the server killed and started in between', async () => {
    const headline = 'Market moves to the upper quay';
    const story = await beginStory(reporter.page, paper.url, { slug: 'market-moves', headline });
    await typeAtEnd(reporter.page, 'The fish market opens on the upper quay from Thursday. ');
    await saved(reporter.page);
    await reporter.page.locator('#rail').getByRole('button', { name: 'Hand in' }).click();
    await reporter.page.locator('#rail .state.ready').first().waitFor();

    const { page } = desk.chief;
    await page.goto(paper.url + story);
    const due = localMinute(10_000);
    await page.locator('#rail summary', { hasText: 'Schedule' }).click();
    await page.getByLabel('Goes out by itself at').fill(due.local);
    await page.locator('#rail').getByRole('button', { name: 'Schedule', exact: true }).click();
    await page.locator('#rail .notice.good').getByText(/Goes out/).waitFor();
    await paper.kill();
    await paper.again();
    const out = async () => (await (await paper.get('/latest')).text()).includes(headline);
    assert.ok(!(await out()), 'nothing is out before its time');
    await until(out, { patience: due.at - Date.now() + 15_000, pause: 20, what: 'the story' });
    const late = Date.now() - due.at;
    console.log(`out ${late} ms after its time`);
    assert.ok(late > -1_000, 'not before its time');
  });
});
