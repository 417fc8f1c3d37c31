// The client that sites and apps read WordPress with, npm's wpapi, reads the demo paper: it finds the API by the front page, lists, pages, brings along what is linked, and sends a reply.
// Run by `cargo xtask e2e wpapi`, on SQLite and, when xtask has made a database for it, on PostgreSQL. No browser is needed.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import WPAPI from 'wpapi';
import { openPaper, until } from './paper.mjs';

const engines = [['SQLite', undefined]];
if (process.env.COURANT_TEST_WALK_POSTGRES) engines.push(['PostgreSQL', process.env.COURANT_TEST_WALK_POSTGRES]);
else console.log('skipped on PostgreSQL: COURANT_TEST_WALK_POSTGRES names no database');

/** The answer of WordPress to what it does not do: a code and a status. */
async function refusal(asking) {
  try {
    await asking;
  } catch (error) {
    return [error.code, error.data?.status];
  }
  return assert.fail('it was answered');
}

for (const [engine, database] of engines) {
  describe(`wpapi on ${engine}`, () => {
    let paper, wp;
    before(async () => {
      paper = await openPaper({ database });
      wp = new WPAPI({ endpoint: `${paper.url}/wp-json` });
    });
    after(() => paper?.close());

    test('the API is found by the front page', async () => {
      const site = await WPAPI.discover(paper.url);
      const [post] = await site.posts().perPage(1);
      assert.ok(post.id > 0);
      // Handlers are made of the routes that the root describes.
      assert.equal(typeof site.comments, 'function');
      const root = await site.root('');
      assert.ok(root.routes['/wp/v2/posts'].endpoints[0].args.per_page);
    });

    test('posts with all that is linked', async () => {
      const posts = await wp.posts().perPage(5).embed();
      assert.equal(posts.length, 5);
      for (const post of posts) {
        assert.ok(post.title.rendered && post.content.rendered.includes('<p'), post.link);
        assert.equal(post.status, 'publish');
        assert.match(post.date, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
        const [categories, tags] = post._embedded['wp:term'];
        assert.deepEqual(categories.map((one) => one.id), post.categories);
        assert.deepEqual(new Set(tags.map((one) => one.id)), new Set(post.tags));
        if (post.author) assert.equal(post._embedded.author[0].id, post.author);
        const page = await paper.get(new URL(post.link).pathname);
        assert.equal(page.status, 200, post.link);
      }
      const dates = posts.map((post) => post.date_gmt);
      assert.deepEqual(dates, [...dates].sort().reverse());
    });

    test('one post by number, by slug and by fields', async () => {
      const [first] = await wp.posts().perPage(1);
      const [bySlug] = await wp.posts().slug(first.slug);
      assert.equal(bySlug.id, first.id);
      const byId = await wp.posts().id(first.id);
      assert.deepEqual(byId.content, first.content);
      const short = await wp.posts().id(first.id).param('_fields', 'id,title.rendered');
      assert.deepEqual(short, { id: first.id, title: { rendered: first.title.rendered } });
    });

    test('all pages of a list, by the links between them', async () => {
      let part = await wp.posts().perPage(4).order('asc').orderby('id');
      const total = Number(part._paging.total);
      assert.ok(Number(part._paging.totalPages) >= 2);
      const ids = part.map((post) => post.id);
      while (part._paging.next) {
        part = await part._paging.next;
        ids.push(...part.map((post) => post.id));
      }
      assert.equal(ids.length, total);
      assert.deepEqual(ids, [...new Set(ids)].sort((one, other) => one - other));
      part = await part._paging.prev;
      assert.equal(part.length, 4);
    });

    test('categories, tags, authors and what is filed under them', async () => {
      const categories = await wp.categories().param('hide_empty', true);
      assert.ok(categories.length > 1);
      for (const category of categories.slice(0, 3)) {
        const posts = await wp.posts().categories(category.id).perPage(1);
        assert.equal(Number(posts._paging.total), category.count, category.name);
        assert.ok(posts[0].categories.includes(category.id));
      }
      const [category] = await wp.categories().slug(categories[0].slug);
      assert.equal(category.id, categories[0].id);
      const tags = await wp.tags().orderby('count').order('desc').perPage(1);
      const tagged = await wp.posts().tags(tags[0].id);
      assert.equal(Number(tagged._paging.total), tags[0].count);
      const users = await wp.users();
      assert.ok(users.length > 0);
      assert.ok(!JSON.stringify(users).includes('@'), 'no address of anybody');
      const signed = await wp.posts().author(users[0].id).perPage(1).embed();
      assert.ok(signed[0]._embedded.author.some((author) => author.id === users[0].id));
      assert.equal((await wp.users().id(users[0].id)).slug, users[0].slug);
    });

    test('pictures in their sizes', async () => {
      const [picture] = await wp.media().perPage(1);
      assert.equal(picture.media_type, 'image');
      for (const size of Object.values(picture.media_details.sizes)) {
        const answer = await paper.get(new URL(size.source_url).pathname);
        assert.equal(answer.status, 200, size.source_url);
        assert.equal(answer.headers.get('content-type'), size.mime_type);
      }
      const all = await wp.posts().perPage(20).embed();
      const shown = all.find((post) => post.featured_media);
      assert.equal(shown._embedded['wp:featuredmedia'][0].id, shown.featured_media);
      assert.equal((await wp.media().id(shown.featured_media)).id, shown.featured_media);
    });

    test('standing pages, types, statuses, taxonomies', async () => {
      const pages = await wp.pages();
      assert.ok(pages.length > 0 && pages.every((page) => page.type === 'page'));
      assert.equal((await wp.types()).post.rest_base, 'posts');
      assert.equal((await wp.types().type('page')).slug, 'page');
      assert.equal((await wp.statuses()).publish.slug, 'publish');
      assert.equal((await wp.taxonomies().taxonomy('category')).rest_base, 'categories');
    });

    test('words are found', async () => {
      const [first] = await wp.posts().perPage(1);
      const words = first.title.rendered.replace(/&\w+;|[^\p{L}\p{N} ]/gu, ' ').trim();
      await until(async () => (await wp.posts().search(words)).some((post) => post.id === first.id), {
        what: 'the story by its headline',
      });
      const found = await wp.search().search(words);
      assert.ok(found.some((one) => one.id === first.id && one.subtype === 'post'));
    });

    test('a reply is sent, waits or stands, and is read', async () => {
      const posts = await wp.posts().perPage(50);
      const open = posts.find((post) => post.comment_status === 'open');
      const sent = { post: open.id, author_name: 'Jo Writer', author_email: 'jo@private.example', content: 'The *ferry* left at nine.' };
      const comment = await wp.comments().create(sent);
      assert.ok(['hold', 'approved'].includes(comment.status));
      assert.equal(comment.post, open.id);
      assert.ok(comment.content.rendered.includes('<em>ferry</em>'));
      assert.ok(!JSON.stringify(comment).includes('private.example'));
      if (comment.status === 'hold') {
        assert.deepEqual(await refusal(wp.comments().id(comment.id)), ['rest_comment_invalid_id', 404]);
        const id = JSON.parse(await paper.command('replies', 'list', '--json'));
        const waiting = (Array.isArray(id) ? id : id.replies).find((reply) => JSON.stringify(reply).includes('left at nine'));
        await paper.command('replies', 'approve', String(waiting.id));
      }
      await until(async () => (await wp.comments().forPost(open.id)).some((one) => one.id === comment.id), {
        what: 'the approved reply',
      });
      assert.equal((await wp.comments().id(comment.id)).author_name, 'Jo Writer');
      assert.deepEqual(await refusal(wp.comments().create(sent)), ['comment_duplicate', 409]);
      assert.deepEqual(await refusal(wp.comments().create({ ...sent, author_email: 'nobody' })), ['rest_invalid_param', 400]);
      const closed = posts.find((post) => post.comment_status === 'closed');
      if (closed) {
        assert.deepEqual(await refusal(wp.comments().create({ ...sent, post: closed.id })), ['rest_comment_closed', 403]);
      }
    });

    test('what is wrong is told by the codes of WordPress', async () => {
      for (const [asking, code, status] of [
        [() => wp.posts().id(99999999), 'rest_post_invalid_id', 404],
        [() => wp.posts().page(9999), 'rest_post_invalid_page_number', 400],
        [() => wp.posts().perPage(500), 'rest_invalid_param', 400],
        [() => wp.posts().context('edit'), 'rest_forbidden_context', 401],
        [() => wp.users().id(99999999), 'rest_user_invalid_id', 404],
        [() => wp.users().me(), 'rest_not_logged_in', 401],
        [() => wp.settings(), 'rest_no_route', 404],
        [() => wp.posts().create({ title: 'x' }), 'rest_no_route', 404],
      ]) {
        assert.deepEqual(await refusal(asking()), [code, status]);
      }
    });
  });
}
