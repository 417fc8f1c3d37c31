// What holds for every page of the site: valid HTML, no barrier, no complaint of the browser, nothing that shifts.
// Run by `cargo xtask e2e every-page`; the page kinds are found on the running demo paper.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { kinds } from './kinds.mjs';
import { faults } from './look.mjs';
import { newReader, openBrowser, openPaper } from './paper.mjs';

const { resolve } = createRequire(import.meta.url);
const nu = path.join(path.dirname(resolve('vnu-jar/package.json')), 'build', 'dist', 'vnu.jar');

/** What browsers report as 0.000; a hair's breadth when a font takes its fallback's place is below it. */
const SHIFT = 0.0005;

const windows = [390, 1280].flatMap((width) => ['light', 'dark'].map((scheme) => ({ width, scheme })));

const paper = await openPaper();
const browser = await openBrowser();
const folder = await mkdtemp(path.join(tmpdir(), 'courant-nu-'));
const pages = await kinds(paper).catch((trouble) => trouble);

describe('every page', () => {
  after(async () => {
    await browser.close();
    await paper.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('every page kind is found on the demo paper', () => {
    if (pages instanceof Error) throw pages;
  });
  if (pages instanceof Error) return;

  for (const kind of pages) {
    describe(kind.name, () => {
      for (const { width, scheme } of windows) {
        test(`at ${width} px, ${scheme}`, { timeout: 60_000 }, async () => {
          const reader = await newReader(browser, { width, scheme });
          const answer = await kind.open(reader.page);
          if (width === 1280 && scheme === 'light') {
            await writeFile(path.join(folder, `${kind.name}.html`), await answer.body());
          }
          await reader.page.evaluate(() => document.fonts.ready);
          await scrollThrough(reader.page);
          const { shift, shifts, policy } = await reader.page.evaluate(() => window.seen);
          // All at once: whoever mends a page wants to know everything that is wrong with it.
          const wrong = [
            ...(kind.status && answer.status() !== kind.status ? [`status ${answer.status()}`] : []),
            ...policy.map((what) => `content policy: ${what}`),
            ...reader.complaints,
            ...(shift < SHIFT ? [] : shifts.map((what) => `layout shift: ${what}`)),
            ...(await faults(reader.page)),
          ];
          assert.deepEqual(wrong, []);
          await reader.close();
        });
      }
    });
  }

  describe('the Nu HTML checker', () => {
    let errors;
    before(async () => {
      errors = await checked(pages.map(({ name }) => path.join(folder, `${name}.html`)));
    });
    for (const { name } of pages) {
      test(`finds no error in ${name}`, () => {
        const found = errors.filter(({ url }) => url?.endsWith(`/${name}.html`) || !url);
        const lines = found.map(({ lastLine, message, extract }) => `line ${lastLine}: ${message} ${extract ?? ''}`);
        assert.deepEqual(lines, []);
      });
    }
  });
});

async function scrollThrough(page) {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(() => resolve()));
    for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
      scrollTo(0, y);
      await frame();
      await frame();
    }
    scrollTo(0, 0);
    // A picture that the scroll was too quick for is still waiting to come near, and would be waited for in vain.
    const pictures = [...document.images].map((picture) => picture.decode().catch(() => {}));
    await Promise.race([Promise.all(pictures), new Promise((resolve) => setTimeout(resolve, 1000))]);
    await frame();
    await frame();
  });
}

/** One run for all pages, since starting Java costs more than checking. */
function checked(files) {
  return new Promise((resolve, reject) => {
    const words = ['-jar', nu, '--format', 'json', '--errors-only', '--exit-zero-always', ...files];
    execFile('java', words, { maxBuffer: 1 << 26 }, (trouble, _, answer) => {
      if (trouble) reject(trouble);
      else resolve(JSON.parse(answer).messages);
    });
  });
}
