// Mentions: an @ and some letters in a textarea with `data-mentions` offers colleagues; what is sent names the account.
// Works for every such textarea of the desk, and for the editor's own note dialog.

import { el } from '../dom';
import { word } from '../words';
import { get } from './ask';

interface Colleague {
  account: string;
  name: string;
}

const chosen = new WeakMap<HTMLTextAreaElement, Map<string, string>>();
let list: HTMLUListElement | null = null;
let found: Colleague[] = [];
let at = 0;
let asking: AbortController | null = null;

/** What was typed, with each picked name as `@{ACCOUNT}`. */
export function bodyWithMentions(area: HTMLTextAreaElement): string {
  let text = area.value;
  const names = [...(chosen.get(area) ?? [])].sort((a, b) => b[0].length - a[0].length);
  for (const [name, account] of names) text = text.replaceAll(`@${name}`, `@{${account}}`);
  return text;
}

const area = (target: EventTarget | null) => (target instanceof HTMLTextAreaElement && target.dataset.mentions ? target : null);

function begun(field: HTMLTextAreaElement): { from: number; words: string } | null {
  const before = field.value.slice(0, field.selectionStart);
  const match = before.match(/(?:^|[\s(])@([\p{L}\p{M}'’.-]*(?: [\p{L}\p{M}'’.-]+)?)$/u);
  return match ? { from: before.length - (match[1] ?? '').length - 1, words: match[1] ?? '' } : null;
}

function shut() {
  list?.remove();
  list = null;
  found = [];
  asking?.abort();
}

function draw(field: HTMLTextAreaElement) {
  list?.remove();
  list = null;
  if (found.length === 0) return field.removeAttribute('aria-activedescendant');
  list = el(
    'ul',
    { className: 'mentions', role: 'listbox', id: 'mentions', 'aria-label': word('mention') },
    ...found.map((one, index) => {
      const row = el('li', { role: 'option', id: `mention-${index}`, 'aria-selected': String(index === at), textContent: one.name });
      row.onmousedown = (event) => (event.preventDefault(), take(field, one));
      return row;
    }),
  );
  field.after(list);
  field.setAttribute('aria-controls', 'mentions');
  field.setAttribute('aria-activedescendant', `mention-${at}`);
}

function take(field: HTMLTextAreaElement, one: Colleague) {
  const place = begun(field);
  if (place) {
    field.setRangeText(`@${one.name} `, place.from, field.selectionStart, 'end');
    const names = chosen.get(field) ?? new Map<string, string>();
    chosen.set(field, names.set(one.name, one.account));
  }
  shut();
}

document.addEventListener('input', (event) => {
  const field = area(event.target);
  if (!field) return;
  const place = begun(field);
  if (!place) return shut();
  asking?.abort();
  const mine = (asking = new AbortController());
  get<Colleague[]>(field.dataset.mentions ?? '', { q: place.words }, mine.signal).then(
    (colleagues) => {
      if (mine.signal.aborted) return;
      found = colleagues.slice(0, 8);
      at = 0;
      draw(field);
    },
    () => undefined,
  );
});

document.addEventListener(
  'keydown',
  (event) => {
    const field = area(event.target);
    if (!field || found.length === 0) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      at = (at + (event.key === 'ArrowDown' ? 1 : -1) + found.length) % found.length;
      draw(field);
    } else if (event.key === 'Enter' || event.key === 'Tab') {
      const one = found[at];
      if (one) take(field, one);
    } else if (event.key === 'Escape') shut();
    else return;
    event.preventDefault();
    event.stopPropagation();
  },
  true,
);

document.addEventListener('focusout', (event) => area(event.target) && shut());

document.addEventListener('formdata', (event) => {
  for (const field of (event.target as HTMLFormElement).querySelectorAll<HTMLTextAreaElement>('textarea[data-mentions]')) {
    if (field.name) event.formData.set(field.name, bodyWithMentions(field));
  }
});
