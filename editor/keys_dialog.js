import { keyName, list } from './keys.js';
import { make, openDialog, word } from './ui.js';

export function keysDialog() {
  const rows = list.map(([keys, , name]) => make('tr', {}, make('th', { scope: 'row' }, make('kbd', {}, keyName(keys))), make('td', {}, word(name))));
  openDialog({ title: word('keys'), go: word('close'), body: [make('table', { class: 'ed-keys' }, make('tbody', {}, ...rows)), make('p', {}, word('help'))], send: () => '' });
}
