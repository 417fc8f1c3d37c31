// Tables: cells hold one run of text each, so rows and columns are simple lists. Keys and the table's own toolbar use these.

import { Fragment, type Node } from 'prosemirror-model';
import { Selection, TextSelection, type Command, type EditorState } from 'prosemirror-state';
import { node } from '../schema/schema';
import { insertBlock, within } from './commands';

interface Place {
  table: Node;
  pos: number;
  row: number;
  column: number;
  rows: Node[];
  caption: Node | null;
}

function place(state: EditorState): Place | null {
  const here = within(state, 'table');
  if (!here) return null;
  const { $from } = state.selection;
  const caption = here.node.firstChild?.type.name === 'tableCaption' ? here.node.firstChild : null;
  const rows: Node[] = [];
  here.node.forEach((child) => void (child.type.name === 'tableRow' && rows.push(child)));
  const inRow = $from.depth > here.depth + 1;
  const index = $from.index(here.depth) - (caption ? 1 : 0);
  return { table: here.node, pos: here.pos, rows, caption, row: inRow ? index : -1, column: inRow ? $from.index(here.depth + 1) : 0 };
}

function built(rows: string[][] | Node[][], headers: number, caption: Node | null, id: unknown): Node {
  const made = rows.map((cells, at) =>
    node('tableRow').create(
      null,
      cells.map((cell) => node(at < headers ? 'tableHeader' : 'tableCell').create(null, typeof cell === 'string' ? null : cell.content)),
    ),
  );
  return node('table').create({ id, headerRows: headers || null }, Fragment.from(caption ? [caption, ...made] : made));
}

export const insertTable: Command = (state, dispatch) =>
  insertBlock(built(Array.from({ length: 3 }, () => ['', '', '']), 1, null, null))(state, dispatch);

/** Changes the grid of cells and puts the cursor into a cell of the new one. */
function reshaped(change: (grid: Node[][], at: Place, headers: number) => { grid: Node[][]; headers: number; row: number; column: number } | null): Command {
  return (state, dispatch) => {
    const at = place(state);
    if (!at || at.row < 0) return false;
    const grid = at.rows.map((row) => {
      const cells: Node[] = [];
      row.forEach((cell) => void cells.push(cell));
      return cells;
    });
    const next = change(grid, at, Number(at.table.attrs.headerRows ?? 0));
    if (!next) return false;
    if (dispatch) {
      const tr = state.tr;
      if (next.grid.length === 0 || next.grid.every((row) => row.length === 0)) {
        tr.replaceWith(at.pos, at.pos + at.table.nodeSize, node('paragraph').create());
        tr.setSelection(TextSelection.near(tr.doc.resolve(at.pos + 1)));
      } else {
        const table = built(next.grid, Math.min(next.headers, next.grid.length), at.caption, at.table.attrs.id);
        tr.replaceWith(at.pos, at.pos + at.table.nodeSize, table);
        let cursor = at.pos + 1 + (at.caption?.nodeSize ?? 0);
        const row = Math.min(next.row, next.grid.length - 1);
        const first = at.caption ? 1 : 0;
        for (let r = 0; r < row; r += 1) cursor += table.child(first + r).nodeSize;
        const target = table.child(first + row);
        for (let c = 0; c < Math.min(next.column, target.childCount - 1); c += 1) cursor += target.child(c).nodeSize;
        tr.setSelection(TextSelection.near(tr.doc.resolve(cursor + 2)));
      }
      dispatch(tr.scrollIntoView());
    }
    return true;
  };
}

const cell = () => node('tableCell').create();

export const rowBelow = reshaped((grid, { row, column }, headers) => {
  const width = grid[row]?.length ?? 1;
  grid.splice(row + 1, 0, Array.from({ length: width }, cell));
  return { grid, headers: row + 1 < headers ? headers + 1 : headers, row: row + 1, column };
});
export const rowAway = reshaped((grid, { row, column }, headers) => {
  grid.splice(row, 1);
  return { grid, headers: row < headers ? headers - 1 : headers, row, column };
});
export const columnAfter = reshaped((grid, { row, column }, headers) => {
  for (const cells of grid) cells.splice(Math.min(column + 1, cells.length), 0, cell());
  return { grid, headers, row, column: column + 1 };
});
export const columnAway = reshaped((grid, { row, column }, headers) => {
  for (const cells of grid) cells.splice(column, 1);
  return { grid, headers, row, column: Math.max(0, column - 1) };
});
export const headerRow = reshaped((grid, { row, column }, headers) => ({ grid, headers: headers > 0 ? 0 : 1, row, column }));

export const captionTable: Command = (state, dispatch) => {
  const at = place(state);
  if (!at) return false;
  if (dispatch) {
    const tr = state.tr;
    if (!at.caption) tr.insert(at.pos + 1, node('tableCaption').create());
    dispatch(tr.setSelection(TextSelection.create(tr.doc, at.pos + 2 + (at.caption?.content.size ?? 0))).scrollIntoView());
  }
  return true;
};

/** Tab and Shift-Tab; a Tab in the last cell makes a new row. */
export const nextCell =
  (by: 1 | -1): Command =>
  (state, dispatch, view) => {
    const at = place(state);
    if (!at || at.row < 0) return false;
    const { $from } = state.selection;
    const target = Selection.findFrom(state.doc.resolve(by > 0 ? $from.after() : $from.before()), by, true);
    const inside = target && target.from > at.pos && target.to < at.pos + at.table.nodeSize;
    if (!inside) return by > 0 ? rowBelow(state, dispatch, view) : true;
    dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, target.$from.start(), target.$from.end())).scrollIntoView());
    return true;
  };

/** Enter in a cell goes down a row. */
export const cellBelow: Command = (state, dispatch, view) => {
  const at = place(state);
  if (!at || at.row < 0) return false;
  if (at.row === at.rows.length - 1) return rowBelow(state, dispatch, view);
  if (dispatch) {
    let cursor = at.pos + 1 + (at.caption?.nodeSize ?? 0);
    for (let r = 0; r <= at.row; r += 1) cursor += at.rows[r]?.nodeSize ?? 0;
    const row = at.rows[at.row + 1];
    for (let c = 0; c < at.column; c += 1) cursor += row?.maybeChild(c)?.nodeSize ?? 0;
    dispatch(state.tr.setSelection(TextSelection.near(state.doc.resolve(cursor + 2))).scrollIntoView());
  }
  return true;
};
