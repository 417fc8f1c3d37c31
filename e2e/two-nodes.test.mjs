// A newsroom on two nodes: a story goes out on time though the node that took the schedule is dead, and two people write one story
// on different nodes through a kill -9 of one of them. Run by `cargo xtask e2e two-nodes`, on PostgreSQL with a bucket.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openDesk } from './desk.mjs';
import { openNodes } from './nodes.mjs';
import { openBrowser, until } from './paper.mjs';
import { beginStory, localMinute, openStory, saved, typeAtEnd, written } from './writing.mjs';

const database = process.env.COURANT_TEST_WALK_POSTGRES;

describe('two nodes', { skip: database ? false : 'COURANT_TEST_WALK_POSTGRES names no database' }, () => {
  let paper, first, second, browser, desk, reporter, editor;
  before(async () => {
    paper = await openNodes({ database });
    [first, second] = paper.nodes;
    browser = await openBrowser();
    // Every start of a node makes a new link of the first account; the last one holds.
    desk = await openDesk(second, browser);
    reporter = await desk.colleague('Eva Lund', 'reporter');
    editor = await desk.colleague('Rui Paz', 'editor');
  });
  after(async () => {
    await browser?.close();
    await paper?.close();
  });

  test('two people write one story on two nodes, and a kill -9 of one node loses nothing that was typed', async () => {
    const story = await beginStory(reporter.page, first.url, { slug: 'quay-wall-cracks', headline: 'Cracks in the quay wall' });
    await typeAtEnd(reporter.page, 'Divers found the first crack on Monday. ');
    await saved(reporter.page);
    await openStory(editor.page, second.url, story);
    const words = written;
    await until(async () => (await words(editor.page)).includes('first crack on Monday'), { what: 'the text on the other node' });

    await typeAtEnd(reporter.page, 'The harbour master closed the berth. ');
    await until(async () => (await words(editor.page)).includes('closed the berth'), { what: 'the sentence of the one at the other' });
    await typeAtEnd(editor.page, 'Nobody was hurt. ');
    await until(async () => (await words(reporter.page)).includes('Nobody was hurt'), { what: 'and the other way' });

    // The editor types on while their node dies, and while it is away.
    const typing = typeAtEnd(editor.page, 'Repairs take a week, the port says, if the weather holds and the stone arrives. ', 15);
    await new Promise((resolve) => setTimeout(resolve, 400));
    await second.kill();
    await typing;
    await typeAtEnd(reporter.page, 'Ferries leave from the north pier. ');
    await second.again();
    await until(
      async () => {
        const [one, other] = [await words(reporter.page), await words(editor.page)];
        return one === other && ['if the weather holds and the stone arrives', 'north pier'].every((part) => one.includes(part));
      },
      { patience: 40_000, what: 'the same text in both browsers, with all that was typed' },
    );
    await saved(editor.page);
    // What the server has is what the browsers show: a third, fresh browser reads it from the first node.
    await openStory(desk.chief.page, first.url, story);
    assert.equal(await words(desk.chief.page), await words(reporter.page));
  });

  test('a story goes out on time on both nodes though the node that took the schedule was killed', async () => {
    const headline = 'Tide tables for the winter';
    const story = await beginStory(reporter.page, first.url, { slug: 'tide-tables', headline });
    await typeAtEnd(reporter.page, 'High water comes an hour later than last year. ');
    await saved(reporter.page);
    await reporter.page.locator('#rail').getByRole('button', { name: 'Hand in' }).click();
    await reporter.page.locator('#rail .state.ready').first().waitFor();

    await openStory(editor.page, second.url, story);
    const { page } = editor;
    const due = localMinute(12_000);
    await page.locator('#rail summary', { hasText: 'Schedule' }).click();
    await page.getByLabel('Goes out by itself at').fill(due.local);
    await page.locator('#rail').getByRole('button', { name: 'Schedule', exact: true }).click();
    await page.locator('#rail .notice.good').getByText(/Goes out/).waitFor();
    const out = async (node) => (await (await node.get('/latest')).text()).includes(headline);
    assert.ok(!(await out(first)), 'nothing is out before its time');
    await second.kill();
    assert.ok(Date.now() < due.at, 'the node died before the time came');
    await until(() => out(first), { patience: due.at - Date.now() + 15_000, pause: 20, what: 'the story on the node that lives' });
    const late = Date.now() - due.at;
    console.log(`out ${late} ms after its time`);
    assert.ok(late > -1_000, 'not before its time');
    await second.again();
    await until(() => out(second), { what: 'the story on the node that came back' });
  });
});
