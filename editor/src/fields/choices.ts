// Topics, kind, section and lead picture: choices of the story, bound to the shared document's array and map.
// Called by `fields.ts` for each such place of the page.

import * as Y from 'yjs';
import { get } from '../desk/ask';
import { el } from '../dom';
import { remember, sourceOf, type FoundPicture } from '../insert/pictures';
import { picker } from '../insert/picker';
import { word } from '../words';

interface Named {
  id: string;
  name: string;
}

export function bindTopics(host: HTMLElement, array: Y.Array<unknown>, readonly: boolean): () => void {
  const names = new Map<string, string>();
  for (const chip of host.querySelectorAll<HTMLElement>('[data-id]')) names.set(chip.dataset.id ?? '', chip.textContent?.trim() ?? '');
  const chips = el('div', { className: 'chips' });
  const address = host.dataset.find ?? '/desk/find/topics';
  const find = async (q: string, signal?: AbortSignal) => {
    const found = await get<Named[]>(address, { q }, signal);
    for (const { id, name } of found) names.set(id, name);
    return found;
  };
  let asked = false;
  const draw = () => {
    const ids = array.toArray().map(String);
    if (!asked && ids.some((id) => !names.has(id))) {
      asked = true;
      find('').then(draw, () => undefined);
    }
    chips.replaceChildren(
      ...ids.map((id, index) => {
        const name = names.get(id) ?? id;
        const away = el('button', { type: 'button', textContent: '×', 'aria-label': word('topic-remove', { name }), onclick: () => array.delete(index) });
        return el('span', { className: 'chip', 'data-id': id }, name, readonly ? null : away);
      }),
    );
  };
  const box = picker<Named>({
    label: word('topic-add'),
    find,
    show: ({ name }) => ({ label: name }),
    pick: ({ id }) => void (array.toArray().includes(id) || array.push([id])),
  });
  const before = [...host.childNodes];
  host.replaceChildren(chips, ...(readonly ? [] : [box.root]));
  array.observe(draw);
  draw();
  return () => {
    array.unobserve(draw);
    host.replaceChildren(...before);
  };
}

/** A select whose value is a key of `meta`. An empty value is null. */
export function bindChoice(field: HTMLSelectElement, meta: Y.Map<unknown>, key: string, readonly: boolean): () => void {
  const draw = () => {
    const value = String(meta.get(key) ?? '');
    if (value && ![...field.options].some((option) => option.value === value)) field.append(el('option', { value, textContent: value }));
    field.value = value;
  };
  const write = () => void meta.set(key, field.value || (key === 'kind' ? 'news' : null));
  field.disabled = readonly;
  field.addEventListener('change', write);
  meta.observe(draw);
  draw();
  return () => {
    meta.unobserve(draw);
    field.removeEventListener('change', write);
  };
}

export function bindPicture(host: HTMLElement, meta: Y.Map<unknown>, readonly: boolean): () => void {
  const first = host.querySelector<HTMLElement>('figure[data-id]');
  const image = first?.querySelector('img');
  if (first?.dataset.id && image) remember({ id: first.dataset.id, src: image.getAttribute('src') ?? '' });
  const place = el('div', { className: 'lead-here' });
  const draw = () => {
    const id = meta.get('picture');
    if (typeof id !== 'string' || !id) {
      place.replaceChildren(el('p', { className: 'soft', textContent: word('picture-none') }));
      return;
    }
    const away = el('button', { type: 'button', textContent: word('picture-away'), onclick: () => meta.set('picture', null) });
    const shown = el('img', { alt: word('picture-lead'), loading: 'lazy' });
    shown.hidden = true;
    void sourceOf(id).then((src) => {
      if (!src) return;
      shown.src = src;
      shown.hidden = false;
    });
    place.replaceChildren(el('figure', { 'data-id': id }, shown), readonly ? '' : away);
  };
  const box = picker<FoundPicture>({
    label: word('picture-find'),
    find: (q, signal) => get(host.dataset.find ?? '/desk/find/pictures', { q }, signal),
    show: (picture) => ({ label: picture.alt || picture.caption || picture.id, note: picture.credit, src: picture.src }),
    pick(picture) {
      remember(picture);
      meta.set('picture', picture.id);
    },
  });
  const before = [...host.childNodes];
  host.replaceChildren(place, ...(readonly ? [] : [box.root]));
  meta.observe(draw);
  draw();
  return () => {
    meta.unobserve(draw);
    host.replaceChildren(...before);
  };
}
