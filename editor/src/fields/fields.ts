// Finds the fields of the story page and ties each to its place in the shared document, also those that a fragment
// brings later. Called by the island when the document is there; what it returns lets go of them again.

import type { Island } from '../island';
import { get } from '../desk/ask';
import { after, el } from '../dom';
import { insertPicture, type FoundPicture } from '../insert/pictures';
import { word } from '../words';
import { bindByline } from './byline';
import { bindChoice, bindPicture, bindTopics } from './choices';
import { bindText } from './text';
import { bindTitle } from './titles';

const TEXTS = ['headline', 'shortHeadline', 'searchTitle', 'shareTitle', 'standfirst', 'dateline'];

export function bindFields(island: Island): () => void {
  const bound = new Map<HTMLElement, () => void>();
  const { doc, readonly, room } = island;

  const bind = (field: HTMLElement): (() => void) | null => {
    const name = field.dataset.field ?? '';
    const typed = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement;
    if (TEXTS.includes(name) && typed) {
      const text = bindText(field, doc.getText(name), room.awareness, readonly);
      const title = bindTitle(field, doc.getText(name), doc.getText('headline'));
      return () => (text.release(), title());
    }
    if (name === 'byline') return bindByline(field, doc.getArray('byline'), readonly);
    if (name === 'topics') return bindTopics(field, doc.getArray('topics'), readonly);
    if (name === 'picture') return bindPicture(field, doc.getMap('meta'), readonly);
    if ((name === 'kind' || name === 'section') && field instanceof HTMLSelectElement) return bindChoice(field, doc.getMap('meta'), name, readonly);
    return null;
  };
  const scan = () => {
    for (const [field, release] of bound) {
      if (field.isConnected) continue;
      release();
      bound.delete(field);
    }
    for (const field of document.querySelectorAll<HTMLElement>('[data-field]')) {
      const release = bound.has(field) ? null : bind(field);
      if (release) bound.set(field, release);
    }
    for (const place of document.querySelectorAll<HTMLElement>('[data-pictures]')) {
      if (!readonly && !bound.has(place)) bound.set(place, bindShelf(island, place));
    }
  };
  scan();
  document.addEventListener('htmx:afterSettle', scan);
  return () => {
    document.removeEventListener('htmx:afterSettle', scan);
    for (const release of bound.values()) release();
  };
}

/** The rail's shelf of pictures: each goes into the text or becomes the lead picture. */
function bindShelf(island: Island, place: HTMLElement): () => void {
  const input = place.querySelector<HTMLInputElement>('input[type=search]');
  const found = place.querySelector<HTMLElement>('.found');
  if (!input || !found) return () => undefined;
  const draw = after(180, async () => {
    try {
      const pictures = await get<FoundPicture[]>(place.dataset.pictures ?? '/desk/find/pictures', { q: input.value.trim() });
      found.replaceChildren(
        ...pictures.map((picture) =>
          el(
            'div',
            { className: 'shelf' },
            el('img', { src: picture.src, alt: picture.alt, loading: 'lazy' }),
            el('p', { className: 'help', textContent: picture.caption || picture.alt }),
            el('div', { className: 'row' },
              el('button', { type: 'button', textContent: word('picture-into'), onclick: () => insertPicture(island.view, picture) }),
              el('button', { type: 'button', textContent: word('picture-as-lead'), onclick: () => island.doc.getMap('meta').set('picture', picture.id) }),
            ),
          ),
        ),
      );
      if (pictures.length === 0) found.replaceChildren(el('p', { className: 'soft', textContent: word('found-nothing') }));
    } catch (trouble) {
      found.replaceChildren(el('p', { className: 'soft', textContent: word('found-trouble', { message: (trouble as Error).message }) }));
    }
  });
  input.addEventListener('input', draw);
  input.addEventListener('focus', draw, { once: true });
  return () => input.removeEventListener('input', draw);
}
