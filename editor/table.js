// Tables: cells hold one line each, every row has as many, and the first is the head.
import { TextSelection } from 'prosemirror-state';
import { around } from './commands.js';
import { schema } from './dom.js';

const { nodes } = schema;

// Where the selection stands: {table, pos, row, column, rows, columns}, or null.
export function cellAt(state, $pos = state.selection.$from) {
  const table = around($pos, nodes.table);
  if (!table || $pos.depth < table.depth + 2) return null;
  return { table: table.node, pos: table.pos, row: $pos.index(table.depth), column: $pos.index(table.depth + 1), rows: table.node.childCount, columns: table.node.firstChild.childCount };
}
export const isInTable = (state) => cellAt(state) !== null;

// Position inside a cell; the table begins at `pos`.
function inside(table, pos, row, column) {
  let at = pos + 1;
  for (let i = 0; i < row; i++) at += table.child(i).nodeSize;
  at += 1;
  for (let i = 0; i < Math.min(column, table.child(row).childCount - 1); i++) at += table.child(row).child(i).nodeSize;
  return at + 1;
}

function go(tr, pos, row, column) {
  const table = tr.doc.nodeAt(pos);
  return tr.setSelection(TextSelection.near(tr.doc.resolve(inside(table, pos, row, column)), 1)).scrollIntoView();
}

const cellLike = (row, align) => (row === 0 ? nodes.table_header : nodes.table_cell).create({ align });
const newRow = (cell) => nodes.table_row.create(null, Array.from({ length: cell.columns }, (_one, column) => cellLike(1, cell.table.firstChild.child(column).attrs.align)));

export function addRow(state, dispatch) {
  const cell = cellAt(state);
  if (!cell) return false;
  if (dispatch) {
    let at = cell.pos + 1;
    for (let i = 0; i <= cell.row; i++) at += cell.table.child(i).nodeSize;
    dispatch(go(state.tr.insert(at, newRow(cell)), cell.pos, cell.row + 1, 0));
  }
  return true;
}

export function addColumn(state, dispatch) {
  const cell = cellAt(state);
  if (!cell) return false;
  if (dispatch) {
    const tr = state.tr;
    let at = cell.pos + 1 + cell.table.content.size;
    for (let row = cell.rows - 1; row >= 0; row--) {
      const content = cell.table.child(row);
      at -= content.nodeSize;
      let behind = at + 1;
      for (let i = 0; i <= Math.min(cell.column, content.childCount - 1); i++) behind += content.child(i).nodeSize;
      tr.insert(behind, cellLike(row, ''));
    }
    dispatch(go(tr, cell.pos, cell.row, cell.column + 1));
  }
  return true;
}

export function removeTable(state, dispatch) {
  const cell = cellAt(state);
  if (!cell) return false;
  if (dispatch) {
    const tr = state.tr.replaceWith(cell.pos, cell.pos + cell.table.nodeSize, nodes.paragraph.create());
    dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(cell.pos + 1))).scrollIntoView());
  }
  return true;
}

// The head stays a head: where the first row goes, the second takes its place.
export function removeRow(state, dispatch) {
  const cell = cellAt(state);
  if (!cell) return false;
  if (cell.rows === 1) return removeTable(state, dispatch);
  if (dispatch) {
    const tr = state.tr;
    let at = cell.pos + 1;
    for (let i = 0; i < cell.row; i++) at += cell.table.child(i).nodeSize;
    tr.delete(at, at + cell.table.child(cell.row).nodeSize);
    if (cell.row === 0) {
      let place = cell.pos + 2;
      cell.table.child(1).forEach((one) => { tr.setNodeMarkup(place, nodes.table_header, one.attrs); place += one.nodeSize; });
    }
    dispatch(go(tr, cell.pos, Math.min(cell.row, cell.rows - 2), cell.column));
  }
  return true;
}

export function removeColumn(state, dispatch) {
  const cell = cellAt(state);
  if (!cell) return false;
  if (cell.columns === 1) return removeTable(state, dispatch);
  if (dispatch) {
    const tr = state.tr;
    let at = cell.pos + 1 + cell.table.content.size;
    for (let row = cell.rows - 1; row >= 0; row--) {
      const content = cell.table.child(row);
      at -= content.nodeSize;
      if (cell.column >= content.childCount || content.childCount === 1) continue;
      let from = at + 1;
      for (let i = 0; i < cell.column; i++) from += content.child(i).nodeSize;
      tr.delete(from, from + content.child(cell.column).nodeSize);
    }
    dispatch(go(tr, cell.pos, cell.row, Math.max(0, cell.column - 1)));
  }
  return true;
}

// Tab: the next cell, and behind the last one a new row.
export const step = (by) => (state, dispatch) => {
  const cell = cellAt(state);
  if (!cell) return false;
  const next = cell.row * cell.columns + cell.column + by;
  if (next < 0) return true;
  if (next >= cell.rows * cell.columns) return addRow(state, dispatch);
  if (dispatch) dispatch(go(state.tr, cell.pos, Math.floor(next / cell.columns), next % cell.columns));
  return true;
};

// Enter: the cell below. A cell has no second line.
export function below(state, dispatch) {
  const cell = cellAt(state);
  if (!cell) return false;
  if (cell.row + 1 < cell.rows) {
    if (dispatch) dispatch(go(state.tr, cell.pos, cell.row + 1, cell.column));
  } else if (dispatch) {
    const tr = state.tr;
    const behind = cell.pos + cell.table.nodeSize;
    if (!tr.doc.resolve(behind).nodeAfter?.isTextblock) tr.insert(behind, nodes.paragraph.create());
    dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(behind + 1))).scrollIntoView());
  }
  return true;
}

// A selection over several cells is emptied cell by cell: the table keeps its shape.
export function clearCells(state, dispatch) {
  const { $from, $to, from, to } = state.selection;
  const one = cellAt(state, $from), other = cellAt(state, $to);
  if (!one || !other || one.pos !== other.pos || (one.row === other.row && one.column === other.column)) return false;
  if (dispatch) {
    const tr = state.tr;
    const ranges = [];
    state.doc.nodesBetween(from, to, (node, pos) => {
      if (node.type !== nodes.table_cell && node.type !== nodes.table_header) return true;
      ranges.push([Math.max(from, pos + 1), Math.min(to, pos + 1 + node.content.size)]);
      return false;
    });
    for (const [begin, end] of ranges.reverse()) if (end > begin) tr.delete(begin, end);
    dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(tr.mapping.map(from)))));
  }
  return true;
}
