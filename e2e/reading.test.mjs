// A reader opens the front page, goes by the row of sections to a section and from there to a story, with mouse, with keyboard and without script.
// Run by `cargo xtask e2e reading`.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { demoStories, kinds, links, mapped } from './kinds.mjs';
import { newReader, openBrowser, openPaper } from './paper.mjs';

describe('reading', () => {
  let paper, browser;
  before(async () => {
    paper = await openPaper();
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await paper?.close();
  });

  for (const script of [true, false]) {
    test(`front, section, story ${script ? 'with' : 'without'} script`, async () => {
      const { page, complaints, close } = await newReader(browser, { script });
      await page.goto(paper.url);
      assert.equal(await page.locator('h1').count(), 1, 'one h1 on the front page');
      await page.getByRole('navigation').getByRole('link', { name: 'International', exact: true }).first().click();
      await page.waitForURL('**/international');
      const current = page.locator('[aria-current]').first();
      assert.match(await current.innerText(), /international/i, 'the row of sections says where we are');
      const [path] = await links(paper, '/international', /^\/international\/[^/.]+$/);
      const link = page.locator(`main a[href="${path}"]`).first();
      const headline = (await link.innerText()).trim();
      await link.click();
      await page.waitForURL(`**${path}`);
      const title = await page.getByRole('heading', { level: 1 }).innerText();
      assert.ok(title.length > 0 && headline.length > 0);
      assert.ok((await page.locator('article p').count()) >= 3, 'the story has paragraphs');
      assert.ok((await page.locator('article time[datetime]').count()) >= 1, 'the story says when');
      assert.deepEqual(complaints, []);
      await close();
    });
  }

  test('the keyboard reaches the story by the skip link', async () => {
    const { page, close } = await newReader(browser);
    await page.goto(paper.url + '/latest');
    await page.keyboard.press('Tab');
    const skip = page.locator(':focus');
    const target = await skip.getAttribute('href');
    assert.match(target ?? '', /^#./, 'the first stop is the skip link');
    const box = await skip.boundingBox();
    assert.ok(box && box.width > 1 && box.height > 1 && box.y >= 0 && box.x >= 0, 'the skip link shows when it has the focus');
    await page.keyboard.press('Enter');
    assert.equal(new URL(page.url()).hash, target);
    assert.equal(await page.locator(target).evaluate((main) => main.matches('main, main *')), true);
    await page.keyboard.press('Tab');
    const within = await page.evaluate(() => document.activeElement.closest('main') !== null);
    assert.ok(within, 'the next stop is inside the main part');
    await close();
  });

  test('every page that the site map names is there', async () => {
    for (const path of await mapped(paper)) {
      assert.equal((await paper.get(path)).status, 200, path);
    }
  });

  test('a moved story leads on for good and a story taken down is gone', async () => {
    const stories = await demoStories();
    const gone = stories.filter(({ head }) => /^taken_down = "410"$/m.test(head));
    assert.ok(gone.length > 0, 'a story of the demo was taken down');
    for (const { section, slug } of gone) assert.equal((await paper.get(`/${section}/${slug}`)).status, 410, slug);

    const [, before] = stories.map(({ head }) => head.match(/^moved_from = \["([^"]+)"/m)).find(Boolean) ?? [];
    assert.ok(before, 'a story of the demo was moved');
    const moved = await paper.get(`/${before}`);
    assert.ok([301, 308].includes(moved.status), `/${before} answers ${moved.status}`);
    const to = moved.headers.get('location');
    const there = await fetch(new URL(new URL(to, paper.url).pathname, paper.url));
    assert.equal(there.status, 200, `/${before} leads to ${to}`);
  });

  test('on a phone the headline is on the first screen and nothing sticks out', async () => {
    const { page, close } = await newReader(browser, { width: 390 });
    for (const { name, path, status } of await kinds(paper)) {
      if (!path || status !== 200) continue;
      await page.goto(paper.url + path);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `${name} is ${wide} px too wide at 390 px`);
      if (!/story|opinion/.test(name)) continue;
      const box = await page.getByRole('heading', { level: 1 }).boundingBox();
      assert.ok(box.y + box.height <= 844, `${name}: the headline ends at ${box.y + box.height} px`);
    }
    await page.goto(paper.url);
    const top = await page.locator('main').boundingBox();
    assert.ok(top.y <= 112, `nameplate and sections take ${top.y} px of the phone, at most 112 are theirs`);
    await close();
  });
});
