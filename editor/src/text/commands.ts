// What one can do to a text, each as one named command. Keys, toolbar, slash menu and the page of keys all read this table.

import { chainCommands, exitCode, lift, newlineInCode, setBlockType, toggleMark, wrapIn } from 'prosemirror-commands';
import { Fragment, type Node, type NodeType } from 'prosemirror-model';
import { liftListItem, sinkListItem, splitListItem, wrapInList } from 'prosemirror-schema-list';
import { NodeSelection, Selection, TextSelection, type Command, type EditorState } from 'prosemirror-state';
import { mark, node } from '../schema/schema';

export const bold = toggleMark(mark('strong'));
export const italic = toggleMark(mark('emphasis'));
export const strike = toggleMark(mark('strike'));
export const code = toggleMark(mark('code'));
export const sub = toggleMark(mark('sub'));
export const sup = toggleMark(mark('sup'));

/** Whether a mark stands at the cursor or somewhere in the selection. */
export function hasMark(state: EditorState, name: string): boolean {
  const type = mark(name);
  const { from, to, empty, $from } = state.selection;
  if (empty) return Boolean(type.isInSet(state.storedMarks ?? $from.marks()));
  return state.doc.rangeHasMark(from, to, type);
}

/** The nearest ancestor of the cursor of a kind. */
export function within(state: EditorState, name: string): { node: Node; pos: number; depth: number } | null {
  const { $from } = state.selection;
  if (state.selection instanceof NodeSelection && state.selection.node.type.name === name) {
    return { node: state.selection.node, pos: state.selection.from, depth: $from.depth };
  }
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if ($from.node(depth).type.name === name) return { node: $from.node(depth), pos: $from.before(depth), depth };
  }
  return null;
}

export const paragraph: Command = setBlockType(node('paragraph'));

/** A subhead, or a paragraph again when it is one already. */
export const heading =
  (level: number): Command =>
  (state, dispatch) => {
    const here = within(state, 'heading');
    if (here && here.node.attrs.level === level) return paragraph(state, dispatch);
    return setBlockType(node('heading'), { level })(state, dispatch);
  };

const toggled =
  (name: string, on: Command): Command =>
  (state, dispatch) =>
    within(state, name) ? lift(state, dispatch) : on(state, dispatch);

/** A text block of another kind, and back. */
const kind =
  (name: string): Command =>
  (state, dispatch) =>
    within(state, name) ? paragraph(state, dispatch) : setBlockType(node(name))(state, dispatch);

export const quote: Command = toggled('blockquote', wrapIn(node('blockquote')));
export const pullQuote: Command = kind('pullQuote');
export const verse: Command = kind('verse');
export const codeBlock: Command = kind('codeBlock');

const list =
  (name: 'bulletList' | 'orderedList'): Command =>
  (state, dispatch) => {
    const here = within(state, 'bulletList') ?? within(state, 'orderedList');
    if (here && here.node.type.name === name) return liftListItem(node('listItem'))(state, dispatch);
    if (here) {
      dispatch?.(state.tr.setNodeMarkup(here.pos, node(name), { id: here.node.attrs.id as string }));
      return true;
    }
    return wrapInList(node(name))(state, dispatch);
  };
export const bullets = list('bulletList');
export const numbers = list('orderedList');

export const indent: Command = sinkListItem(node('listItem'));
export const outdent: Command = liftListItem(node('listItem'));

export const hardBreak: Command = chainCommands(newlineInCode, exitCode, (state, dispatch) => {
  if (!state.selection.$from.parent.inlineContent || state.selection.$from.parent.type.spec.code) return false;
  dispatch?.(state.tr.replaceSelectionWith(node('hardBreak').create(), false).scrollIntoView());
  return true;
});

/** Puts a block after the one at the cursor, or in the place of an empty paragraph. */
export function insertBlock(block: Node): Command {
  return (state, dispatch) => {
    const { $from, $to } = state.selection;
    const depth = blockDepth(state);
    if (depth === 0) return false;
    const here = $from.node(depth);
    const empty = here.type.name === 'paragraph' && here.content.size === 0;
    if (dispatch) {
      const tr = state.tr;
      const at = empty ? $from.before(depth) : $to.after(Math.min(depth, $to.depth));
      const last = at + (empty ? here.nodeSize : 0) >= state.doc.content.size;
      const needs = block.isLeaf || block.type.spec.isolating ? last : false;
      const content = Fragment.from(needs ? [block, node('paragraph').create()] : block);
      if (empty) tr.replaceWith(at, at + here.nodeSize, content);
      else tr.insert(at, content);
      const inside = block.isLeaf ? at + block.nodeSize : at + 1;
      tr.setSelection(Selection.near(tr.doc.resolve(Math.min(inside, tr.doc.content.size))));
      dispatch(tr.scrollIntoView());
    }
    return true;
  };
}

/** How deep the block stands beside which another block may be put. */
function blockDepth(state: EditorState): number {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const index = $from.indexAfter(depth - 1);
    if ($from.node(depth - 1).canReplaceWith(index, index, node('paragraph'))) return depth;
  }
  return state.selection instanceof NodeSelection ? $from.depth + 1 : 0;
}

const made = (type: NodeType, ...content: Node[]) => type.create(null, content);

export const rule: Command = (state, dispatch) => insertBlock(node('horizontalRule').create())(state, dispatch);

export const details: Command = (state, dispatch) =>
  insertBlock(
    made(node('details'), made(node('detailsSummary')), made(node('detailsContent'), made(node('paragraph')))),
  )(state, dispatch);

export const attribution: Command = (state, dispatch) => {
  const here = within(state, 'blockquote');
  if (!here) return false;
  const last = here.node.lastChild;
  if (dispatch) {
    const tr = state.tr;
    const end = here.pos + here.node.nodeSize - 1;
    if (last?.type.name !== 'attribution') tr.insert(end, node('attribution').create());
    const to = last?.type.name === 'attribution' ? end - 1 : end + 1;
    dispatch(tr.setSelection(TextSelection.create(tr.doc, to)).scrollIntoView());
  }
  return true;
};

/** Enter at the end of a text that has no second paragraph (caption, summary, attribution, cell) goes on to what follows. */
export const leaveSingle: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  const name = $from.parent.type.name;
  if (!empty || !['picture', 'galleryPicture', 'attribution', 'detailsSummary', 'tableCaption', 'pullQuote', 'heading'].includes(name)) return false;
  if (name === 'detailsSummary') {
    const inside = Selection.findFrom(state.doc.resolve($from.after()), 1, true);
    if (inside) dispatch?.(state.tr.setSelection(inside).scrollIntoView());
    return Boolean(inside);
  }
  if (['heading', 'pullQuote'].includes(name)) {
    if ($from.parentOffset < $from.parent.content.size || $from.parent.content.size === 0) return false;
    if (dispatch) {
      const tr = state.tr.insert($from.after(), node('paragraph').create());
      dispatch(tr.setSelection(TextSelection.create(tr.doc, $from.after() + 1)).scrollIntoView());
    }
    return true;
  }
  // After the outermost block that holds it.
  const depth = name === 'picture' ? $from.depth : $from.depth - 1;
  if (depth < 1) return false;
  if (dispatch) {
    const tr = state.tr;
    const end = $from.after(depth);
    const next = state.doc.resolve(end).nodeAfter;
    if (!next?.isTextblock) tr.insert(end, node('paragraph').create());
    dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(end + 1))).scrollIntoView());
  }
  return true;
};

/** Enter in an empty paragraph at the end of a quotation or a fold leaves it. */
export const leaveEmpty: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.parent.content.size > 0 || $from.parent.type.name !== 'paragraph') return false;
  if ($from.depth < 2) return false;
  const outer = $from.node($from.depth - 1);
  if (outer.type.name === 'blockquote') return lift(state, dispatch);
  if (outer.type.name !== 'detailsContent' || $from.indexAfter($from.depth - 1) !== outer.childCount || outer.childCount < 2) return false;
  if (dispatch) {
    const after = $from.after($from.depth - 2);
    const tr = state.tr.insert(after, node('paragraph').create());
    tr.setSelection(TextSelection.create(tr.doc, after + 1));
    tr.delete($from.before(), $from.after());
    dispatch(tr.scrollIntoView());
  }
  return true;
};

export const splitItem: Command = splitListItem(node('listItem'));

/** Moves the block at the cursor up or down among its neighbours. */
export const move =
  (by: -1 | 1): Command =>
  (state, dispatch) => {
    const { $from } = state.selection;
    const depth = state.selection instanceof NodeSelection ? $from.depth + 1 : 1;
    if ($from.depth < depth - 1) return false;
    const parent = $from.node(depth - 1);
    const index = $from.index(depth - 1);
    const other = index + by;
    if (other < 0 || other >= parent.childCount) return false;
    if (dispatch) {
      const here = parent.child(index);
      const neighbour = parent.child(other);
      const from = $from.posAtIndex(index, depth - 1);
      const offset = state.selection.from - from;
      const tr = state.tr;
      const start = by < 0 ? from - neighbour.nodeSize : from;
      // One goes out and comes in elsewhere; the neighbour keeps its place in everybody's browser.
      tr.delete(from, from + here.nodeSize);
      const to = by < 0 ? start : from + neighbour.nodeSize;
      tr.insert(to, here);
      const at = Math.min(to + offset, tr.doc.content.size);
      tr.setSelection(state.selection instanceof NodeSelection ? NodeSelection.create(tr.doc, to) : TextSelection.near(tr.doc.resolve(at)));
      dispatch(tr.scrollIntoView());
    }
    return true;
  };
