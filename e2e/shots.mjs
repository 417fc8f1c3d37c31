// Photographs every page kind at 390 and 1280 px, light and dark, whole pages, into the folder that COURANT_TEST_SHOTS names.
// Run by `cargo xtask shots`; the pictures are looked at by people and never compared by a program.

import path from 'node:path';
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
  console.log(`${count} pictures in ${process.env.COURANT_TEST_SHOTS}`);
} finally {
  await browser.close();
  await paper.close();
}
