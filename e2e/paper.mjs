// The paper as its readers and its newsroom meet it: `courant demo` on a free port, other commands beside it, and a browser.
// Every walk and the screenshots open theirs through this file; xtask says in the environment where binary and browser are.

import { spawn, execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';

const run = promisify(execFile);

/** The root of the checkout. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** What stands beside the checkout for tests only, or nothing. */
export async function shared(file) {
  const found = path.join(root, '..', 'shared', file);
  return access(found).then(() => found, () => null);
}

function needed(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: start the walks with cargo xtask e2e`);
  return value;
}

/** Starts the demo paper in a folder of its own; with `database`, on that PostgreSQL database. */
export async function openPaper({ database } = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'courant-walk-'));
  const place = ['--data', folder, ...(database ? ['--database', database] : [])];
  const server = spawn(needed('COURANT_TEST_BIN'), ['demo', '--listen', '127.0.0.1:0', ...place], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Each reader gives a client address of their own, as behind a proxy: limits a client are another test's matter.
    env: { ...process.env, COURANT_PROXIES: '127.0.0.1' },
  });
  // A walk that dies takes its paper along.
  const kill = () => {
    server.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', kill);
  let log = '';
  server.stderr.on('data', (bytes) => (log += bytes));
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const url = await new Promise((resolve, reject) => {
    createInterface({ input: server.stdout }).on('line', (line) => {
      const found = line.match(/^listening on (http:\/\/\S+)/);
      if (found) resolve(found[1].replace(/\/$/, ''));
    });
    const patience = setTimeout(() => reject(new Error(`no line "listening on" in a minute\n${log}`)), 60_000);
    patience.unref();
    ended.then((code) => reject(new Error(`courant demo ended with ${code}\n${log}`)));
  });
  return {
    url,
    log: () => log,
    /** Runs another command on the same paper, as a second process, and gives back its standard output. */
    async command(...words) {
      const { stdout } = await run(needed('COURANT_TEST_BIN'), [...words, ...place], { maxBuffer: 1 << 26 });
      return stdout;
    },
    async get(where, headers = {}) {
      return fetch(url + where, { headers, redirect: 'manual' });
    },
    async close() {
      server.kill('SIGINT');
      const patience = setTimeout(() => server.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(patience);
      process.off('exit', kill);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Starts the browser. It talks to nobody but the paper. */
export async function openBrowser() {
  return chromium.launch({
    executablePath: needed('COURANT_TEST_CHROMIUM'),
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
}

let readers = 0;

/** A reader with a window of their own: no cookie or cache of anybody else's. */
export async function newReader(browser, { width = 1280, height = 844, scheme = 'light', script = true } = {}) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    javaScriptEnabled: script,
    locale: 'en-GB',
    extraHTTPHeaders: { 'x-forwarded-for': `203.0.113.${(readers += 1) % 254}` },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints = listen(page);
  if (script) await page.addInitScript(watchFromWithin);
  return { context, page, complaints, close: () => context.close() };
}

/** Everything that the browser complains about: errors of scripts, of the console, of loading, and of the content policy. */
function listen(page) {
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() !== 'error' && !/Content Security Policy/i.test(message.text())) return;
    // A page that is rightly a 404 is itself reported as "failed to load"; its parts are not excused.
    const itself = message.location().url === page.url() && /Failed to load resource/.test(message.text());
    if (!itself) complaints.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    if (!/ERR_ABORTED/.test(why)) complaints.push(`request: ${request.url()} ${why}`);
  });
  page.on('request', (request) => {
    const host = new URL(request.url()).hostname;
    if (host && host !== '127.0.0.1') complaints.push(`request to another house: ${request.url()}`);
  });
  return complaints;
}

function watchFromWithin() {
  window.seen = { shift: 0, shifts: [], policy: [] };
  document.addEventListener('securitypolicyviolation', (event) => {
    window.seen.policy.push(`${event.violatedDirective}: ${event.blockedURI}`);
  });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.hadRecentInput) continue;
      window.seen.shift += entry.value;
      const moved = entry.sources.map(({ node }) => (node?.outerHTML ?? node?.textContent ?? '?').slice(0, 120));
      window.seen.shifts.push(`${entry.value.toFixed(4)}: ${moved.join(' | ')}`);
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

/** Waits for a condition and says how long it took in milliseconds, or throws when patience ends. */
export async function until(condition, { patience = 10_000, pause = 5, what = 'the condition' } = {}) {
  const since = performance.now();
  for (;;) {
    if (await condition()) return performance.now() - since;
    if (performance.now() - since > patience) throw new Error(`${what} did not come about in ${patience} ms`);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
