import { linkAt } from './commands.js';
import { schema } from './dom.js';
import { linkAddress } from './forms.js';
import { field, make, openDialog, word } from './ui.js';

const { link } = schema.marks;

export function linkDialog(view) {
  const { state } = view;
  const { from, to, empty, $from } = state.selection;
  if (!$from.parent.type.allowsMarkType(link)) return;
  const there = linkAt(state);
  const address = make('input', { type: 'text', inputmode: 'url', autocomplete: 'off', required: true, spellcheck: 'false' });
  address.value = there?.mark.attrs.href ?? '';
  const needsText = empty && !there;
  const text = make('input', { type: 'text', autocomplete: 'off' });
  const range = there ?? { from, to };
  const put = (change) => {
    view.dispatch(change(view.state.tr).scrollIntoView());
    view.focus();
  };
  const remove = there && make('button', { type: 'button', class: 'btn', onclick: () => {
    dialog.close();
    put((tr) => tr.removeMark(range.from, range.to, link));
  } }, word('link_remove'));
  const { dialog } = openDialog({
    title: word('link'), go: word('link_put'), extra: [remove],
    body: [field(word('link_address'), address, word('link_hint')), ...(needsText ? [field(word('link_text'), text)] : [])],
    send() {
      const href = linkAddress(address.value);
      if (href === '') { address.focus(); return word('link_wrong'); }
      const mark = link.create({ href });
      const shown = text.value.trim() || address.value.trim();
      put((tr) => (needsText ? tr.replaceSelectionWith(schema.text(shown, [...$from.marks().filter((one) => one.type !== link), mark]), false)
        : tr.removeMark(range.from, range.to, link).addMark(range.from, range.to, mark)));
      return '';
    },
  });
  address.select();
}
