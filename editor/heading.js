// Title and summary: two fields beside the document, each with what it was when we last agreed with the server and what it is now.
import { ask } from './server.js';
import { field, isComposingKey, make, nextId, word } from './ui.js';

const names = ['title', 'summary'];
const longest = { title: 200, summary: 500 };

export class Heading {
  constructor({ base, device, values, enabled, say }) {
    Object.assign(this, { base, device, say });
    this.was = { title: values.title ?? '', summary: values.summary ?? '' };
    this.fields = {};
    this.clash = {};
    this.node = make('div', { class: 'ed-heading' });
    for (const name of names) {
      const input = this.fields[name] = make('textarea', { rows: '1', maxlength: longest[name], id: nextId(name), class: `ed-${name}` });
      input.value = this.was[name];
      input.readOnly = !enabled;
      input.addEventListener('input', (event) => { this.grow(input); if (!event.isComposing) this.typed(); });
      input.addEventListener('compositionend', () => this.typed());
      input.addEventListener('blur', () => this.send());
      // One line of words, whatever its length on the screen.
      input.addEventListener('keydown', (event) => { if (event.key === 'Enter' && !isComposingKey(event)) event.preventDefault(); });
      this.clash[name] = make('div', { class: 'ed-clash', role: 'alert', hidden: true });
      this.node.append(field(word(name), input), this.clash[name]);
    }
  }

  get now() { return { title: this.value('title'), summary: this.value('summary') }; }
  value(name) { return this.fields[name].value.replace(/\s*\n\s*/g, ' ').trim(); }
  get differs() { return names.some((name) => this.value(name) !== this.was[name]); }
  grow(input) {
    input.style.height = 'auto';
    if (input.scrollHeight > 0) input.style.height = `${input.scrollHeight + 4}px`;
  }

  async restore() {
    const kept = await this.device.heading();
    for (const name of names) {
      if (kept && kept.now[name] !== kept.was[name]) {
        const theirs = this.was[name];
        this.fields[name].value = kept.now[name];
        if (theirs !== kept.was[name] && theirs !== kept.now[name]) this.clashed(name, theirs);
      }
      this.grow(this.fields[name]);
    }
    if (this.differs) this.soon(0);
  }

  typed() {
    this.device.keepHeading(this.differs ? { was: this.was, now: this.now } : null);
    this.soon(2000);
  }

  soon(ms) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), ms);
  }

  async send() {
    if (this.sending) { this.once = true; return; }
    if (!this.differs || names.some((name) => !this.clash[name].hidden)) return;
    this.sending = true;
    const now = this.now;
    const { status, json } = await ask(`${this.base}/heading`, { json: Object.fromEntries(names.map((name) => [name, { was: this.was[name], now: now[name] }])) });
    this.sending = false;
    if (status === 200) {
      this.was = now;
      this.tries = 0;
      this.device.keepHeading(this.differs ? { was: this.was, now: this.now } : null);
      if (this.differs || this.once) this.soon(500);
    } else if (status === 409) {
      this.theirs(json, true);
    } else {
      this.tries = (this.tries ?? 0) + 1;
      if ((status === 403 && this.tries === 1) || status === 422 || status === 410) this.say(json.message ?? word('state_refused'));
      if (status !== 422 && status !== 410) this.soon(Math.min(30000, 1000 * 2 ** this.tries));
    }
    this.once = false;
  }

  flush() {
    if (!this.differs || this.sending) return;
    const now = this.now;
    ask(`${this.base}/heading`, { json: Object.fromEntries(names.map((name) => [name, { was: this.was[name], now: now[name] }])), keepalive: true })
      .then(({ status }) => { if (status === 200) { this.was = now; this.device.keepHeading(null); } });
  }

  // What the server has: it stands where we changed nothing, and beside ours where both did.
  theirs(json) {
    for (const name of names) {
      if (typeof json[name] !== 'string') continue;
      const mine = this.value(name);
      if (mine === this.was[name] || mine === json[name]) {
        this.was[name] = json[name];
        if (mine !== json[name]) { this.fields[name].value = json[name]; this.grow(this.fields[name]); }
      } else if (json[name] !== this.was[name]) {
        this.clashed(name, json[name]);
      }
    }
    if (this.differs) this.soon(200);
  }

  clashed(name, theirs) {
    const box = this.clash[name];
    const settle = (value) => {
      this.was[name] = theirs;
      if (value !== null) this.fields[name].value = value;
      this.grow(this.fields[name]);
      box.hidden = true;
      this.fields[name].focus();
      this.typed();
      this.send();
    };
    box.replaceChildren(
      make('p', {}, word('clash'), make('br'), make('b', {}, theirs)),
      make('div', { class: 'acts' },
        make('button', { type: 'button', class: 'btn sm', onclick: () => settle(theirs) }, word('clash_theirs')),
        make('button', { type: 'button', class: 'btn sm', onclick: () => settle(null) }, word('clash_mine'))));
    box.hidden = false;
  }
}
