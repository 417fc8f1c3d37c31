// Writing: marks and blocks by keyboard, paste, pictures, search, links, fields, and a page that everybody can use.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { openBrowser, sitDown, until } from './browser.mjs';
import { openNewsroom } from './server.mjs';

const require = createRequire(import.meta.url);
const paragraph = (id, text) => ({ type: 'paragraph', attrs: { id }, ...(text ? { content: [{ type: 'text', text }] } : {}) });
const clipboard = (name) => readFile(new URL(`clipboard/${name}.html`, import.meta.url), 'utf8');

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

/** Opens a story, lets one work at it, and sees that nothing complained. */
async function desk(options, work) {
  const newsroom = await openNewsroom({ story: { content: [paragraph('b1')], ...options.story }, ...options.newsroom });
  const ana = await sitDown(browser, newsroom, options.window);
  try {
    await work(ana, newsroom);
    assert.deepEqual(await ana.policy(), []);
    assert.deepEqual(ana.complaints, []);
  } finally {
    await ana.close();
    await newsroom.close();
  }
}

const kinds = async (ana) => (await ana.json()).content.map((block) => block.type);
const start = async (ana) => {
  await ana.text.click();
  await ana.page.keyboard.press('Control+Home');
  // The browser tells the editor of a moved cursor a moment later than of the key that follows.
  await until(() => ana.cursorAt('start'), 'the cursor at the start');
};

test('Markdown signs become blocks and marks as one types', () =>
  desk({}, async (ana) => {
    await start(ana);
    const type = (text) => ana.page.keyboard.type(text);
    await type('## A subhead');
    await ana.page.keyboard.press('Enter');
    await type('Plain **strong** and *emphasis* and ~~struck~~ and `code` end');
    await ana.page.keyboard.press('Enter');
    await type('- one');
    await ana.page.keyboard.press('Enter');
    await type('two');
    await ana.page.keyboard.press('Enter');
    await ana.page.keyboard.press('Enter');
    await type('1. first');
    await ana.page.keyboard.press('Enter');
    await ana.page.keyboard.press('Enter');
    await type('> said');
    await ana.page.keyboard.press('Enter');
    await ana.page.keyboard.press('Enter');
    await type('---');
    await type('after');
    assert.deepEqual(await kinds(ana), ['heading', 'paragraph', 'bulletList', 'orderedList', 'blockquote', 'horizontalRule', 'paragraph']);
    const { content } = await ana.json();
    assert.equal(content[0].attrs.level, 2);
    const marks = content[1].content.filter((part) => part.marks).map((part) => [part.text, part.marks[0].type]);
    assert.deepEqual(marks, [['strong', 'strong'], ['emphasis', 'emphasis'], ['struck', 'strike'], ['code', 'code']]);
    assert.equal(content[6].content[0].text, 'after');
    const ids = JSON.stringify(content).match(/"id":"[^"]+"/g);
    assert.equal(new Set(ids).size, ids.length, 'every id is there once');
  }));

test('the slash menu puts in a table, whose cells are walked with Tab', () =>
  desk({}, async (ana) => {
    await start(ana);
    await ana.page.keyboard.type('/tab');
    await ana.page.locator('.slash-menu [role=option]').first().waitFor();
    await ana.page.keyboard.press('Enter');
    await ana.page.keyboard.type('Hour');
    await ana.page.keyboard.press('Tab');
    await ana.page.keyboard.type('Level');
    const [table] = (await ana.json()).content;
    assert.equal(table.attrs.headerRows, 1);
    assert.equal(table.content[0].content[1].content[0].text, 'Level');
    assert.equal(table.content[0].content[1].type, 'tableHeader');
  }));

test('a copied paragraph gets an id of its own, a moved one keeps it', () =>
  desk({ story: { content: [paragraph('b1', 'One'), paragraph('b2', 'Two')] } }, async (ana) => {
    await start(ana);
    await ana.page.keyboard.press('Alt+ArrowDown');
    let ids = [];
    await until(async () => (ids = (await ana.json()).content.map((block) => block.attrs.id))[0] === 'b2');
    assert.deepEqual(ids, ['b2', 'b1']);
    await ana.page.keyboard.press('Control+a');
    await ana.page.keyboard.press('Control+c');
    await ana.page.keyboard.press('Control+End');
    await until(() => ana.cursorAt('end'), 'the cursor at the end');
    await ana.page.keyboard.press('Enter');
    await until(async () => (await ana.json()).content.length === 3, 'a new paragraph');
    await ana.page.keyboard.press('Control+v');
    await until(async () => (await ana.json()).content.length === 4, 'the copies');
    ids = (await ana.json()).content.map((block) => block.attrs.id);
    assert.equal(new Set(ids).size, 4);
    assert.deepEqual(ids.slice(0, 2), ['b2', 'b1']);
  }));

for (const name of ['word', 'docs', 'page']) {
  test(`what is pasted from ${name} goes to the server, and its document comes in`, async () => {
    const answer = { type: 'doc', content: [{ type: 'paragraph', attrs: { id: 'x1' }, content: [{ type: 'text', text: 'Cleaned ' }, { type: 'text', text: name, marks: [{ type: 'strong' }] }] }, { type: 'heading', attrs: { id: 'x2', level: 3 }, content: [{ type: 'text', text: 'Below' }] }] };
    await desk({ newsroom: { answers: { 'POST /desk/paste': () => answer } } }, async (ana, newsroom) => {
      await start(ana);
      const html = await clipboard(name);
      await ana.page.evaluate((html) => {
        const data = new DataTransfer();
        data.setData('text/html', html);
        data.setData('text/plain', 'plain');
        document.querySelector('.story-text').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
      }, html);
      await until(async () => (await kinds(ana)).includes('heading'), 'the pasted document');
      const [first] = (await ana.json()).content;
      assert.equal(first.attrs.id, 'b1');
      assert.deepEqual(first.content.map((part) => part.text), ['Cleaned ', name]);
      const [sent] = newsroom.said.filter(({ path }) => path === '/desk/paste');
      assert.equal(sent.headers['x-requested-with'], 'courant');
      assert.match(sent.headers['content-type'], /^text\/html/);
      if (name !== 'docs') await until(() => ana.page.locator('.remark', { hasText: 'Left out' }).count());
    });
  });
}

test('a paste that the server cannot read comes in as plain words', () =>
  desk({ newsroom: { answers: { 'POST /desk/paste': () => ({ status: 500 }) } } }, async (ana) => {
    await start(ana);
    await ana.page.evaluate(() => {
      const data = new DataTransfer();
      data.setData('text/html', '<p>x</p>');
      data.setData('text/plain', 'First line\n\nSecond line');
      document.querySelector('.story-text').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    });
    await until(async () => (await ana.words()).join('|') === 'First line|Second line');
    assert.equal(await ana.page.locator('.remark', { hasText: 'plain text' }).count(), 1);
    ana.complaints.length = 0;
  }));

test('a picture that fails keeps its file, and goes at the second try', async () => {
  let tries = 0;
  const picture = { id: 'pic', src: 'data:image/gif;base64,R0lGODlhAQABAAAAACw=', alt: '', width: 1, height: 1 };
  const answers = {
    'POST /desk/uploads': () => ({ status: 201, headers: { location: '/desk/uploads/u1', 'upload-offset': '0' } }),
    'HEAD /desk/uploads/u1': () => ({ status: 404 }),
    'PATCH /desk/uploads/u1': () => ({ status: 204, headers: { 'upload-offset': '1' } }),
    'POST /desk/uploads/u1/finish': () => ((tries += 1) === 1 ? { status: 422, body: { message: 'The disk is full.' } } : { picture, twin: false }),
  };
  await desk({ story: { content: [paragraph('b1', 'One'), paragraph('b2', 'Two')] }, newsroom: { answers } }, async (ana) => {
    await start(ana);
    await ana.page.evaluate(() => {
      const data = new DataTransfer();
      data.items.add(new File(['x'], 'bridge.png', { type: 'image/png' }));
      document.querySelector('.story-text').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    });
    await ana.page.locator('.upload', { hasText: 'The disk is full.' }).waitFor();
    await ana.page.getByRole('button', { name: 'Try again' }).click();
    await until(async () => (await kinds(ana)).includes('picture'));
    await ana.page.keyboard.type('A bridge at dawn');
    await until(async () => JSON.stringify(await ana.json()).includes('"alt":"A bridge at dawn"'), 'the alt text');
  });
});

test('an address of a listed site that stands alone is offered as a card', async () => {
  const card = { type: 'doc', content: [{ type: 'embed', attrs: { id: 'x', provider: 'Vimeo', url: 'https://vimeo.com/42' } }] };
  await desk({ newsroom: { answers: { 'POST /desk/paste': () => card } } }, async (ana) => {
    await start(ana);
    await ana.page.evaluate(() => navigator.clipboard.writeText('https://vimeo.com/42'));
    await ana.page.keyboard.press('Control+v');
    await ana.page.getByRole('button', { name: 'Show it as a card' }).click();
    await until(async () => (await kinds(ana)).includes('embed'));
  });
});

test('a link is set on the selected words by Ctrl-K, and a wrong address is told', () =>
  desk({ story: { content: [paragraph('b1', 'Read this')] } }, async (ana) => {
    await start(ana);
    await ana.page.keyboard.press('Control+a');
    await ana.page.keyboard.press('Control+k');
    await ana.page.keyboard.type('javascript:alert(1)');
    await ana.page.keyboard.press('Enter');
    await ana.page.locator('.ask-dialog .wrong').waitFor();
    await ana.page.getByLabel('Address').fill('example.org');
    await ana.page.keyboard.press('Enter');
    await until(async () => JSON.stringify(await ana.json()).includes('https://example.org/'));
  }));

test('words are found and replaced, one and all, and undone', () =>
  desk({ story: { content: [paragraph('b1', 'Rain, rain and Rain'), paragraph('b2', 'More rain')] } }, async (ana) => {
    await start(ana);
    await ana.page.keyboard.press('Control+f');
    await ana.page.keyboard.type('rain');
    await until(() => ana.page.locator('.found-here').count().then((n) => n === 4));
    await ana.page.getByLabel('Match case').check();
    await until(() => ana.page.locator('.found-here').count().then((n) => n === 2));
    await ana.page.getByLabel('Replace with').fill('snow');
    await ana.page.getByRole('button', { name: 'Replace all' }).click();
    assert.deepEqual(await ana.words(), ['Rain, snow and Rain', 'More snow']);
    await ana.page.keyboard.press('Escape');
    await ana.page.keyboard.press('Control+z');
    await until(async () => (await ana.words()).join('|') === 'Rain, rain and Rain|More rain');
  }));

test('a story to read more of is found by typing', async () => {
  const answers = { 'GET /desk/find/stories': ({ url }) => [{ id: 's9', headline: `The flood (${url.searchParams.get('q')})`, state: 'published', section: 'Local', path: '/local/flood' }] };
  await desk({ newsroom: { answers } }, async (ana) => {
    await start(ana);
    await ana.page.keyboard.press('Control+Alt+r');
    await ana.page.keyboard.type('flo');
    await ana.page.locator('.found [role=option]', { hasText: '(flo)' }).waitFor();
    await ana.page.keyboard.press('ArrowDown');
    await ana.page.keyboard.press('Enter');
    await until(async () => (await kinds(ana)).includes('readMore'));
    const { attrs } = (await ana.json()).content.find((block) => block.type === 'readMore');
    assert.equal(attrs.story, 's9');
    assert.equal(attrs.url, '/local/flood');
  });
});

test('authors and guests sign in order, with roles, moved by keys', async () => {
  const answers = { 'GET /desk/find/authors': () => [{ id: 'a2', name: 'Noor Haddad' }] };
  await desk({ story: { byline: [{ author: 'a1' }] }, newsroom: { answers } }, async (ana, newsroom) => {
    const add = ana.page.getByRole('combobox', { name: 'Add an author' });
    await add.fill('Jo Park');
    await ana.page.locator('.byline .found [role=option]').waitFor();
    await add.press('Enter');
    await add.fill('Noor');
    await ana.page.locator('.byline .found [role=option]').waitFor();
    await add.press('ArrowDown');
    await add.press('Enter');
    await ana.page.getByLabel('Role of Jo Park').selectOption('photo');
    await ana.page.getByRole('button', { name: 'Move Noor Haddad forward' }).click();
    await until(() => JSON.stringify(newsroom.room.doc.getArray('byline').toJSON()) === JSON.stringify([{ author: 'a1' }, { author: 'a2' }, { guest: 'Jo Park', role: 'photo' }]), 'the byline at the server');
    await ana.page.locator('#section').selectOption('local');
    await until(() => newsroom.room.doc.getMap('meta').get('section') === 'local');
  });
});

test('an empty title shows the headline, live, and says how long it is', () =>
  desk({ story: { texts: { headline: 'River rises' } } }, async (ana) => {
    const preview = ana.page.locator('.preview.search-title');
    assert.equal(await preview.textContent(), 'River rises');
    await ana.page.locator('#headline').fill('River falls');
    await until(async () => (await preview.textContent()) === 'River falls');
    await ana.page.locator('#search-title').fill('x'.repeat(80));
    await ana.page.locator('.title-length.long', { hasText: '80 characters' }).waitFor();
  }));

test('everything is reached by keyboard, and the keys are printed', () =>
  desk({ story: { content: [paragraph('b1', 'One')] } }, async (ana) => {
    await start(ana);
    await ana.page.keyboard.press('Alt+F10');
    const focused = () => ana.page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent);
    assert.equal(await focused(), 'Kind of paragraph');
    await ana.page.keyboard.press('End');
    await ana.page.keyboard.press('Home');
    await ana.page.keyboard.press('ArrowRight');
    assert.equal(await focused(), 'Bold');
    await ana.page.keyboard.press('Escape');
    await ana.page.keyboard.press('Control+b');
    await ana.page.keyboard.type('bold');
    await until(async () => JSON.stringify(await ana.json()).includes('"strong"'));
    const keys = JSON.parse(await ana.page.locator('#editor-keys').textContent());
    assert.ok(keys.length > 30);
    assert.ok(keys.every(({ does, keys }) => does && !does.startsWith('do-') && !does.startsWith('typed-') && keys.length > 0), JSON.stringify(keys.filter(({ does }) => /^(do|typed)-/.test(does))));
  }));

test('who may only read sees the text and cannot change it', () =>
  desk({ story: { content: [paragraph('b1', 'Read me')] }, window: { query: '&readonly' } }, async (ana) => {
    assert.equal(await ana.text.getAttribute('contenteditable'), 'false');
    assert.equal(await ana.page.locator('#headline').getAttribute('readonly'), '');
    assert.match(await ana.page.locator('.saved-line').textContent(), /can read/);
  }));

for (const [width, scheme] of [[1280, 'light'], [1280, 'dark'], [390, 'light'], [390, 'dark']]) {
  test(`the page has no barrier that axe knows at ${width} px, ${scheme}`, async () => {
    const { content } = JSON.parse(await readFile(new URL('stories/every-block.json', import.meta.url), 'utf8'));
    // A heading cell without words is the writer's to fill.
    const filled = JSON.parse(JSON.stringify(content).replace('{"type":"tableHeader"}', '{"type":"tableHeader","content":[{"type":"text","text":"Level"}]}'));
    await desk({ story: { content: filled, texts: { headline: 'Every block' } }, window: { width, scheme } }, async (ana) => {
      await ana.page.evaluate(await readFile(require.resolve('axe-core'), 'utf8'));
      await ana.page.evaluate(() => document.fonts.ready);
      const found = await ana.page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
      assert.deepEqual(found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 140)).join(' | ')}`), []);
      assert.ok((await ana.page.evaluate(() => document.documentElement.scrollWidth)) <= width, 'nothing runs out of the window');
      ana.complaints.length = 0;
    });
  });
}
