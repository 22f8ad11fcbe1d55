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
import { word } from './ui.js';

const { nodes } = schema;
const hinted = ['aim', 'try', 'check', 'lookback', 'deepdive', 'partner'];

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

// What belongs into an empty line of our boxes: two bare ticks tell nobody which line is the answer and which is said to whoever chooses it.
const hints = (word) => new Plugin({
  props: {
    decorations({ doc }) {
      const found = [];
      const hint = (node, pos, name) => {
        if (node?.type === nodes.paragraph && node.content.size === 0) found.push(Decoration.node(pos, pos + node.nodeSize, { class: 'ed-empty', 'data-placeholder': word(`hint_${name}`) }));
      };
      doc.forEach((box, at) => {
        const name = box.type.name;
        if (hinted.includes(name)) hint(box.firstChild, at + 1, name);
        if (name !== 'check') return;
        box.descendants((node, pos) => {
          if (node.type !== nodes.list_item) return true;
          const first = at + pos + 2;
          hint(node.firstChild, first, 'answer');
          if (node.childCount > 1) hint(node.child(1), first + node.firstChild.nodeSize, 'feedback');
          return false;
        });
      });
      return found.length > 0 ? DecorationSet.create(doc, found) : null;
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
  hints(word),
];
