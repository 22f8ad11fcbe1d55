// A picture: chosen, looked at, described, and only then sent. Pupils are asked about before anything leaves the device.
import { canInsert, insertInline } from './commands.js';
import { schema } from './dom.js';
import { ask } from './server.js';
import { field, make, nextId, openDialog, tick, word } from './ui.js';

const { image } = schema.nodes;

// Drawn and not loaded by address: the page's rules let no address in that is not the site's.
async function preview(canvas, file) {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, 480 / bitmap.width, 320 / bitmap.height);
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
}

// The description of a picture that stands in the text already.
function describe(view, pos, node) {
  const alt = make('textarea', { rows: '3', required: true });
  alt.value = node.attrs.alt;
  openDialog({
    title: word('picture'), go: word('picture_change'), body: [field(word('picture_alt'), alt, word('picture_alt_hint'))],
    send() {
      if (alt.value.trim() === '') { alt.focus(); return word('picture_no_alt'); }
      view.dispatch(view.state.tr.setNodeMarkup(pos, null, { ...node.attrs, alt: alt.value.trim().replace(/\s+/g, ' ') }));
      view.focus();
      return '';
    },
  });
}

export function pictureDialog(view, base) {
  const chosen = view.state.selection.node;
  if (chosen?.type === image) { describe(view, view.state.selection.from, chosen); return; }
  if (!canInsert(view.state, image)) return;

  const file = make('input', { type: 'file', accept: 'image/*' });
  const canvas = make('canvas', { class: 'ed-preview', hidden: true, role: 'img', 'aria-label': word('picture_preview') });
  const alt = make('textarea', { rows: '3', required: true });
  const group = nextId('faces');
  const faces = ['none', 'adults', 'pupils'].map((value) => make('label', { class: 'tick' }, make('input', { type: 'radio', name: group, value }), make('span', {}, word(`faces_${value}`))));
  const question = make('fieldset', { class: 'field' }, make('legend', {}, word('faces')), ...faces);
  const nobody = tick(word('nobody'), { name: 'people_ok' });
  const answer = () => question.querySelector(':checked')?.value;
  const { say, form } = openDialog({
    title: word('picture'), go: word('picture_put'),
    body: [field(word('picture_file'), file, word('picture_file_hint')), canvas, field(word('picture_alt'), alt, word('picture_alt_hint')), question, nobody],
    async send() {
      if (!file.files[0]) { file.focus(); return word('picture_none'); }
      if (alt.value.trim() === '') { alt.focus(); return word('picture_no_alt'); }
      if (!answer()) { question.querySelector('input').focus(); return word('faces_unanswered'); }
      if (answer() === 'pupils') return word('faces_refused');
      if (!form.elements.people_ok.checked) { form.elements.people_ok.focus(); return word('nobody_unticked'); }
      const sent = new FormData();
      sent.set('file', file.files[0]);
      sent.set('alt', alt.value.trim().replace(/\s+/g, ' '));
      sent.set('people_ok', '1');
      say(word('picture_sending'));
      const { status, json } = await ask(`${base}/pictures`, { form: sent });
      if (status !== 200) return json.message ?? word(status === 0 ? 'needs_network' : 'failed');
      insertInline(view, image.create({ src: json.src, alt: alt.value.trim().replace(/\s+/g, ' ') }));
      return '';
    },
  });
  file.addEventListener('change', async () => {
    canvas.hidden = true;
    if (!file.files[0]) return;
    try {
      await preview(canvas, file.files[0]);
      canvas.hidden = false;
      say('');
    } catch {
      say(word('picture_unreadable'));
    }
  });
  question.addEventListener('change', () => say(answer() === 'pupils' ? word('faces_refused') : ''));
}
