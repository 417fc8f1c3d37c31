// A box in which one types and picks from what the desk finds: stories to read more of, pictures, background, people.
// A combobox by keyboard and pointer; the dialogs and the byline use it.

import { after, el } from '../dom';
import { word } from '../words';

export interface Choice {
  label: string;
  note?: string;
  /** A small picture beside it. */
  src?: string;
}

let boxes = 0;

export interface Picker {
  root: HTMLElement;
  input: HTMLInputElement;
}

export function picker<T>(options: {
  label: string;
  find(words: string, signal: AbortSignal): Promise<T[]>;
  show(found: T): Choice;
  pick(found: T): void;
  /** Takes the words themselves, when Enter is pressed with nothing picked. */
  free?: (words: string) => void;
}): Picker {
  boxes += 1;
  const id = `picker-${boxes}`;
  const input = el('input', {
    type: 'search',
    autocomplete: 'off',
    role: 'combobox',
    'aria-expanded': 'false',
    'aria-controls': id,
    'aria-autocomplete': 'list',
    'aria-label': options.label,
    placeholder: options.label,
  });
  const list = el('ul', { id, role: 'listbox', className: 'found', 'aria-label': options.label });
  list.hidden = true;
  const said = el('p', { className: 'help', role: 'status' });
  let found: T[] = [];
  let at = -1;
  let asking: AbortController | null = null;

  const draw = () => {
    list.replaceChildren(
      ...found.map((one, index) => {
        const { label, note, src } = options.show(one);
        const row = el(
          'li',
          { id: `${id}-${index}`, role: 'option', 'aria-selected': String(index === at) },
          src ? el('img', { src, alt: '', loading: 'lazy' }) : null,
          el('span', {}, el('b', { textContent: label }), note ? el('small', { textContent: note }) : null),
        );
        row.onmousedown = (event) => event.preventDefault();
        row.onclick = () => take(one);
        return row;
      }),
    );
    list.hidden = found.length === 0;
    input.setAttribute('aria-expanded', String(found.length > 0));
    if (at >= 0) {
      input.setAttribute('aria-activedescendant', `${id}-${at}`);
      document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: 'nearest' });
    } else input.removeAttribute('aria-activedescendant');
  };
  const take = (one: T) => {
    found = [];
    at = -1;
    input.value = '';
    draw();
    options.pick(one);
  };
  const ask = async () => {
    asking?.abort();
    const mine = (asking = new AbortController());
    try {
      found = await options.find(input.value.trim(), mine.signal);
      at = -1;
      said.textContent = found.length === 0 && input.value.trim() ? word('found-nothing') : '';
      draw();
    } catch (trouble) {
      if (!mine.signal.aborted) said.textContent = word('found-trouble', { message: (trouble as Error).message });
    }
  };
  input.addEventListener('input', after(150, () => void ask()));
  input.addEventListener('focus', () => found.length === 0 && void ask());
  input.addEventListener('blur', () => {
    list.hidden = true;
    found = [];
    input.setAttribute('aria-expanded', 'false');
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (found.length === 0) return void ask();
      at = (at + (event.key === 'ArrowDown' ? 1 : -1) + found.length) % found.length;
      draw();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const one = found[at] ?? (options.free ? undefined : found[0]);
      if (one) take(one);
      else if (options.free && input.value.trim()) {
        const words = input.value.trim();
        input.value = '';
        found = [];
        draw();
        options.free(words);
      }
    } else if (event.key === 'Escape' && found.length > 0) {
      event.preventDefault();
      event.stopPropagation();
      found = [];
      draw();
    }
  });
  return { root: el('div', { className: 'picker' }, input, list, said), input };
}
