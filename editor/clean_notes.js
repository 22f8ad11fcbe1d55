// Footnotes and endnotes of Word, Google Docs and web pages: a mark in the text that leads to a paragraph at the end, which leads back.
import { styleOf } from './clean_style.js';

const leads = /^#(?:_?(?:ftn|edn)(?:t)?\d+$|sd(?:foot|end)note\d+sym$|fn[:\-]?\w+$|cite_note|note-\d+$|footnote)/i;

function find(body, id) {
  const target = [...body.querySelectorAll('[id],a[name]')].find((one) => one.id === id || one.getAttribute('name') === id);
  if (!target) return null;
  for (let up = target; up && up !== body; up = up.parentElement) {
    if (/^(?:foot|end)note$/.test(styleOf(up)['mso-element'] ?? '')) return up;
    if (up.localName === 'li') return up;
  }
  const paragraph = target.closest('p,div');
  return paragraph === body ? null : paragraph;
}

// Replaces the marks by <sup data-ref> and takes the notes out of `body`. Answers them in order: [[label, element]].
export function readNotes(body) {
  const notes = new Map();
  for (const mark of [...body.querySelectorAll('a[href^="#"]')]) {
    if (!mark.isConnected && !body.contains(mark)) continue;
    const href = mark.getAttribute('href');
    if (!leads.test(href) || /ref\d*$/i.test(href)) continue;
    const id = decodeURIComponent(href.slice(1));
    const note = find(body, id);
    if (note?.contains(mark)) continue;
    const sup = mark.closest('sup');
    const around = sup && sup.textContent.trim() === mark.textContent.trim() ? sup : mark;
    if (!note) { around.remove(); continue; }
    if (!notes.has(note)) notes.set(note, String(notes.size + 1));
    const reference = body.ownerDocument.createElement('sup');
    reference.dataset.ref = notes.get(note);
    around.replaceWith(reference);
  }
  for (const note of notes.keys()) {
    for (const back of [...note.querySelectorAll('a')]) {
      if (!/^#/.test(back.getAttribute('href') ?? '')) continue;
      const sup = back.closest('sup');
      (sup && note.contains(sup) && sup.textContent.trim() === back.textContent.trim() ? sup : back).remove();
    }
    note.remove();
  }
  // The rule above the notes, and what held them.
  for (const holder of [...body.querySelectorAll('div,section,ol')]) {
    if (/(?:foot|end)note-list/.test(styleOf(holder)['mso-element'] ?? '') || (/^(?:footnotes|references)$/.test(holder.className) && holder.textContent.trim() === '')) holder.remove();
  }
  if (notes.size > 0) {
    for (const rule of [...body.querySelectorAll('hr')]) {
      let behind = '';
      for (let node = rule; node && node !== body; node = node.parentElement) for (let next = node.nextSibling; next; next = next.nextSibling) behind += next.textContent;
      if (behind.trim() === '') rule.remove();
    }
  }
  return [...notes].map(([note, label]) => [label, note]);
}
