// The toolbar: one stop for Tab, arrows between the buttons (ARIA Authoring Practices, toolbar). On phones it stands at the bottom, above the keyboard.
import { bold, cycleHeading, hasMark, headingOf, isInList, isInQuote, linkAt, toggleList, toggleQuote } from './commands.js';
import { schema } from './dom.js';
import { icon, make, word } from './ui.js';
import * as table from './table.js';

const { nodes, marks } = schema;

// One of `buttons` at a time can be reached with Tab.
function roving(bar, buttons) {
  const reach = (next, focus) => {
    buttons.forEach((one) => one.setAttribute('tabindex', one === next ? '0' : '-1'));
    if (focus) { next.focus({ preventScroll: true }); next.scrollIntoView({ block: 'nearest', inline: 'nearest' }); }
  };
  reach(buttons[0]);
  bar.addEventListener('focusin', ({ target }) => { if (buttons.includes(target)) reach(target); });
  bar.addEventListener('keydown', (event) => {
    const at = buttons.indexOf(event.target);
    if (at < 0) return;
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    reach(buttons[(next + buttons.length) % buttons.length], true);
  });
  return () => reach(buttons.find((one) => one.tabIndex === 0) ?? buttons[0], true);
}

// A press leaves the focus and the selection in the text.
const button = (name, act, attrs = {}) => make('button', {
  type: 'button', class: 'ed-tool', 'data-tool': name, title: word(name), onmousedown: (event) => event.preventDefault(), onclick: act, ...attrs,
}, icon(name), make('span', { class: 'ed-tool-name' }, word(name)));

export function makeToolbar({ view, acts, menu }) {
  const run = (command) => () => { command(view().state, view().dispatch, view()); view().focus(); };
  const pressed = {
    heading: (state) => headingOf(state) > 0,
    bold: (state) => hasMark(state, marks.strong),
    list: isInList,
    quote: isInQuote,
    link: (state) => linkAt(state) !== null,
  };
  const tools = {
    heading: run(cycleHeading), bold: run(bold), list: run(toggleList(nodes.bullet_list)), quote: run(toggleQuote),
    link: acts.link, picture: acts.picture, japanese: acts.japanese, source: acts.source,
  };
  const buttons = Object.fromEntries(Object.entries(tools).map(([name, act]) => [name,
    button(name, act, pressed[name] && name !== 'link' ? { 'aria-pressed': 'false' } : { 'aria-haspopup': 'dialog' })]));
  const more = button('plus', () => menu.toggle(), { 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'aria-controls': menu.node.id, 'aria-label': word('plus') });
  const bar = make('div', { class: 'ed-tools', role: 'toolbar', 'aria-label': word('toolbar'), 'aria-controls': 'ed-text' }, ...Object.values(buttons), more);
  menu.opener = more;
  const focus = roving(bar, [...Object.values(buttons), more]);

  const cells = Object.entries({ row_add: table.addRow, column_add: table.addColumn, row_remove: table.removeRow, column_remove: table.removeColumn, table_remove: table.removeTable })
    .map(([name, command]) => make('button', { type: 'button', class: 'btn sm', onmousedown: (event) => event.preventDefault(), onclick: run(command) }, word(name)));
  const tableBar = make('div', { class: 'ed-table-tools', role: 'toolbar', 'aria-label': word('table_toolbar'), hidden: true }, ...cells);
  roving(tableBar, cells);

  const node = make('div', { class: 'ed-bar' }, tableBar, bar);
  for (const one of [bar, tableBar]) one.addEventListener('keydown', (event) => { if (event.key === 'Escape') { event.preventDefault(); view().focus(); } });

  // A phone's keyboard covers what is fixed to the bottom of the page.
  const seen = window.visualViewport;
  const place = () => {
    const hidden = Math.max(0, innerHeight - seen.height - seen.offsetTop);
    node.style.setProperty('--ed-keyboard', `${Math.round(hidden)}px`);
  };
  seen?.addEventListener('resize', place);
  seen?.addEventListener('scroll', place);

  return {
    node, focus,
    show(state) {
      for (const [name, is] of Object.entries(pressed)) {
        const on = is(state);
        buttons[name].classList.toggle('on', on);
        if (name !== 'link') buttons[name].setAttribute('aria-pressed', String(on));
      }
      const level = headingOf(state);
      buttons.heading.querySelector('.ed-tool-name').textContent = level ? word('heading_level', { n: level }) : word('heading');
      tableBar.hidden = !table.isInTable(state);
    },
  };
}
