// Suggesting: what one types and deletes becomes marks that another accepts or refuses. The text's view passes each
// transaction through `suggested`; the rail and the keys settle what is marked.

import { Slice, type Mark, type Node } from 'prosemirror-model';
import { TextSelection, type Command, type EditorState, type Transaction } from 'prosemirror-state';
import { ReplaceStep } from 'prosemirror-transform';
import { yUndoPluginKey } from 'y-prosemirror';
import { freshId, fromOthers } from '../schema/ids';
import { mark } from '../schema/schema';

/** On a transaction that settles suggestions, or is otherwise meant as it stands. */
export const AS_IS = 'suggest$asIs';

export interface Suggester {
  account: string;
  now(): string;
  /** Told once for each kind of change that cannot be tracked. */
  untracked(what: 'blocks' | 'marks'): void;
}

/** The transaction as a suggestion, where it changes words; others pass as they are. */
export function suggested(state: EditorState, given: Transaction, who: Suggester): Transaction {
  if (!given.docChanged || given.getMeta(AS_IS) || fromOthers(given) || given.getMeta('appendedTransaction')) return given;
  if (given.getMeta(yUndoPluginKey)) return given;
  const marks = given.steps.some((step) => !(step instanceof ReplaceStep));
  if (marks) {
    who.untracked(given.steps.some((step) => step.toJSON().stepType === 'replaceAround') ? 'blocks' : 'marks');
    return given;
  }
  const before = state.doc.content;
  const after = given.doc.content;
  let start = before.findDiffStart(after);
  const ends = before.findDiffEnd(after);
  if (start === null || !ends) return given;
  let { a, b } = ends;
  // A repeated letter makes the two differences overlap.
  const overlap = start - Math.min(a, b);
  if (overlap > 0) {
    a += overlap;
    b += overlap;
  }
  // Typing at the cursor is what people mean, wherever an equal letter stands.
  const typed = given.steps.length === 1 ? (given.steps[0] as ReplaceStep) : null;
  if (typed && typed.to - typed.from === a - start && typed.slice.size === b - start) {
    start = typed.from;
    a = typed.to;
    b = typed.from + typed.slice.size;
  }
  const slice = given.doc.slice(start, b);
  const within = given.doc.resolve(start).sameParent(given.doc.resolve(b)) && given.doc.resolve(start).parent.inlineContent;
  if (a > start && !hasText(state.doc, start, a)) {
    // Joining two blocks, or deleting a block without words.
    who.untracked('blocks');
    return given;
  }
  const out = state.tr;
  const $start = state.doc.resolve(start);
  const change = neighbour(state.doc, start, a, who.account)?.attrs ?? { id: freshId(), by: who.account, at: who.now() };
  const brings = b > start && slice.content.textBetween(0, slice.content.size, '', '\uFFFC') !== '';
  strike(out, start, a, change, who.account);
  const at = out.mapping.map(a, 1);
  if (within && slice.content.size > 0 && $start.parent.inlineContent) {
    const plain = slice.content;
    out.replace(at, at, new Slice(plain, 0, 0));
    underline(out, at, at + plain.size, change);
    out.setSelection(TextSelection.create(out.doc, at + plain.size));
  } else if (!within && b > start && (brings || a === start)) {
    if (a > start) {
      // New blocks in place of old words: put after what is struck.
      out.replace(at, at, slice);
    } else {
      out.replace(start, a, slice);
    }
    const end = out.mapping.map(a, 1);
    underline(out, Math.min(at, end), Math.max(at, end), change);
    out.setSelection(TextSelection.near(out.doc.resolve(Math.min(end, out.doc.content.size)), -1));
    if (!brings) {
      who.untracked('blocks');
      return given;
    }
  } else {
    const forward = state.selection.empty && state.selection.head === start;
    const to = forward ? at : out.mapping.map(start, -1);
    out.setSelection(TextSelection.near(out.doc.resolve(to), forward ? 1 : -1));
  }
  out.setStoredMarks(given.storedMarks);
  if (given.scrolledIntoView) out.scrollIntoView();
  return out.setMeta('uiEvent', given.getMeta('uiEvent')).setMeta(AS_IS, true);
}

function hasText(doc: Node, from: number, to: number): boolean {
  let found = false;
  doc.nodesBetween(from, to, (node) => {
    if (node.isText) found = true;
    return !found;
  });
  return found;
}

/** A suggestion of one's own that touches the place, so that a sentence typed in one go is one suggestion. */
function neighbour(doc: Node, from: number, to: number, account: string): Mark | null {
  const own = (node: Node | null | undefined, name: string) => {
    const found = node?.isText ? mark(name).isInSet(node.marks) : undefined;
    return found && found.attrs.by === account ? found : null;
  };
  const before = doc.resolve(from).nodeBefore;
  const after = doc.resolve(to).nodeAfter;
  if (from === to) return own(before, 'insertion') ?? own(before, 'deletion') ?? own(after, 'insertion');
  return own(after, 'deletion') ?? own(before, 'deletion') ?? own(before, 'insertion');
}

/** Marks words as deleted; one's own insertions go away for good. */
function strike(tr: Transaction, from: number, to: number, change: Record<string, unknown>, account: string) {
  const pieces: { from: number; to: number; own: boolean }[] = [];
  tr.doc.nodesBetween(from, to, (node, pos) => {
    if (!node.isText) return true;
    const inserted = mark('insertion').isInSet(node.marks);
    const piece = { from: Math.max(from, pos), to: Math.min(to, pos + node.nodeSize), own: inserted?.attrs.by === account };
    if (piece.own || !mark('deletion').isInSet(node.marks)) pieces.push(piece);
    return false;
  });
  for (const piece of pieces.reverse()) {
    if (piece.own) tr.delete(piece.from, piece.to);
    else tr.addMark(piece.from, piece.to, mark('deletion').create(change));
  }
}

function underline(tr: Transaction, from: number, to: number, change: Record<string, unknown>) {
  tr.removeMark(from, to, mark('deletion'));
  tr.addMark(from, to, mark('insertion').create(change));
}

/** A suggestion as the rail shows it. */
export interface Open {
  id: string;
  by: string;
  at: string;
  added: string;
  removed: string;
  from: number;
  to: number;
}

export function openSuggestions(doc: Node): Open[] {
  const byId = new Map<string, Open>();
  doc.descendants((node, pos) => {
    if (!node.isText) return true;
    for (const one of node.marks) {
      const kind = one.type.name;
      if (kind !== 'insertion' && kind !== 'deletion') continue;
      const id = String(one.attrs.id);
      let open = byId.get(id);
      if (!open) byId.set(id, (open = { id, by: String(one.attrs.by), at: String(one.attrs.at), added: '', removed: '', from: pos, to: pos }));
      if (kind === 'insertion') open.added += node.text ?? '';
      else open.removed += node.text ?? '';
      open.to = pos + node.nodeSize;
    }
    return false;
  });
  return [...byId.values()];
}

/** Accepts or refuses the suggestions of these ids, or all; of one account alone where it is named. */
export function settle(state: EditorState, accept: boolean, ids: Set<string> | null, whose: string | null = null): Transaction | null {
  const away = accept ? 'deletion' : 'insertion';
  const tr = state.tr;
  const gone: { from: number; to: number }[] = [];
  state.doc.descendants((node, pos) => {
    if (!node.isText) return true;
    for (const one of node.marks) {
      if (one.type.name !== 'insertion' && one.type.name !== 'deletion') continue;
      if (ids && !ids.has(String(one.attrs.id))) continue;
      if (whose !== null && one.attrs.by !== whose) continue;
      if (one.type.name === away) gone.push({ from: pos, to: pos + node.nodeSize });
      else tr.removeMark(pos, pos + node.nodeSize, one);
    }
    return false;
  });
  for (const { from, to } of gone.reverse()) {
    tr.delete(from, to);
    const $at = tr.doc.resolve(from);
    const outer = $at.depth > 0 ? $at.node($at.depth - 1) : null;
    // A paragraph that consisted of nothing else goes with its words.
    if ($at.parent.type.name === 'paragraph' && $at.parent.content.size === 0 && outer && outer.childCount > 1) {
      tr.delete($at.before(), $at.after());
    }
  }
  return tr.docChanged ? tr.setMeta(AS_IS, true).scrollIntoView() : null;
}

/** The suggestion at the cursor or in the selection. */
export function here(state: EditorState): Set<string> {
  const ids = new Set<string>();
  const { from, to, empty } = state.selection;
  state.doc.nodesBetween(Math.max(0, from - (empty ? 1 : 0)), Math.min(state.doc.content.size, to + (empty ? 1 : 0)), (node) => {
    for (const one of node.marks) {
      if (one.type.name === 'insertion' || one.type.name === 'deletion') ids.add(String(one.attrs.id));
    }
    return true;
  });
  return ids;
}

export const settleHere =
  (accept: boolean, whose: string | null = null): Command =>
  (state, dispatch) => {
    const ids = here(state);
    if (ids.size === 0) return false;
    const tr = settle(state, accept, ids, whose);
    if (tr) dispatch?.(tr);
    return true;
  };

export const step =
  (by: 1 | -1): Command =>
  (state, dispatch) => {
    const all = openSuggestions(state.doc).sort((a, b) => a.from - b.from);
    if (all.length === 0) return false;
    const now = here(state);
    const { from } = state.selection;
    const others = all.filter(({ id }) => !now.has(id));
    const next = by > 0 ? (others.find((one) => one.from >= from) ?? all[0]) : (others.filter((one) => one.from < from).pop() ?? all[all.length - 1]);
    if (next) dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, next.from, next.to)).scrollIntoView());
    return true;
  };
