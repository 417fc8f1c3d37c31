// The first minute and all that follows from it: first account by password and by passkey, invitation, one-time codes, sessions, single sign-on.
// Run by `cargo xtask e2e accounts`; each page is read by axe, and a single report of the content policy fails the walk.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { look } from './look.mjs';
import { freePort, newReader, openBrowser, openPaper, until } from './paper.mjs';

const PASSWORD = 'wet gravel under the tram';

/** The link of the first start, from the console. */
async function firstLink(paper) {
  const find = () => paper.printed().map((line) => line.match(/^first account: (\S+)/)?.[1]).find(Boolean);
  await until(find, { what: 'the link of the first start' });
  return find();
}

/** Somebody with a browser of their own, who reads each page with axe before going on. */
async function somebody(browser) {
  const reader = await newReader(browser);
  const { page, complaints } = reader;
  return {
    ...reader,
    look: (name) => look(page, name),
    /** An authenticator in this browser, as a telephone has one. */
    async authenticator() {
      const session = await page.context().newCDPSession(page);
      await session.send('WebAuthn.enable');
      await session.send('WebAuthn.addVirtualAuthenticator', {
        options: {
          protocol: 'ctap2',
          transport: 'internal',
          hasResidentKey: true,
          hasUserVerification: true,
          isUserVerified: true,
          automaticPresenceSimulation: true,
        },
      });
    },
    calm: () => assert.deepEqual(complaints, []),
  };
}

/** Six figures for a moment, by RFC 6238. */
function oneTimeCode(letters, at = Date.now()) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...letters.replace(/\s/g, '')].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const hash = createHmac('sha1', secret).update(step).digest();
  return String((hash.readUInt32BE(hash.at(-1) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Waits until a code that is made now holds through what a walk does with it: a step is 30 s, and codes of two steps count. */
async function roomInTheStep(needed = 12_000) {
  const left = 30_000 - (Date.now() % 30_000);
  if (left < needed) await new Promise((resolve) => setTimeout(resolve, left + 50));
}

async function signIn(page, url, email, password = PASSWORD) {
  await page.goto(`${url}/desk/login`);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Shows once more who one is, where the desk asks. */
async function confirm(page) {
  if (!new URL(page.url()).pathname.endsWith('/confirm')) return;
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Go on' }).click();
}

const engines = [['SQLite', undefined]];
if (process.env.COURANT_TEST_WALK_POSTGRES) engines.push(['PostgreSQL', process.env.COURANT_TEST_WALK_POSTGRES]);

for (const [engine, database] of engines) {
  describe(`accounts on ${engine}`, () => {
    let paper, browser, issuer;
    const chief = 'ana.reis@maren.example';
    const colleague = 'ben.otieno@maren.example';
    before(async () => {
      browser = await openBrowser();
      const port = await freePort();
      paper = await openPaper({
        database,
        host: 'localhost',
        env: {
          COURANT_LOGIN_OIDC_ISSUER: `http://localhost:${port}`,
          COURANT_LOGIN_OIDC_CLIENT_ID: 'courant',
          COURANT_LOGIN_OIDC_CLIENT_SECRET: 'a word between the two of us',
          COURANT_LOGIN_OIDC_NAME: 'Maren University',
        },
      });
      issuer = await openIssuer(port, paper.url);
    });
    after(async () => {
      await browser?.close();
      await paper?.close();
      await issuer?.close();
    });

    test('the link of the console opens the first minute, and the paper has a name and an editor-in-chief', async () => {
      const link = await firstLink(paper);
      assert.ok(link, 'the console prints it');
      assert.ok(!paper.log().includes('key='), 'the log does not');
      const me = await somebody(browser);
      const { page } = me;

      await page.goto(`${paper.url}/desk/login`);
      assert.match(await page.locator('main').innerText(), /Nobody can sign in yet/);
      await me.look('login-first');

      await page.goto(link);
      await me.look('first');
      await page.getByLabel('Name', { exact: true }).first().fill('The Maren Courier');
      await page.getByLabel('Line under the name').fill('News from both banks');
      await page.getByLabel('Name', { exact: true }).nth(1).fill('Ana Reis');
      await page.getByLabel('E-mail address').fill(chief);
      await page.getByLabel('Password', { exact: true }).fill('anareis@maren');
      await page.getByRole('button', { name: 'Open the desk' }).click();
      assert.match(await page.getByRole('alert').first().innerText(), /name, your address/);
      assert.equal(await page.getByLabel('E-mail address').inputValue(), chief, 'what was typed is kept');
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await page.getByRole('button', { name: 'Open the desk' }).click();
      await page.waitForURL(`${paper.url}/desk`);
      await until(async () => (await (await paper.get('/')).text()).includes('News from both banks'), { what: 'the line under the name' });

      const again = await page.goto(link);
      assert.equal(again.status(), 422, 'the link opens once');
      await me.look('link-used');
      assert.equal(JSON.parse(await paper.command('account', 'list', '--json'))[0].email, chief);
      // A page that is rightly refused is itself reported as "failed to load".
      me.calm();
      await me.close();
    });

    test('a colleague is invited, accepts with a passkey, and signs in with it without a name', async () => {
      const me = await somebody(browser);
      await signIn(me.page, paper.url, chief);
      await me.page.waitForURL(`${paper.url}/desk`);
      await me.page.goto(`${paper.url}/desk/accounts`);
      await me.look('accounts');
      await me.page.getByRole('link', { name: 'Invite a colleague' }).click();
      await me.look('invite');
      await me.page.getByLabel('Name', { exact: true }).fill('Ben Otieno');
      await me.page.getByLabel('E-mail address').fill(colleague);
      await me.page.getByRole('checkbox', { name: /^Editor edits/ }).check();
      await me.page.getByRole('button', { name: 'Make the invitation' }).click();
      const link = await me.page.getByLabel('Link', { exact: true }).inputValue();
      await me.look('invitation-link');
      await me.page.goto(`${paper.url}/desk/accounts`);
      assert.match(await me.page.locator('main').innerText(), /Invited[\s\S]*Ben Otieno/);

      const ben = await somebody(browser);
      await ben.authenticator();
      await ben.page.goto(link);
      await ben.look('invitation');
      await ben.page.getByRole('button', { name: 'Use a passkey' }).click();
      await ben.page.waitForURL(`${paper.url}/desk`);
      assert.equal((await ben.page.goto(link)).status(), 422, 'the invitation opens once');

      await ben.page.goto(`${paper.url}/desk/account`);
      await ben.look('account');
      await ben.page.getByRole('button', { name: 'Sign out everywhere' }).click();
      await ben.page.waitForURL('**/desk/login**');
      await ben.look('login');
      await ben.page.getByRole('button', { name: 'Sign in with a passkey' }).click();
      await ben.page.waitForURL(`${paper.url}/desk`);

      await ben.page.goto(`${paper.url}/desk/account/passkeys`);
      await ben.look('passkeys');
      await ben.page.getByRole('button', { name: 'Remove' }).click();
      assert.match(await ben.page.getByRole('alert').first().innerText(), /only way/, 'the last way in stays');
      assert.equal((await ben.page.goto(`${paper.url}/desk/accounts`)).status(), 403, 'an editor keeps no accounts');
      await ben.look('refused');
      me.calm();
      await me.close();
      await ben.close();
    });

    test('one-time codes are switched on, asked for at the door, and taken once', async () => {
      const me = await somebody(browser);
      const { page } = me;
      await signIn(page, paper.url, chief);
      await page.waitForURL(`${paper.url}/desk`);
      await page.goto(`${paper.url}/desk/account/codes`);
      await me.look('codes-off');
      await page.getByRole('button', { name: 'Set up' }).click();
      await me.look('codes-begun');
      const letters = await page.locator('.letters').innerText();
      await page.getByLabel('Code', { exact: true }).fill('000000');
      await page.getByRole('button', { name: 'Switch on' }).click();
      assert.match(await page.getByRole('alert').first().innerText(), /wrong/);
      assert.equal(await page.locator('.letters').innerText(), letters, 'the same secret waits on');
      // The step before is taken too, and leaves this one for the door.
      await roomInTheStep();
      await page.getByLabel('Code', { exact: true }).fill(oneTimeCode(letters, Date.now() - 30_000));
      await page.getByRole('button', { name: 'Switch on' }).click();
      await me.look('recovery');
      const recovery = await page.locator('.recovery code').allInnerTexts();
      assert.equal(recovery.length, 10);

      const other = await somebody(browser);
      await signIn(other.page, paper.url, chief);
      await other.page.waitForURL('**/desk/login/code**');
      await other.look('second-step');
      assert.equal((await other.page.request.get(`${paper.url}/desk`, { maxRedirects: 0 })).status(), 303, 'half a way is no way');
      await roomInTheStep();
      const code = oneTimeCode(letters);
      await other.page.getByLabel('Code', { exact: true }).fill(code);
      await other.page.getByRole('button', { name: 'Sign in' }).click();
      await other.page.waitForURL(`${paper.url}/desk`);

      const third = await somebody(browser);
      await signIn(third.page, paper.url, chief);
      await third.page.getByLabel('Code', { exact: true }).fill(code);
      await third.page.getByRole('button', { name: 'Sign in' }).click();
      assert.match(await third.page.getByRole('alert').first().innerText(), /used already/, 'no code is taken twice');
      await third.page.getByLabel('Code', { exact: true }).fill(recovery[0].toUpperCase());
      await third.page.getByRole('button', { name: 'Sign in' }).click();
      await third.page.waitForURL(`${paper.url}/desk`);

      await page.goto(`${paper.url}/desk/account`);
      assert.match(await page.locator('main').innerText(), /9 recovery codes/);
      assert.ok((await page.locator('text=last seen').count()) >= 2, 'the other browsers are listed');
      await me.look('account-full');
      await page.getByRole('button', { name: 'Sign out everywhere' }).click();
      await page.waitForURL('**/desk/login**');
      for (const one of [other, third]) {
        // A page that stands open may have noticed already and be on its way to the door.
        await one.page.goto(`${paper.url}/desk/account`).catch(() => {});
        await one.page.waitForURL('**/desk/login**');
      }
      for (const one of [me, other, third]) await one.close();
    });

    test('a locked-out editor gets in by a link from the console, and the password is new', async () => {
      const printed = await paper.command('account', 'reset', chief);
      const me = await somebody(browser);
      await me.page.goto(printed.match(/new password: (\S+)/)[1]);
      await me.look('reset');
      await me.page.getByLabel('Password', { exact: true }).fill('seven herons on a cold roof');
      await me.page.getByRole('button', { name: 'Set the password' }).click();
      await me.page.waitForURL(`${paper.url}/desk`);
      await me.page.goto(`${paper.url}/desk/account/password`);
      await me.look('new-password');
      await me.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await me.page.getByRole('button', { name: 'Save' }).click();
      await me.page.waitForURL('**/desk/account?done=password');
      assert.match(await me.page.locator('main').innerText(), /are off/, 'the lost telephone opens nothing');
      await me.page.goto(`${paper.url}/desk/accounts`);
      await me.page.getByRole('link', { name: 'Ben Otieno' }).click();
      await me.look('person');
      await me.page.goto(`${paper.url}/desk/confirm?next=/desk/accounts`);
      await me.look('confirm');
      await confirm(me.page);
      await me.page.waitForURL(`${paper.url}/desk/accounts`);
      me.calm();
      await me.close();
    });

    test('whom the issuer knows by a verified address is in, and nobody else', async () => {
      const me = await somebody(browser);
      const { page } = me;
      const go = async (who) => {
        issuer.next = who;
        await page.context().clearCookies();
        await page.goto(`${paper.url}/desk/login?next=/desk/account`);
        await page.getByRole('button', { name: 'Sign in with Maren University' }).click();
      };
      await go({ sub: 'ben', email: colleague, email_verified: true });
      await page.waitForURL(`${paper.url}/desk/account`);
      assert.match(await page.locator('main').innerText(), /ben\.otieno@maren\.example/);

      for (const who of [
        { sub: 'evil', email: colleague, email_verified: false },
        { sub: 'stranger', email: 'stranger@maren.example', email_verified: true },
      ]) {
        await go(who);
        await page.waitForURL(`${paper.url}/desk/login/sign-on/back`);
        await until(async () => /Nobody at this paper/.test(await page.locator('main').innerText()), { what: 'the refusal' });
      }
      // Whoever was in once is known by more than the address.
      await go({ sub: 'ben', email: 'another@maren.example', email_verified: true });
      await page.waitForURL(`${paper.url}/desk/account`);
      await me.look('signed-on');
      const back = await page.request.get(`${paper.url}/desk/login/sign-on/back?code=a&state=b`, { maxRedirects: 0 });
      assert.equal(back.status(), 200);
      assert.equal(back.headers()['set-cookie'], undefined, 'an address alone signs nobody in');
      await me.close();
    });
  });
}

test('the first account can be made by a passkey, and a new start makes a new link', async () => {
  const browser = await openBrowser();
  const paper = await openPaper({ host: 'localhost' });
  try {
    const old = await firstLink(paper);
    await paper.stop();
    await paper.again();
    const link = await firstLink(paper);
    assert.notEqual(link, old);
    const me = await somebody(browser);
    await me.authenticator();
    assert.equal((await me.page.goto(old)).status(), 422, 'the old link opens nothing');
    await me.page.goto(link);
    await me.page.getByRole('button', { name: 'Use a passkey' }).click();
    await until(async () => /first/.test(await me.page.locator('[data-passkey-says]').innerText()), { what: 'the question for a name' });
    await me.page.getByLabel('Name', { exact: true }).nth(1).fill('Ana Reis');
    await me.page.getByLabel('E-mail address').fill('ana.reis@maren.example');
    await me.page.getByRole('button', { name: 'Use a passkey' }).click();
    await me.page.waitForURL(`${paper.url}/desk`);
    await me.page.goto(`${paper.url}/desk/accounts/new`);
    assert.match(me.page.url(), /accounts\/new/, 'what was just shown need not be shown again');
    await me.page.goto(`${paper.url}/desk/account`);
    assert.match(await me.page.locator('main').innerText(), /Password is not set/);
    await me.close();
  } finally {
    await browser.close();
    await paper.close();
  }
});

/** An issuer on this machine that takes everybody for whom the walk says. */
async function openIssuer(port, paperUrl) {
  const { default: Provider } = await import('oidc-provider');
  const self = { next: null, people: new Map() };
  const provider = new Provider(`http://localhost:${port}`, {
    clients: [
      {
        client_id: 'courant',
        client_secret: 'a word between the two of us',
        redirect_uris: [`${paperUrl}/desk/login/sign-on/back`],
      },
    ],
    cookies: { keys: ['walk'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => self.people.get(id) }),
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
      grant.addOIDCScope('openid email');
      await grant.save();
      return grant;
    },
    ttl: { Interaction: 60, Session: 60, Grant: 60, IdToken: 60, AccessToken: 60, AuthorizationCode: 60 },
  });
  provider.use(async (ctx, next) => {
    if (!ctx.path.startsWith('/interaction/')) return next();
    self.people.set(self.next.sub, self.next);
    await provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: self.next.sub } });
    ctx.respond = false;
  });
  const server = await new Promise((resolve) => {
    const listening = provider.listen(port, '127.0.0.1', () => resolve(listening));
  });
  self.close = () => new Promise((resolve) => { server.closeAllConnections?.(); server.close(resolve); });
  return self;
}
