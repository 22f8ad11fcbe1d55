// Who else is in this text, and where. Positions are told at most once a second, and only when others are there.
import { Plugin, PluginKey } from 'prosemirror-state';
import { Decoration, DecorationSet } from 'prosemirror-view';
import { ask } from './server.js';
import { make, word } from './ui.js';

const key = new PluginKey('people');
const colours = 4;
const sum = (text) => [...text].reduce((number, letter) => (number * 31 + letter.codePointAt(0)) % 9973, 7);

function drawn(doc, people) {
  const all = [];
  for (const { name, client, from, to } of people) {
    if (!Number.isInteger(from) || from < 0 || from > doc.content.size) continue;
    const pen = `ed-pen-${sum(client) % colours}`;
    const head = Math.min(Number.isInteger(to) ? to : from, doc.content.size);
    const caret = () => make('span', { class: `ed-caret ${pen}`, 'aria-hidden': 'true' }, make('span', {}, name));
    all.push(Decoration.widget(head, caret, { key: `${client} ${name}`, side: 10, ignoreSelection: true }));
    if (head !== from) all.push(Decoration.inline(Math.min(from, head), Math.max(from, head), { class: `ed-chosen ${pen}` }));
  }
  return DecorationSet.create(doc, all);
}

export const peoplePlugin = () => new Plugin({
  key,
  state: {
    init: () => DecorationSet.empty,
    apply: (tr, set) => {
      const people = tr.getMeta(key);
      return people ? drawn(tr.doc, people) : set.map(tr.mapping, tr.doc);
    },
  },
  props: { decorations: (state) => key.getState(state) },
});

const aloneMs = 60000; // how often somebody tells where they are who knows of nobody else
const goneMs = 90000; // after so long without a word somebody has left

export class People {
  constructor({ base, client, sync, view }) {
    Object.assign(this, { base, client, sync, view, others: new Map(), toldAt: 0 });
    this.node = make('p', { class: 'ed-people', hidden: true });
    setInterval(() => this.show([]), 30000);
  }

  // What came of some: the others are where they were.
  show(list) {
    const now = Date.now();
    const before = this.others.size;
    for (const one of list) if (one.client !== this.client) this.others.set(one.client, { ...one, at: now });
    for (const [client, { at }] of this.others) if (now - at > goneMs) this.others.delete(client);
    const all = [...this.others.values()];
    const names = [...new Set(all.map((one) => one.name))];
    this.node.hidden = names.length === 0;
    this.node.textContent = names.length === 0 ? '' : word('people', { names: names.join(word('and')) });
    if (list.length === 0 && all.length === before) {
      // Who reads and does not type is still there.
      if (all.length > 0) { this.place = ''; this.moved(); }
      return;
    }
    const view = this.view();
    // A mark inside the words that are being composed would end the composition.
    if (!view.composing) view.dispatch(view.state.tr.setMeta(key, all).setMeta('addToHistory', false));
    // Whoever has just come knows nobody yet.
    if (all.length > before) { this.place = ''; this.moved(); }
  }

  moved() {
    if (this.timer || (this.others.size === 0 && Date.now() - this.toldAt < aloneMs)) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      // Positions are those of the server's document, so what is unanswered comes first.
      if (this.sync.unanswered().length > 0) { this.moved(); return; }
      const { anchor, head } = this.view().state.selection;
      const place = `${anchor} ${head}`;
      if (place === this.place || !this.view().hasFocus()) return;
      this.place = place;
      this.toldAt = Date.now();
      ask(`${this.base}/cursor`, { json: { client: this.client, from: anchor, to: head } });
    }, 1000);
  }
}
