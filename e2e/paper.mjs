// The paper as its readers and its newsroom meet it: `courant demo` on a free port, other commands beside it, and a browser.
// Every walk and the screenshots open theirs through this file; xtask says in the environment where binary and browser are.

import { spawn, execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
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

/** A courant process that serves, from its first line to its end. Killed with whoever started it. */
export async function startServer(words, { env = {} } = {}) {
  const server = spawn(needed('COURANT_TEST_BIN'), words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Each reader gives a client address of their own, as behind a proxy: limits a client are another test's matter.
    env: { ...process.env, COURANT_PROXIES: '127.0.0.1', ...env },
  });
  const kill = () => server.kill('SIGKILL');
  process.once('exit', kill);
  let log = '';
  const printed = [];
  server.stderr.on('data', (bytes) => (log += bytes));
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const url = await new Promise((resolve, reject) => {
    createInterface({ input: server.stdout }).on('line', (line) => {
      printed.push(line);
      const found = line.match(/^listening on (http:\/\/\S+)/);
      if (found) resolve(found[1].replace(/\/$/, ''));
    });
    const patience = setTimeout(() => reject(new Error(`no line "listening on" in a minute\n${log}`)), 60_000);
    patience.unref();
    ended.then((code) => reject(new Error(`courant ${words[0]} ended with ${code}\n${log}`)));
  });
  return {
    url,
    log: () => log,
    /** The lines of standard output so far. */
    printed: () => [...printed],
    /** Waits until it has nothing to do, such as pictures of a new demo: less than a twentieth of a core over a second. */
    async idle() {
      const ticks = async () => {
        const stat = await readFile(`/proc/${server.pid}/stat`, 'utf8').catch(() => '');
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
      };
      for (let before = await ticks(), seconds = 0; seconds < 120; seconds += 1) {
        await new Promise((resolve) => setTimeout(resolve, 1000));
        const now = await ticks();
        if (now - before < 5) return;
        before = now;
      }
    },
    /** Ends it as a power cut would. */
    async kill() {
      server.kill('SIGKILL');
      await ended;
      process.off('exit', kill);
    },
    async close() {
      server.kill('SIGINT');
      const patience = setTimeout(() => server.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(patience);
      process.off('exit', kill);
    },
  };
}

/**
 * Starts the demo paper in a folder of its own; with `database`, on that PostgreSQL database. `host` is the name under
 * which the browser reaches it: passkeys want `localhost`.
 */
export async function openPaper({ database, host = '127.0.0.1', env = {} } = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'courant-walk-'));
  // A walk that dies takes its paper along.
  const sweep = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', sweep);
  const place = ['--data', folder, ...(database ? ['--database', database] : [])];
  let port = 0;
  const start = async () => {
    const at = host === '127.0.0.1' ? [] : ['--url', `http://${host}:${port || (port = await freePort())}`];
    const server = await startServer(['demo', '--listen', `127.0.0.1:${port}`, ...place, ...at], { env });
    port = Number(new URL(server.url).port);
    return server;
  };
  let server = await start();
  return {
    url: `http://${host}:${port}`,
    folder,
    log: () => server.log(),
    printed: () => server.printed(),
    /** Waits until the server has nothing to do. */
    idle: () => server.idle(),
    /** Runs another command on the same paper, as a second process, and gives back its standard output. */
    async command(...words) {
      const { stdout } = await run(needed('COURANT_TEST_BIN'), [...words, ...place], {
        maxBuffer: 1 << 26,
        env: { ...process.env, ...env },
      });
      return stdout;
    },
    async get(where, headers = {}) {
      return fetch(`http://127.0.0.1:${port}${where}`, { headers, redirect: 'manual' });
    },
    /** Ends the server as a power cut would. */
    kill: () => server.kill(),
    /** Starts it again on the same port, after `kill` or `stop`. */
    async again() {
      server = await start();
    },
    /** Stops the server in good order and keeps the folder. */
    stop: () => server.close(),
    async close() {
      await server.close();
      process.off('exit', sweep);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A port that nobody has at the moment. */
export async function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
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
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
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
    if (host && host !== '127.0.0.1' && host !== 'localhost') complaints.push(`request to another house: ${request.url()}`);
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
