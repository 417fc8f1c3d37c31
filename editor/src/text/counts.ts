// Words, characters and minutes of reading. A paragraph that did not change is not counted again; words that a
// suggestion deletes do not count. Called by the text's view after a pause in typing.

import type { Node } from 'prosemirror-model';

export interface Counts {
  words: number;
  characters: number;
}

/** The same figure as courant_text: adults read 238 words a minute (Brysbaert 2019). */
const WORDS_A_MINUTE = 238;

const known = new WeakMap<Node, Counts>();
const segments = typeof Intl.Segmenter === 'function' ? new Intl.Segmenter(undefined, { granularity: 'word' }) : null;

function ofText(text: string): Counts {
  let words = 0;
  if (segments) {
    for (const piece of segments.segment(text)) if (piece.isWordLike) words += 1;
  } else words = (text.match(/[\p{L}\p{N}]+(?:['’.,-][\p{L}\p{N}]+)*/gu) ?? []).length;
  // A letter with its accents is one character, as people count.
  const marks = text.match(/\p{M}|[\u200D\uFE0F]/gu)?.length ?? 0;
  return { words, characters: [...text].length - marks };
}

function ofBlock(block: Node): Counts {
  const before = known.get(block);
  if (before) return before;
  let text = '';
  block.forEach((child) => {
    if (child.isText && !child.marks.some((one) => one.type.name === 'deletion')) text += child.text ?? '';
    else if (!child.isText) text += '\n';
  });
  const counts = ofText(text.replaceAll('\n', ' '));
  known.set(block, counts);
  return counts;
}

export function countOf(doc: Node): Counts {
  const sum = { words: 0, characters: 0 };
  doc.descendants((node) => {
    if (!node.isTextblock) return true;
    const { words, characters } = ofBlock(node);
    sum.words += words;
    sum.characters += characters;
    return false;
  });
  return sum;
}

/** Minutes of reading, rounded up. */
export const minutes = (words: number) => Math.ceil(words / WORDS_A_MINUTE);
