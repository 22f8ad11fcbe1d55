// The state of an editor: what is put together from ProseMirror's parts, and what is ours.
import { dropCursor } from 'prosemirror-dropcursor';
import { gapCursor } from 'prosemirror-gapcursor';
import { history } from 'prosemirror-history';
import { inputRules, textblockTypeInputRule, wrappingInputRule, InputRule } from 'prosemirror-inputrules';
import { Plugin } from 'prosemirror-state';
import { Decoration, DecorationSet } from 'prosemirror-view';
import { firstLevel } from './commands.js';
import { schema } from './dom.js';
import { keyPlugin } from './keys.js';
import { pastePlugin } from './paste.js';
import { peoplePlugin } from './people.js';

const { nodes } = schema;

// What people type out of habit at the beginning of a line.
const habits = () => inputRules({
  rules: [
    new InputRule(/^##?#? $/, (state, match, start, end) => {
      const $start = state.doc.resolve(start);
      if (!$start.node(-1).canReplaceWith($start.index(-1), $start.indexAfter(-1), nodes.heading)) return null;
      return state.tr.delete(start, end).setBlockType(start, start, nodes.heading, { level: Math.max(firstLevel($start), match[0].length - 1) });
    }),
    wrappingInputRule(/^\s*[-*・] $/, nodes.bullet_list),
    wrappingInputRule(/^(\d{1,3})[.)] $/, nodes.ordered_list, (match) => ({ order: Number(match[1]) }), (match, node) => node.childCount + node.attrs.order === Number(match[1])),
    wrappingInputRule(/^\s*> $/, nodes.blockquote),
    textblockTypeInputRule(/^```$/, nodes.code_block),
    new InputRule(/^---$/, (state, _match, start) => {
      const $start = state.doc.resolve(start);
      if ($start.parent.type !== nodes.paragraph || $start.parentOffset !== 0) return null;
      return state.tr.replaceWith($start.before(), $start.after(), [nodes.horizontal_rule.create(), nodes.paragraph.create()]);
    }),
  ],
});

const placeholder = (text) => new Plugin({
  props: {
    decorations({ doc }) {
      if (doc.childCount !== 1 || !doc.firstChild.isTextblock || doc.firstChild.content.size > 0) return null;
      return DecorationSet.create(doc, [Decoration.node(0, doc.firstChild.nodeSize, { class: 'ed-empty', 'data-placeholder': text })]);
    },
  },
});

export const plugins = ({ collab, acts, placeholderText, said }) => [
  habits(),
  pastePlugin(said),
  keyPlugin(acts),
  dropCursor({ class: 'ed-drop', color: false }),
  gapCursor(),
  history(),
  collab,
  peoplePlugin(),
  placeholder(placeholderText),
];
