// Ties an input or textarea of the page to a Y.Text: each change is the smallest one, and the caret stays where it is.
// The island binds every element with `data-field` of a text; others' presence shows as their names beside the label.

import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { el } from '../dom';
import { tint, type Person } from '../room/cursors';

type Field = HTMLInputElement | HTMLTextAreaElement;

/** The one changed stretch between two texts. */
export function difference(before: string, after: string): { at: number; removed: number; added: string } {
  let start = 0;
  const shortest = Math.min(before.length, after.length);
  while (start < shortest && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shortest - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  // Never between the two halves of one letter.
  const halves = (text: string, at: number) => /[\uDC00-\uDFFF]/.test(text[at] ?? '') && /[\uD800-\uDBFF]/.test(text[at - 1] ?? '');
  if (start > 0 && (halves(before, start) || halves(after, start))) start -= 1;
  while (end > 0 && (halves(before, before.length - end) || halves(after, after.length - end))) end -= 1;
  return { at: start, removed: before.length - start - end, added: after.slice(start, after.length - end) };
}

export interface Bound {
  field: Field;
  release(): void;
}

export function bindText(field: Field, text: Y.Text, awareness: Awareness, readonly: boolean): Bound {
  const doc = text.doc as Y.Doc;
  const name = field.dataset.field ?? '';
  const origin = { field: name };
  const undo = new Y.UndoManager(text, { trackedOrigins: new Set([origin]), captureTimeout: 600 });
  const single = field instanceof HTMLInputElement;
  let composing = false;

  const write = () => {
    if (composing) return;
    const value = single ? field.value.replace(/[\r\n]+/g, ' ') : field.value.replace(/\r/g, '');
    const { at, removed, added } = difference(text.toString(), value);
    if (removed === 0 && added === '') return;
    doc.transact(() => {
      if (removed > 0) text.delete(at, removed);
      if (added) text.insert(at, added);
    }, origin);
  };

  const read = (event: Y.YTextEvent, transaction: Y.Transaction) => {
    if (transaction.origin !== origin) {
      let start = field.selectionStart ?? 0;
      let end = field.selectionEnd ?? 0;
      let at = 0;
      for (const part of event.delta) {
        if (part.retain) at += part.retain;
        else if (typeof part.insert === 'string') {
          const length = part.insert.length;
          if (at < start) start += length;
          if (at < end) end += length;
          at += length;
        } else if (part.delete) {
          start -= Math.max(0, Math.min(part.delete, start - at));
          end -= Math.max(0, Math.min(part.delete, end - at));
        }
      }
      const focused = document.activeElement === field;
      field.value = text.toString();
      if (focused) field.setSelectionRange(start, end);
    }
    grow();
    field.dispatchEvent(new CustomEvent('courant:field', { bubbles: true, detail: { name, value: text.toString() } }));
  };

  const keys = (event: Event) => {
    const { key, ctrlKey, metaKey, shiftKey, altKey } = event as KeyboardEvent;
    if (!(ctrlKey || metaKey) || altKey) return;
    const letter = key.toLowerCase();
    if (letter === 'z' || letter === 'y') {
      event.preventDefault();
      if (letter === 'y' || shiftKey) undo.redo();
      else undo.undo();
    }
  };
  const starts = () => (composing = true);
  const ends = () => ((composing = false), write());
  const grow = () => {
    if (!single && !CSS.supports('field-sizing', 'content')) {
      field.style.height = 'auto';
      field.style.height = `${field.scrollHeight}px`;
    }
  };

  const people = el('span', { className: 'here', 'aria-hidden': 'true' });
  field.after(people);
  const where = () => awareness.setLocalStateField('field', document.activeElement === field ? name : null);
  const leave = () => awareness.setLocalStateField('field', null);
  const show = () => {
    const here: Person[] = [];
    awareness.getStates().forEach((state, client) => {
      if (client !== doc.clientID && state.field === name && state.user) here.push(state.user as Person);
    });
    people.replaceChildren(...here.map((person) => el('b', { className: `tint-${tint(person)}`, textContent: person.name ?? '' })));
  };

  field.value = text.toString();
  field.readOnly = readonly;
  text.observe(read);
  awareness.on('change', show);
  if (!readonly) {
    field.addEventListener('input', write);
    field.addEventListener('keydown', keys);
    field.addEventListener('compositionstart', starts);
    field.addEventListener('compositionend', ends);
    field.addEventListener('focus', where);
    field.addEventListener('blur', leave);
  }
  grow();
  show();
  return {
    field,
    release() {
      text.unobserve(read);
      awareness.off('change', show);
      undo.destroy();
      people.remove();
      field.removeEventListener('input', write);
      field.removeEventListener('keydown', keys);
      field.removeEventListener('compositionstart', starts);
      field.removeEventListener('compositionend', ends);
      field.removeEventListener('focus', where);
      field.removeEventListener('blur', leave);
    },
  };
}
