// Filling in and sending the reply form below a story, as a reader does.
// Used by the replying walk and wherever a page is wanted that only the form leads to.

/** The form below the open story; the report form has no field for a name. */
export function replyForm(page) {
  return page.locator('form').filter({ has: page.locator('input[name="name"]') });
}

/** Fills the form in and sends it; gives back the answer that the reader ends on. */
export async function sendReply(page, { name, email, text }) {
  const form = replyForm(page);
  // What the browser would catch itself must be caught by the paper too.
  await form.evaluate((form) => (form.noValidate = true));
  await form.locator('input[name="name"]').fill(name);
  await form.locator('input[name="email"]').fill(email);
  await form.locator('textarea[name="text"]').fill(text);
  return send(page, form);
}

/** Tells the newsroom of an error by the form at the end of the story. */
export async function sendReport(page, { text }) {
  const form = page.locator('form').filter({ has: page.locator('[name="quote"]') });
  const closed = page.locator('details:not([open])').filter({ has: form }).locator('summary');
  if ((await closed.count()) > 0) await closed.click();
  await form.locator('textarea[name="text"]').fill(text);
  return send(page, form);
}

/** What a browser does that shows a page from long ago, or a robot that knows only the names of the fields. */
export async function forgetStamps(page) {
  await page.locator('input[name="stamp"]').evaluateAll((all) => all.forEach((input) => (input.value = '')));
}

async function send(page, form) {
  const [answer] = await Promise.all([
    page.waitForResponse((answer) => answer.request().isNavigationRequest() && ![302, 303].includes(answer.status())),
    // By the keyboard: a page without script has no way to tell a mouse when it has come to rest.
    form.getByRole('button').last().press('Enter'),
  ]);
  await page.waitForLoadState();
  return answer;
}
