// Where what was written stands, in words. The line is always up to date; what is spoken is only what somebody must know.
import { make, word } from './ui.js';

const spoken = ['offline', 'busy', 'signed_out', 'forbidden', 'refused', 'moved'];
const marks = { saved: '✓', waiting: '…', saving: '…', offline: '!', busy: '!', signed_out: '!', forbidden: '!', refused: '!', moved: '!' };

export class Status {
  constructor(device) {
    this.device = device;
    this.mark = make('span', { class: 'ed-mark', 'aria-hidden': 'true' });
    this.text = make('span');
    this.more = make('span', { class: 'ed-more' });
    this.line = make('p', { class: 'ed-saved', 'data-state': 'saved' }, this.mark, make('span', {}, this.text, this.more));
    this.live = make('p', { class: 'vh', role: 'status' });
    this.node = make('div', {}, this.line, this.live);
    this.state = 'saved';
    this.write('saved');
  }

  sentence(state) {
    if (!this.device.able && ['waiting', 'saving', 'offline', 'busy'].includes(state)) return word('state_no_device');
    return word(`state_${state}`);
  }

  write(state, json = {}, acts = []) {
    this.mark.textContent = marks[state];
    this.line.dataset.state = state;
    this.text.textContent = this.sentence(state);
    this.more.replaceChildren(...(json.message ? [` ${json.message}`] : []), ...acts);
  }

  show(state, json = {}, acts = []) {
    const before = this.state;
    this.state = state;
    this.write(state, json, acts);
    if (spoken.includes(state) || (state === 'saved' && spoken.includes(before))) this.speak(`${this.sentence(state)} ${json.message ?? ''}`.trim());
  }

  // A slow network says so; what is sent takes its time.
  slow(ms = 4000) {
    clearTimeout(this.timer);
    if (this.state !== 'saving') return;
    this.timer = setTimeout(() => { if (this.state === 'saving') { this.text.textContent = word('state_slow'); this.speak(word('state_slow')); } }, ms);
  }

  speak(text) {
    this.live.textContent = '';
    setTimeout(() => { this.live.textContent = text; }, 50);
  }
}
