// Foreign markup (Word, Google Docs, web pages) to the little that dom.js reads. Everything is built anew; what is not known here is its text.
import { readLists } from './clean_lists.js';
import { readNotes } from './clean_notes.js';
import { headingLevel, isGone, marksOf, realAddress } from './clean_style.js';
import { isImageAddress, isReading } from './forms.js';
import { readTable } from './clean_table.js';

const blockTags = new Set(('address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 '
  + 'header hgroup hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul').split(' '));
const isBlock = (node) => node.nodeType === 1 && blockTags.has(node.localName);
export const hasBlocks = (element) => [...element.children].some((child) => isBlock(child) || hasBlocks(child));
const cjk = '[\\u3000-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff\\uff00-\\uffef]';
const brokenLine = new RegExp(`(${cjk})[ \\t]*[\\r\\n]+[ \\t]*(?=${cjk})`, 'g');
const noMarks = { strong: false, em: false, strike: false, code: false, link: '' };

class Cleaner {
  constructor(out, shift) {
    this.out = out;
    this.shift = shift;
    this.pictures = 0;
  }

  // `one`: where no second line may stand (headings, cells), blocks and line ends are spaces. `heavy`: bold says nothing there.
  inline(node, to, marks, how = {}) {
    for (const child of node.childNodes) {
      if (child.nodeType === 3) this.text(child.data, to, marks, how);
      else if (child.nodeType === 1 && !isGone(child)) this.element(child, to, marks, how);
    }
  }

  element(child, to, marks, how) {
    const tag = child.localName;
    if (tag === 'br') {
      if (how.one) to.append(' ');
      else to.append(this.out.createElement('br'));
    } else if (tag === 'img' || tag === 'v:imagedata' || tag === 'picture') {
      this.picture(child, to);
    } else if (tag === 'ruby') {
      this.ruby(child, to, marks);
    } else if (child.dataset.ref) {
      const reference = this.out.createElement('sup');
      reference.dataset.ref = child.dataset.ref;
      to.append(reference);
    } else {
      const now = marksOf(child, marks);
      if (tag === 'a' && child.getAttribute('href')) now.link = realAddress(child.getAttribute('href').trim());
      if (how.one && isBlock(child)) to.append(' ');
      this.inline(child, to, now, how);
      if (how.one && isBlock(child)) to.append(' ');
    }
  }

  text(data, to, marks, how) {
    const text = (how.pre ? data : data.replace(/\u00ad|\u200b|\ufeff/g, '').replace(brokenLine, '$1').replace(/[ \t\r\n\f\u00a0]+/g, ' ')).replace(/\ue000|\0/g, '');
    if (text === '') return;
    let node = this.out.createTextNode(text);
    const wrap = (tag, attrs = {}) => {
      const around = this.out.createElement(tag);
      for (const [name, value] of Object.entries(attrs)) around.setAttribute(name, value);
      around.append(node);
      node = around;
    };
    if (text !== ' ' || marks.link) {
      if (marks.code) wrap('code');
      if (marks.strike) wrap('s');
      if (marks.em) wrap('em');
      if (marks.strong && !how.heavy) wrap('strong');
      if (marks.link) wrap('a', { href: marks.link });
    }
    to.append(node);
  }

  // Pictures of other places are left out: nothing of this site may be loaded from there, and nobody was asked about the people in them.
  picture(child, to) {
    let path = '';
    try {
      const url = new URL(child.getAttribute('src') ?? '', location.href);
      if (url.origin === location.origin) path = url.pathname;
    } catch { /* no address, no picture */ }
    if (!isImageAddress(path) || !child.getAttribute('alt')) {
      // A drawn bullet or a tick is no picture.
      if (!/^(?:checkbox|presentation)$/.test(child.closest('[role=checkbox],[role=presentation]')?.getAttribute('role') ?? '') || child.width > 40) this.pictures++;
      return;
    }
    const image = this.out.createElement('img');
    image.setAttribute('src', path);
    image.setAttribute('alt', child.getAttribute('alt'));
    to.append(image);
  }

  ruby(child, to, marks) {
    const copy = child.cloneNode(true);
    const reading = [...copy.querySelectorAll('rt')].map((one) => one.textContent).join('').replace(/\s+/g, '');
    for (const one of copy.querySelectorAll('rt,rp,rtc')) one.remove();
    const base = copy.textContent.replace(/\s+/g, '');
    if (!isReading(base) || !isReading(reading)) { this.text(base, to, marks, {}); return; }
    const made = this.out.createElement('ruby');
    made.dataset.base = base;
    made.dataset.reading = reading;
    made.textContent = base;
    if (marks.strong) { const strong = this.out.createElement('strong'); strong.append(made); to.append(strong); } else to.append(made);
  }

  // One text block with what stands in `nodes`; nothing if that is empty.
  line(tag, nodes, to, how = {}, marks = noMarks) {
    const made = this.out.createElement(tag);
    const around = document.implementation.createHTMLDocument('').createElement('div');
    around.append(...nodes.map((node) => node.cloneNode(true)));
    this.inline(around, made, marks, how);
    for (const one of made.querySelectorAll('br')) {
      let before = one.previousSibling;
      while (before?.lastChild) before = before.lastChild;
      if (before?.nodeType === 3) before.data = before.data.trimEnd();
    }
    trim(made);
    if (made.textContent.trim() === '' && !made.querySelector('img,ruby,[data-ref]')) return null;
    to.append(made);
    return made;
  }

  blocks(node, to, marks = noMarks) {
    let loose = [];
    const flush = () => {
      if (loose.length > 0) this.line('p', loose, to, {}, marks);
      loose = [];
    };
    for (const child of node.childNodes) {
      if (child.nodeType === 3) { loose.push(child); continue; }
      if (child.nodeType !== 1 || isGone(child)) continue;
      if (child.localName === 'br' && loose.every((one) => one.textContent.trim() === '')) continue;
      if (isBlock(child)) { flush(); this.block(child, to, marks); }
      else if (hasBlocks(child)) {
        flush();
        const now = marksOf(child, marks);
        this.blocks(child, to, child.id?.startsWith('docs-internal-guid') ? noMarks : now);
      } else loose.push(child);
    }
    flush();
  }

  block(child, to, marks) {
    const tag = child.localName;
    const level = headingLevel(child);
    const now = marksOf(child, marks);
    if (level > 0) { this.line(`h${Math.min(6, level + this.shift)}`, [...child.childNodes], to, { one: true, heavy: true }); return; }
    if (tag === 'hr') { to.append(this.out.createElement('hr')); return; }
    if (tag === 'pre') {
      const made = this.out.createElement('pre');
      made.textContent = child.textContent.replace(/\n$/, '');
      if (made.textContent.trim()) to.append(made);
      return;
    }
    if (tag === 'ul' || tag === 'ol') { this.list(child, to, now); return; }
    if (tag === 'table') { readTable(this, child, to, now); return; }
    if (tag === 'blockquote') {
      const made = this.out.createElement('blockquote');
      this.blocks(child, made, now);
      if (made.childElementCount > 0) to.append(made);
      return;
    }
    if (hasBlocks(child)) this.blocks(child, to, now);
    else this.line('p', [...child.childNodes], to, {}, now);
  }

  list(child, to, marks) {
    const made = this.out.createElement(child.localName);
    if (child.localName === 'ol' && Number(child.getAttribute('start')) > 1) made.setAttribute('start', child.getAttribute('start'));
    for (const one of child.children) {
      if (isGone(one)) continue;
      const item = this.out.createElement('li');
      if (one.getAttribute('role') === 'checkbox' || one.hasAttribute('aria-checked')) item.dataset.checked = String(one.getAttribute('aria-checked') === 'true');
      this.blocks(one, item, marksOf(one, marks));
      if (item.childElementCount === 0) continue;
      if (item.querySelectorAll(':scope>p').length > 1) made.dataset.tight = 'false';
      made.append(item);
    }
    if (made.childElementCount > 0) to.append(made);
  }
}

// No space and no line end at either end of a text block.
export function trim(block) {
  for (const [first, cut] of [['firstChild', /^[ \t\r\n]+/], ['lastChild', /[ \t\r\n]+$/]]) {
    for (let node = block[first]; node;) {
      if (node.nodeType === 3) {
        node.data = node.data.replace(cut, '');
        if (node.data !== '') break;
      } else if (node.localName !== 'br') {
        if (node[first]) { node = node[first]; continue; }
        if (['img', 'ruby', 'sup'].includes(node.localName)) break;
      }
      const parent = node.parentNode;
      node.remove();
      node = parent === block ? block[first] : parent;
    }
  }
}

// Styles and handlers under another name: nothing pasted may come into force, and the page's rules would complain of each one.
const tags = /<[a-z][^\s>/]*(?:"[^"]*"|'[^']*'|[^'">])*>/gi;
const tame = (html) => html.replace(/<(\/?)style\b/gi, '<$1template').replace(tags, (tag) => tag.replace(/(["'\s/])(style|on[a-z]+)(?=\s*=)/gi, '$1data-$2'));

// Answers {body, pictures}: an element that dom.js can read, and how many pictures were left out.
export function clean(html) {
  const source = new DOMParser().parseFromString(tame(html), 'text/html');
  for (const one of [...source.querySelectorAll('o\\:p,ins,font,w\\:sdt,st1\\:place')]) one.replaceWith(...one.childNodes);
  const { body } = source;
  readLists(body);
  for (const one of [...body.querySelectorAll('*')]) if (body.contains(one) && isGone(one)) one.remove();
  const notes = readNotes(body);
  const levels = [...body.querySelectorAll('*')].map(headingLevel).filter(Boolean);
  const out = document.implementation.createHTMLDocument('');
  // The title is the page's only heading of the first level.
  const cleaner = new Cleaner(out, Math.min(...levels, 9) === 1 ? 1 : 0);
  cleaner.blocks(body, out.body);
  for (const [label, note] of notes) {
    const made = out.createElement('section');
    made.dataset.footnote = label;
    cleaner.blocks(note, made);
    if (made.childElementCount === 0) made.append(out.createElement('p'));
    out.body.append(made);
  }
  return { body: out.body, pictures: cleaner.pictures };
}
