// Photographs every page kind at 390 and 1280 px, light and dark, whole pages, into the folder that COURANT_TEST_SHOTS names.
// Run by `cargo xtask shots`; the pictures are looked at by people and never compared by a program.

import path from 'node:path';
import { deskPages, openDesk } from './desk.mjs';
import { kinds } from './kinds.mjs';
import { newReader, openBrowser, openPaper } from './paper.mjs';

const paper = await openPaper();
const browser = await openBrowser();
try {
  let count = 0;
  for (const kind of await kinds(paper)) {
    for (const width of [390, 1280]) {
      for (const scheme of ['light', 'dark']) {
        const reader = await newReader(browser, { width, scheme });
        await kind.open(reader.page);
        await reader.page.evaluate(async () => {
          await document.fonts.ready;
          // Pictures further down load only when they come near.
          for (const picture of document.images) picture.loading = 'eager';
          const pictures = [...document.images].map((picture) => picture.decode().catch(() => {}));
          await Promise.race([Promise.all(pictures), new Promise((resolve) => setTimeout(resolve, 3000))]);
        });
        const file = path.join(process.env.COURANT_TEST_SHOTS, `${kind.name}-${width}-${scheme}.png`);
        await reader.page.screenshot({ path: file, fullPage: true });
        await reader.close();
        count += 1;
      }
    }
    console.log(kind.name);
  }
  const { chief } = await openDesk(paper, browser);
  await chief.page.goto(`${paper.url}/desk/stories`);
  const story = await chief.page.locator('.line .title').nth(6).getAttribute('href');
  for (const [name, where] of Object.entries(deskPages(story))) {
    for (const width of [390, 1280]) {
      for (const scheme of ['light', 'dark']) {
        const reader = await newReader(browser, { width, scheme });
        await reader.context.addCookies(await chief.context.cookies());
        await reader.page.goto(paper.url + where);
        if (name === 'desk-story') await reader.page.locator('#editor[data-ready]').waitFor();
        await reader.page.evaluate(() => document.fonts.ready);
        const file = path.join(process.env.COURANT_TEST_SHOTS, `${name}-${width}-${scheme}.png`);
        await reader.page.screenshot({ path: file, fullPage: width === 390 });
        await reader.close();
        count += 1;
      }
    }
    console.log(name);
  }
  console.log(`${count} pictures in ${process.env.COURANT_TEST_SHOTS}`);
} finally {
  await browser.close();
  await paper.close();
}
