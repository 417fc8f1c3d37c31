// Typing, saving, and losing nothing: over lost lines, dead servers, closed windows and refused states.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, sitDown, until } from './browser.mjs';
import { openNewsroom } from './server.mjs';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const paragraph = (id, text) => ({ type: 'paragraph', attrs: { id }, content: text ? [{ type: 'text', text }] : [] });
const story = { content: [paragraph('b1', 'The river rose.'), paragraph('b2', 'The bridge held.')], texts: { headline: 'River rises' } };

test('what is typed is saved, and the line says so', async () => {
  const newsroom = await openNewsroom({ story });
  const ana = await sitDown(browser, newsroom);
  assert.deepEqual(await ana.words(), ['The river rose.', 'The bridge held.']);
  await ana.page.locator('.story-text p').first().click();
  await ana.page.keyboard.press('End');
  await ana.page.keyboard.type(' It fell again.');
  await ana.saved();
  await until(() => newsroom.room.doc.getXmlFragment('body').toString().includes('It fell again.'), 'the words at the server');
  await ana.page.keyboard.press('Enter');
  await ana.page.keyboard.type('New paragraph');
  await until(async () => (await ana.json()).content.length === 3);
  const ids = (await ana.json()).content.map((block) => block.attrs.id);
  assert.equal(ids[0], 'b1');
  assert.equal(ids[2], 'b2');
  assert.match(ids[1], /^[0-9A-Za-z]{12}$/);
  assert.deepEqual(await ana.policy(), []);
  assert.deepEqual(ana.complaints, []);
  await ana.close();
  await newsroom.close();
});

test('two people write at once and see each other by name', async () => {
  const newsroom = await openNewsroom({ story });
  const ana = await sitDown(browser, newsroom);
  const ben = await sitDown(browser, newsroom, { as: 'Ben' });
  await ana.page.locator('.story-text p').first().click();
  await ana.page.keyboard.press('End');
  await ben.page.locator('.story-text p').last().click();
  await ben.page.keyboard.press('End');
  await Promise.all([ana.page.keyboard.type(' Ana was here.'), ben.page.keyboard.type(' Ben was here.')]);
  for (const person of [ana, ben]) {
    await until(async () => {
      const [one, two] = await person.words();
      return one.startsWith('The river rose. Ana was here.') && two.includes('Ben was here.');
    }, 'both texts');
  }
  await until(() => ana.page.locator('.caret .flag', { hasText: 'Ben' }).count());
  await ben.page.locator('#headline').fill('River rises fast');
  await until(async () => (await ana.page.locator('#headline').inputValue()) === 'River rises fast');
  await until(() => ana.page.locator('.here', { hasText: 'Ben' }).count());
  for (const person of [ana, ben]) {
    assert.deepEqual(await person.policy(), []);
    assert.deepEqual(person.complaints, []);
    await person.close();
  }
  await newsroom.close();
});

test('a server that dies in the middle of typing loses nothing that a browser has', async () => {
  const newsroom = await openNewsroom({ story, keepAfter: 5_000 });
  const ana = await sitDown(browser, newsroom);
  await ana.page.locator('.story-text p').first().click();
  await ana.page.keyboard.press('End');
  await ana.page.keyboard.type(' Before the fall.');
  await newsroom.kill();
  await until(() => ana.page.locator('.saved-line[data-state=offline]').count());
  await ana.page.keyboard.type(' After it.');
  await newsroom.back();
  await until(() => newsroom.room.doc.getXmlFragment('body').toString().includes('Before the fall. After it.'), 'the words', 20_000);
  await ana.close();
  await newsroom.close();
});

test('words typed offline survive the closing of the window', async () => {
  const newsroom = await openNewsroom({ story });
  const ana = await sitDown(browser, newsroom);
  await newsroom.kill();
  await until(() => ana.page.locator('.saved-line[data-state=offline]').count());
  await ana.page.locator('.story-text p').first().click();
  await ana.page.keyboard.press('End');
  await ana.page.keyboard.type(' In the tunnel.');
  // A reading waits for the writing before it: what was typed is in the store.
  await ana.page.evaluate(
    () =>
      new Promise((resolve) => {
        const asked = indexedDB.open('courant-drafts');
        asked.onsuccess = () => {
          const count = asked.result.transaction('updates').objectStore('updates').count();
          count.onsuccess = () => (asked.result.close(), resolve());
        };
      }),
  );
  // A lid that closes: no event, no good-bye.
  const again = await ana.context.newPage();
  await ana.page.close({ runBeforeUnload: false });
  await newsroom.back();
  await again.goto(ana.url);
  await until(() => newsroom.room.doc.getXmlFragment('body').toString().includes('In the tunnel.'), 'the words', 20_000);
  await again.waitForSelector('.saved-line[data-state=saved]');
  await ana.close();
  await newsroom.close();
});

test('a refused state is put aside and offered, and the last good one is shown', async () => {
  const newsroom = await openNewsroom({ story });
  const ana = await sitDown(browser, newsroom);
  await ana.saved();
  // The room stops listening, as if the words had broken the schema.
  for (const line of newsroom.room.people.keys()) line.removeAllListeners('message');
  await ana.page.locator('.story-text p').first().click();
  await ana.page.keyboard.press('End');
  await ana.page.keyboard.type(' Strange words.');
  newsroom.room.refuse('paragraph holds a table');
  const panel = ana.page.locator('dialog.rescue');
  await panel.waitFor();
  assert.match(await panel.locator('textarea').inputValue(), /Strange words\./);
  assert.match(await panel.textContent(), /paragraph holds a table/);
  await until(async () => (await ana.words())[0] === 'The river rose.');
  // Even now a closed window loses nothing.
  await ana.page.reload();
  await panel.waitFor();
  assert.match(await panel.locator('textarea').inputValue(), /Strange words\./);
  await panel.getByRole('button', { name: 'I have what I need' }).click();
  await ana.page.reload();
  await ana.page.waitForSelector('#editor[data-ready]');
  assert.equal(await panel.count(), 0);
  await ana.close();
  await newsroom.close();
});
