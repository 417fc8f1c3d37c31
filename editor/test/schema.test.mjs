// What the server writes goes through the editor's schema unchanged, and small pieces keep their word.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = path.dirname(fileURLToPath(import.meta.url));
let parts;
before(async () => {
  const out = await build({
    stdin: {
      contents: `
        export { schema } from './src/schema/schema';
        export { freshId, repairs } from './src/schema/ids';
        export { difference } from './src/fields/text';
        export { allowed } from './src/insert/links';
        export { search } from './src/text/find';
        export { countOf } from './src/text/counts';
      `,
      resolveDir: path.dirname(here),
      loader: 'ts',
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    banner: { js: 'const navigator = { platform: "" }, document = { documentElement: {} };' },
  });
  parts = await import(`data:text/javascript;base64,${Buffer.from(out.outputFiles[0].text).toString('base64')}`);
});

/** Attributes that are null say nothing, and neither do empty objects. */
function bare(node) {
  const out = { type: node.type };
  const attrs = Object.fromEntries(Object.entries(node.attrs ?? {}).filter(([, value]) => value !== null));
  if (Object.keys(attrs).length > 0) out.attrs = attrs;
  if (node.text !== undefined) out.text = node.text;
  if (node.marks?.length > 0) out.marks = node.marks.map(bare);
  if (node.content?.length > 0) out.content = node.content.map(bare);
  return out;
}

test('every story of the folder goes through the schema unchanged', async () => {
  const folder = path.join(here, 'stories');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  assert.ok(names.length > 0);
  for (const name of names) {
    const story = JSON.parse(await readFile(path.join(folder, name), 'utf8'));
    const doc = parts.schema.nodeFromJSON(story);
    doc.check();
    assert.deepEqual(bare(doc.toJSON()), bare(story), name);
  }
});

test('each node and mark of the server has its like in the schema, and no more', () => {
  const nodes = 'doc text hardBreak paragraph heading blockquote attribution pullQuote bulletList orderedList listItem picture gallery galleryPicture embed audio video file details detailsSummary detailsContent verse readMore codeBlock table tableCaption tableRow tableCell tableHeader horizontalRule';
  const marks = 'insertion deletion note link strong emphasis strike code sub sup';
  assert.deepEqual(Object.keys(parts.schema.nodes).sort(), nodes.split(' ').sort());
  assert.deepEqual(Object.keys(parts.schema.marks).sort(), marks.split(' ').sort());
});

test('ids are letters and digits and never the same twice', () => {
  const ids = new Set(Array.from({ length: 5_000 }, () => parts.freshId()));
  assert.equal(ids.size, 5_000);
  for (const id of ids) assert.match(id, /^[0-9A-Za-z]{12}$/);
});

test('the half of a split with the words keeps the id', () => {
  const paragraph = (text) => ({ type: 'paragraph', attrs: { id: 'b1' }, ...(text ? { content: [{ type: 'text', text }] } : {}) });
  const doc = parts.schema.nodeFromJSON({ type: 'doc', content: [paragraph(''), paragraph('Words')] });
  const news = parts.repairs(doc, [[0, doc.content.size]], new Map([['b1', 2]]));
  assert.deepEqual([...news.keys()], [0]);
});

test('the difference of two texts is the smallest one and never cuts a letter', () => {
  const applied = (before, after) => {
    const { at, removed, added } = parts.difference(before, after);
    return before.slice(0, at) + added + before.slice(at + removed);
  };
  for (const [before, after] of [['', 'a'], ['abc', 'abxc'], ['aaa', 'aa'], ['River', 'Rivers rise'], ['😀', '😁'], ['a😀b', 'ab'], ['x', '']]) {
    assert.equal(applied(before, after), after);
  }
  assert.deepEqual(parts.difference('😀', '😁'), { at: 0, removed: 2, added: '😁' });
});

test('an address that may not stand in a story is told', () => {
  for (const bad of ['javascript:alert(1)', 'java\nscript:x', 'data:text/html,x', '/\\evil.example', 'https://bank.example@evil.example/', 'page']) assert.equal(parts.allowed(bad), null, bad);
  assert.equal(parts.allowed('example.org/a'), 'https://example.org/a');
  assert.equal(parts.allowed('desk@example.org'), 'mailto:desk@example.org');
  assert.equal(parts.allowed('/politics/one'), '/politics/one');
});

test('words are found across marks, by case and as whole words', () => {
  const text = (words, ...marks) => ({ type: 'text', text: words, marks: marks.map((type) => ({ type })) });
  const doc = parts.schema.nodeFromJSON({ type: 'doc', content: [{ type: 'paragraph', content: [text('The ri'), text('ver', 'strong'), text('side River’s rivers')] }] });
  const count = (words, exact = false, whole = false) => parts.search(doc, { words, exact, whole }).length;
  assert.equal(count('river'), 3);
  assert.equal(count('River', true), 1);
  assert.equal(count('river', false, true), 1);
  assert.equal(count("river's"), 1);
  assert.equal(count('.*'), 0);
});

test('deleted words do not count', () => {
  const doc = parts.schema.nodeFromJSON({
    type: 'doc',
    content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Three words here' }, { type: 'text', text: ' and more', marks: [{ type: 'deletion', attrs: { id: 's' } }] }] }],
  });
  assert.deepEqual(parts.countOf(doc), { words: 3, characters: 16 });
});
