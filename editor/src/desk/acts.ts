// Acts of the rail wait until what was typed is saved, so that what goes out is what one sees.
// The server settles the draft in any case; this keeps the last half second.

const editor = document.getElementById('editor');
let saved = true;
if (editor) {
  editor.addEventListener('courant:unsaved', () => (saved = false));
  editor.addEventListener('courant:saved', () => (saved = true));
}

/** Resolves when everything is saved, or after a while. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    if (saved || !editor) return resolve();
    const done = () => {
      clearTimeout(patience);
      editor.removeEventListener('courant:saved', done);
      resolve();
    };
    const patience = setTimeout(done, 4_000);
    editor.addEventListener('courant:saved', done);
  });
}

document.addEventListener('htmx:confirm', (event) => {
  const { detail, target } = event as CustomEvent<{ issueRequest(skip: boolean): void }>;
  if (saved || !(target instanceof HTMLFormElement) || !target.closest('#rail')) return;
  event.preventDefault();
  void settled().then(() => detail.issueRequest(true));
});

// A form in the rail is one act: a second press while it is under way does nothing.
document.addEventListener('htmx:beforeRequest', (event) => {
  const form = event.target;
  if (form instanceof HTMLFormElement) for (const button of form.querySelectorAll('button')) button.disabled = true;
});
document.addEventListener('htmx:afterRequest', (event) => {
  const form = event.target;
  if (form instanceof HTMLFormElement) for (const button of form.querySelectorAll('button')) button.disabled = false;
});
// Whoever is signed out is led to the door by the server's header; whatever else fails is said.
document.addEventListener('htmx:sendError', () => say());
document.addEventListener('htmx:responseError', (event) => {
  const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
  if (xhr.status !== 401) say();
});

function say() {
  const status = document.getElementById('status');
  const words = document.body.dataset.failed;
  if (status && words) status.replaceWith(Object.assign(status.cloneNode() as HTMLElement, { textContent: words }));
}
