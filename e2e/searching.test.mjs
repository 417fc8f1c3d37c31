// A reader looks for a story by a word of its headline, narrows the results by a facet, and looks for something that was never printed.
// Run by `cargo xtask e2e searching`.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { demoStories, mapped } from './kinds.mjs';
import { newReader, openBrowser, openPaper } from './paper.mjs';

describe('searching', () => {
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
    test(`a word of a headline finds its story ${script ? 'with' : 'without'} script`, async () => {
      const known = await mapped(paper);
      const story = (await demoStories()).find(({ section, slug }) => known.has(`/${section}/${slug}`));
      const words = [...story.headline.matchAll(/\p{L}{6,}/gu)].map(([word]) => word).slice(0, 3).join(' ');
      const { page, complaints, close } = await newReader(browser, { script });
      await page.goto(paper.url);
      await page.getByRole('link', { name: /search/i }).first().click();
      await page.waitForURL('**/search');
      await page.getByRole('searchbox').first().fill(words);
      await page.getByRole('searchbox').first().press('Enter');
      await page.waitForURL('**/search?*');
      assert.equal(new URL(page.url()).searchParams.get('q'), words);
      const found = page.locator(`main a[href="/${story.section}/${story.slug}"]`);
      assert.ok((await found.count()) > 0, `${words} finds ${story.slug}`);
      assert.ok((await page.locator('main mark').count()) > 0, 'the words are marked in the excerpts');
      assert.deepEqual(complaints, []);
      await close();
    });
  }

  test('a facet narrows the results to its section', async () => {
    const { page, close } = await newReader(browser);
    await page.goto(`${paper.url}/search?q=${encodeURIComponent(await commonWord())}`);
    assert.ok((await page.locator('main article').count()) > 1, 'a common word finds many stories');
    const facet = page.locator('main a[href*="section="]').first();
    const label = (await facet.innerText()).replace(/[\s(]*\d+\)?\s*$/, '').trim();
    await facet.click();
    await page.waitForURL(/section=/);
    const slug = new URL(page.url()).searchParams.get('section');
    const paths = await page
      .locator('main article :is(h2, h3) a')
      .evaluateAll((all) => all.map((a) => new URL(a.href).pathname));
    assert.ok(paths.length > 0, `something was printed in ${label}`);
    for (const path of paths) assert.equal(path.split('/')[1], slug, path);
    await close();
  });

  test('a search that finds nothing says so and offers what to try', async () => {
    const { page, close } = await newReader(browser);
    await page.goto(`${paper.url}/search?q=zyxwvutsrq`);
    assert.match(await page.locator('main').innerText(), /no (stories|results|story)|nothing/i);
    assert.ok((await page.locator('main a[href^="/"]').count()) > 0, 'there is somewhere to go');
    assert.equal(await page.getByRole('searchbox').first().inputValue(), 'zyxwvutsrq', 'the words are kept');
    await close();
  });

  test('markup in a search is text on the page', async () => {
    const { page, complaints, close } = await newReader(browser);
    const attack = '"><img src=x onerror=alert(1)><script>alert(2)</script>';
    page.on('dialog', (dialog) => complaints.push(`dialog ${dialog.message()}`) && dialog.dismiss());
    await page.goto(`${paper.url}/search?q=${encodeURIComponent(attack)}`);
    assert.equal(await page.getByRole('searchbox').first().inputValue(), attack);
    assert.equal(await page.locator('img[src="x"]').count(), 0);
    assert.deepEqual(complaints, []);
    await close();
  });
});

/** The long word that stands in most stories of the demo. */
async function commonWord() {
  const counts = new Map();
  for (const { body } of await demoStories()) {
    const words = new Set([...body.matchAll(/\b[a-z]{7,}\b/g)].map(([word]) => word));
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0][0];
}
