// The browser of the editor's walks: one Chromium, a window per person, and every complaint that it makes.
// Used by the files beside it; COURANT_TEST_CHROMIUM names the browser where it is not in its usual place.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const executablePath = process.env.COURANT_TEST_CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

export const openBrowser = () =>
  chromium.launch({
    executablePath,
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });

/** A person at the desk with the story open. */
export async function sitDown(browser, newsroom, { as = 'Ana', query = '', width = 1280, height = 844, scheme = 'light', wait = true } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, locale: 'en-GB' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  page.setDefaultTimeout(8_000);
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/ERR_CONNECTION|ERR_INTERNET|WebSocket|status of (4|5)/.test(message.text())) complaints.push(`console: ${message.text()}`);
  });
  await page.addInitScript(() => {
    window.policy = [];
    document.addEventListener('securitypolicyviolation', (event) => window.policy.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
  });
  const url = `${newsroom.url}/desk/stories/one?as=${as}${query}`;
  await page.goto(url);
  if (wait) await page.waitForSelector('#editor[data-ready]');
  const text = page.locator('.story-text');
  return {
    context,
    page,
    text,
    url,
    complaints,
    /** The document as JSON, straight from the view. */
    json: () => page.evaluate(() => document.querySelector('.story-text').pmViewDesc.node.toJSON()),
    /** Whether the cursor stands at the start of the first block or at the end of the last, and the editor has been told. */
    cursorAt: (edge) =>
      page.evaluate(async (edge) => {
        const text = document.querySelector('.story-text');
        const block = edge === 'start' ? text.firstElementChild : text.lastElementChild;
        const { anchorNode, anchorOffset, isCollapsed } = document.getSelection();
        if (!isCollapsed || !block.contains(anchorNode)) return false;
        if (edge === 'start' ? anchorOffset > 0 : anchorOffset < anchorNode.textContent.length) return false;
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 40)));
        return true;
      }, edge),
    words: () => page.evaluate(() => [...document.querySelectorAll('.story-text > *')].map((block) => block.textContent)),
    policy: () => page.evaluate(() => window.policy),
    saved: () => page.waitForSelector('.saved-line[data-state=saved]'),
    close: () => context.close(),
  };
}

/** Waits for a condition. */
export async function until(condition, what = 'the condition', patience = 8_000) {
  const since = Date.now();
  for (;;) {
    if (await condition()) return;
    if (Date.now() - since > patience) throw new Error(`${what} did not come about`);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}
