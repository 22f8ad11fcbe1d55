// For whom a box is: who employs the reader, and where they teach.
import schemaJson from '../assets/schema.json';
import { make, openDialog, tick, word } from './ui.js';

const levels = schemaJson.nodes.if.attrs.level.each;

export function conditionDialog(view, pos) {
  const node = view.state.doc.nodeAt(pos);
  if (!node || !view.editable) return;
  const has = (list, name) => list.split(',').includes(name);
  const company = tick(word('condition_company'), { name: 'company', checked: has(node.attrs.employer, 'company') });
  const boxes = levels.map((level) => tick(word(`condition_${level}`), { name: level, checked: has(node.attrs.level, level) }));
  openDialog({
    title: word('block_if'), go: word('condition_change'),
    body: [company, make('fieldset', { class: 'field' }, make('legend', {}, word('condition_levels')), ...boxes)],
    send(form) {
      const employers = node.attrs.employer.split(',').filter((name) => name && name !== 'company');
      if (form.elements.company.checked) employers.push('company');
      const level = levels.filter((name) => form.elements[name].checked).join(',');
      if (employers.length === 0 && level === '') return word('condition_none');
      if (view.state.doc.nodeAt(pos)?.type !== node.type) return word('failed');
      view.dispatch(view.state.tr.setNodeMarkup(pos, null, { employer: employers.join(','), level }));
      view.focus();
      return '';
    },
  });
}
