// The house in order: a standing page from its title to its end, a webhook that reaches a machine beside this one, a test
// letter in the folder, and the machine shown. Run by `cargo xtask e2e house`; axe reads each page.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openDesk } from './desk.mjs';
import { look } from './look.mjs';
import { newReader, openBrowser, openPaper, until } from './paper.mjs';
import { saved, typeAtEnd } from './writing.mjs';

const PASSWORD = 'wet gravel under the tram';

/** A machine that keeps what it is told, and answers with what it is told to answer. */
async function openReceiver() {
  const got = [];
  const receiver = { status: 200, got };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (bytes) => (body += bytes));
    request.on('end', () => {
      got.push({ headers: request.headers, body, ...JSON.parse(body) });
      response.writeHead(receiver.status).end();
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  receiver.url = `http://127.0.0.1:${server.address().port}`;
  receiver.close = () => new Promise((resolve) => server.close(resolve));
  return receiver;
}

describe('the house in order', () => {
  let paper, browser, desk, receiver;
  before(async () => {
    receiver = await openReceiver();
    // Whoever runs the machine names the receiver: other addresses of this network are refused.
    paper = await openPaper({ env: { COURANT_WEBHOOKS_INSIDE: receiver.url } });
    browser = await openBrowser();
    desk = await openDesk(paper, browser);
  });
  after(async () => {
    await browser?.close();
    await paper?.close();
    await receiver?.close();
  });

  const room = (name) => desk.chief.page.getByRole('navigation', { name: 'Rooms of the settings' }).getByRole('link', { name });
  const said = (words) => desk.chief.page.getByRole('status').filter({ hasText: words }).first().waitFor();

  test('a page is made, written, published, linked, moved and taken down', async () => {
    const { page } = desk.chief;
    await page.goto(`${paper.url}/desk/settings`);
    await room('Pages').click();
    await page.getByRole('heading', { name: 'Pages', level: 2 }).waitFor();
    await look(page, 'house pages');
    await page.getByLabel('Title').fill('Knocking rules');
    await page.getByLabel('Address', { exact: true }).last().fill('/local');
    await page.getByRole('button', { name: 'Begin it' }).click();
    assert.match(await page.getByRole('alert').first().innerText(), /a section stands at \/local/i);
    assert.equal(await page.getByLabel('Title').inputValue(), 'Knocking rules', 'what was typed is kept');
    await look(page, 'house page refused');
    await page.getByLabel('Address', { exact: true }).last().fill('/knocking-rules');
    await page.getByRole('button', { name: 'Begin it' }).click();
    await page.waitForURL(/\/desk\/stories\/\w+/);
    await typeAtEnd(page, 'We knock before we print.');
    await saved(page);
    await look(page, 'house page in the editor');

    await page.goto(`${paper.url}/desk/settings/pages`);
    const mine = page.locator('.standing', { hasText: 'Knocking rules' });
    await mine.getByRole('button', { name: 'Publish unseen' }).click();
    await said('Readers see the page');
    const reader = await newReader(browser);
    await reader.page.goto(`${paper.url}/knocking-rules`);
    assert.match(await reader.page.locator('main').innerText(), /We knock before we print/);
    await look(reader.page, 'house page for readers');
    assert.ok(!(await (await paper.get('/latest')).text()).includes('Knocking rules'), 'no list of news has it');

    await mine.getByRole('button', { name: 'Link it in the foot' }).click();
    await said('linked in the foot');
    await reader.page.goto(paper.url);
    await reader.page.locator('footer').getByRole('link', { name: 'Knocking rules' }).click();
    await reader.page.waitForURL(`${paper.url}/knocking-rules`);

    await mine.locator('summary').click();
    await mine.getByLabel('Address', { exact: true }).fill('/how-we-work');
    await look(page, 'house page to move');
    await mine.getByRole('button', { name: 'Move it' }).click();
    await said('Moved');
    const old = await paper.get('/knocking-rules');
    assert.deepEqual([old.status, old.headers.get('location')], [301, `${paper.url}/how-we-work`]);
    assert.ok((await (await paper.get('/')).text()).includes('href="/how-we-work"'), 'the foot follows');

    await mine.locator('summary').click();
    await mine.getByRole('button', { name: 'Take it down' }).click();
    if (new URL(page.url()).pathname.endsWith('/confirm')) {
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await page.getByRole('button', { name: 'Go on' }).click();
      await page.waitForURL(/settings\/pages/);
      await mine.locator('summary').click();
      await mine.getByRole('button', { name: 'Take it down' }).click();
    }
    await said('Taken down');
    assert.equal((await paper.get('/how-we-work')).status, 410);
    assert.equal((await paper.get('/knocking-rules')).status, 410);
    assert.ok(!(await (await paper.get('/')).text()).includes('how-we-work'), 'the foot leads nowhere dead');
    await look(page, 'house pages with one gone');
    await reader.close();
  });

  test('a webhook is made, its secret seen once, and a delivery arrives signed', async () => {
    const { page } = desk.chief;
    await page.goto(`${paper.url}/desk/settings`);
    await room('Webhooks').click();
    await page.getByText('Nobody is told').waitFor();
    await look(page, 'webhooks none');
    await page.getByLabel('Address', { exact: true }).fill('https://10.0.0.5/in');
    await page.getByLabel('Name').fill('The app');
    await page.getByRole('checkbox', { name: /A breaking strip|front is put live/ }).check();
    await page.getByRole('checkbox', { name: /^A standing page is published/ }).check();
    await page.getByRole('button', { name: 'Make it' }).click();
    assert.match(await page.getByRole('alert').first().innerText(), /private network/);
    assert.equal(await page.getByLabel('Name').inputValue(), 'The app');
    await page.getByLabel('Address', { exact: true }).fill(`${receiver.url}/in`);
    await page.getByRole('button', { name: 'Make it' }).click();
    const secret = await page.getByLabel('Secret', { exact: true }).inputValue();
    assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
    await look(page, 'webhook made');
    await page.getByRole('link', { name: 'All webhooks' }).click();
    await page.getByRole('link', { name: 'The app' }).click();
    assert.equal(await page.getByLabel('Secret', { exact: true }).count(), 0, 'seen once');

    await page.getByRole('button', { name: 'Send a test' }).click();
    await until(() => receiver.got.length === 1, { what: 'the test', patience: 15_000 });
    const [{ headers, body, type }] = receiver.got;
    assert.equal(type, 'webhook.test');
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
    const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    assert.equal(headers['webhook-signature'], `v1,${createHmac('sha256', key).update(content).digest('base64')}`);
    // The sheet says so by itself.
    await page.locator('#deliveries').getByText('Delivered').first().waitFor({ timeout: 15_000 });

    receiver.status = 503;
    await page.goto(`${paper.url}/desk/settings/pages`);
    await page.getByLabel('Title').fill('Contact desk');
    await page.getByRole('button', { name: 'Begin it' }).click();
    await page.waitForURL(/\/desk\/stories\/\w+/);
    await typeAtEnd(page, 'Write to us.');
    await saved(page);
    await page.goto(`${paper.url}/desk/settings/pages`);
    await page.locator('.standing', { hasText: 'Contact desk' }).getByRole('button', { name: 'Publish unseen' }).click();
    await said('Readers see the page');
    await until(() => receiver.got.length === 2, { what: 'the delivery', patience: 15_000 });
    assert.equal(receiver.got[1].type, 'page.published');
    assert.equal(receiver.got[1].data.url, `${paper.url}/contact-desk`);
    await page.goto(`${paper.url}/desk/settings/webhooks`);
    await page.getByRole('link', { name: 'The app' }).click();
    await page.locator('#deliveries').getByText('answered 503').waitFor({ timeout: 15_000 });
    await look(page, 'webhook failing');
    receiver.status = 204;
    await page.locator('#deliveries').getByRole('button', { name: /Send again page.published/ }).click();
    await until(() => receiver.got.length === 3, { what: 'the same once more', patience: 15_000 });
    assert.equal(receiver.got[2].headers['webhook-id'], receiver.got[1].headers['webhook-id']);

    await page.getByRole('button', { name: 'Pause' }).click();
    await said('Paused');
    await page.locator('summary', { hasText: 'A new secret, and removal' }).click();
    await look(page, 'webhook paused');
    await page.getByRole('button', { name: 'Remove the webhook' }).click();
    await said('Removed');
    await page.getByRole('button', { name: /^Bring this back/ }).last().click();
    await said('As it was');
    await page.getByText('Active').first().waitFor();
  });

  test('a test letter lies in the folder, and the machine shows where everything is set', async () => {
    const { page } = desk.chief;
    await page.goto(`${paper.url}/desk/settings`);
    await room('Machine').click();
    await look(page, 'machine');
    assert.equal(await page.getByLabel('To').inputValue(), 'ana@maren.example');
    await page.getByRole('button', { name: 'Send it' }).click();
    const file = await page.locator('.notice .said').innerText();
    assert.match(file, /\.eml$/);
    await look(page, 'machine letter');
    const letters = await readdir(path.join(paper.folder, 'mail'));
    assert.ok(letters.includes(path.basename(file)), file);
    assert.match(await readFile(path.join(paper.folder, 'mail', path.basename(file)), 'utf8'), /To: .*ana@maren\.example/);
    const row = page.getByRole('row', { name: /webhooks_inside/ });
    assert.match(await row.innerText(), new RegExp(`${receiver.url}[^]*COURANT_WEBHOOKS_INSIDE`));
    assert.match(await page.locator('.facts').innerText(), /SQLite 3\.[^]*Free on the disk/);
  });
});
