// The day: planned, moved and given by mouse, by keyboard alone, and without script; another editor's move is told; the
// diary with a calendar taken in; and the sheet of paper for the conference.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openDesk } from './desk.mjs';
import { look, lookAround } from './look.mjs';
import { openBrowser, openPaper, until } from './paper.mjs';

describe('the day', () => {
  let paper, browser, desk, page, today;
  before(async () => {
    paper = await openPaper();
    browser = await openBrowser();
    desk = await openDesk(paper, browser);
    page = desk.chief.page;
    await page.setViewportSize({ width: 1280, height: 1000 });
    today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Lisbon' }).format(new Date());
  });
  after(async () => {
    await browser?.close();
    await paper?.close();
  });

  const cellOf = (title) => page.locator('td[data-cell]', { has: page.locator('.card-of', { hasText: title }) });
  const stands = (title, name) => until(async () => (await cellOf(title).first().getAttribute('data-name').catch(() => '')) === name, { what: `${title} at ${name}` });
  const tomorrow = () => new Date(Date.parse(`${today}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

  /** Plans a story by the form that is open. */
  async function fill(slug, day, time) {
    await page.getByLabel(/Working slug/).fill(slug);
    await page.getByLabel('Day', { exact: true }).last().fill(day);
    await page.getByLabel('Hour', { exact: true }).fill(time);
    await page.locator('#plan-section').selectOption({ label: 'Local' });
    await page.getByLabel('Length in words').fill('450');
  }

  test('by mouse: the demo has a day; a story is planned, dragged, and taken back', async () => {
    await page.goto(`${paper.url}/desk`);
    await page.locator('.places').getByRole('link', { name: 'The day' }).click();
    await page.locator('.card-of').first().waitFor();
    await page.locator('.event-of', { hasText: 'Lume river fair' }).waitFor();
    await lookAround(page, 'the day');
    // Tomorrow, so that nothing of it is late at whatever hour this is walked.
    await page.goto(`${paper.url}/desk/day/${tomorrow()}`);
    await page.getByRole('link', { name: 'Plan a story', exact: true }).click();
    await page.locator('#sheet.open').waitFor();
    await fill('wall-at-low-tide', tomorrow(), '10:30');
    await lookAround(page, 'the day planning');
    // A screen that holds all hours of a day, however many it has this evening: what is dragged does not scroll.
    await page.setViewportSize({ width: 1280, height: 2400 });
    await page.locator('#sheet button.first').click();
    await stands('wall-at-low-tide', 'Local, 10:00');
    // While the sheet is open it lies over the last columns.
    await page.locator('#sheet.open').waitFor({ state: 'detached' });
    await page.evaluate(() => scrollTo(0, 0));
    const card = page.locator('#board .day-table .card-of', { hasText: 'wall-at-low-tide' });
    await card.dragTo(page.locator('td[data-name="Economy, 16:00"]'));
    await stands('wall-at-low-tide', 'Economy, 16:00');
    await card.getByText('16:30').waitFor();
    await page.locator('#undo-move').click();
    await stands('wall-at-low-tide', 'Local, 10:00');
    await card.dragTo(page.locator('td[data-name="Local, Some time"]'));
    await stands('wall-at-low-tide', 'Local, Some time');
    await page.reload();
    await stands('wall-at-low-tide', 'Local, Some time');
    await page.setViewportSize({ width: 1280, height: 1000 });
    await look(page, 'the day moved');
  });

  test('by keyboard alone: planned by n, changed, and left by Escape', async () => {
    await page.goto(`${paper.url}/desk/day/${tomorrow()}`);
    await page.locator('h1').click();
    await page.keyboard.press('n');
    await page.locator('#plan-slug:focus').waitFor();
    await page.keyboard.type('quay by night');
    await page.locator('#plan-time').focus();
    await page.locator('#plan-time').fill('11:15');
    await page.keyboard.press('Enter');
    await page.locator('.card-of', { hasText: 'quay-by-night' }).waitFor();
    const change = page.getByRole('link', { name: 'Change quay-by-night' });
    await change.focus();
    await page.keyboard.press('Enter');
    await page.locator('#sheet.open input:focus').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('#sheet:not(.open)').waitFor({ state: 'attached' });
    await until(async () => change.evaluate((link) => link === document.activeElement), { what: 'the focus back on the card' });
    await page.keyboard.press('Enter');
    await page.locator('#plan-time').fill('13:45');
    await page.locator('#plan-who').selectOption({ label: 'Ana Reis' });
    await page.locator('#plan-time').press('Enter');
    await page.locator('.card-of', { hasText: 'quay-by-night' }).getByText('13:45').waitFor();
    await page.locator('.card-of', { hasText: 'quay-by-night' }).getByText('Ana Reis').waitFor();
  });

  test('another editor moves it: the page follows, an open form keeps its letters, and the slower one is told', async () => {
    const rui = await desk.colleague('Rui Paz', 'Editor');
    await page.goto(`${paper.url}/desk/day/${tomorrow()}`);
    await page.getByRole('link', { name: 'Change quay-by-night' }).click();
    await page.locator('#plan-note').fill('Ask the night watch.');
    await page.locator('#plan-time').fill('18:00');
    await rui.page.goto(`${paper.url}/desk/day/${tomorrow()}`);
    await rui.page.getByRole('link', { name: 'Change quay-by-night' }).click();
    await rui.page.locator('#plan-time').fill('15:00');
    await rui.page.locator('#sheet button.first').click();
    await page.locator('#board .card-of', { hasText: 'quay-by-night' }).getByText('15:00').waitFor();
    assert.equal(await page.locator('#plan-note').inputValue(), 'Ask the night watch.');
    await page.locator('#sheet button.first').click();
    await page.locator('#sheet .wrong', { hasText: 'Rui Paz moved it' }).waitFor();
    assert.equal(await page.locator('#plan-time').inputValue(), '18:00');
    assert.equal(await page.locator('#plan-note').inputValue(), 'Ask the night watch.');
    await lookAround(page, 'the day conflict');
    await page.locator('#sheet button.first').click();
    await page.locator('#board .card-of', { hasText: 'quay-by-night' }).getByText('18:00').waitFor();
    await rui.context.close();
  });

  test('the diary: an event, its story, a calendar taken in', async () => {
    await page.goto(`${paper.url}/desk/diary`);
    await lookAround(page, 'the diary');
    await page.getByRole('link', { name: 'New event' }).click();
    await page.getByLabel('What is on').fill('Port open day');
    await page.getByLabel('Day', { exact: true }).fill(tomorrow());
    await page.getByLabel('From', { exact: true }).fill('09:00');
    await page.getByLabel('Contact').fill('Harbour office');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('#status', { hasText: 'Kept' }).waitFor({ state: 'attached' });
    await lookAround(page, 'an event');
    await page.getByRole('link', { name: 'Plan a story from this', exact: true }).click();
    assert.equal(await page.locator('#plan-slug').inputValue(), 'port-open-day');
    await page.locator('#sheet button.first').click();
    await page.locator('.event-of', { hasText: 'Port open day' }).locator('.day-told').waitFor();
    await page.goto(`${paper.url}/desk/diary/import`);
    const day = tomorrow().replaceAll('-', '');
    await page.getByLabel('Or paste it').fill(`BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:w1\nSUMMARY:Water board\nDTSTART:${day}T140000\nEND:VEVENT\nBEGIN:VEVENT\nUID:w2\nSUMMARY:Broken\nDTSTART:soon\nEND:VEVENT\nEND:VCALENDAR\n`);
    await page.getByRole('button', { name: 'Take it in' }).click();
    await page.getByText('Line 10: this time cannot be read: soon').waitFor();
    await lookAround(page, 'a calendar taken in');
    await page.goto(`${paper.url}/desk/day/${tomorrow()}`);
    await page.locator('.event-of', { hasText: 'Water board' }).waitFor();
  });

  test('without script: planned by the form, and printed for the conference on one or two sheets', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, storageState: await desk.chief.context.storageState() });
    const plain = await context.newPage();
    await plain.goto(`${paper.url}/desk/day/${today}`);
    await plain.getByRole('link', { name: 'Plan a story', exact: true }).click();
    await plain.getByLabel(/Working slug/).fill('by hand');
    await plain.locator('#sheet button.first').click();
    await plain.locator('.card-of', { hasText: 'by-hand' }).waitFor();
    await context.close();
    await page.goto(`${paper.url}/desk/day/${today}`);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    console.log(`the day on paper: ${sheets} sheets`);
    if (process.env.COURANT_TEST_SHOTS) await writeFile(path.join(process.env.COURANT_TEST_SHOTS, 'the-day.pdf'), pdf);
    assert.ok(sheets >= 1 && sheets <= 2, `${sheets} sheets`);
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('.places').isVisible(), false);
    assert.equal(await page.locator('.made').isVisible(), true);
    assert.equal(await page.locator('.day-change').first().isVisible(), false);
    await page.emulateMedia({ media: 'screen' });
  });
});
