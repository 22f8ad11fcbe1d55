// Nodes that are more than their markup: our boxes with their names, answers with their ticks, footnotes with their numbers.
import { containers } from './dom.js';
import { make, word } from './ui.js';

const still = (attrs, ...children) => make('div', { contenteditable: 'false', ...attrs }, ...children);

function boxView(name, editCondition) {
  return (node, view, getPos) => {
    const title = make('span', {}, word(`block_${name}`));
    const about = make('span', { class: 'ed-condition' });
    const label = still({ class: 'ed-label' }, title, about);
    if (name === 'if') label.append(make('button', { type: 'button', class: 'btn sm', onclick: () => editCondition(view, getPos()) }, word('condition_edit')));
    const contentDOM = make('div', { class: 'ed-inside' });
    const dom = make('section', { role: 'group', class: `ed-box ed-box-${name}`, 'data-block': name, 'aria-label': word(`block_${name}`) }, label, contentDOM);
    const show = ({ attrs }) => {
      if (name !== 'if') return;
      const names = [...(attrs.employer ? attrs.employer.split(',') : []), ...(attrs.level ? attrs.level.split(',') : [])];
      about.textContent = names.map((one) => word(`condition_${one}`)).map((text, index) => (text === `condition_${names[index]}` ? names[index] : text)).join(word('and'));
    };
    show(node);
    return {
      dom, contentDOM,
      update(next) { if (next.type !== node.type) return false; show(next); return true; },
      stopEvent: (event) => label.contains(event.target),
      ignoreMutation: (change) => change.type !== 'selection' && !contentDOM.contains(change.target),
    };
  };
}

function itemView(node, view, getPos) {
  const dom = make('li');
  const contentDOM = make('div', { class: 'ed-inside' });
  const input = make('input', { type: 'checkbox', 'aria-label': word('right_answer') });
  const box = still({ class: 'ed-tick' }, input);
  const show = ({ attrs }) => {
    dom.classList.toggle('ed-task', attrs.checked !== null);
    box.hidden = attrs.checked === null;
    input.checked = attrs.checked === true;
    input.disabled = !view.editable;
  };
  input.addEventListener('change', () => view.dispatch(view.state.tr.setNodeAttribute(getPos(), 'checked', input.checked)));
  dom.append(box, contentDOM);
  show(node);
  return {
    dom, contentDOM,
    update(next) { if (next.type !== node.type) return false; show(next); return true; },
    stopEvent: (event) => box.contains(event.target),
    ignoreMutation: (change) => change.type !== 'selection' && !contentDOM.contains(change.target),
  };
}

function footnoteView(node) {
  const label = still({ class: 'ed-label' });
  const contentDOM = make('div', { class: 'ed-inside' });
  const dom = make('section', { class: 'ed-footnote', 'data-footnote': node.attrs.label }, label, contentDOM);
  const show = ({ attrs }) => { label.textContent = word('footnote', { label: attrs.label }); };
  show(node);
  return {
    dom, contentDOM,
    update(next) { if (next.type !== node.type) return false; show(next); return true; },
    ignoreMutation: (change) => change.type !== 'selection' && !contentDOM.contains(change.target),
  };
}

export const nodeViews = (editCondition) => ({
  ...Object.fromEntries(containers.map((name) => [name, boxView(name, editCondition)])),
  list_item: itemView,
  footnote: footnoteView,
});
