// Length in the units of its script: Latin words, and characters of kana and kanji (as doc::length counts).
import { make, word } from './ui.js';

const latin = /[\p{Script=Latin}\p{N}]+(?:[’'\-][\p{Script=Latin}\p{N}]+)*/gu;
const japanese = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu;

export function lengthOf(doc) {
  const text = doc.textBetween(0, doc.content.size, '\n', (leaf) => leaf.attrs.base ?? '');
  return { words: (text.match(latin) ?? []).length, characters: (text.match(japanese) ?? []).length };
}

export class Count {
  constructor(lang) {
    this.lang = lang;
    this.node = make('p', { class: 'ed-count' });
  }

  show(doc) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(doc), 400);
  }

  now(doc) {
    const { words, characters } = lengthOf(doc);
    const number = (n) => n.toLocaleString(this.lang);
    const parts = [];
    if (words > 0 || characters === 0) parts.push(word('words', { n: number(words) }));
    if (characters > 0) parts.push(word('characters', { n: number(characters) }));
    if (this.lang === 'ja') parts.reverse();
    this.node.textContent = parts.join(' · ');
  }
}
