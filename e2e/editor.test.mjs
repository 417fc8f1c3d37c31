// Two people write one story while the server is killed in the middle of it: nothing that was saved is lost, nor what
// the browsers still hold; and what is pasted, suggested and noted reaches the server. Run by `cargo xtask e2e editor`.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openDesk } from './desk.mjs';
import { openBrowser, openPaper, until } from './paper.mjs';
import { beginStory, openStory, saved, typeAtEnd } from './writing.mjs';

describe('the editor', () => {
  let paper, browser, desk, reporter, story;
  before(async () => {
    paper = await openPaper();
    browser = await openBrowser();
    desk = await openDesk(paper, browser);
    reporter = await desk.colleague('Eva Lund', 'reporter');
    story = await beginStory(reporter.page, paper.url, { slug: 'river-rises', headline: 'River rises' });
  });
  after(async () => {
    await browser?.close();
    await paper?.close();
  });

  const text = (page) => page.locator('#editor .ProseMirror').innerText();

  test('two people write through a killed server, and a third window finds every word', async () => {
    const chief = desk.chief.page;
    await typeAtEnd(reporter.page, 'The river rose in the night.');
    await saved(reporter.page);
    await openStory(chief, paper.url, story);
    await until(async () => (await text(chief)).includes('rose in the night'), { what: 'the words at the other desk' });

    await chief.locator('#editor .ProseMirror').focus();
    await chief.keyboard.press('Control+Home');
    const typing = Promise.all([
      reporter.page.keyboard.type(' It fell again at noon, and nobody was hurt.', { delay: 25 }),
      chief.keyboard.type('Lisbon, early: ', { delay: 60 }),
    ]);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await paper.kill();
    await typing;
    await reporter.page.locator('.saved-line[data-state="offline"]').waitFor();
    await paper.again();
    for (const page of [reporter.page, chief]) {
      await until(
        async () => {
          const now = await text(page);
          return now.includes('It fell again at noon, and nobody was hurt.') && now.includes('Lisbon, early: ');
        },
        { patience: 40_000, what: 'the words of both' },
      );
      await saved(page);
    }
    await paper.kill();
    await paper.again();
    const fresh = await desk.chief.context.newPage();
    await openStory(fresh, paper.url, story);
    const kept = await text(fresh);
    assert.match(kept, /It fell again at noon, and nobody was hurt\./);
    assert.match(kept, /Lisbon, early: /);
    await fresh.close();
  });

  test('what is pasted is cleaned into the document', async () => {
    await openStory(reporter.page, paper.url, story);
    await typeAtEnd(reporter.page, '\n');
    await reporter.page.evaluate(() => {
      const data = new DataTransfer();
      data.setData('text/html', '<p class=MsoNormal style="color:red" onclick="x()">The <b>council</b> met.<o:p></o:p></p><script>alert(1)</script><ul><li>One</li></ul>');
      data.setData('text/plain', 'The council met.');
      document.querySelector('.ProseMirror').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    });
    await reporter.page.locator('.ProseMirror li', { hasText: 'One' }).waitFor();
    assert.equal(await reporter.page.locator('.ProseMirror strong', { hasText: 'council' }).count(), 1);
    assert.equal(await reporter.page.locator('.ProseMirror [style]:not(.caret), .ProseMirror script').count(), 0);
    await saved(reporter.page);
  });

  test('a suggestion is seen and taken by another', async () => {
    const chief = desk.chief.page;
    await openStory(chief, paper.url, story);
    await chief.locator('#editor .ProseMirror').focus();
    await chief.keyboard.press('Control+Alt+s');
    await typeAtEnd(chief, ' Suggested.');
    await saved(chief);
    await reporter.page.locator('ins.suggestion', { hasText: 'Suggested.' }).waitFor();
    const taken = reporter.page.getByRole('button', { name: /^Accept: / });
    await taken.first().click();
    await chief.locator('ins.suggestion').first().waitFor({ state: 'detached' });
    assert.match(await text(chief), / Suggested\./);
  });
});
