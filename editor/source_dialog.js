// A source from the library, or one that is added to it first.
import { canInsert, insertInline } from './commands.js';
import { schema } from './dom.js';
import { isLocator } from './forms.js';
import { ask } from './server.js';
import { field, isComposingKey, make, nextId, openDialog, word } from './ui.js';

const { cite } = schema.nodes;

export function sourceDialog(view, base) {
  const chosen = view.state.selection.node?.type === cite ? view.state.selection.node : null;
  if (!chosen && !canInsert(view.state, cite)) return;

  const group = nextId('source');
  const search = make('input', { type: 'search', autocomplete: 'off' });
  const found = make('div', { class: 'ed-sources' });
  const results = make('fieldset', { class: 'field' }, make('legend', {}, word('source_found')), found);
  const locator = make('input', { type: 'text', autocomplete: 'off' });
  locator.value = chosen?.attrs.locator ?? '';
  const fresh = make('textarea', { rows: '4', spellcheck: 'false' });
  const file = make('input', { type: 'file', accept: '.bib,.json,.ris,.enw,.txt,text/plain,application/json' });
  const add = make('button', { type: 'button', class: 'btn' }, word('source_add_go'));
  const answer = make('p', { role: 'status' });
  const more = make('details', { class: 'desk-fold' }, make('summary', {}, word('source_add')),
    field(word('source_text'), fresh, word('source_text_hint')), field(word('source_file'), file), make('div', { class: 'acts' }, add), answer);

  const show = (list, checked) => {
    found.replaceChildren(...list.map(({ key, line }) => make('label', { class: 'tick' },
      make('input', { type: 'radio', name: group, value: key, checked: key === checked }), make('span', {}, line))));
    if (list.length === 0) found.append(make('p', {}, word('source_none')));
  };
  let asked = 0;
  const look = async () => {
    const mine = ++asked;
    const { status, json } = await ask(`${base}/sources?q=${encodeURIComponent(search.value.trim())}`);
    if (mine !== asked) return;
    if (status === 200 && Array.isArray(json)) show(json, chosen?.attrs.key);
    else found.replaceChildren(make('p', {}, word(status === 0 ? 'needs_network' : 'failed')));
  };
  let timer;
  search.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(look, 250); });
  search.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || isComposingKey(event)) return;
    event.preventDefault();
    clearTimeout(timer);
    look();
  });
  file.addEventListener('change', async () => { if (file.files[0]) fresh.value = await file.files[0].text(); });
  add.addEventListener('click', async () => {
    if (fresh.value.trim() === '') { fresh.focus(); return; }
    answer.textContent = word('sending');
    const { status, json } = await ask(`${base}/sources`, { json: { text: fresh.value } });
    if (status !== 200 || !Array.isArray(json.added)) {
      answer.textContent = json.message ?? word(status === 0 ? 'needs_network' : 'failed');
      return;
    }
    asked++;
    show(json.added, json.added[0]?.key);
    answer.textContent = word('source_added', { n: json.added.length });
    fresh.value = '';
    found.querySelector('input')?.focus();
  });

  openDialog({
    title: word('source'), go: word(chosen ? 'source_change' : 'source_put'),
    body: [field(word('source_search'), search), results, field(word('source_locator'), locator, word('source_locator_hint')), more],
    send() {
      const key = found.querySelector(':checked')?.value ?? chosen?.attrs.key;
      if (!key) { search.focus(); return word('source_unchosen'); }
      const place = locator.value.trim();
      if (!isLocator(place)) { locator.focus(); return word('source_locator_wrong'); }
      insertInline(view, cite.create({ key, locator: place }));
      return '';
    },
  });
  look();
}
