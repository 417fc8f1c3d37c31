// The newsroom brings in the text of a saved page with one command, and a reader looks at the story that came of it.
// Run by `cargo xtask e2e importing`; the page itself is not part of the project and the walk is skipped where it is absent.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { readFile } from 'node:fs/promises';
import { newReader, openBrowser, openPaper } from './paper.mjs';
import { shared } from './paper.mjs';

const page = await shared('seed/story-page.txt');
if (!page) console.log('skipped: ../shared is absent');

describe('importing', { skip: page ? false : '../shared is absent' }, () => {
  let paper, browser;
  before(async () => {
    paper = await openPaper();
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await paper?.close();
  });

  test('a saved page becomes a story with its quotations to the letter', async () => {
    const report = JSON.parse(
      await paper.command('import', 'page', page, '--publish', '--section', 'international', '--json'),
    );
    assert.equal(report.stories.length, 1);
    const [story] = report.stories;
    assert.equal(story.section, 'international');
    assert.ok(story.id && story.headline && story.words > 100);
    assert.ok(story.left_out.every(({ text, why }) => text && why), 'what was left out is named with its reason');

    const reader = await newReader(browser);
    const path = new URL(story.url, paper.url).pathname;
    const answer = await reader.page.goto(paper.url + path);
    assert.equal(answer.status(), 200);
    assert.equal(await reader.page.getByRole('heading', { level: 1 }).innerText(), story.headline);
    const printed = (await reader.page.locator('article').first().innerText()).replace(/\s+/g, ' ');
    const source = await readFile(page, 'utf8');
    const lines = source.split('\n');
    const end = lines.findIndex((line) => /^(leave a (reply|comment)|your email address)/i.test(line.trim()));
    const body = lines.slice(0, end < 0 ? undefined : end).join('\n');
    const quotations = [...body.matchAll(/[“]([^”]{20,})[”]/g)].map(([, words]) => words.replace(/\s+/g, ' '));
    assert.ok(quotations.length > 0);
    for (const words of quotations) assert.ok(printed.includes(words), `the quotation is kept: ${words}`);
    for (const [, title] of body.matchAll(/^Read more: (.{15,})$/gim)) {
      assert.ok(printed.includes(title.trim().slice(0, 40)), `the read-more card is kept: ${title}`);
    }
    assert.match(await reader.page.locator('meta[name="robots"]').getAttribute('content'), /noindex/);
    assert.match(printed, /date unknown/i, 'a page without a date is not dated today');
    assert.deepEqual(reader.complaints, []);

    for (const list of ['/', '/latest', '/feed.xml', '/atom.xml', '/feed.json', '/news-sitemap.xml']) {
      assert.ok(!(await (await paper.get(list)).text()).includes(path), `a story of unknown date is not in ${list}`);
    }
    await reader.close();
  });
});
