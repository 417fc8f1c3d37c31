// How the others' cursors and selections look. Colours are set through the DOM, never by a style attribute in markup.
// Used by y-prosemirror's cursor plugin in the body and by the fields.

import { el } from '../dom';

export interface Person {
  account?: string;
  name?: string;
  colour?: string;
}

const TINTS = 8;

/** One of eight tints that the style sheet knows, the same for one person in every browser. */
export function tint(person: Person): number {
  let sum = 0;
  for (const letter of person.account ?? person.name ?? '') sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return sum % TINTS;
}

export function cursor(person: Person): HTMLElement {
  const flag = el('span', { className: 'flag', textContent: person.name ?? '' });
  const caret = el('span', { className: `caret tint-${tint(person)}` }, '\u2060', flag, '\u2060');
  const colour = colourOf(person);
  if (colour) caret.style.setProperty('--who', colour);
  return caret;
}

/** A colour that the server gave, when it is one. */
export function colourOf(person: Person): string | null {
  return /^#[0-9a-f]{6}$/i.test(person.colour ?? '') ? (person.colour as string) : null;
}

export function selection(person: Person) {
  return { class: `their-selection tint-${tint(person)}` };
}
