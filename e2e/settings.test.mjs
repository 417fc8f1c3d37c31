// The settings of the paper: by mouse and by keyboard alone a new name, seen on the site, undone; sections brought into
// another order; a refused zone; two editors at once; a look previewed and worn. axe reads every room at both widths, in
// light and dark.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openDesk } from './desk.mjs';
import { look, lookAround } from './look.mjs';
import { newReader, openBrowser, openPaper, until } from './paper.mjs';

const ROOMS = ['', '/sections', '/navigation', '/addresses', '/replies', '/look', '/robots', '/history'];

describe('the settings', () => {
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

  const room = (path = '') => page.goto(`${paper.url}/desk/settings${path}`);
  const site = async () => (await paper.get('/')).text();
  const nameplate = async () => (await site()).match(/<p class="name[^>]*><a [^>]*>([^<]*)</)?.[1];
  const row = async () => [...(await site()).match(/<nav class="sections"[\s\S]*?<\/nav>/)[0].matchAll(/<a [^>]*>([^<]*)</g)].map((one) => one[1]);
  const listed = () => page.locator('.ordered .what b').allTextContents();
  /** Presses Tab until an element has the focus. */
  const tabTo = async (where, what) => {
    for (let n = 0; n < 120; n += 1) {
      if (await page.locator(where).first().evaluate((one) => one === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    assert.fail(`Tab never comes to ${what}`);
  };

  test('every room reads well in light and dark, on a phone and on a desk', async () => {
    await page.goto(`${paper.url}/desk`);
    await page.locator('.places').getByRole('link', { name: 'Settings' }).click();
    await page.waitForURL(`${paper.url}/desk/settings`);
    for (const path of ROOMS) {
      await room(path);
      await lookAround(page, `settings${path}`, { frames: false });
    }
    const reporter = await desk.colleague('Rui Costa', 'reporter');
    const answer = await reporter.page.goto(`${paper.url}/desk/settings`);
    assert.equal(answer.status(), 403);
    assert.equal(await reporter.page.locator('.places').getByRole('link', { name: 'Settings' }).count(), 0);
    await reporter.context.close();
  });

  test('by mouse: a new name is on the site at once, and Undo brings the old one back', async () => {
    const old = await nameplate();
    await room();
    await page.getByLabel('Name of the paper').fill('The Quay Post');
    const since = performance.now();
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.locator('.undo', { hasText: 'Kept.' }).waitFor();
    assert.equal(await nameplate(), 'The Quay Post');
    console.log(`new name on the site after ${Math.round(performance.now() - since)} ms`);
    await look(page, 'settings-kept');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.locator('.undo', { hasText: 'Taken back.' }).waitFor();
    assert.equal(await nameplate(), old);
    assert.equal(await page.getByLabel('Name of the paper').inputValue(), old);
    await room('/history');
    const newest = page.locator('.history-of-front > li').first();
    assert.match(await newest.textContent(), /Taken back[\s\S]*Name of the paper:[\s\S]*The Quay Post/);
    await look(page, 'settings-history-of-two');
  });

  test('by keyboard alone: a new name and its Undo', async () => {
    const old = await nameplate();
    await room();
    await tabTo('#name', 'the name');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('The Key Post');
    await page.keyboard.press('Enter');
    await page.locator('.undo', { hasText: 'Kept.' }).waitFor();
    assert.equal(await nameplate(), 'The Key Post');
    await tabTo('.undo button', 'Undo');
    await page.keyboard.press('Enter');
    await page.locator('.undo', { hasText: 'Taken back.' }).waitFor();
    assert.equal(await nameplate(), old);
  });

  test('sections: dragged by mouse, moved by keys, added, renamed, removed, and back by Undo', async () => {
    await room('/sections');
    const first = await listed();
    // The first section dragged below the second.
    const grip = page.locator('.ordered > li').nth(0).locator('.grip');
    await grip.dragTo(page.locator('.ordered > li').nth(1), { targetPosition: { x: 60, y: (await page.locator('.ordered > li').nth(1).boundingBox()).height - 4 } });
    await page.locator('.undo').waitFor();
    const dragged = await listed();
    assert.deepEqual(dragged.slice(0, 2), [first[1], first[0]]);
    assert.deepEqual((await row()).slice(1, 3), [first[1], first[0]]);
    // Back by keys: the button keeps the focus, so that a second press moves on.
    await tabTo(`[aria-label="Move ${dragged[2]} up"]`, 'the button of the third section');
    await page.keyboard.press('Enter');
    await page.waitForURL(/way=up/);
    assert.equal((await listed())[1], dragged[2]);
    await until(async () => page.locator(`[aria-label="Move ${dragged[2]} up"]`).evaluate((one) => one === document.activeElement), { what: 'the focus on the same button' });
    await page.keyboard.press('Enter');
    await page.locator(`.ordered > li:first-child b`, { hasText: dragged[2] }).waitFor();
    assert.equal((await row())[1], dragged[2]);
    // A new one, under another name, and gone.
    await page.getByText('Add a section').first().click();
    await page.locator('#name-new').fill('Sea & Sky');
    await page.getByRole('button', { name: 'Add a section' }).click();
    await page.locator('.undo').waitFor();
    assert.equal((await paper.get('/sea-sky')).status, 200);
    const line = page.locator('.ordered > li', { hasText: 'Sea & Sky' });
    await line.locator('summary').click();
    await line.getByLabel('Name', { exact: true }).fill('The Sea');
    await line.getByRole('button', { name: 'Keep' }).click();
    await page.locator('.ordered b', { hasText: 'The Sea' }).waitFor();
    assert.match(await (await paper.get('/sea-sky')).text(), /The Sea/);
    const sea = page.locator('.ordered > li', { hasText: 'The Sea' });
    await sea.locator('summary').click();
    await look(page, 'settings-section-open');
    await sea.getByRole('button', { name: 'Remove' }).click();
    await until(async () => (await paper.get('/sea-sky')).status === 410, { what: 'a section that is gone' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await until(async () => (await paper.get('/sea-sky')).status === 200, { what: 'the section back' });
  });

  test('a refused zone keeps what was typed', async () => {
    await room();
    await page.getByLabel('Name of the paper').fill('The Kept Post');
    await page.getByLabel('Time zone').fill('Europe/Atlantis');
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.getByRole('alert').filter({ hasText: 'time zone of this name' }).waitFor();
    assert.equal(await page.getByLabel('Name of the paper').inputValue(), 'The Kept Post');
    assert.equal(await page.getByLabel('Time zone').inputValue(), 'Europe/Atlantis');
    assert.notEqual(await nameplate(), 'The Kept Post');
    await look(page, 'settings-refused');
  });

  test('two editors at once: the slower one sees both, keeps the typed and decides', async () => {
    const bo = await desk.colleague('Bo Lind', 'admin');
    await bo.page.goto(`${paper.url}/desk/settings`);
    await room();
    await bo.page.getByLabel('Line under the name').fill('What Bo wants');
    await page.getByLabel('Line under the name').fill('What Ana wants');
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.locator('.undo').waitFor();
    await bo.page.getByRole('button', { name: 'Keep' }).click();
    const clash = bo.page.locator('.clash');
    await clash.waitFor();
    assert.match(await clash.textContent(), /Ana Reis changed this[\s\S]*What Ana wants[\s\S]*What Bo wants/);
    assert.equal(await bo.page.getByLabel('Line under the name').inputValue(), 'What Bo wants');
    assert.match(await site(), /What Ana wants/);
    await lookAround(bo.page, 'settings-clash');
    await bo.page.getByRole('button', { name: 'Keep' }).click();
    await bo.page.locator('.undo').waitFor();
    assert.match(await site(), /What Bo wants/);
    await bo.context.close();
  });

  test('robots.txt is previewed as it is served then, and a look is worn once it is kept', async () => {
    await room('/robots');
    await page.getByLabel('Crawlers that fetch pages').check();
    await page.getByLabel('Lines of your own').fill('User-agent: SlowBot\nCrawl-delay: 9');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('As it will be served once you keep this.').waitFor();
    const previewed = await page.locator('pre.file').textContent();
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.locator('.undo').waitFor();
    assert.equal(await (await paper.get('/robots.txt')).text(), previewed);
    await room('/look');
    await page.getByLabel('Blue').check();
    await page.getByLabel('Sans headlines, serif text').check();
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('Readers see it once you keep them.').waitFor();
    const shade = async (night) => {
      const frame = page.frameLocator('iframe').nth(night);
      await frame.locator('.sections').waitFor();
      return frame.locator('body').evaluate((body) => [getComputedStyle(body).backgroundColor, document.documentElement.className, getComputedStyle(body).getPropertyValue('--accent').trim()]);
    };
    assert.deepEqual(await shade(0), ['rgb(253, 252, 249)', 'accent-blue type-mixed', '#1d4677']);
    assert.deepEqual(await shade(1), ['rgb(22, 21, 19)', 'accent-blue type-mixed', '#9cc3f0']);
    await look(page, 'settings-look-previewed', { frames: false });
    assert.doesNotMatch(await site(), /accent-blue/);
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.locator('.undo').waitFor();
    assert.match(await site(), /accent-blue type-mixed/);
    const reader = await newReader(browser);
    await reader.page.goto(paper.url);
    await lookAround(reader.page, 'front-in-blue');
    await reader.context.close();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.locator('.undo', { hasText: 'Taken back.' }).waitFor();
    assert.doesNotMatch(await site(), /accent-blue/);
  });

  test('navigation and addresses: a link in, a bad one refused, a pattern tried', async () => {
    await room('/navigation');
    await page.locator('#row-label').fill('Shop');
    await page.locator('#row-href').fill('https://shop.example/');
    await page.getByRole('button', { name: 'Add the link' }).first().click();
    await page.locator('.undo').waitFor();
    assert.equal((await row()).at(-1), 'Shop');
    await look(page, 'settings-navigation-arranged');
    await page.locator('#foot-label').fill('Bad');
    await page.locator('#foot-href').fill('javascript:alert(1)');
    await page.getByRole('button', { name: 'Add the link' }).last().click();
    await page.getByRole('alert').waitFor();
    assert.equal(await page.locator('#foot-href').inputValue(), 'javascript:alert(1)');
    await page.getByRole('button', { name: 'follow the sections again' }).click();
    await page.locator('.undo').waitFor();
    assert.ok(!(await row()).includes('Shop'));
    await room('/addresses');
    await page.getByLabel('Pattern for new stories').fill('/{year}/{month}/{slug}');
    await page.getByRole('button', { name: 'Preview' }).click();
    assert.match(await page.locator('.address-of').textContent(), /\/20\d\d\/\d\d\/[a-z0-9-]+$/);
    await page.getByLabel('Pattern for new stories').fill('/desk/{slug}');
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.getByRole('alert').filter({ hasText: 'belongs to the house' }).waitFor();
    assert.equal(await page.getByLabel('Pattern for new stories').inputValue(), '/desk/{slug}');
  });
});
