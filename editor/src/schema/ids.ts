// Gives every block an id of its own: kept through edits, new on a split or a copy, never twice in a story.
// A plugin of the editor; it looks at what a transaction changed and never at the whole story.

import type { Node } from 'prosemirror-model';
import { Plugin, PluginKey, type EditorState, type Transaction } from 'prosemirror-state';
import type { Mapping } from 'prosemirror-transform';
import { ySyncPluginKey } from 'y-prosemirror';

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A new id: twelve letters and digits, 71 bits of chance. */
export function freshId(length = 12): string {
  let out = '';
  while (out.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length * 2))) {
      // 248 is the last multiple of 62 in a byte: no letter is likelier than another.
      if (byte < 248 && out.length < length) out += LETTERS[byte % 62];
    }
  }
  return out;
}

const hasId = (node: Node) => 'id' in node.attrs;
type Range = [from: number, to: number];

/** The parts of the old and the new story that a transaction touched, in their own positions, widened and merged. */
function touched(mapping: Mapping, before: Node, after: Node): { old: Range[]; now: Range[] } {
  const now: Range[] = [];
  const old: Range[] = [];
  mapping.maps.forEach((map, index) => {
    const onward = mapping.slice(index + 1);
    const back = mapping.slice(0, index).invert();
    map.forEach((oldStart, oldEnd, newStart, newEnd) => {
      now.push([onward.map(newStart, -1), onward.map(newEnd, 1)]);
      old.push([back.map(oldStart, -1), back.map(oldEnd, 1)]);
    });
  });
  return { old: merged(old, before.content.size), now: merged(now, after.content.size) };
}

function merged(ranges: Range[], size: number): Range[] {
  // One position wider on both sides, so that a node whose edge moved is seen too.
  const wide = ranges.map(([from, to]): Range => [Math.max(0, from - 1), Math.min(size, to + 1)]);
  wide.sort((a, b) => a[0] - b[0]);
  const out: Range[] = [];
  for (const range of wide) {
    const last = out[out.length - 1];
    if (last && range[0] <= last[1]) last[1] = Math.max(last[1], range[1]);
    else out.push(range);
  }
  return out;
}

function each(doc: Node, ranges: Range[], visit: (node: Node, pos: number) => void) {
  const seen = new Set<number>();
  for (const [from, to] of ranges) {
    doc.nodesBetween(from, to, (node, pos) => {
      if (node.isInline) return false;
      if (hasId(node) && !seen.has(pos)) {
        seen.add(pos);
        visit(node, pos);
      }
      return !node.isTextblock;
    });
  }
}

/** How often each id stands in the story. */
const key = new PluginKey<Map<string, number>>('blockIds');

function count(doc: Node): Map<string, number> {
  const counts = new Map<string, number>();
  doc.descendants((node) => {
    if (hasId(node) && node.attrs.id) bump(counts, String(node.attrs.id), 1);
    return !node.isTextblock;
  });
  return counts;
}

function bump(counts: Map<string, number>, id: string, by: number) {
  const sum = (counts.get(id) ?? 0) + by;
  if (sum > 0) counts.set(id, sum);
  else counts.delete(id);
}

/** The new id of each block that needs one. Exported for its test. */
export function repairs(doc: Node, ranges: Range[], counts: Map<string, number>): Map<number, string> {
  const here = new Map<string, { node: Node; pos: number }[]>();
  const out = new Map<number, string>();
  each(doc, ranges, (node, pos) => {
    const id: unknown = node.attrs.id;
    if (typeof id !== 'string' || !id) {
      out.set(pos, freshId());
      return;
    }
    if ((counts.get(id) ?? 0) < 2) return;
    const others = here.get(id);
    if (others) others.push({ node, pos });
    else here.set(id, [{ node, pos }]);
  });
  for (const [id, twins] of here) {
    // One that stands elsewhere was there before. Of a split, the half with the words keeps the id.
    const elsewhere = (counts.get(id) ?? 0) > twins.length;
    const keeper = elsewhere ? null : (twins.find(({ node }) => node.content.size > 0) ?? twins[0]);
    for (const twin of twins) if (twin !== keeper) out.set(twin.pos, freshId());
  }
  return out;
}

export function ids(): Plugin {
  return new Plugin<Map<string, number>>({
    key,
    state: {
      init: (_config, state) => count(state.doc),
      apply(transaction, counts, before) {
        if (!transaction.docChanged) return counts;
        const { old, now } = touched(transaction.mapping, before.doc, transaction.doc);
        const moved = new Map<string, number>();
        const note = (by: number) => (node: Node) => {
          const id = String(node.attrs.id ?? '');
          if (id) moved.set(id, (moved.get(id) ?? 0) + by);
        };
        each(before.doc, old, note(-1));
        each(transaction.doc, now, note(1));
        // Typing moves no block, and then nothing is copied.
        if ([...moved.values()].every((by) => by === 0)) return counts;
        const next = new Map(counts);
        for (const [id, by] of moved) bump(next, id, by);
        return next;
      },
    },
    appendTransaction(transactions, before, state) {
      const ours = transactions.some((tr) => tr.docChanged && !fromOthers(tr));
      return ours ? repair(transactions, before, state) : null;
    },
  });
}

/** Whether a transaction brings what another browser, the server or an undo did. */
export function fromOthers(transaction: Transaction): boolean {
  return Boolean((transaction.getMeta(ySyncPluginKey) as { isChangeOrigin?: boolean } | undefined)?.isChangeOrigin);
}

function repair(transactions: readonly Transaction[], before: EditorState, state: EditorState): Transaction | null {
  const ranges: Range[] = [];
  transactions.forEach((tr, index) => {
    const { now } = touched(tr.mapping, tr.before, tr.doc);
    for (const [from, to] of now) {
      let range: Range = [from, to];
      for (const later of transactions.slice(index + 1)) range = [later.mapping.map(range[0], -1), later.mapping.map(range[1], 1)];
      ranges.push(range);
    }
  });
  const counts = key.getState(state);
  if (!counts || before.doc === state.doc) return null;
  const news = repairs(state.doc, merged(ranges, state.doc.content.size), counts);
  if (news.size === 0) return null;
  const tr = state.tr;
  for (const [pos, id] of news) tr.setNodeAttribute(pos, 'id', id);
  return tr.setMeta('addToHistory', true);
}
