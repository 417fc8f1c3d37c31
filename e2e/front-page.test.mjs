// The front page laid out by hand: by mouse, by keyboard alone, and without script. A locked seat, a scheduled change, a
// preview, live and undone; axe reads the pages in light and dark, on a phone and on a desk.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openDesk } from './desk.mjs';
import { look, lookAround } from './look.mjs';
import { newReader, openBrowser, openPaper, until } from './paper.mjs';
import { localMinute } from './writing.mjs';

describe('the front page by hand', () => {
  let paper, browser, desk, page;
  before(async () => {
    paper = await openPaper();
    browser = await openBrowser();
    desk = await openDesk(paper, browser);
    page = desk.chief.page;
    await page.setViewportSize({ width: 1280, height: 1000 });
  });
  after(async () => {
    await browser?.close();
    await paper?.close();
  });

  const seat = (name) => page.locator(`[data-seat="${name}"]`);
  const holds = (name) => page.locator(`[id="seat-${name}"]`).getAttribute('data-take');
  /** As the seat prints it: the short headline where there is one. */
  const printed = (name) => page.locator(`[id="seat-${name}"]`).getAttribute('data-headline');
  const stands = (name, story) => until(async () => (await holds(name)) === story.id, { what: `${story.headline} at ${name}` });
  const pooled = (story) => page.locator(`[data-pool="${story.id}"]`);
  const front = async () => (await paper.get('/')).text();
  /** Free stories of the pool: those that stand nowhere in a seat. */
  const free = async () => {
    const all = page.locator('.pool-stories:not(.waiting) li:not(.stands)');
    return Promise.all((await all.all()).map(async (one) => ({ id: await one.getAttribute('data-pool'), headline: await one.locator('.take').getAttribute('data-headline') })));
  };
  const leads = (html) => html.match(/card lead[\s\S]*?<h2><a [^>]*>([^<]*)</)?.[1];
  const plain = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const status = (words) => page.locator('#status', { hasText: words }).waitFor();

  /** Puts the draft live and says how long it took until a reader got it. */
  async function putLive(headline) {
    const since = performance.now();
    await page.getByRole('button', { name: 'Put live' }).click();
    await until(async () => leads(await front()) === plain(headline), { what: 'the new lead before readers' });
    console.log(`front page change to visible: ${Math.round(performance.now() - since)} ms`);
    await status('Live.');
  }

  test('by mouse: a lock, a scheduled change, a preview, live and undone', async () => {
    await page.goto(`${paper.url}/desk`);
    await page.locator('.places').getByRole('link', { name: 'Front page' }).click();
    await page.waitForURL(`${paper.url}/desk/front`);
    await lookAround(page, 'front');
    const before = await printed('lead');
    // The first second is locked on the story that fills it now.
    const second = await holds('second-1');
    await seat('second-1').locator('.seat-acts summary').click();
    await seat('second-1').getByRole('button', { name: 'Lock', exact: true }).click();
    await page.locator('[data-seat="second-1"][data-locked]').waitFor();
    // A story of the pool is dragged to the lead, and on to the other second: the two change places.
    const [one, other] = await free();
    await pooled(one).dragTo(seat('lead'));
    await stands('lead', one);
    await pooled(other).dragTo(seat('second-2'));
    await stands('second-2', other);
    await seat('second-2').locator('.take').dragTo(seat('lead'));
    await stands('lead', other);
    assert.equal(await holds('second-2'), one.id);
    const lead = await printed('lead');
    // What is dropped on a locked seat stays where it was; what is dropped out of the page leaves the seat automatic.
    await seat('second-2').locator('.take').dragTo(seat('second-1'));
    assert.equal(await holds('second-1'), second);
    await seat('second-2').locator('.take').dragTo(page.locator('#pool-title'));
    await page.locator('[data-seat="second-2"]:not(.held)').waitFor();
    // A reload loses nothing.
    await page.reload();
    assert.equal(await holds('lead'), other.id);
    await lookAround(page, 'front in draft');
    // The headline of a band is scheduled by itself; the rest of the draft stays.
    const band = page.locator('.seats.band').first().locator('.seat.of-line').first();
    const key = await band.getAttribute('data-seat');
    await pooled((await free())[0]).dragTo(band);
    await page.locator(`[data-seat="${key}"].changed`).waitFor();
    const scheduled = await printed(key);
    const kept = await holds('lead');
    const due = localMinute(20_000);
    await page.locator(`[data-seat="${key}"] .seat-acts summary`).click();
    await page.locator(`[data-seat="${key}"]`).getByLabel(/Schedule this seat alone/).fill(due.local);
    await page.locator(`[data-seat="${key}"]`).getByRole('button', { name: 'Schedule it' }).click();
    await page.locator('.waits-of-front .changes').waitFor();
    assert.equal(await holds('lead'), kept);
    // The preview is the real page, at both widths, and readers have none of it.
    await page.getByRole('link', { name: 'Preview' }).click();
    await page.waitForURL(/preview$/);
    for (const width of ['1280', '390']) {
      const frame = page.frameLocator(`iframe[width="${width}"]`);
      await frame.locator('.card.lead h2', { hasText: lead }).waitFor();
      const own = await page.locator(`iframe[width="${width}"]`).evaluate((one) => one.contentWindow.innerWidth);
      assert.equal(own, Number(width));
    }
    // What is framed is the reader's page, which has walks of its own.
    await lookAround(page, 'front preview', { frames: false });
    assert.equal(leads(await front()), plain(before));
    await putLive(lead);
    await page.goto(`${paper.url}/desk/front/-/history`);
    await page.locator('.changes', { hasText: `Lead: ‘${other.headline}’ instead of automatic` }).first().waitFor();
    await lookAround(page, 'front history');
    // Undone with one press: the lead is automatic again, the lock stands.
    await page.goto(`${paper.url}/desk/front`);
    await page.getByRole('button', { name: 'Undo the last change' }).click();
    await status('Put back');
    await until(async () => leads(await front()) === plain(before), { what: 'the lead before' });
    assert.equal(await holds('second-1'), second);
    // The scheduled headline comes by itself.
    await until(async () => (await history()).includes('Went live as scheduled'), {
      patience: due.at - Date.now() + 15_000,
      pause: 20,
      what: 'the scheduled change',
    });
    console.log(`scheduled change seen ${Date.now() - due.at} ms after its time`);
    await until(async () => (await front()).includes(plain(scheduled)), { what: 'the scheduled headline before readers' });
  });

  const cookie = async () => (await desk.chief.context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const history = async () => (await paper.get('/desk/front/-/history', { cookie: await cookie() })).text();

  test('by keyboard alone: picked up, carried, put down, live and undone', async () => {
    await page.goto(`${paper.url}/desk/front`);
    const before = await printed('lead');
    const said = () => page.locator('#front-say').textContent();
    const press = (key) => page.keyboard.press(key);
    const hears = (words) => until(async () => (await said())?.includes(words), { what: `"${words}", heard` });
    const [story] = await free();
    const { headline } = story;
    const line = pooled(story);
    await line.locator('.take').focus();
    await press('Enter');
    await hears(`${headline} picked up`);
    assert.equal(await line.locator('.take').getAttribute('aria-pressed'), 'true');
    await look(page, 'front, a story in hand');
    // To the lead, past it to the other second (the locked one is passed over), and left where it was.
    await press('ArrowDown');
    await hears('Lead, holds');
    await press('ArrowDown');
    await hears('Second 2, holds');
    await press('Escape');
    await hears('Left where it was');
    assert.equal(await page.locator('.target, .carry').count(), 0);
    await press(' ');
    await press('ArrowDown');
    await press('Enter');
    await stands('lead', story);
    await hears(`${headline} put into Lead`);
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'seat-lead', 'the focus went along');
    // From seat to seat, and out with a key.
    await press('Enter');
    await press('ArrowDown');
    await hears('Second 2, holds');
    await press('Enter');
    await stands('second-2', story);
    await until(() => page.evaluate(() => document.activeElement?.id === 'seat-second-2'), { what: 'the focus at the second' });
    await press('Delete');
    await page.locator('[data-seat="second-2"]:not(.held)').waitFor();
    // Once more to the lead, and live from the keyboard.
    await line.locator('.take').focus();
    await press('Enter');
    await press('Home');
    await press('Enter');
    await stands('lead', story);
    const lead = await printed('lead');
    await page.getByRole('button', { name: 'Put live' }).focus();
    const since = performance.now();
    await press('Enter');
    await until(async () => leads(await front()) === plain(lead), { what: 'the new lead before readers' });
    console.log(`front page change to visible, by keyboard: ${Math.round(performance.now() - since)} ms`);
    await status('Live.');
    await page.locator('#undo').focus();
    await press('Enter');
    await until(async () => leads(await front()) === plain(before), { what: 'the lead before' });
  });

  test('a strip is set, shows above the nameplate, and ends', async () => {
    await page.goto(`${paper.url}/desk/front`);
    await page.getByLabel('One line').fill('Harbour bridge closed to all traffic');
    await page.getByRole('button', { name: 'Set the strip' }).click();
    await status('The strip runs.');
    assert.ok((await front()).includes('Harbour bridge closed to all traffic'));
    await lookAround(page, 'front with a strip');
    await page.getByRole('button', { name: 'End it now' }).click();
    await status('The strip has ended.');
    assert.ok(!(await front()).includes('Harbour bridge closed to all traffic'));
  });

  test('somebody else was faster: a comparison, and nothing is overwritten', async () => {
    // Without script the page does not hear of changes, and its forms do all that dragging does.
    const slow = await newReader(browser, { script: false });
    await slow.context.addCookies(await desk.chief.context.cookies());
    await slow.page.goto(`${paper.url}/desk/front`);
    await page.goto(`${paper.url}/desk/front`);
    const [story, another] = await free();
    const { headline } = story;
    await pooled(story).locator('.take').click();
    await page.locator('#seat-lead').click();
    await stands('lead', story);
    const lead = await printed('lead');
    const form = slow.page.locator('[data-seat="second-2"]');
    await form.locator('.seat-acts summary').click();
    await form.locator('select').selectOption(another.id);
    await form.getByRole('button', { name: 'Put it here' }).click();
    await slow.page.getByRole('heading', { name: 'Somebody was faster' }).waitFor();
    await slow.page.locator('.changes', { hasText: `Lead: ‘${headline}’` }).first().waitFor();
    await slow.page.getByRole('button', { name: 'Do it all the same' }).click();
    await slow.page.locator('[data-seat="second-2"].held.changed').waitFor();
    assert.equal(await slow.page.locator('#seat-lead').getAttribute('data-take'), story.id, 'the other change stands');
    await slow.page.getByRole('button', { name: 'Put live' }).click();
    await slow.page.getByText('As readers see it').waitFor();
    assert.equal(leads(await front()), plain(lead));
    await slow.page.getByRole('button', { name: 'Undo the last change' }).click();
    await slow.page.getByText('As readers see it').waitFor();
    assert.notEqual(leads(await front()), plain(lead));
    await slow.close();
  });

  test("a section's page has a front of its own", async () => {
    await page.goto(`${paper.url}/desk/front/local`);
    await lookAround(page, 'section front');
    const [story] = await free();
    await pooled(story).dragTo(seat('lead'));
    await stands('lead', story);
    const lead = await printed('lead');
    await page.getByRole('button', { name: 'Put live' }).click();
    await until(async () => leads(await (await paper.get('/local')).text()) === plain(lead), { what: 'the lead of the section' });
    const { page: reader, close } = await newReader(browser);
    await reader.goto(`${paper.url}/local`);
    await lookAround(reader, 'section page');
    await close();
    // The frames of the preview run no script, on purpose, and the browser says so.
    const complaints = desk.chief.complaints.filter((one) => !/\/frame' because the document's frame is sandboxed/.test(one));
    assert.deepEqual(complaints, []);
  });
});
