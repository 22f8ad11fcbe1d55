// Readings over kanji. A machine suggests them, a person corrects each, and only then do they stand in the text.
import { NodeSelection } from 'prosemirror-state';
import { canInsert } from './commands.js';
import { schema } from './dom.js';
import { hasKanji, isReading } from './forms.js';
import { ask } from './server.js';
import { field, make, openDialog, word } from './ui.js';

const { ruby } = schema.nodes;

const longest = 1000; // code units in one question

// The words of a selection: {text, at}, where at[i] is the position of the i-th code unit. Readings that stand already, and ends of blocks, are gaps.
function chosenText(state) {
  const { from, to } = state.selection;
  let text = '';
  const at = [];
  const gap = (sign) => { text += sign; at.push(-1); };
  state.doc.nodesBetween(from, to, (node, pos) => {
    if (text.length >= longest) return false;
    if (node.isText) {
      const begin = Math.max(0, from - pos), end = Math.min(node.text.length, to - pos, begin + longest - text.length);
      for (let i = begin; i < end; i++) { text += node.text[i]; at.push(pos + i); }
    } else if (node.isInline) gap(' ');
    else if (node.isTextblock && text !== '') gap('\n');
    return !node.type.spec.code;
  });
  return { text, at };
}

// Runs of kanji with nothing over them: for when nobody suggests anything.
const bare = (text) => text.split(/([\p{Script=Han}々〆ヶ]+)/u).filter(Boolean).map((part) => (hasKanji(part) ? { base: part, reading: '' } : { text: part }));

function rows(list) {
  const inputs = [];
  const lines = list.filter((part) => part.base).map((part) => {
    const input = make('input', { type: 'text', lang: 'ja', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' });
    input.value = part.reading ?? '';
    inputs.push({ part, input });
    const line = field(part.base, input);
    line.classList.add('ed-reading');
    line.querySelector('label').lang = 'ja';
    return line;
  });
  return { inputs, lines };
}

function editOne(view, pos, node) {
  const base = make('input', { type: 'text', lang: 'ja', autocomplete: 'off' });
  const reading = make('input', { type: 'text', lang: 'ja', autocomplete: 'off' });
  base.value = node.attrs.base;
  reading.value = node.attrs.reading;
  openDialog({
    title: word('japanese'), go: word('japanese_change'), body: [field(word('japanese_base'), base), field(word('japanese_reading'), reading, word('japanese_empty_hint'))],
    send() {
      const now = { base: base.value.trim(), reading: reading.value.trim() };
      if (!isReading(now.base)) { base.focus(); return word('japanese_wrong'); }
      if (now.reading !== '' && !isReading(now.reading)) { reading.focus(); return word('japanese_wrong'); }
      const next = now.reading === '' ? schema.text(now.base, node.marks) : ruby.create(now, null, node.marks);
      view.dispatch(view.state.tr.replaceWith(pos, pos + 1, next));
      view.focus();
      return '';
    },
  });
  reading.focus();
}

export function japaneseDialog(view, base) {
  const { state } = view;
  const { selection } = state;
  if (selection instanceof NodeSelection && selection.node.type === ruby) { editOne(view, selection.from, selection.node); return; }
  const chosen = chosenText(state);
  if (chosen.text.trim() === '' && !canInsert(state, ruby)) return;

  const typed = make('input', { type: 'text', lang: 'ja', autocomplete: 'off' });
  const suggest = make('button', { type: 'button', class: 'btn' }, word('japanese_suggest'));
  const place = make('div', { class: 'ed-readings' });
  const told = make('p', { role: 'status' });
  const doc = state.doc;
  let parts = [], inputs = [];

  const fill = async (text) => {
    told.textContent = word('japanese_asking');
    // An address has its limits.
    const { status, json } = text.length <= 150 ? await ask(`${base}/readings?text=${encodeURIComponent(text)}`)
      : await ask(`${base}/readings`, { form: new URLSearchParams({ text }) });
    const suggested = status === 200 && Array.isArray(json.parts) && json.parts.map((part) => part.base ?? part.text).join('') === text
      && (json.parts.some((part) => part.base) || !hasKanji(text));
    parts = suggested ? json.parts : bare(text);
    const drawn = rows(parts);
    inputs = drawn.inputs;
    place.replaceChildren(...drawn.lines);
    told.textContent = inputs.length === 0 ? word('japanese_no_kanji') : suggested ? word('japanese_check') : `${json.message ?? ''} ${word('japanese_by_hand')}`.trim();
    inputs[0]?.input.focus();
  };
  suggest.addEventListener('click', () => { if (typed.value.trim() !== '') fill(typed.value.trim()); else typed.focus(); });

  const asking = chosen.text.trim() === '';
  openDialog({
    title: word('japanese'), go: word('japanese_put'),
    body: [...(asking ? [field(word('japanese_text'), typed), make('div', { class: 'acts' }, suggest)] : []), told, place],
    async send() {
      if (asking && inputs.length === 0) {
        if (typed.value.trim() === '') { typed.focus(); return word('japanese_nothing'); }
        await fill(typed.value.trim());
        if (inputs.length > 0) return word('japanese_check');
      }
      for (const { part, input } of inputs) {
        part.now = input.value.trim();
        if (part.now !== '' && (!isReading(part.now) || !isReading(part.base))) { input.focus(); return word('japanese_wrong'); }
      }
      // Somebody else may have written into these words while the dialog was open.
      if (!asking && view.state.doc !== doc && chosenText(view.state).text !== chosen.text) return word('japanese_changed');
      const tr = view.state.tr;
      if (asking) {
        const marks = view.state.selection.$from.marks();
        const drawn = (part) => (part.base && part.now ? ruby.create({ base: part.base, reading: part.now }, null, marks) : schema.text(part.base ?? part.text, marks));
        tr.replaceWith(tr.selection.from, tr.selection.to, parts.map(drawn));
      } else {
        const { at } = chosenText(view.state);
        let end = chosen.text.length;
        for (const part of [...parts].reverse()) {
          const begin = end - (part.base ?? part.text).length;
          const from = at[begin], to = at[end - 1] + 1;
          const whole = at.slice(begin, end).every((pos, index) => pos === from + index && pos >= 0);
          if (part.base && part.now && whole) {
            // Code is letters, and a reading over it is none.
            const marks = tr.doc.resolve(from + 1).marks().filter((mark) => mark.type !== schema.marks.code);
            tr.replaceWith(from, to, ruby.create({ base: part.base, reading: part.now }, null, marks));
          }
          end = begin;
        }
      }
      view.dispatch(tr.scrollIntoView());
      view.focus();
      return '';
    },
  });
  if (!asking) fill(chosen.text);
}
