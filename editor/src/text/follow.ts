// Turns what comes from other browsers into the smallest change of the text. y-prosemirror replaces the whole story
// at each remote change; so nothing of one's own (marks of a search, a picture on its way) would keep its place.

import type { Transaction } from 'prosemirror-state';
import type { EditorState } from 'prosemirror-state';
import { Selection } from 'prosemirror-state';

/** The same change as a replacement of only what differs, or the transaction itself where that cannot be had. */
export function smallest(state: EditorState, transaction: Transaction): Transaction {
  const before = state.doc.content;
  const after = transaction.doc.content;
  const start = before.findDiffStart(after);
  const out = state.tr;
  if (start !== null) {
    const ends = before.findDiffEnd(after);
    if (!ends) return transaction;
    let { a, b } = ends;
    const overlap = start - Math.min(a, b);
    if (overlap > 0) {
      a += overlap;
      b += overlap;
    }
    try {
      out.replace(start, a, transaction.doc.slice(start, b));
    } catch {
      return transaction;
    }
    if (!out.doc.eq(transaction.doc)) return transaction;
  }
  try {
    out.setSelection(Selection.fromJSON(out.doc, transaction.selection.toJSON() as object));
  } catch {
    return transaction;
  }
  const metas = (transaction as unknown as { meta: Record<string, unknown> }).meta;
  for (const [key, value] of Object.entries(metas)) out.setMeta(key, value);
  if (transaction.scrolledIntoView) out.scrollIntoView();
  return out;
}
