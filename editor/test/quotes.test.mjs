// Quotation marks as one types them: the paper's own, straight in code, straight again with one key, and switched off.

import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { openBrowser, sitDown, until } from './browser.mjs';
import { openNewsroom } from './server.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
let browser;
let parts;
before(async () => {
  browser = await openBrowser();
  const out = await build({
    stdin: { contents: "export { marksOf, quote } from './src/text/quotes';", resolveDir: path.join(here, '..'), loader: 'ts' },
    bundle: true,
    format: 'esm',
    write: false,
  });
  parts = await import(`data:text/javascript,${encodeURIComponent(out.outputFiles[0].text)}`);
});
after(() => browser.close());

/** What becomes of a text that is typed letter by letter. */
const typed = (text, language) => [...text].reduce((before, sign) => before + (/["']/.test(sign) ? parts.quote(before, sign, parts.marksOf(language)) : sign), '');

test('each language has its own marks, and an apostrophe is none of them', () => {
  for (const [language, text, wanted] of [
    ['en', `"It's 'late'," she said ("very").`, '“It’s ‘late’,” she said (“very”).'],
    ['en-GB', `the 'ferry's' day`, 'the ‘ferry’s’ day'],
    ['de', `"Das ist 'ihr' Haus, ist's nicht?"`, '„Das ist ‚ihr‘ Haus, ist’s nicht?“'],
    ['fr', `"L'eau"`, '«\u00a0L’eau\u00a0»'],
    ['pt-PT', `"A 'água'"`, '«A “água”»'],
    ['pt-BR', `"A água"`, '“A água”'],
    ['sv', `"Ja"`, '”Ja”'],
    ['xx', `"So"`, '“So”'],
  ]) {
    assert.equal(typed(text, language), wanted, language);
  }
});

test('a quotation mark is the paper’s, is taken back by one key, and can be switched off', async () => {
  const newsroom = await openNewsroom({ story: { content: [{ type: 'paragraph', attrs: { id: 'b1' } }, { type: 'codeBlock', attrs: { id: 'b2' } }], texts: {} } });
  const ana = await sitDown(browser, newsroom);
  const words = async () => (await ana.words())[0];
  await ana.page.locator('.story-text p').first().click();
  await ana.page.keyboard.type('She said "');
  assert.equal(await words(), 'She said “');
  await ana.page.keyboard.press('Backspace');
  assert.equal(await words(), 'She said "', 'Backspace gives the straight one');
  await ana.page.keyboard.type('no" and "');
  assert.equal(await words(), 'She said "no” and “');
  await ana.page.keyboard.press('Control+z');
  assert.equal(await words(), 'She said "no” and "', 'and so does undoing');
  await ana.page.locator('.story-text pre').click();
  await ana.page.keyboard.type('let a = "b"');
  assert.equal((await ana.words())[1], 'let a = "b"', 'code stays as it is');

  await ana.page.getByRole('button', { name: '+ Insert' }).click();
  const row = ana.page.getByRole('menuitemcheckbox', { name: 'Typographic quotation marks' });
  assert.equal(await row.getAttribute('aria-checked'), 'true');
  await row.click();
  assert.equal(await row.getAttribute('aria-checked'), 'false');
  await ana.page.keyboard.press('Escape');
  await ana.page.locator('.story-text p').first().click();
  await ana.page.keyboard.press('End');
  await ana.page.keyboard.type(` it's "so"`);
  await until(async () => (await words()).endsWith(` it's "so"`), 'straight signs');
  assert.deepEqual(ana.complaints, []);
  assert.deepEqual(await ana.policy(), []);
  await ana.close();
  await newsroom.close();
});
