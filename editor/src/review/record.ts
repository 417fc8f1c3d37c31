// Ties the rail's lines about places in the text to the text: a line shows its sentence, a click in a sentence its line.
// A place is a block's id and two counts of Unicode scalar values, as the server reads the block.

import type { Node } from 'prosemirror-model';
import { TextSelection } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';

const proposed = (node: Node) => node.marks.some((mark) => mark.type.name === 'insertion');

/** What the server counts of a text block: its letters in order, with the position of each. Open insertions count as refused. */
function letters(block: Node, start: number): { at: number; letter: string }[] {
  const out: { at: number; letter: string }[] = [];
  block.forEach((child, offset) => {
    if (proposed(child)) return;
    if (!child.isText) {
      if (child.type.name === 'hardBreak') out.push({ at: start + offset, letter: '\n' });
      return;
    }
    let at = start + offset;
    for (const letter of child.text ?? '') {
      out.push({ at, letter });
      at += letter.length;
    }
  });
  // The server leaves white space at the start outside.
  const first = out.findIndex(({ letter }) => letter.trim() !== '');
  return first > 0 ? out.slice(first) : out;
}

/** The text block with an id, and the position of its content. */
function blockOf(doc: Node, id: string): { node: Node; start: number } | null {
  let found: { node: Node; start: number } | null = null;
  doc.descendants((node, pos) => {
    if (!found && node.isTextblock && node.attrs.id === id) found = { node, start: pos + 1 };
    return !found && !node.isTextblock;
  });
  return found;
}

/** Positions of a place, when its block is there and long enough. Exported for its test. */
export function positions(doc: Node, id: string, start: number, end: number): { from: number; to: number } | null {
  const block = blockOf(doc, id);
  if (!block) return null;
  const all = letters(block.node, block.start);
  const first = all[start];
  const last = all[end - 1];
  return first && last ? { from: first.at, to: last.at + last.letter.length } : null;
}

/** The count of scalar values before a position in its block. */
function counted(view: EditorView, pos: number): { id: string; at: number } | null {
  const $pos = view.state.doc.resolve(pos);
  const id: unknown = $pos.parent.attrs.id;
  if (!$pos.parent.isTextblock || typeof id !== 'string') return null;
  return { id, at: letters($pos.parent, $pos.start()).filter((one) => one.at < pos).length };
}

/** Ties them. What it returns unties them. */
export function linkRecord(view: EditorView): () => void {
  const toText = (event: Event) => {
    const line = (event.target as HTMLElement).closest<HTMLElement>('[data-block]');
    if (!line) return;
    const place = positions(view.state.doc, line.dataset.block ?? '', Number(line.dataset.start), Number(line.dataset.end));
    if (!place) return;
    view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, place.from, place.to)).setMeta('addToHistory', false));
    const at = view.domAtPos(place.from).node;
    (at instanceof HTMLElement ? at : at.parentElement)?.scrollIntoView({ block: 'center' });
    mark(view, place);
  };
  const toRail = () => {
    const place = counted(view, view.state.selection.head);
    if (!place) return;
    for (const line of document.querySelectorAll<HTMLElement>('#rail [data-found]')) {
      const inside = line.dataset.block === place.id && place.at >= Number(line.dataset.start) && place.at <= Number(line.dataset.end);
      line.toggleAttribute('data-here', inside);
      if (inside) line.scrollIntoView({ block: 'nearest' });
    }
  };
  document.addEventListener('desk:place', toText);
  view.dom.addEventListener('click', toRail);
  return () => {
    document.removeEventListener('desk:place', toText);
    view.dom.removeEventListener('click', toRail);
  };
}

/** Marks a stretch of the text without touching it: the keys stay with the rail, where a selection is not drawn. */
function mark(view: EditorView, place: { from: number; to: number }) {
  if (!('highlights' in CSS)) return;
  const range = document.createRange();
  const from = view.domAtPos(place.from);
  const to = view.domAtPos(place.to);
  range.setStart(from.node, from.offset);
  range.setEnd(to.node, to.offset);
  CSS.highlights.set('record-place', new Highlight(range));
}
