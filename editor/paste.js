// Pasting and dropping: foreign markup is cleaned first, footnotes go to the end with numbers of their own.
import { DOMParser, Fragment, Slice } from 'prosemirror-model';
import { NodeSelection, Plugin, TextSelection } from 'prosemirror-state';
import { clean } from './clean.js';
import { schema } from './dom.js';
import { isInTable } from './table.js';

const { nodes } = schema;
const parser = DOMParser.fromSchema(schema);

function used(doc) {
  const labels = new Set();
  doc.descendants((node) => { if (node.type === nodes.footnote || node.type === nodes.footnote_ref) labels.add(node.attrs.label); });
  return labels;
}

// The same content with other labels.
function relabelled(fragment, labels) {
  const list = [];
  fragment.forEach((node) => {
    const attrs = labels.has(node.attrs.label) ? { ...node.attrs, label: labels.get(node.attrs.label) } : node.attrs;
    list.push(node.isText ? node : node.type.create(attrs, relabelled(node.content, labels), node.marks));
  });
  return Fragment.from(list);
}

// A cell holds one line without line ends.
function oneLine(content) {
  const list = [];
  content.descendants((node) => {
    if (node.isTextblock && list.length > 0) list.push(schema.text(' '));
    if (node.type === nodes.hard_break) list.push(schema.text(' '));
    else if (node.isInline) list.push(node.isText ? schema.text(node.text.replace(/\s+/g, ' '), node.marks) : node);
    return !node.isInline;
  });
  return Fragment.from(list);
}

// The footnotes among the top nodes of a slice, and the slice without them.
function apart(slice) {
  const blocks = [], notes = [];
  slice.content.forEach((node) => (node.type === nodes.footnote ? notes : blocks).push(node));
  return { notes, slice: notes.length > 0 ? new Slice(Fragment.from(blocks), blocks.length > 0 ? slice.openStart : 0, 0) : slice };
}

// Puts a slice into the selection of `tr`, and notes behind the text.
function insert(tr, slice, notes) {
  const labels = new Map();
  const taken = notes.length > 0 ? used(tr.doc) : new Set();
  let number = 1;
  for (const note of notes) {
    while (taken.has(String(number))) number++;
    labels.set(note.attrs.label, String(number));
    taken.add(String(number));
  }
  const content = labels.size > 0 ? relabelled(slice.content, labels) : slice.content;
  const { parent } = tr.selection.$from;
  if (parent.type === nodes.table_cell || parent.type === nodes.table_header) tr.replaceSelection(new Slice(oneLine(content), 0, 0));
  else tr.replaceSelection(new Slice(content, slice.openStart, slice.openEnd));
  if (notes.length > 0) tr.insert(tr.doc.content.size, relabelled(Fragment.from(notes), labels));
  return tr;
}

function read(html) {
  const { body, pictures } = clean(html);
  const { slice, notes } = apart(new Slice(parser.parse(body).content, 0, 0));
  // An empty text has an empty paragraph all the same.
  const empty = slice.content.childCount === 1 && slice.content.firstChild.content.size === 0 && slice.content.firstChild.isTextblock;
  return { slice: empty ? Slice.empty : Slice.maxOpen(slice.content, false), notes, pictures };
}

const isOurs = (html) => /\bdata-pm-slice=/.test(html);

// said({pictures}): what somebody should know about what was pasted.
export function pastePlugin(said) {
  // Foreign markup of the paste that is going on. Who pastes without formatting gets no further than its words.
  let foreign = '';
  const put = (view, slice, words) => {
    const html = foreign;
    foreign = '';
    let made = { ...apart(slice), pictures: 0 };
    if (html) {
      try {
        made = read(html);
      } catch {
        // Markup that nobody thought of: its words at least.
        view.dispatch(view.state.tr.insertText(words).scrollIntoView());
        return true;
      }
    }
    if (made.pictures > 0) said({ pictures: made.pictures });
    if (html && made.slice.content.size === 0 && made.notes.length === 0) return true;
    if (!html && made.notes.length === 0 && !isInTable(view.state)) return false;
    const tr = insert(view.state.tr, made.slice, made.notes);
    view.dispatch(tr.scrollIntoView().setMeta('paste', true).setMeta('uiEvent', 'paste'));
    return true;
  };
  return new Plugin({
    props: {
      transformPastedHTML(html) {
        foreign = isOurs(html) ? '' : html;
        return foreign ? '<p></p>' : html;
      },
      handlePaste(view, event, slice) {
        const data = event.clipboardData;
        if (view.state.selection.$from.parent.type === nodes.code_block) { foreign = ''; return false; }
        const files = [...(data?.files ?? [])].filter((file) => file.type.startsWith('image/'));
        const html = data?.getData('text/html') ?? '';
        if (files.length > 0 && !html && !data.getData('text/plain')) { said({ pictures: files.length }); return true; }
        return put(view, slice, data?.getData('text/plain') ?? '');
      },
      handleDrop(view, event, slice, moved) {
        if (moved) return false;
        const data = event.dataTransfer;
        if ([...(data?.files ?? [])].length > 0) { said({ pictures: data.files.length }); event.preventDefault(); return true; }
        const html = data?.getData('text/html') ?? '';
        if (!html || isOurs(html)) return false;
        const place = view.posAtCoords({ left: event.clientX, top: event.clientY });
        if (!place) return false;
        const $place = view.state.doc.resolve(place.pos);
        const selection = $place.parent.inlineContent ? TextSelection.create(view.state.doc, place.pos) : NodeSelection.near($place);
        view.dispatch(view.state.tr.setSelection(selection));
        event.preventDefault();
        return put(view, slice, data.getData('text/plain'));
      },
    },
  });
}
