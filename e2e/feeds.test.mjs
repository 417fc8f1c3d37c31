// The feeds read by a program that is not ours and is strict about them: Python's feedparser, without a warning. The
// sitemaps are held to the schema of sitemaps.org, by xmllint where it is and else by Python's lxml.
// Run by `cargo xtask e2e feeds`. Where Python can install neither, or no schema is at hand, the walk says so and is skipped.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { openPaper, shared } from './paper.mjs';

const run = promisify(execFile);

// As exact as it can be: what changes between versions is what it warns of.
const FEEDPARSER = 'feedparser==6.0.12';

const READS = `
import json, sys, warnings
warnings.simplefilter("error")
import feedparser
with open(sys.argv[1], "rb") as file:
    content = file.read()
feed = feedparser.parse(content, response_headers={"content-type": sys.argv[2]})
print(json.dumps({
    "bozo": bool(feed.bozo),
    "why": str(feed.get("bozo_exception", "")),
    "version": feed.version,
    "encoding": feed.encoding,
    "title": feed.feed.get("title", ""),
    "entries": [{
        "id": one.get("id", ""),
        "title": one.get("title", ""),
        "link": one.get("link", ""),
        "dated": one.get("published_parsed") is not None,
        "text": len(one["content"][0]["value"]) if one.get("content") else 0,
        "signed": [author.get("name", "") for author in one.get("authors", [])],
        "enclosures": [[e.get("href", ""), e.get("type", ""), e.get("length", "")] for e in one.get("enclosures", [])],
    } for one in feed.entries],
}))
`;

const VALIDATES = `
import sys
from lxml import etree
schema = etree.XMLSchema(etree.parse(sys.argv[1]))
schema.assertValid(etree.parse(sys.argv[2]))
`;

describe('feeds', () => {
  let paper, folder, pip, python, why;
  before(async () => {
    paper = await openPaper();
    folder = await mkdtemp(path.join(tmpdir(), 'courant-feeds-'));
    await writeFile(path.join(folder, 'reads.py'), READS);
    const fresh = path.join(folder, 'python');
    try {
      await run('python3', ['-m', 'venv', fresh], { timeout: 120_000 });
      const install = ['install', '--quiet', '--disable-pip-version-check'];
      pip = (what) => run(path.join(fresh, 'bin', 'pip'), [...install, what], { timeout: 120_000 });
      await pip(FEEDPARSER);
      python = path.join(fresh, 'bin', 'python3');
    } catch (error) {
      why = `python3 cannot install ${FEEDPARSER}: ${String(error.message).split('\n')[0]}`;
    }
  });
  after(async () => {
    await paper?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  test('feedparser reads every feed without a warning', async (t) => {
    if (!python) return t.skip(why);
    const told = [];
    for (const list of ['', '/international', '/economy']) {
      for (const [file, version] of [['feed.xml', 'rss20'], ['atom.xml', 'atom10']]) {
        const answer = await fetch(`${paper.url}${list}/${file}`);
        const name = path.join(folder, 'feed');
        await writeFile(name, Buffer.from(await answer.arrayBuffer()));
        const printed = await run(python, [path.join(folder, 'reads.py'), name, answer.headers.get('content-type')]);
        assert.equal(printed.stderr, '', `${list}/${file}`);
        const feed = JSON.parse(printed.stdout);
        assert.deepEqual([feed.bozo, feed.why, feed.version, feed.encoding], [false, '', version, 'utf-8'], `${list}/${file}`);
        assert.match(feed.title, /The Marvento Herald/);
        assert.ok(feed.entries.length >= 5, `${list}/${file}`);
        for (const one of feed.entries) {
          assert.ok(one.id && one.title && one.dated && one.text > 100, `${list}/${file}: ${JSON.stringify(one)}`);
          assert.ok(one.link.startsWith(`${paper.url}/`), one.link);
          assert.ok(one.signed.length > 0 && one.signed.every((name) => name && !name.includes('@')), one.title);
          for (const [href, type, length] of one.enclosures) {
            assert.match(type, /^image\//);
            const picture = await fetch(href);
            assert.equal(String((await picture.arrayBuffer()).byteLength), length, `${href} is as long as it says`);
          }
        }
        told.push(feed.entries.map((one) => [one.id, one.title, one.link]));
      }
      assert.deepEqual(told.at(-1), told.at(-2), `both forms of ${list || 'the paper'} hold the same`);
    }
  });

  test('sitemaps pass the schema', async (t) => {
    const schema = process.env.COURANT_TEST_SITEMAP_XSD ?? (await shared('data/feeds/sitemap.xsd'));
    if (!schema) return t.skip('COURANT_TEST_SITEMAP_XSD names no schema');
    let validates = (file) => run('xmllint', ['--noout', '--nonet', '--schema', schema, file]);
    try {
      await run('xmllint', ['--version']);
    } catch {
      if (!python) return t.skip(why);
      const script = path.join(folder, 'validates.py');
      await writeFile(script, VALIDATES);
      await pip('lxml');
      validates = (file) => run(python, [script, schema, file]);
    }
    const index = await (await fetch(`${paper.url}/sitemap.xml`)).text();
    const files = [...index.matchAll(/<loc>([^<]+)<\/loc>/g)].map((found) => found[1]);
    assert.ok(files.length >= 2);
    for (const address of files) {
      const name = path.join(folder, 'sitemap.xml');
      await writeFile(name, await (await fetch(address)).text());
      await validates(name);
    }
    const broken = path.join(folder, 'broken.xml');
    await writeFile(broken, (await (await fetch(files[0])).text()).replace('<loc>', '<bogus/><loc>'));
    await assert.rejects(validates(broken), 'a schema that lets everything pass is none');
  });
});
