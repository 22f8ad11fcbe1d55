// The blocks behind "+": where they go, and what stands in them at first.
import { TextSelection } from 'prosemirror-state';
import { containers, schema } from './dom.js';

const { nodes } = schema;
const p = () => nodes.paragraph.create();
const item = (checked = null) => nodes.list_item.create({ checked }, [p()]);
const answer = (checked) => nodes.list_item.create({ checked }, [p(), p()]);
const bullets = (...items) => nodes.bullet_list.create({ tight: false }, items);

const first = {
  aim: () => [p()],
  try: () => [p(), nodes.ordered_list.create({ order: 1, tight: true }, [item()])],
  say: () => [p(), p(), p()],
  // The answers to choose from, and what is said to whoever chooses each; which of them is right is ticked.
  check: () => [p(), bullets(answer(false), answer(true))],
  lookback: () => [p()],
  deepdive: () => [nodes.heading.create({ level: 3 }), p()],
  if: () => [p()],
  partner: () => [nodes.heading.create({ level: 2 }), p()],
  note: () => [p()],
};

export const fresh = {
  ...Object.fromEntries(containers.map((name) => [name, () => nodes[name].create(name === 'if' ? { employer: 'company' } : null, (first[name] ?? first.note)())])),
  table: () => nodes.table.create(null, Array.from({ length: 3 }, (_row, row) => nodes.table_row.create(null,
    Array.from({ length: 3 }, () => (row === 0 ? nodes.table_header : nodes.table_cell).create())))),
  numbered: () => nodes.ordered_list.create({ order: 1, tight: true }, [item()]),
  rule: () => nodes.horizontal_rule.create(),
};

// Puts a block behind the one in which the selection is, or in its place if that is an empty paragraph: inside a box where that makes sense, else on the page itself.
export function insertBlock(state, dispatch, name) {
  const node = fresh[name]();
  const { $from } = state.selection;
  const inside = !containers.includes(name) || name === 'say';
  let depth = $from.depth;
  while (depth > 0 && !(($from.node(depth - 1).type === nodes.doc || (inside && containers.includes($from.node(depth - 1).type))))) depth--;
  const tr = state.tr;
  let at;
  if (depth === 0 || $from.node(depth).type === nodes.footnote) {
    // Footnotes stand at the end, and nothing behind them.
    at = 0;
    state.doc.forEach((child, offset) => { if (child.type !== nodes.footnote) at = offset + child.nodeSize; });
    tr.insert(at, node);
  } else {
    const here = $from.node(depth);
    const empty = here.type === nodes.paragraph && here.content.size === 0;
    at = empty ? $from.before(depth) : $from.after(depth);
    if (empty) tr.replaceWith(at, at + here.nodeSize, node);
    else tr.insert(at, node);
  }
  // Behind a rule or a box at the end there must be a line to go on with.
  const $end = tr.doc.resolve(at + node.nodeSize);
  if (!$end.nodeAfter || $end.nodeAfter.type === nodes.footnote) tr.insert(at + node.nodeSize, p());
  tr.setSelection(TextSelection.near(tr.doc.resolve(name === 'rule' ? at + node.nodeSize : at + 1), 1));
  if (dispatch) dispatch(tr.scrollIntoView());
  return true;
}

// A new document has a line to write on.
export const startLine = (doc) => (doc.childCount === 0 || doc.firstChild.type === nodes.footnote ? p() : null);
