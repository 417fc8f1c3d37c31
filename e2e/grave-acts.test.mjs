// What must go right on a bad day: a reporter's picture goes in, a story is retracted, another is taken down; and the templates beside it.
// Run by `cargo xtask e2e grave-acts`; axe reads each page, and a single report of the content policy fails the walk.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openDesk } from './desk.mjs';
import { look } from './look.mjs';
import { openBrowser, openPaper, root, until } from './paper.mjs';
import { beginStory, openStory, saved, typeAtEnd } from './writing.mjs';

describe('a bad day', () => {
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

  /** A story that readers see, by the reporter's and the chief's hands. */
  async function published(slug, headline, sentence) {
    const { page } = reporter;
    const story = await beginStory(page, paper.url, { slug, headline });
    await typeAtEnd(page, sentence);
    await saved(page);
    await page.locator('#rail').getByRole('button', { name: 'Hand in' }).click();
    await page.locator('#rail .state.ready').first().waitFor();
    await openStory(desk.chief.page, paper.url, story);
    await desk.chief.page.locator('#rail').getByRole('button', { name: 'Publish', exact: true }).click();
    await desk.chief.page.locator('#rail').getByRole('link', { name: 'See it on the site' }).waitFor();
    return story;
  }

  const open = (verb) => desk.chief.page.locator('#rail summary', { hasText: verb }).click();
  const press = (verb) => desk.chief.page.locator('#rail').getByRole('button', { name: verb, exact: true }).click();

  test('a reporter drops a picture into a story, and readers see it', async () => {
    const { page } = reporter;
    const story = await beginStory(page, paper.url, { slug: 'old-ferry', headline: 'The old ferry goes to the breakers' });
    await typeAtEnd(page, 'She carried cars for forty years.');
    const bytes = [...(await readFile(path.join(root, 'demo/pictures/ferry.jpg')))];
    await page.evaluate((bytes) => {
      const file = new File([new Uint8Array(bytes)], 'ferry.jpg', { type: 'image/jpeg' });
      const data = new DataTransfer();
      data.items.add(file);
      const text = document.querySelector('#editor .ProseMirror');
      text.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    }, bytes);
    await page.locator('#editor .ProseMirror img').first().waitFor({ timeout: 30_000 });
    await saved(page);
    await look(page, 'a story with a picture');
    await page.locator('#rail').getByRole('button', { name: 'Hand in' }).click();
    await page.locator('#rail .state.ready').first().waitFor();
    await openStory(desk.chief.page, paper.url, story);
    await desk.chief.page.locator('#rail').getByRole('button', { name: 'Publish', exact: true }).click();
    const link = desk.chief.page.locator('#rail').getByRole('link', { name: 'See it on the site' });
    await link.waitFor();
    const html = await (await paper.get(await link.getAttribute('href'))).text();
    assert.match(html, /She carried cars for forty years\.[\s\S]*<img[^>]+\/media\//);
  });

  test('a retracted story answers with its notice in place of the text, and stands in the list of corrections', async () => {
    await published('wrong-tide', 'Tide gate fails its test', 'The gate failed on Monday, we said, and it did not.');
    const { page } = desk.chief;
    const address = await page.locator('#rail').getByRole('link', { name: 'See it on the site' }).getAttribute('href');
    await open('Retract');
    await page.getByLabel('What readers are told').fill('There was no test on Monday. We took a drill for one.');
    await press('Retract');
    await page.locator('#rail').getByText('Readers see the notice in place of the text').waitFor();
    await look(page, 'a retracted story');
    const answer = await paper.get(address);
    const html = await answer.text();
    assert.equal(answer.status, 200);
    assert.match(html, /We took a drill for one\./);
    assert.ok(!html.includes('The gate failed on Monday'), 'the text is gone');
    assert.match(await (await paper.get('/corrections')).text(), /We took a drill for one\./);
    assert.ok(!(await (await paper.get('/latest')).text()).includes('Tide gate fails its test'), 'and it is on no list');
  });

  test('a story that is taken down is gone from every way out at once', async () => {
    await published('named-child', 'Child named by mistake', 'A name that must not stand here: Zyxwvutsrq.');
    const { page } = desk.chief;
    const address = await page.locator('#rail').getByRole('link', { name: 'See it on the site' }).getAttribute('href');
    await until(async () => (await (await paper.get('/search?q=Zyxwvutsrq')).text()).includes('Child named'), { what: 'the story in the search' });
    await open('Take down');
    await press('Take down');
    await until(async () => (await paper.get(address)).status === 410, { what: 'the 410' });
    for (const way of [address, '/latest', '/local', '/feed.xml', '/atom.xml', '/feed.json', '/sitemaps/1.xml', '/news-sitemap.xml', '/']) {
      assert.ok(!(await (await paper.get(way)).text()).includes('Child named'), way);
    }
    await until(async () => !(await (await paper.get('/search?q=Zyxwvutsrq')).text()).includes('Child named'), { what: 'its end in the search' });
  });

  test('templates and shared background are listed, made and kept', async () => {
    const { page } = desk.chief;
    for (const where of ['/desk/templates', '/desk/templates/new', '/desk/backgrounds/new']) {
      await page.goto(paper.url + where);
      await look(page, where);
    }
    await page.goto(`${paper.url}/desk/stories/new`);
    assert.match(await page.getByLabel('Template').innerText(), /Obituary/);
  });

  test('nobody was complained about', () => {
    // A page that is rightly gone is itself reported as "failed to load".
    assert.deepEqual([...reporter.complaints, ...desk.chief.complaints], []);
  });
});
