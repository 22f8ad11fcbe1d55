// Small pieces of page: elements, drawings, dialogs.
let words = {};
export const setWords = (all) => { words = all; };

// A word of the interface with its places filled: word('count', { n: 3 }).
export const word = (key, values = {}) => Object.entries(values)
  .reduce((text, [name, value]) => text.replaceAll(`{${name}}`, String(value)), words[key] ?? key);

// make('p', { class: 'x', onclick: f }, 'text', child). An attribute that is false or undefined is left out.
export function make(tag, attrs = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs)) {
    if (value === undefined || value === false || value === null) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, '');
    else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

// Lines on a field of 24 × 24, as in assets/img/icons.svg.
const drawings = {
  heading: 'M6 5v14M18 5v14M6 12h12',
  bold: 'M7 5h6a3.5 3.5 0 0 1 0 7H7zM7 12h7a3.5 3.5 0 0 1 0 7H7z',
  list: 'M4 6h.01M4 12h.01M4 18h.01M9 6h11M9 12h11M9 18h11',
  quote: 'M5 7h5v5a5 5 0 0 1-4 5M14 7h5v5a5 5 0 0 1-4 5',
  link: 'M10 14a4.5 4.5 0 0 0 6.5 0l3-3a4.6 4.6 0 0 0-6.5-6.5l-1.5 1.5M14 10a4.5 4.5 0 0 0-6.5 0l-3 3a4.6 4.6 0 0 0 6.5 6.5l1.5-1.5',
  picture: 'M4 5h16v14H4zM4 16l5-5 5 5 2-2 4 4M15.5 9h.01',
  source: 'M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3zM5 17a3 3 0 0 1 3-3h11M9 8h6',
  plus: 'M12 5v14M5 12h14',
  pencil: 'M4 20l1-5L16 4l4 4L9 19z',
};
const svgNames = 'http://www.w3.org/2000/svg';
export function icon(name) {
  if (name === 'japanese') return make('span', { class: 'ed-letter', lang: 'ja', 'aria-hidden': 'true' }, 'あ');
  const svg = document.createElementNS(svgNames, 'svg');
  svg.setAttribute('class', 'i');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(svgNames, 'path');
  line.setAttribute('d', drawings[name]);
  svg.append(line);
  return svg;
}

let numbers = 0;
export const nextId = (name) => `ed-${name}-${++numbers}`;

// A label with its field and, where there is one, a sentence about it.
export function field(label, input, hint) {
  input.id ||= nextId('field');
  const about = hint && make('p', { class: 'hint', id: `${input.id}-hint` }, hint);
  if (about) input.setAttribute('aria-describedby', about.id);
  return make('div', { class: 'field' }, make('label', { for: input.id }, label), about, input);
}

export const tick = (label, attrs) => make('label', { class: 'tick' }, make('input', { type: 'checkbox', ...attrs }), make('span', {}, label));

// Keys of a composition belong to the input method: keyCode 229 is how browsers say so after Safari has ended it.
export const isComposingKey = (event) => event.isComposing || event.keyCode === 229;

// Opens a form in a dialog. `send(form)` may answer a sentence that says what is missing; the dialog then stays as it is. Closing gives the focus back.
export function openDialog({ title, go, body, send, extra = [], closed }) {
  const said = make('p', { class: 'err', role: 'alert' });
  const heading = make('h2', { id: nextId('title') }, title);
  const cancel = make('button', { type: 'button', class: 'btn' }, word('cancel'));
  const submit = make('button', { type: 'submit', class: 'btn go' }, go);
  const form = make('form', { method: 'dialog', novalidate: true }, heading, ...body, said, make('div', { class: 'acts' }, submit, cancel, ...extra));
  const dialog = make('dialog', { class: 'ed-dialog', 'aria-labelledby': heading.id }, form);
  const back = document.activeElement;
  let busy = false;
  const say = (text) => { said.textContent = text ?? ''; };
  form.addEventListener('keydown', (event) => { if (event.key === 'Enter' && isComposingKey(event)) event.preventDefault(); });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    say('');
    const problem = await send(form);
    busy = false;
    if (problem) say(problem);
    else dialog.close();
  });
  cancel.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => {
    dialog.remove();
    if (!document.activeElement || document.activeElement === document.body) back?.focus?.({ preventScroll: true });
    closed?.();
  });
  document.body.append(dialog);
  dialog.showModal();
  return { dialog, form, say, submit };
}
