// Finds the fields of the story page and ties each to its place in the shared document.
// Called by the island when the document is there; what it returns lets go of them again.

import type { Island } from '../island';
import { bindText } from './text';

const TEXTS = ['headline', 'shortHeadline', 'searchTitle', 'shareTitle', 'standfirst', 'dateline'];

export function bindFields(island: Island): () => void {
  const releases: (() => void)[] = [];
  for (const field of document.querySelectorAll<HTMLElement>('[data-field]')) {
    const name = field.dataset.field ?? '';
    if (TEXTS.includes(name) && (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) {
      releases.push(bindText(field, island.doc.getText(name), island.room.awareness, island.readonly).release);
    }
  }
  return () => releases.forEach((release) => release());
}
