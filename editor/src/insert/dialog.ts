// A small dialog in the middle of the work: a form with a first button, closed by Escape, focus given back to the text.
// Links, pictures, read-more, notes and embeds ask through it.

import type { EditorView } from 'prosemirror-view';
import { el } from '../dom';
import { word } from '../words';

export interface Asking {
  close(): void;
}

/** Opens a dialog; `done` is called with the form when it is sent, and may refuse with a sentence. */
export function ask(view: EditorView, title: string, parts: Node[], first: string | null, done: () => string | void, extra: HTMLElement[] = []): Asking {
  const wrong = el('p', { className: 'wrong', role: 'alert' });
  wrong.hidden = true;
  const cancel = el('button', { type: 'button', textContent: word('cancel') });
  const form = el(
    'form',
    { method: 'dialog', className: 'stack tight' },
    el('h2', { id: 'ask-title', textContent: title }),
    wrong,
    ...parts,
    el('div', { className: 'row' }, first ? el('button', { className: 'first', textContent: first }) : null, ...extra, cancel),
  );
  const dialog = el('dialog', { className: 'ask-dialog', 'aria-labelledby': 'ask-title' }, form);
  const close = () => dialog.close();
  dialog.addEventListener('close', () => {
    dialog.remove();
    view.focus();
  });
  cancel.onclick = close;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const trouble = done();
    if (trouble) {
      wrong.textContent = trouble;
      wrong.hidden = false;
    } else close();
  });
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector<HTMLElement>('input, textarea, select')?.focus();
  return { close };
}

/** A labelled input. */
export function labelled(label: string, input: HTMLElement, help = ''): HTMLElement {
  const id = `ask-${label.replace(/\W+/g, '-').toLowerCase()}`;
  input.id = id;
  return el('p', {}, el('label', { htmlFor: id, textContent: label }), input, help ? el('small', { textContent: help }) : null);
}
