// Titles by their length, and what each looks like where it will stand, live; an empty one falls back to the headline.
// Called by `fields.ts`; a page that has places of its own (`data-length-of`, `data-preview-of`) has them filled.

import * as Y from 'yjs';
import { el } from '../dom';
import { word } from '../words';

/** What is shown in full where the title stands, in characters. */
const MOST: Record<string, number> = { headline: 110, shortHeadline: 60, searchTitle: 65, shareTitle: 90, standfirst: 220 };

const letters = (text: string) => [...text].length;

export function bindTitle(field: HTMLInputElement | HTMLTextAreaElement, text: Y.Text, headline: Y.Text): () => void {
  const name = field.dataset.field ?? '';
  const most = Number(field.dataset.length ?? MOST[name] ?? 0);
  if (!most) return () => undefined;
  const fallsBack = text !== headline && name !== 'standfirst';
  let length = field.id ? document.querySelector<HTMLElement>(`[data-length-of="${CSS.escape(field.id)}"]`) : null;
  let preview = field.id ? document.querySelector<HTMLElement>(`[data-preview-of="${CSS.escape(field.id)}"]`) : null;
  const made: HTMLElement[] = [];
  if (!length) {
    length = el('p', { className: 'title-length' });
    field.after(length);
    made.push(length);
  }
  if (!preview && fallsBack) {
    preview = el('p', { className: `preview ${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, 'aria-hidden': 'true' });
    length.after(preview);
    made.push(preview);
  }
  const bare = made.length === 0;
  const draw = () => {
    const own = text.toString();
    const shown = own || (fallsBack ? headline.toString() : '');
    const n = letters(shown);
    if (length) {
      const said = n > most ? 'length-over' : !own && fallsBack ? 'length-fallback' : 'length';
      length.textContent = bare ? String(n) : word(said, { n, most });
      length.classList.toggle('long', n > most);
      length.hidden = n === 0;
    }
    if (preview) preview.textContent = n > most && name === 'searchTitle' ? `${[...shown].slice(0, most - 1).join('')}…` : shown;
    if (fallsBack) field.placeholder = headline.toString();
    if (name === 'shareTitle' || (name === 'headline' && !document.querySelector('[data-field=shareTitle]'))) {
      // The card of the publish panel shows the same words.
      for (const card of document.querySelectorAll('[data-share-title]')) card.textContent = shown;
    }
  };
  text.observe(draw);
  if (fallsBack) headline.observe(draw);
  draw();
  return () => {
    text.unobserve(draw);
    if (fallsBack) headline.unobserve(draw);
    for (const one of made) one.remove();
  };
}
