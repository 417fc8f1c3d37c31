// Keys in lists: j and k go down and up, Enter opens, since each line is a link. `/` finds, `n` begins a story.
// `?` lists the keys, `U` publishes unseen; none of them works while one types.

import { apple, el } from '../dom';

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

function step(by: number) {
  const lines = [...document.querySelectorAll<HTMLElement>('[data-list] .title')];
  if (lines.length === 0) return false;
  const at = lines.findIndex((line) => line === document.activeElement);
  const next = lines[Math.min(Math.max(at + by, 0), lines.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
  return true;
}

function press(key: string) {
  const found = document.querySelector<HTMLElement>(`[data-key="${key}"]`);
  if (found instanceof HTMLInputElement) found.select();
  found?.[found instanceof HTMLInputElement ? 'focus' : 'click']();
  return found !== null;
}

document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Escape' && event.target instanceof HTMLInputElement && event.target.dataset.key === '/') {
    return event.target.blur();
  }
  if (event.key === 'ArrowDown' && event.target instanceof HTMLInputElement && event.target.dataset.key === '/') {
    if (step(1)) event.preventDefault();
    return;
  }
  if (typing(event.target) || document.querySelector('dialog[open]')) return;
  const done =
    event.key === 'j' ? step(1) : event.key === 'k' ? step(-1) : event.key === '?' ? keys() : ['/', 'n'].includes(event.key) ? press(event.key) : event.key === 'U' ? press('publish-unseen') : false;
  if (done) event.preventDefault();
});

/** The dialog of keys. Its words stand in the page. */
function keys(): boolean {
  const words = document.getElementById('keys');
  if (!(words instanceof HTMLTemplateElement)) return false;
  const dialog = el('dialog', { className: 'keys', 'aria-labelledby': 'keys-title' }, words.content.cloneNode(true)) as HTMLDialogElement;
  if (apple) for (const key of dialog.querySelectorAll('kbd')) if (key.textContent === 'Ctrl') key.textContent = '⌘';
  // The editor prints its own keys into the page, under the same names by which it binds them.
  const editor = JSON.parse(document.getElementById('editor-keys')?.textContent ?? '[]') as { keys: string[]; does: string }[];
  if (editor.length > 0) {
    const rows = editor.map(({ keys, does }) => el('div', {}, el('dt', { textContent: does }), el('dd', {}, ...keys.map((key) => el('kbd', { textContent: key })))));
    dialog.querySelector('form')?.before(el('dl', { className: 'keys-list' }, ...rows));
  }
  document.body.append(dialog);
  dialog.addEventListener('close', () => dialog.remove());
  dialog.showModal();
  return true;
}
for (const button of document.querySelectorAll('[data-keys]')) button.addEventListener('click', keys);
