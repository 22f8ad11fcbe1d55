// Steps to the server and back (prosemirror-collab). The server is the authority: it takes steps made on its present version, or says what came since.
import { collab, getVersion, receiveTransaction } from 'prosemirror-collab';
import { lostWords, readSteps } from './rebase.js';
import { ask } from './server.js';

const everyMs = 2000;
const patienceMs = 10000; // how long a composition may keep others' words back
const most = 400; // steps in one request
const keepaliveBytes = 60000; // browsers take 64 kB in requests that outlive their page

export class Sync {
  // `state` in words: saved, waiting, saving, offline, busy, signed_out, forbidden, refused, moved. on: {state, lost, gap, reset}.
  constructor({ base, client, device, schema, on }) {
    Object.assign(this, { base, client, device, schema, on, view: null, waiting: [], failures: 0, stopped: false });
  }

  plugin(version) {
    this.collab = collab({ version, clientID: this.client });
    return this.collab;
  }
  unanswered(state = this.view.state) { return this.collab.getState(state).unconfirmed; }
  get version() { return getVersion(this.view.state); }

  // `confirmed`: the document that the server has at the version of the view's plugin.
  begin(view, confirmed) {
    this.view = view;
    this.confirmed = confirmed;
    this.keptVersion = null;
    this.kept = this.unanswered();
    if (this.kept.length > 0) this.keep(this.kept);
    if (!this.listening) this.listen(view);
    if (this.unanswered().length > 0) this.soon(0);
  }

  listen(view) {
    this.listening = true;
    view.dom.addEventListener('compositionstart', () => { this.composedAt = Date.now(); });
    view.dom.addEventListener('compositionupdate', () => { this.composedAt = Date.now(); });
    // ProseMirror reads what was composed a moment after its end.
    view.dom.addEventListener('compositionend', () => setTimeout(() => this.takeWaiting(), 60));
  }

  // Called after every change of the view's state, before anything is sent.
  changed() {
    const now = this.unanswered();
    if (now === this.kept) return;
    this.keep(now);
    if (now.length > 0 && !this.stopped) {
      if (this.state !== 'offline' && this.state !== 'busy') this.say('waiting');
      this.soon(everyMs);
    }
  }

  keep(now) {
    const json = (list) => list.map((one) => one.step.toJSON());
    const before = this.kept;
    const grown = now.length >= before.length && before.every((one, index) => now[index] === one);
    const fresh = this.keptVersion !== this.version;
    // Without unanswered steps the server has everything, and the device needs no document.
    const base = fresh && now.length > 0 ? { version: this.version, doc: this.confirmed.toJSON() } : undefined;
    if (grown && !fresh) this.device.keep(this.client, { from: before.length, more: json(now.slice(before.length)) });
    else this.device.keep(this.client, { base, all: json(now) });
    if (base) this.keptVersion = this.version;
    this.kept = now;
  }

  say(state, more) {
    if (state === this.state && !more) return;
    this.state = state;
    this.on.state(state, more);
  }

  soon(ms) {
    if (this.timer && this.due <= Date.now() + ms) return;
    clearTimeout(this.timer);
    this.due = Date.now() + ms;
    this.timer = setTimeout(() => { this.timer = null; this.send(); }, ms);
  }

  get composing() { return this.view.composing && Date.now() - this.composedAt < patienceMs; }

  // Sends what is unanswered. Answers when it is, or cannot be for now.
  async send() {
    if (this.sending || this.stopped || this.unanswered().length === 0) return this.sending;
    if (this.composing || this.waiting.length > 0) { this.soon(500); return undefined; }
    this.sending = this.sendNow().finally(() => { this.sending = null; });
    return this.sending;
  }

  async sendNow() {
    await this.device.settled();
    const version = this.version;
    const sent = this.unanswered().slice(0, most);
    if (this.state !== 'offline' && this.state !== 'busy') this.say('saving');
    const answer = await ask(`${this.base}/steps`, { json: { version, client: this.client, steps: sent.map((one) => one.step.toJSON()) } });
    this.answered(answer, version, sent);
  }

  answered({ status, json, wait }, version, sent) {
    if (status === 200) {
      this.failures = 0;
      // A stream may have brought our own steps before the answer did.
      const known = this.version - version;
      if (known < sent.length) this.receive(version, sent.map((one) => one.step), sent.map(() => this.client));
      this.rest();
    } else if (status === 409 && Array.isArray(json.steps)) {
      this.failures = 0;
      if (json.steps.length === 0 && json.version < version) { this.on.reset(); return; }
      if (!this.take(json)) this.on.gap();
      if (this.unanswered().length > 0) this.soon(this.waiting.length > 0 ? 300 : 20 + Math.random() * 80);
      else this.rest();
    } else if (status === 410) {
      this.stopped = true;
      this.say('moved', json);
    } else if (status === 401 || status === 303 || (status === 403 && json.sign_in)) {
      this.again('signed_out', {}, 15000);
    } else if (status === 403 || status === 404) {
      this.again('forbidden', json, 60000);
    } else if (status === 400 || status === 413 || status === 422) {
      this.stopped = true;
      this.say('refused', json);
    } else {
      this.again(status === 0 ? 'offline' : 'busy', json, wait * 1000);
    }
  }

  again(state, json, ms) {
    this.failures++;
    this.say(state, json);
    this.soon(Math.max(ms, Math.min(30000, 1000 * 2 ** Math.min(this.failures, 5)) * (0.75 + Math.random() / 2)));
  }

  rest() {
    if (this.unanswered().length === 0) this.say('saved');
    else this.soon(everyMs);
  }

  // {version, steps, clients}: steps that lead to `version`, ours among them perhaps. Answers false if some between are missing.
  take({ version, steps, clients }) {
    let list;
    try {
      list = readSteps(this.schema, steps);
    } catch {
      return false;
    }
    return this.receive(version - list.length, list, clients);
  }

  receive(from, steps, clients) {
    if (this.waiting.length > 0 || (this.composing && this.disturbs(steps, clients))) {
      this.waiting.push({ from, steps, clients });
      setTimeout(() => this.takeWaiting(), patienceMs);
      return true;
    }
    const known = this.version - from;
    if (known < 0) return false;
    if (known >= steps.length) return true;
    steps = steps.slice(known);
    clients = clients.slice(known);
    const before = this.view.state;
    const unanswered = this.unanswered();
    let ours = 0;
    while (ours < clients.length && clients[ours] === this.client) ours++;
    let doc = this.confirmed;
    for (const step of steps) doc = step.apply(doc).doc ?? doc;
    this.confirmed = doc;
    const transaction = receiveTransaction(before, steps, clients, { mapSelectionBackward: true });
    this.view.dispatch(transaction);
    const lost = lostWords(before.doc, unanswered.slice(ours), this.unanswered());
    if (lost.length > 0) this.on.lost(lost);
    if (this.unanswered().length === 0 && !this.sending) this.rest();
    return true;
  }

  // Would these steps change the text block in which somebody composes just now? The input method would then lose its place.
  disturbs(steps, clients) {
    if (clients.every((client) => client === this.client)) return false;
    const { $from } = this.view.state.selection;
    const begin = $from.start(), end = $from.end();
    return steps.some((step) => {
      let near = false;
      // Positions are those of the document without our unanswered steps, which lie in this block: it is enough to be generous.
      const slack = this.unanswered().reduce((size, one) => size + Math.max(1, one.step.slice?.size ?? 1), 0);
      step.getMap().forEach((from, to) => { if (to >= begin - slack && from <= end + slack) near = true; });
      return near || step.getMap().ranges.length === 0;
    });
  }

  takeWaiting() {
    if (this.waiting.length === 0 || this.composing) return;
    const all = this.waiting;
    this.waiting = [];
    for (const { from, steps, clients } of all) if (!this.receive(from, steps, clients)) this.on.gap();
    this.rest();
  }

  // Now, and in a way that outlives the page.
  flush() {
    if (this.stopped || !this.view) return;
    const all = this.unanswered();
    if (all.length === 0 || this.sending || this.waiting.length > 0) return;
    const version = this.version;
    const sent = [];
    let bytes = 200;
    for (const one of all) {
      bytes += JSON.stringify(one.step.toJSON()).length * 3;
      if (bytes > keepaliveBytes) break;
      sent.push(one);
    }
    if (sent.length === 0) return;
    this.sending = ask(`${this.base}/steps`, { json: { version, client: this.client, steps: sent.map((one) => one.step.toJSON()) }, keepalive: true })
      .then((answer) => this.answered(answer, version, sent)).finally(() => { this.sending = null; });
  }

  // The network is back, or somebody wants it now.
  retry() {
    if (this.stopped && this.state !== 'refused') return undefined;
    this.stopped = false;
    this.failures = 0;
    clearTimeout(this.timer);
    this.timer = null;
    return this.send();
  }
}
