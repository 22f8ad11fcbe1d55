// What others write, as it comes: an EventSource, and where none gets through (filters of schools hold streams back), a question every four seconds.
import { ask } from './server.js';

const everyMs = 4000;
const nowAndThenMs = 30000; // beside a stream too: whether it brings what it should

export class Stream {
  // on: {steps, heading, people, moved}
  constructor({ base, sync, on }) { Object.assign(this, { base, sync, on, tries: 0, deaf: 0 }); }

  start() {
    this.ended = false;
    this.listen();
    this.later(nowAndThenMs);
  }

  stop() {
    this.ended = true;
    this.source?.close();
    clearTimeout(this.timer);
    clearTimeout(this.again);
  }

  listen() {
    if (this.ended || !window.EventSource) { this.polling = true; return; }
    const source = this.source = new EventSource(`${this.base}/events?since=${this.sync.version}`);
    const read = (name, use) => source.addEventListener(name, (event) => {
      try { use(JSON.parse(event.data)); } catch { this.catchUp(); }
    });
    source.onopen = () => { this.tries = 0; this.polling = this.deaf > 1; };
    read('steps', (json) => { this.steps(json); });
    read('heading', (json) => this.on.heading(json));
    read('people', (json) => this.on.people(json));
    read('moved', (json) => this.on.moved(json));
    // The browser would ask again from where the stream once began; from here it is shorter.
    source.onerror = () => {
      source.close();
      if (this.ended) return;
      this.tries++;
      if (this.tries > 1) { this.polling = true; this.later(everyMs); }
      clearTimeout(this.again);
      this.again = setTimeout(() => this.listen(), Math.min(30000, 500 * 2 ** this.tries));
    };
  }

  steps(json) {
    if (!this.sync.take(json)) this.catchUp();
  }

  later(ms) {
    clearTimeout(this.timer);
    if (!this.ended) this.timer = setTimeout(() => this.poll(), ms);
  }

  async poll() {
    const before = this.sync.version;
    const brought = document.visibilityState === 'visible' && await this.catchUp();
    // Others' steps that the stream should have brought long ago.
    if (brought && !this.polling && this.sync.version > before && ++this.deaf > 1) this.polling = true;
    this.later(this.polling ? everyMs : nowAndThenMs);
  }

  // Answers whether there was anything new.
  async catchUp() {
    const { status, json } = await ask(`${this.base}/steps?since=${this.sync.version}`);
    if (this.ended) return false;
    if (status === 410) { this.on.gone(json); return false; }
    if (status !== 200 || !Array.isArray(json.steps) || json.steps.length === 0) return false;
    this.sync.take(json);
    return true;
  }
}
