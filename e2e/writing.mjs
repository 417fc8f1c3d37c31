// What people do in the editor of a story: begin, open, type, and wait until the server has it; and the paper's clock for schedules.
// Used by the walks with several nodes and by the figures of the desk.

/** Begins a story by the form, waits for the editor, and fills the headline; gives back the story's address. */
export async function beginStory(page, url, { slug, headline, section = 'Local' }) {
  await page.goto(`${url}/desk/stories/new`);
  await page.getByLabel('Working slug').fill(slug);
  await page.getByLabel('Section').selectOption({ label: section });
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.waitForURL(/\/desk\/stories\/[0-9A-Z]+$/);
  const story = new URL(page.url()).pathname;
  await ready(page);
  if (headline) await page.getByLabel('Headline', { exact: true }).fill(headline);
  return story;
}

/** Opens a story and waits until its text is there. */
export async function openStory(page, url, story) {
  await page.goto(url + story);
  await ready(page);
}

const ready = (page) => page.locator('#editor[data-ready] .ProseMirror').waitFor();

/** Types at the end of the text, key by key. */
export async function typeAtEnd(page, text, delay = 0) {
  await page.locator('#editor .ProseMirror').focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(text, { delay });
}

/** Waits until the line says that the server has everything. */
export const saved = (page) => page.locator('.saved-line[data-state="saved"]').waitFor({ timeout: 30_000 });

/** The next full minute that is at least so far ahead: as the paper's clock shows it, and as a moment. */
export function localMinute(ahead, zone = 'Europe/Lisbon') {
  const at = Math.ceil((Date.now() + ahead) / 60_000) * 60_000;
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).formatToParts(at).map((p) => [p.type, p.value]),
  );
  return { at, local: `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}` };
}

/** The words of the text, without the flags of colleagues' cursors. */
export const written = (page) =>
  page.locator('#editor .ProseMirror').evaluate((text) => {
    const copy = text.cloneNode(true);
    for (const caret of copy.querySelectorAll('.caret, .ProseMirror-trailingBreak')) caret.remove();
    return [...copy.children].map((block) => block.textContent.replaceAll('\u2060', '')).join('\n');
  });
