// Reviewing: suggestions that another accepts or refuses, and notes in the margin.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, sitDown, until } from './browser.mjs';
import { openNewsroom } from './server.mjs';

const paragraph = (id, text) => ({ type: 'paragraph', attrs: { id }, content: [{ type: 'text', text }] });
let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

async function desk(options, work) {
  const newsroom = await openNewsroom({ story: { content: [paragraph('b1', 'The river rose slowly.'), paragraph('b2', 'The bridge held.')], ...options.story }, ...options.newsroom });
  const ana = await sitDown(browser, newsroom);
  try {
    await work(ana, newsroom);
    assert.deepEqual(await ana.policy(), []);
    assert.deepEqual(ana.complaints, []);
  } finally {
    await ana.close();
    await newsroom.close();
  }
}

/** Selects words of a paragraph by what they are. */
const select = (ana, words) =>
  ana.page.evaluate((words) => {
    const walk = document.createTreeWalker(document.querySelector('.story-text'), NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const at = walk.currentNode.data.indexOf(words);
      if (at < 0) continue;
      document.querySelector('.story-text').focus();
      getSelection().setBaseAndExtent(walk.currentNode, at, walk.currentNode, at + words.length);
      return;
    }
    throw new Error(`no ${words}`);
  }, words);

const pieces = async (ana) =>
  (await ana.json()).content.map((block) => (block.content ?? []).map(({ text, marks = [] }) => marks.filter(({ type }) => type !== 'note').map(({ type }) => (type === 'insertion' ? '+' : '-')).join('') + text).join('|'));

test('typing, replacing and deleting become suggestions, which are taken and refused', () =>
  desk({}, async (ana, newsroom) => {
    await ana.text.click();
    await ana.page.keyboard.press('Control+Alt+s');
    await select(ana, 'slowly');
    await ana.page.waitForTimeout(60);
    await ana.page.keyboard.type('fast');
    assert.deepEqual(await pieces(ana), ['The river rose |-slowly|+fast|.', 'The bridge held.']);
    await ana.page.keyboard.press('Backspace');
    assert.deepEqual(await pieces(ana), ['The river rose |-slowly|+fas|.', 'The bridge held.'], 'one takes back one’s own words');
    await ana.page.keyboard.type('t');
    await select(ana, 'bridge ');
    await ana.page.waitForTimeout(60);
    await ana.page.keyboard.press('Delete');
    assert.deepEqual(await pieces(ana), ['The river rose |-slowly|+fast|.', 'The |-bridge |held.']);
    const rows = ana.page.locator('.suggestions li');
    await until(() => rows.count().then((n) => n === 2));
    assert.match(await rows.first().textContent(), /Ana.*slowly.*fast/s);
    await until(() => newsroom.room.doc.getXmlFragment('body').toString().includes('insertion'), 'the mark at the server');
    await rows.first().getByRole('button', { name: 'Accept' }).click();
    assert.deepEqual(await pieces(ana), ['The river rose fast.', 'The |-bridge |held.']);
    await ana.page.getByRole('button', { name: 'Refuse all' }).click();
    assert.deepEqual(await pieces(ana), ['The river rose fast.', 'The bridge held.']);
    await ana.text.focus();
    await ana.page.keyboard.press('Control+z');
    await until(async () => (await pieces(ana)).join() !== 'The river rose fast.,The bridge held.', 'the undoing');
  }));

test('a suggestion is reached and taken by keys, and a new paragraph says that it is not tracked', () =>
  desk({}, async (ana) => {
    await ana.text.click();
    await ana.page.keyboard.press('Control+End');
    await ana.page.keyboard.press('Control+Alt+s');
    await ana.page.keyboard.type(' Barely.');
    await ana.page.keyboard.press('Enter');
    await ana.page.locator('.remark', { hasText: 'not tracked' }).waitFor();
    await ana.page.keyboard.type('New.');
    assert.deepEqual(await pieces(ana), ['The river rose slowly.', 'The bridge held.|+ Barely.', '+New.']);
    await ana.page.keyboard.press('Control+Home');
    await ana.page.keyboard.press('Control+Alt+ArrowDown');
    await ana.page.keyboard.press('Control+Alt+y');
    assert.deepEqual(await pieces(ana), ['The river rose slowly.', 'The bridge held. Barely.', '+New.']);
    await ana.page.keyboard.press('Control+Alt+ArrowDown');
    await ana.page.keyboard.press('Control+Alt+n');
    assert.deepEqual(await pieces(ana), ['The river rose slowly.', 'The bridge held. Barely.'], 'a paragraph of refused words goes with them');
  }));

test('a deletion over two paragraphs keeps both until it is accepted', () =>
  desk({}, async (ana) => {
    await ana.text.click();
    await ana.page.keyboard.press('Control+Alt+s');
    await ana.page.keyboard.press('Control+a');
    await ana.page.keyboard.press('Backspace');
    assert.deepEqual(await pieces(ana), ['-The river rose slowly.', '-The bridge held.']);
    await ana.page.getByRole('button', { name: 'Refuse all' }).click();
    assert.deepEqual(await pieces(ana), ['The river rose slowly.', 'The bridge held.']);
  }));

test('a note hangs on its words, names a colleague by account, and is linked both ways', async () => {
  const answers = { 'POST /desk/stories/one/notes': () => ({}), 'GET /desk/find/accounts': () => [{ account: 'acc-9', name: 'Ben Okri' }] };
  await desk({ newsroom: { answers } }, async (ana, newsroom) => {
    await ana.text.click();
    await select(ana, 'rose slowly');
    await ana.page.waitForTimeout(60);
    await ana.page.keyboard.press('Control+Alt+m');
    await ana.page.keyboard.type('Who says so, @be');
    await ana.page.locator('.mentions [role=option]', { hasText: 'Ben Okri' }).waitFor();
    await ana.page.keyboard.press('Enter');
    await ana.page.keyboard.type('?');
    await ana.page.getByRole('button', { name: 'Leave the note' }).click();
    await until(() => newsroom.said.some(({ path }) => path.endsWith('/notes')));
    const sent = new URLSearchParams(newsroom.said.find(({ path }) => path.endsWith('/notes')).body);
    assert.equal(sent.get('body'), 'Who says so, @{acc-9} ?');
    assert.equal(sent.get('quoted'), 'rose slowly');
    const mark = ana.page.locator('.noted');
    assert.equal(await mark.textContent(), 'rose slowly');
    assert.equal(await mark.getAttribute('data-note'), sent.get('note'));
    // The rail's row and the words point at each other.
    await ana.page.evaluate((id) => document.querySelector('li.note').setAttribute('data-note', id), sent.get('note'));
    await mark.click();
    await ana.page.locator('li.note[data-here]').waitFor();
    await ana.page.locator('li.note .said').click();
    await until(() => ana.page.evaluate(() => getSelection().toString() === 'rose slowly'));
    // What the desk's own form reports as resolved loses its mark.
    await ana.page.evaluate((id) => document.dispatchEvent(new CustomEvent('htmx:afterRequest', { detail: { successful: true, requestConfig: { path: `/desk/stories/one/notes/${id}/resolve`, parameters: {} } } })), sent.get('note'));
    await until(() => mark.count().then((n) => n === 0));
  });
});

test('a note that the server refuses gives its words back', async () => {
  const answers = { 'POST /desk/stories/one/notes': () => ({ status: 422, body: { message: 'Too long.' } }) };
  await desk({ newsroom: { answers } }, async (ana) => {
    await ana.text.click();
    await select(ana, 'river');
    await ana.page.waitForTimeout(60);
    await ana.page.keyboard.press('Control+Alt+m');
    await ana.page.keyboard.type('Which one?');
    await ana.page.getByRole('button', { name: 'Leave the note' }).click();
    await ana.page.locator('.remark', { hasText: 'Too long. You wrote: Which one?' }).waitFor();
    assert.equal(await ana.page.locator('.noted').count(), 0);
  });
});
