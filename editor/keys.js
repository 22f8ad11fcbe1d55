// Keys. None is looked at while an input method composes. Tab leaves the text, but in lists and tables; there Esc and then Tab does.
import { baseKeymap, chainCommands, createParagraphNear, exitCode, liftEmptyBlock, newlineInCode, splitBlockKeepMarks } from 'prosemirror-commands';
import { redo, undo } from 'prosemirror-history';
import { undoInputRule } from 'prosemirror-inputrules';
import { keydownHandler } from 'prosemirror-keymap';
import { liftListItem, sinkListItem, splitListItem } from 'prosemirror-schema-list';
import { Plugin } from 'prosemirror-state';
import { bold, cycleHeading, italic, strike, toggleList, toggleQuote } from './commands.js';
import { schema } from './dom.js';
import { isComposingKey } from './ui.js';
import * as table from './table.js';

const { nodes } = schema;

// A task is split into two tasks; the second is not ticked.
const splitItem = (state, dispatch) => {
  const { $from } = state.selection;
  const item = $from.depth > 1 ? $from.node(-1) : null;
  const attrs = item?.type === nodes.list_item && item.attrs.checked !== null ? { checked: false } : undefined;
  return splitListItem(nodes.list_item, attrs)(state, dispatch);
};
const breakLine = chainCommands(exitCode, (state, dispatch) => {
  if (!state.selection.$from.parent.type.contentMatch.matchType(nodes.hard_break)) return state.selection.$from.parent.inlineContent;
  if (dispatch) dispatch(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
});

// [keys, what they do, the word of the list of keys]
export const list = [
  ['Mod-b', bold, 'bold'], ['Mod-i', italic, 'key_italic'], ['Mod-k', 'link', 'link'], ['Mod-Alt-2', cycleHeading, 'heading'],
  ['Mod-Shift-8', toggleList(nodes.bullet_list), 'list'], ['Mod-Shift-7', toggleList(nodes.ordered_list), 'numbered'],
  ['Mod-Shift-9', toggleQuote, 'quote'], ['Mod-z', undo, 'undo'], ['Mod-Shift-z', redo, 'redo'], ['Alt-F10', 'toolbar', 'key_toolbar'],
  ['Mod-s', 'save', 'key_save'], ['Mod-/', 'keys', 'keys'],
];

export function keyPlugin(acts) {
  let leave = false;
  const named = Object.fromEntries(list.map(([keys, act]) => [keys, typeof act === 'string' ? () => { acts[act](); return true; } : act]));
  const stay = (command) => (state, dispatch, view) => (leave ? false : command(state, dispatch, view));
  const own = keydownHandler({
    ...named,
    'Mod-y': redo,
    'Mod-Shift-x': strike,
    Enter: chainCommands(table.clearCells, table.below, newlineInCode, splitItem, createParagraphNear, liftEmptyBlock, splitBlockKeepMarks),
    'Shift-Enter': breakLine,
    'Mod-Enter': breakLine,
    Backspace: chainCommands(undoInputRule, table.clearCells),
    Delete: table.clearCells,
    Tab: stay(chainCommands(table.step(1), sinkListItem(nodes.list_item))),
    'Shift-Tab': stay(chainCommands(table.step(-1), liftListItem(nodes.list_item))),
  });
  const base = keydownHandler(baseKeymap);
  return new Plugin({
    props: {
      handleKeyDown(view, event) {
        if (isComposingKey(event)) return false;
        if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && !event.altKey && acts.editNode(view)) return true;
        const done = own(view, event) || base(view, event);
        leave = event.key === 'Escape' || (leave && ['Shift', 'Tab'].includes(event.key));
        return done;
      },
      handleTextInput(view, _from, _to, text) {
        if (view.composing || !table.clearCells(view.state, view.dispatch)) return false;
        view.dispatch(view.state.tr.insertText(text));
        return true;
      },
    },
  });
}

const isApple = /Mac|iP(?:hone|ad|od)/.test(navigator.platform);
export const keyName = (keys) => keys.split('-').map((key) => (key === 'Mod' ? (isApple ? '⌘' : 'Ctrl') : key.length === 1 ? key.toUpperCase() : key)).join(' + ');
