// The menu behind "+": our blocks. Arrows go through it, Esc closes it, a letter goes to the entry that begins with it.
import { insertBlock } from './blocks.js';
import { make, nextId, word } from './ui.js';

export function makeMenu({ view, blocks, acts }) {
  const node = make('div', { class: 'ed-menu', role: 'menu', id: nextId('menu'), 'aria-label': word('plus'), hidden: true });
  const entry = (name, act, text) => make('button', { type: 'button', role: 'menuitem', tabindex: '-1', 'data-block': name, onclick: () => { menu.close(); act(); } },
    make('b', {}, word(`block_${name}`)), text && make('span', {}, text));
  const put = (name) => () => { insertBlock(view().state, view().dispatch, name); view().focus(); };
  const entries = [...blocks, 'table', 'numbered', 'rule'].map((name) => entry(name, put(name), word(`about_${name}`)));
  entries.push(entry('keys', acts.keys));
  node.append(...entries);

  const outside = ({ target }) => { if (!node.contains(target) && !menu.opener.contains(target)) menu.close(); };
  const go = (at) => entries[(at + entries.length) % entries.length].focus();
  const menu = {
    node, opener: null,
    toggle() { if (node.hidden) menu.open(); else menu.close(); },
    open() {
      node.hidden = false;
      menu.opener.setAttribute('aria-expanded', 'true');
      document.addEventListener('pointerdown', outside);
      go(0);
    },
    close() {
      node.hidden = true;
      menu.opener.setAttribute('aria-expanded', 'false');
      document.removeEventListener('pointerdown', outside);
    },
  };
  node.addEventListener('keydown', (event) => {
    const at = entries.indexOf(event.target);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
    if (next !== undefined) { event.preventDefault(); go(next); return; }
    if (event.key === 'Escape' || event.key === 'Tab') {
      if (event.key === 'Escape') event.preventDefault();
      menu.close();
      menu.opener.focus();
    } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
      const found = [...entries.slice(at + 1), ...entries].find((one) => one.textContent.toLowerCase().startsWith(event.key.toLowerCase()));
      found?.focus();
    }
  });
  return menu;
}
