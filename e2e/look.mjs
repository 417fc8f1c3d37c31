// What every walk asks of a page that it comes by: no fault that axe finds, no report of the content policy, nothing that
// scrolls sideways. With COURANT_TEST_SHOTS, the name of a folder, each page leaves its pictures there, at both widths in
// light and dark.

import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const shots = process.env.COURANT_TEST_SHOTS;

/** What axe finds, a line each: the rule, and where. What is framed is left to walks of its own when `frames` is false. */
export async function faults(page, { frames = true } = {}) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate((iframes) => window.axe.run(document, { resultTypes: ['violations'], iframes }), frames);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, html }) => `${target.join(' ')} ${html}`).join(', ')}`);
}

/** Leaves a picture of the whole page at both widths, in light and dark, with what loads only when it comes near. */
async function shoot(page, name) {
  const size = page.viewportSize();
  const dark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  await mkdir(shots, { recursive: true });
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 844 });
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(async () => {
        for (const picture of document.images) picture.loading = 'eager';
        const all = [...document.images].map((picture) => picture.decode().catch(() => {}));
        await Promise.race([Promise.all([document.fonts.ready, ...all]), new Promise((resolve) => setTimeout(resolve, 3000))]);
      });
      await page.screenshot({ path: path.join(shots, `${name.replaceAll(/[^a-z0-9]+/gi, '-')}-${width}-${colorScheme}.png`), fullPage: true, caret: 'initial' });
    }
  }
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
}

/** Looks at a page as it is. */
export async function look(page, name, options) {
  if (shots) await shoot(page, name);
  assert.deepEqual(await faults(page, options), [], name);
  assert.deepEqual(await page.evaluate(() => window.seen.policy), [], `${name}: no report of the content policy`);
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(sideways <= 0, `${name} does not scroll sideways`);
}

/** The same at both widths, in light and dark. */
export async function lookAround(page, name, options) {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await look(page, name, options);
    }
  }
  await page.setViewportSize({ width: 1280, height: 844 });
  await page.emulateMedia({ colorScheme: 'light' });
}
