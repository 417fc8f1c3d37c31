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
  const [answer] = await Promise.all([
    page.waitForResponse((answer) => answer.request().isNavigationRequest() && ![302, 303].includes(answer.status())),
    form.getByRole('button').last().click(),
  ]);
  await page.waitForLoadState();
  return answer;
}
