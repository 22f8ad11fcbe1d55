// The editor of a text. The page works without it: a form with Markdown. Here the form gives way to the document itself, which is saved while it is written.
import { EditorState, NodeSelection, Selection } from 'prosemirror-state';
import { EditorView } from 'prosemirror-view';
import { Node } from 'prosemirror-model';
import { collab } from 'prosemirror-collab';
import { startLine } from './blocks.js';
import { conditionDialog } from './condition_dialog.js';
import { Count } from './count.js';
import { Device, hold, newClient } from './device.js';
import { containers, schema } from './dom.js';
import { Heading } from './heading.js';
import { japaneseDialog } from './japanese_dialog.js';
import { keysDialog } from './keys_dialog.js';
import { linkDialog } from './link_dialog.js';
import { makeMenu } from './menu.js';
import { People } from './people.js';
import { pictureDialog } from './picture_dialog.js';
import { plugins } from './plugins.js';
import { bringHome, inherit } from './recover.js';
import { difference, rebase, textOf } from './rebase.js';
import { Rescue } from './rescue.js';
import { ask } from './server.js';
import { sourceDialog } from './source_dialog.js';
import { Status } from './status.js';
import { Stream } from './stream.js';
import { Sync } from './sync.js';
import { makeToolbar } from './toolbar.js';
import { make, setWords, word } from './ui.js';
import { nodeViews } from './views.js';

class Editor {
  constructor(root) {
    this.root = root;
    this.base = root.dataset.base;
    this.lang = root.dataset.lang;
    this.blocks = (root.dataset.blocks?.split(/\s+/) ?? containers.filter((name) => name !== 'note')).filter((name) => containers.includes(name));
  }

  async open() {
    const [answer, device] = await Promise.all([ask(`${this.base}/document`), Device.open(this.base, this.root.dataset.me)]);
    this.device = device;
    const one = await inherit(device);
    if (answer.status !== 200 && !one) return false;
    this.answer = answer.status === 200 ? answer.json : { ...(await device.heading())?.now, may_edit: true };
    this.client = one?.client ?? newClient();
    if (!one) await hold(this.client);
    sessionStorage.setItem(device.place, this.client);
    this.build(one);
    await this.rescue.load();
    await this.heading.restore();
    this.stream.start();
    if (answer.status === 410) this.sync.on.state('moved', answer.json);
    const gather = () => bringHome({ base: this.base, device, client: this.client, rescue: this.rescue });
    gather();
    // A tab beside this one may crash, too.
    setInterval(gather, 60000);
    return true;
  }

  build(kept) {
    const { base, device } = this;
    const view = () => this.view;
    this.status = new Status(device);
    this.rescue = new Rescue({ device, schema, view });
    this.count = new Count(document.documentElement.lang);
    this.notice = make('div', { class: 'ed-notice', role: 'status', hidden: true });
    this.heading = new Heading({ base, device, values: this.answer, enabled: this.answer.may_edit, say: (text) => this.tell(text) });
    this.acts = {
      link: () => linkDialog(this.view), picture: () => pictureDialog(this.view, base), japanese: () => japaneseDialog(this.view, base),
      source: () => sourceDialog(this.view, base), keys: () => keysDialog(), toolbar: () => this.toolbar.focus(), save: () => this.save(),
      editNode: (one) => this.editNode(one),
    };
    this.sync = new Sync({
      base, client: this.client, device, schema,
      on: {
        state: (state, json) => this.stateIs(state, json), lost: (words) => this.rescue.add(words), gap: () => this.stream.catchUp(),
        reset: () => this.replant(),
      },
    });
    const began = kept?.revived ?? { version: this.answer.version, doc: Node.fromJSON(schema, this.answer.doc), steps: [] };
    this.menu = makeMenu({ view, blocks: this.blocks, acts: this.acts });
    this.toolbar = makeToolbar({ view, acts: this.acts, menu: this.menu });
    this.draw();
    this.show(began);
    if (kept?.revived.lost.length > 0) this.rescue.add(kept.revived.lost);
    if (began.steps.length > 0) this.tell(word('restored'));
    this.listen();
  }

  state({ version, doc, steps }) {
    const said = ({ pictures }) => this.tell(word('pictures_left_out', { n: pictures }));
    // Where somebody goes on with another document, the cursor stays about where it was.
    const place = this.view?.state.selection.head;
    let state = EditorState.create({ doc, plugins: plugins({ collab: this.sync.plugin(version), acts: this.acts, placeholderText: word('placeholder'), said }) });
    if (steps.length > 0) {
      const tr = state.tr.setMeta('addToHistory', false);
      for (const step of steps) tr.step(step);
      state = state.apply(tr);
    }
    if (place !== undefined) state = state.apply(state.tr.setSelection(Selection.near(state.doc.resolve(Math.min(place, state.doc.content.size)), -1)));
    return state;
  }

  show(began) {
    const state = this.state(began);
    if (this.view) this.view.updateState(state);
    else {
      this.view = new EditorView(this.place, {
        state,
        editable: () => this.answer.may_edit === true && !this.ended,
        attributes: {
          id: 'ed-text', lang: this.lang, class: 'prose ed-text', role: 'textbox', spellcheck: 'true', 'aria-multiline': 'true',
          'aria-label': word('text'), 'aria-describedby': 'ed-help', 'data-placeholder': word('placeholder'),
        },
        nodeViews: nodeViews((view, pos) => conditionDialog(view, pos)),
        dispatchTransaction: (tr) => this.dispatch(tr),
        handleDoubleClickOn: (view, _pos, node, nodePos) => this.editAt(view, node, nodePos),
        handleClickOn: (view, _pos, node, nodePos) => this.isChosen(nodePos) && this.editAt(view, node, nodePos),
        handleDOMEvents: { focus: () => { setTimeout(() => this.firstLine()); return false; } },
      });
    }
    this.sync.begin(this.view, began.doc);
    this.people ??= this.addPeople();
    this.toolbar.show(this.view.state);
    this.count.now(this.view.state.doc);
  }

  // An empty document has no line to write on until somebody wants to.
  firstLine() {
    const line = this.view.editable && startLine(this.view.state.doc);
    if (line) this.view.dispatch(this.view.state.tr.insert(0, line));
  }

  isChosen(pos) {
    const { selection } = this.view.state;
    return selection instanceof NodeSelection && selection.from === pos;
  }

  addPeople() {
    const people = new People({ base: this.base, client: this.client, sync: this.sync, view: () => this.view });
    this.top.append(people.node);
    this.stream = new Stream({
      base: this.base, sync: this.sync,
      on: {
        heading: (json) => this.heading.theirs(json), people: (list) => people.show(list), gone: (json) => this.stateIs('moved', json),
        moved: (json) => this.stage(json),
      },
    });
    return people;
  }

  dispatch(tr) {
    this.view.updateState(this.view.state.apply(tr));
    this.sync.changed();
    if (tr.docChanged) this.count.show(this.view.state.doc);
    if (tr.selectionSet || tr.docChanged) this.people?.moved();
    if (!this.drawing) {
      this.drawing = requestAnimationFrame(() => { this.drawing = 0; this.toolbar.show(this.view.state); });
    }
  }

  draw() {
    this.place = make('div', { class: 'ed-paper' });
    this.top = make('div', { class: 'ed-top' }, this.status.node, this.count.node);
    const help = make('p', { class: 'vh', id: 'ed-help' }, word('help'));
    const desk = make('div', { class: 'ed-desk' }, this.toolbar.node, this.menu.node, this.place);
    this.frame = make('div', { class: 'ed' }, this.notice, this.rescue.node, this.heading.node, this.top, desk, help);
    this.toolbar.node.hidden = !this.answer.may_edit;
    if (!this.answer.may_edit) this.tell(word('read_only'));
    this.root.replaceChildren(this.frame);
    this.root.hidden = false;
    for (const plain of document.querySelectorAll('[data-plain]')) plain.hidden = true;
  }

  tell(text) {
    this.notice.hidden = false;
    this.notice.replaceChildren(make('p', {}, text), make('button', { type: 'button', class: 'btn sm', onclick: () => { this.notice.hidden = true; } }, word('close')));
  }

  stateIs(state, json = {}) {
    const act = (label, work) => make('button', { type: 'button', class: 'btn sm', onclick: work }, word(label));
    const acts = [];
    if (state === 'refused') acts.push(act('try_again', () => this.sync.retry()), act('take_out', () => this.takeOut()));
    // Where the document left the desk, it is read anew first.
    if (['offline', 'busy', 'signed_out', 'forbidden'].includes(state)) acts.push(act('try_again', () => (this.sync.stopped ? this.replant() : this.sync.retry())));
    if (state === 'moved') {
      this.sync.stopped = true;
      this.stream?.stop();
      if (json.url) acts.push(make('a', { href: json.url }, word('see_live')));
      acts.push(act('correction', () => this.correct()));
    }
    this.status.show(state, json, acts);
    this.status.slow();
  }

  async save() {
    await this.sync.send();
    this.heading.send();
    this.status.speak(this.status.sentence(this.status.state));
  }

  // What the server never takes: the document goes back to what it has, and the words stay below.
  takeOut() {
    const began = { version: this.sync.version, doc: this.sync.confirmed, steps: [] };
    const [step] = difference(began.doc, this.view.state.doc);
    const text = step ? textOf(this.view.state.doc, step.from, step.from + step.slice.size) : '';
    if (text.trim() !== '') this.rescue.add([{ text, content: step.slice.toJSON() }]);
    this.device.forget(this.client);
    this.show(began);
    this.sync.stopped = false;
    this.stateIs('saved');
    this.view.focus();
  }

  async correct() {
    const { status, json } = await ask(`${this.base}/correction`, { json: {} });
    if (status !== 200 && status !== 303) {
      this.stateIs('moved', { message: json.message ?? word(status === 0 ? 'needs_network' : 'failed') });
      return;
    }
    await this.replant();
    this.view.focus();
  }

  // Goes on with the document that the server has now; what was unanswered is put onto it.
  async replant() {
    // What was saved without an answer before the document left the desk is in the next one, too.
    const end = await ask(`${this.base}/steps?since=${this.sync.version}`);
    if (Array.isArray(end.json?.steps)) this.sync.take(end.json);
    if (![200, 410].includes(end.status)) { this.stateIs('busy', end.json); return; }
    const { status, json } = await ask(`${this.base}/document`);
    if (status !== 200) { this.stateIs(status === 410 ? 'moved' : 'busy', json); return; }
    this.answer = json;
    const doc = Node.fromJSON(schema, json.doc);
    const moved = rebase(this.sync.confirmed, this.sync.unanswered().map((one) => one.step), difference(this.sync.confirmed, doc));
    await this.rescue.add(moved.lost);
    this.sync.stopped = false;
    this.stream.stop();
    this.show({ version: json.version, doc, steps: moved.steps });
    this.heading.theirs(json);
    this.stream.start();
    if (moved.steps.length === 0) this.stateIs('saved');
    else this.sync.retry();
  }

  // The stage may be another one, and then who may write, too. A stream that begins tells the stage in any case.
  async stage({ stage, message }) {
    if (message) this.tell(message);
    if (stage === this.answer.stage) return;
    this.answer.stage = stage;
    const { status, json } = await ask(`${this.base}/document`);
    if (status === 410) { this.stateIs('moved', json); return; }
    if (status !== 200) return;
    this.answer.may_edit = json.may_edit;
    this.toolbar.node.hidden = !json.may_edit;
    this.view.setProps({});
    for (const input of Object.values(this.heading.fields)) input.readOnly = !json.may_edit;
    // What waited while it was in other hands goes now.
    if (json.may_edit) this.sync.retry();
  }

  editAt(view, node, pos) {
    if (!view.editable || !['ruby', 'cite', 'image'].includes(node.type.name)) return false;
    view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, pos)));
    return this.editNode(view);
  }

  editNode(view) {
    const act = { ruby: 'japanese', cite: 'source', image: 'picture' }[view.state.selection.node?.type.name];
    if (act) this.acts[act]();
    return Boolean(act);
  }

  // A link to the next step is followed when everything has arrived, or cannot for now.
  follow(event) {
    const link = event.target.closest?.('.write-acts a[href]');
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (this.sync.unanswered().length === 0 && !this.heading.differs) return;
    event.preventDefault();
    const late = new Promise((go) => { setTimeout(go, 4000); });
    Promise.race([Promise.all([this.sync.send(), this.heading.send()]), late]).then(() => { location.href = link.href; });
  }

  listen() {
    document.addEventListener('click', (event) => this.follow(event));
    const leave = () => { this.sync.flush(); this.heading.flush(); };
    addEventListener('pagehide', leave);
    document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') leave(); else { this.sync.retry(); this.stream.catchUp(); } });
    this.view.dom.addEventListener('blur', () => this.sync.send());
    addEventListener('online', () => { this.sync.retry(); this.heading.send(); });
    addEventListener('offline', () => { if (this.sync.unanswered().length > 0) this.stateIs('offline'); });
    // What stands on the device alone is worth a question before the tab is closed.
    addEventListener('beforeunload', (event) => { if (this.sync.unanswered().length > 0 && this.sync.state !== 'saving' && !this.device.able) event.preventDefault(); });
  }
}

async function start() {
  const root = document.querySelector('[data-editor]');
  if (!root) return;
  setWords(JSON.parse(document.getElementById('editor-words').textContent));
  const editor = new Editor(root);
  try {
    if (!await editor.open()) root.hidden = true;
  } catch (failed) {
    // The form is still there, and does everything that must be done.
    root.hidden = true;
    for (const plain of document.querySelectorAll('[data-plain]')) plain.hidden = false;
    throw failed;
  }
}

if (window.indexedDB && window.fetch && window.Promise && collab) start();
