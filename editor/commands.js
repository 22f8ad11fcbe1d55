// What the buttons do with the text.
import { lift, setBlockType, toggleMark, wrapIn } from 'prosemirror-commands';
import { liftListItem, wrapInList } from 'prosemirror-schema-list';
import { schema } from './dom.js';

const { nodes, marks } = schema;

// The innermost node of one of these types around the selection: {node, depth, pos}, or null.
export function around($pos, ...types) {
  for (let depth = $pos.depth; depth > 0; depth--) if (types.includes($pos.node(depth).type)) return { node: $pos.node(depth), depth, pos: $pos.before(depth) };
  return null;
}

// Headings begin below the title, and below the heading that a box draws itself.
const deeper = [nodes.try, nodes.if, nodes.note, nodes.deepdive];
export const firstLevel = ($pos) => (around($pos, ...deeper) ? 3 : 2);

export function headingOf(state) {
  const { parent } = state.selection.$from;
  return parent.type === nodes.heading ? parent.attrs.level : 0;
}

// Text → heading → smaller heading → text.
export function cycleHeading(state, dispatch) {
  const first = firstLevel(state.selection.$from);
  const now = headingOf(state);
  if (now === 0) return setBlockType(nodes.heading, { level: first })(state, dispatch);
  if (now <= first) return setBlockType(nodes.heading, { level: first + 1 })(state, dispatch);
  return setBlockType(nodes.paragraph)(state, dispatch);
}

export const isInList = (state) => around(state.selection.$from, nodes.bullet_list, nodes.ordered_list) !== null;
export function toggleList(type) {
  return (state, dispatch) => {
    const list = around(state.selection.$from, nodes.bullet_list, nodes.ordered_list);
    if (list && list.node.type === type) return liftListItem(nodes.list_item)(state, dispatch);
    if (list) {
      const attrs = type === nodes.ordered_list ? { order: 1, tight: list.node.attrs.tight } : { tight: list.node.attrs.tight };
      if (dispatch) dispatch(state.tr.setNodeMarkup(list.pos, type, attrs));
      return true;
    }
    return wrapInList(type)(state, dispatch);
  };
}

export const isInQuote = (state) => around(state.selection.$from, nodes.blockquote) !== null;
export const toggleQuote = (state, dispatch) => (isInQuote(state) ? lift(state, dispatch) : wrapIn(nodes.blockquote)(state, dispatch));

export const bold = toggleMark(marks.strong);
export const italic = toggleMark(marks.em);
export const strike = toggleMark(marks.strike);

export function hasMark(state, type) {
  const { from, to, empty, $from } = state.selection;
  return empty ? Boolean(type.isInSet(state.storedMarks ?? $from.marks())) : state.doc.rangeHasMark(from, to, type);
}

// The link around the cursor or in the selection: {from, to, mark}, or null.
export function linkAt(state) {
  const { $from, from, to, empty } = state.selection;
  if (!empty) {
    let found = null;
    state.doc.nodesBetween(from, to, (node, pos) => {
      const mark = marks.link.isInSet(node.marks);
      if (mark && !found) found = { from: Math.max(from, pos), to: Math.min(to, pos + node.nodeSize), mark };
    });
    return found && { ...found, from, to };
  }
  const mark = marks.link.isInSet($from.marks()) ?? marks.link.isInSet($from.nodeAfter?.marks ?? []);
  if (!mark) return null;
  let begin = $from.start(), end = begin;
  const parent = $from.parent;
  let found = null;
  parent.forEach((child, offset) => {
    const has = mark.isInSet(child.marks);
    if (has) { if (end !== $from.start() + offset) begin = $from.start() + offset; end = $from.start() + offset + child.nodeSize; }
    if (has && begin <= from && end >= from) found = { from: begin, to: end, mark };
  });
  return found;
}

// Can this inline node stand where the selection is?
export function canInsert(state, type) {
  const { $from } = state.selection;
  return $from.parent.inlineContent && $from.parent.canReplaceWith($from.index(), $from.index(), type);
}

export function insertInline(view, node) {
  view.dispatch(view.state.tr.replaceSelectionWith(node, true).scrollIntoView());
  view.focus();
}
