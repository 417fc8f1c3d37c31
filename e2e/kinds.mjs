// Every kind of page that the reader's site has, found on the running demo paper and in the files it is made of.
// The checks of every page, the screenshots and the reading walk take their addresses from here, so that none is written down twice.

import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { root } from './paper.mjs';
import { forgetStamps, sendReply, sendReport } from './reply.mjs';

const YEAR = 365 * 24 * 3600 * 1000;

/** The demo's stories as their files have them: slug, section, kind, picture, published. */
export async function demoStories() {
  const folder = path.join(root, 'demo', 'stories');
  const files = (await readdir(folder)).filter((name) => name.endsWith('.md')).sort();
  return Promise.all(
    files.map(async (name) => {
      const text = await readFile(path.join(folder, name), 'utf8');
      const [, head = '', body = ''] = text.split(/^\+\+\+$/m);
      const story = { file: name, slug: name.slice(0, -3), head, body };
      for (const [, key, value] of head.matchAll(/^([a-z_]+) = "(.*)"$/gm)) story[key] = value;
      return story;
    }),
  );
}

/** All paths that the site maps name. */
export async function mapped(paper) {
  const open = ['/sitemap.xml'];
  const found = new Set();
  while (open.length > 0) {
    const text = await (await paper.get(open.pop())).text();
    for (const [, address] of text.matchAll(/<loc>([^<]+)<\/loc>/g)) {
      const { pathname, search } = new URL(address.replaceAll('&amp;', '&'));
      if (text.includes('<sitemapindex')) open.push(pathname + search);
      else found.add(pathname);
    }
  }
  return found;
}

/** The hrefs on a page that match, in their order, without repeats. */
export async function links(paper, where, pattern) {
  const text = await (await paper.get(where)).text();
  const found = [...text.matchAll(/href="([^"#?]+)"/g)].map(([, href]) => href);
  return [...new Set(found)].filter((href) => pattern.test(href));
}

/** Each page kind: `name`, `status`, and `path` or, for what only a form leads to, `open(page)`. */
export async function kinds(paper) {
  const known = await mapped(paper);
  const stories = await demoStories();
  const at = (story) => [...known].find((path) => path.split('/').length === 3 && path.endsWith(`/${story.slug}`));
  const first = (holds) => {
    const story = stories.find((story) => at(story) && holds(story));
    return story && at(story);
  };
  const age = (story) => Date.now() - Date.parse(story.published ?? '');
  const news = (story) => (story.kind ?? 'news') === 'news';
  const pictured = first((story) => news(story) && story.picture);
  const corrected = (await links(paper, '/corrections', /^\/[^/]+\/[^/]+$/)).find((path) => known.has(path));
  const [author] = await links(paper, pictured ?? '/', /^\/by\//);
  const [topic] = await links(paper, pictured ?? '/', /^\/topic\//);
  const [storyline] = await links(paper, first((story) => /kim-train/.test(story.slug)) ?? '/', /^\/storylines\/[^/]+$/);
  const word = /\p{L}{5,}/u.exec(stories.find((story) => at(story))?.headline ?? 'headline')[0];
  const gone = stories.find(({ head }) => /^taken_down = "410"$/m.test(head));
  const [discussed, answer] = await withReplies(paper, known);
  const [replied] = await openForReplies(paper, known);
  let second = null;
  for (const list of ['/local', '/international', '/us-politics', '/economy', '/latest']) {
    // The first list of the demo that is long enough to have one.
    if (!second && (await paper.get(`${list}?page=2`)).status === 200) second = `${list}?page=2`;
  }

  const pages = [
    ['front', '/'],
    ['latest', '/latest'],
    ['section', '/local'],
    ['list-page-2', second],
    ['story-picture', pictured],
    ['story-corrected', corrected],
    ['opinion', first((story) => story.kind === 'opinion')],
    ['old-story', first((story) => age(story) > YEAR + YEAR / 10)],
    ['story-replies', discussed],
    ['reply-answer', answer],
    ['author', author],
    ['topic', topic],
    ['storyline', storyline],
    ['retracted', first(({ head }) => /^retracted = /m.test(head))],
    ['corrections', '/corrections'],
    ['search-results', `/search?q=${encodeURIComponent(word)}`],
    ['search-nothing', '/search?q=zyxwvutsrq'],
    ['search-empty', '/search'],
    ['quotations', '/quotations'],
    ['quotations-nothing', '/quotations?q=zyxwvutsrq'],
    ['about', '/about'],
    ['contact', '/contact'],
    ['not-found', '/local/no-such-story-was-ever-here', 404],
    ['gone', gone && `/${gone.section}/${gone.slug}`, 410],
  ].map(([name, path, status = 200]) => {
    const open = async (page) => {
      // Only the checks of this kind fail then, not those of all the others.
      if (!path) throw new Error(`no address was found for the page kind ${name}`);
      return page.goto(paper.url + path);
    };
    return { name, path, status, open };
  });
  let waiting = null;
  const sent = async (page, reply) => {
    await page.goto(paper.url + replied);
    return sendReply(page, reply);
  };
  pages.push({
    name: 'reply-waiting',
    // Sent once; the address with its key shows it as often as its writer likes.
    open: async (page) => {
      if (waiting) return page.goto(waiting);
      const text = 'The quay was never meant for *lorries*.\n\n> Who said so?\n\nI do.';
      const answer = await sent(page, { name: 'Ada Reader', email: 'ada@reader.example', text });
      waiting = page.url();
      return answer;
    },
  });
  pages.push({
    name: 'reply-confirm',
    open: async (page) => {
      await page.goto(paper.url + replied);
      await forgetStamps(page);
      return sendReply(page, { name: 'Ada Reader', email: 'ada@reader.example', text: 'The stamp was forgotten.' });
    },
  });
  pages.push({
    name: 'report-sent',
    open: async (page) => {
      await page.goto(paper.url + replied);
      return sendReport(page, { text: 'The year in the second paragraph is wrong.' });
    },
  });
  pages.push({
    name: 'reply-refused',
    open: (page) => sent(page, { name: 'Ada Reader', email: 'nobody', text: 'This text must be kept.' }),
  });
  return pages;
}

/** A story with printed replies, and the page of one of them. */
async function withReplies(paper, known) {
  for (const path of known) {
    if (path.split('/').length !== 3) continue;
    const [reply] = await links(paper, path, /^\/replies\/[^/]+$/);
    if (reply) return [path, reply];
  }
  return [];
}

/** The paths of stories whose pages have the reply form and whose replies wait for approval, newest first. */
export async function openForReplies(paper, known) {
  const settings = await readFile(path.join(root, 'demo', 'paper.toml'), 'utf8');
  const sections = settings.split('[[section]]').filter((section) => /^replies = "approve"$/m.test(section));
  const waiting = sections.map((section) => section.match(/^slug = "(.*)"$/m)[1]);
  const found = [];
  for (const path of await links(paper, '/latest', /^\/[^/]+\/[^/]+$/)) {
    if (!known.has(path) || !waiting.includes(path.split('/')[1])) continue;
    const text = await (await paper.get(path)).text();
    if (/<input[^>]*name="?name"?[\s>]/.test(text) && /<textarea[^>]*name="?text"?[\s>]/.test(text)) found.push(path);
  }
  if (found.length === 0) throw new Error('no recent story is open for replies');
  return found;
}
