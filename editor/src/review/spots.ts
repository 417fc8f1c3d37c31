// Places of the copy desk, (block id, role, start, end) in Unicode scalar values, as positions of the text and back.
// Words that are only suggested are not part of what the desk reads, nor is white space at the ends of a block.

import type { Node } from 'prosemirror-model';

/** Where something stands, as the server says it. */
export interface Spot {
  block: string;
  role: string;
  start: number;
  end: number;
  text?: string;
}

/** The scalar values of a text block as the desk reads them, each with the position before it; last the end. */
function letters(block: Node, inside: number): { text: string[]; at: number[] } {
  const text: string[] = [];
  const at: number[] = [];
  let end = inside;
  block.forEach((node, offset) => {
    const pos = inside + offset;
    if (node.isText) {
      if (node.marks.some((mark) => mark.type.name === 'insertion')) return;
      let unit = 0;
      for (const letter of node.text ?? '') {
        text.push(letter);
        at.push(pos + unit);
        unit += letter.length;
      }
    } else if (node.type.name === 'hardBreak') {
      text.push('\n');
      at.push(pos);
    } else return;
    end = pos + node.nodeSize;
  });
  let first = 0;
  while (first < text.length && /\s/u.test(text[first] ?? '')) first += 1;
  let last = text.length;
  while (last > first && /\s/u.test(text[last - 1] ?? '')) last -= 1;
  const after = last < at.length ? (at[last] as number) : end;
  return { text: text.slice(first, last), at: [...at.slice(first, last), after] };
}

/** The block with an id: its node and the position before it. */
export function blockOf(doc: Node, id: string): { node: Node; pos: number } | null {
  let found: { node: Node; pos: number } | null = null;
  if (id) {
    doc.descendants((node, pos) => {
      if (found || node.isInline) return false;
      if (node.attrs.id === id) found = { node, pos };
      return !found;
    });
  }
  return found;
}

/** Every block with an id, found in one walk. */
export function blocksOf(doc: Node): Map<string, { node: Node; pos: number }> {
  const out = new Map<string, { node: Node; pos: number }>();
  doc.descendants((node, pos) => {
    if (node.isInline) return false;
    const id = node.attrs.id as string | undefined;
    if (id && !out.has(id)) out.set(id, { node, pos });
    return true;
  });
  return out;
}

/** The positions of a place, or nothing where its words are others by now. */
export function rangeOf(found: { node: Node; pos: number } | null | undefined, spot: Spot): { from: number; to: number } | null {
  if (!found || spot.end <= spot.start || ['alt', 'credit', 'field'].includes(spot.role)) return null;
  const range = (block: Node, inside: number) => {
    const { text, at } = letters(block, inside);
    if (spot.end >= at.length) return null;
    if (spot.text && text.slice(spot.start, spot.end).join('') !== spot.text) return null;
    return { from: at[spot.start] as number, to: (at[spot.end - 1] as number) + (text[spot.end - 1] as string).length };
  };
  if (found.node.isTextblock) return range(found.node, found.pos + 1);
  let out: { from: number; to: number } | null = null;
  found.node.descendants((node, offset) => {
    if (out || !node.isTextblock) return !out;
    out = range(node, found.pos + 1 + offset + 1);
    return false;
  });
  return out;
}

/** Whether a position lies between quotation marks of its block. A mend never changes words there. */
export function isQuoted(doc: Node, from: number, to: number): boolean {
  const $from = doc.resolve(from);
  if (!$from.parent.isTextblock) return false;
  for (let depth = $from.depth; depth > 0; depth -= 1) if ($from.node(depth).type.name === 'blockquote') return true;
  const before = $from.parent.textBetween(0, $from.parentOffset, '\n', '\n');
  const inside = doc.textBetween(from, to, '\n', '\n');
  const open = (marks: [string, string]) => before.lastIndexOf(marks[0]) > before.lastIndexOf(marks[1]);
  if (open(['“', '”']) || open(['«', '»']) || open(['„', '“'])) return true;
  return ((before.match(/"/g) ?? []).length % 2 === 1) || /[“”"«»].*\p{L}.*[“”"«»]/su.test(inside);
}
