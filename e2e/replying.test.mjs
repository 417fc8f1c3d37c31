// A reader replies to a story, sees the reply waiting where nobody else does, and sees it printed as soon as the desk approves it from another process.
// Run by `cargo xtask e2e replying`, on SQLite and, when xtask has made a database for it, on PostgreSQL.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { mapped, openForReplies } from './kinds.mjs';
import { newReader, openBrowser, openPaper, until } from './paper.mjs';
import { forgetStamps, replyForm, sendReply } from './reply.mjs';

/** From the end of `replies approve` to the cached page that shows the reply. */
const VISIBLE_MS = 250;

const engines = [['SQLite', undefined]];
if (process.env.COURANT_TEST_WALK_POSTGRES) engines.push(['PostgreSQL', process.env.COURANT_TEST_WALK_POSTGRES]);
else console.log('skipped on PostgreSQL: COURANT_TEST_WALK_POSTGRES names no database');

for (const [engine, database] of engines) {
  describe(`replying on ${engine}`, () => {
    let paper, browser, open;
    before(async () => {
      paper = await openPaper({ database });
      browser = await openBrowser();
      open = await openForReplies(paper, await mapped(paper));
    });
    after(async () => {
      await browser?.close();
      await paper?.close();
    });

    // Each walk has a story of its own, as far as they go, so that no walk meets the limits that another used up.
    let turn = 0;
    const another = () => open[turn++ % open.length];

    async function listed(text) {
      const answer = JSON.parse(await paper.command('replies', 'list', '--json'));
      const all = Array.isArray(answer) ? answer : answer.replies;
      return all.find((reply) => JSON.stringify(reply).includes(text));
    }

    for (const script of [true, false]) {
      test(`send, wait, approve, see it ${script ? 'with' : 'without'} script`, async () => {
        const story = another();
        const text = `The ferry left at ${script ? 'nine' : 'ten'}, whatever the timetable says.`;
        const email = 'jo.writer@private.example';
        const writer = await newReader(browser, { script });
        await writer.page.goto(paper.url + story);
        assert.match(await replyForm(writer.page).innerText(), /Your email address will not be published\./);
        const answer = await sendReply(writer.page, { name: 'Jo Writer', email, text });

        const at = new URL(writer.page.url());
        assert.match(at.pathname, /^\/replies\/[^/]+$/, 'the writer is led to the reply');
        assert.ok(at.searchParams.get('key'), 'by an address that only the writer has');
        const caching = answer.headers()['cache-control'] ?? '';
        assert.match(caching, /private/);
        assert.match(caching, /no-store/);
        assert.match(await writer.page.locator('main').innerText(), /wait/i);
        assert.ok((await writer.page.locator('main').innerText()).includes(text), 'the writer sees the words');

        const other = await newReader(browser, { script });
        await other.page.goto(paper.url + story);
        assert.ok(!(await other.page.content()).includes(text), 'nobody else sees it on the story');
        await other.page.goto(paper.url + at.pathname);
        assert.ok(!(await other.page.content()).includes(text), 'nor at its address without the key');

        const waiting = await listed(text);
        assert.ok(waiting?.id, 'the desk sees it waiting');
        assert.ok(!(await (await paper.get(story)).text()).includes(text), 'the page is cached without it');
        await paper.command('replies', 'approve', String(waiting.id));
        const took = await until(async () => (await (await paper.get(story)).text()).includes(text), {
          what: 'the approved reply',
        });
        assert.ok(took <= VISIBLE_MS, `the approved reply was visible after ${took.toFixed(0)} ms`);

        await other.page.goto(paper.url + story);
        const printed = await other.page.locator('main').innerText();
        assert.ok(printed.includes(text), 'everybody sees it');
        assert.ok(printed.includes('Jo Writer'), 'with its writer');
        assert.ok(!(await other.page.content()).includes(email), 'but never the address');
        assert.deepEqual([...writer.complaints, ...other.complaints], []);
        await writer.close();
        await other.close();
      });
    }

    test('a refused reply says why and keeps every word', async () => {
      const story = another();
      const { page, close } = await newReader(browser);
      await page.goto(paper.url + story);
      const text = 'I have typed for ten minutes & it must not be lost.';
      const answer = await sendReply(page, { name: 'Jo Writer', email: 'no address', text });
      assert.ok(answer.status() >= 400 && answer.status() < 500, `status ${answer.status()}`);
      assert.equal(await replyForm(page).locator('textarea[name="text"]').inputValue(), text);
      assert.equal(await replyForm(page).locator('input[name="name"]').inputValue(), 'Jo Writer');
      assert.match(await page.locator('main').innerText(), /address/i, 'it says what was wrong');

      const better = await sendReply(page, { name: 'Jo Writer', email: 'jo@private.example', text });
      assert.equal(better.status(), 200, 'and can be sent from where it stands');
      assert.match(new URL(page.url()).pathname, /^\/replies\//);
      await close();
    });

    test('the same words twice are refused', async () => {
      const story = another();
      const { page, close } = await newReader(browser);
      const reply = { name: 'Twice', email: 'twice@private.example', text: 'I say this once and once only.' };
      await page.goto(paper.url + story);
      assert.equal((await sendReply(page, reply)).status(), 200);
      await page.goto(paper.url + story);
      const again = await sendReply(page, reply);
      assert.ok(again.status() >= 400 && again.status() < 500, `status ${again.status()}`);
      assert.ok((await page.content()).includes('once and once only'), 'and kept all the same');
      await close();
    });

    test('a form without a stamp leads to a page that asks again with the text kept', async () => {
      const story = another();
      const { page, close } = await newReader(browser);
      await page.goto(paper.url + story);
      await forgetStamps(page);
      const text = 'Sent by a browser that forgot the stamp.';
      await sendReply(page, { name: 'No Stamp', email: 'stamp@private.example', text });
      assert.ok((await page.content()).includes(text), 'the text is kept');
      await page.locator('form[method="post"]').getByRole('button').click();
      await page.waitForURL('**/replies/*');
      assert.match(await page.locator('main').innerText(), /wait/i, 'and one button sends it');
      assert.ok((await page.content()).includes(text));
      await close();
    });

    test('what a writer marks up is printed as marked-up text, what attacks is printed as text', async () => {
      const story = another();
      const { page, complaints, close } = await newReader(browser);
      page.on('dialog', (dialog) => complaints.push(`dialog ${dialog.message()}`) && dialog.dismiss());
      await page.goto(paper.url + story);
      const text = 'This is *meant* so. <script>alert(1)</script> <img src=x onerror=alert(2)> [here](javascript:alert(3))';
      const answer = await sendReply(page, { name: '<b>Bold</b>', email: 'bold@private.example', text });
      assert.ok(answer.status() < 500);
      assert.equal(await page.locator('img[src="x"]').count(), 0);
      assert.equal(await page.locator('a[href^="javascript"]').count(), 0);
      assert.deepEqual(complaints, []);
      await close();
    });
  });
}
