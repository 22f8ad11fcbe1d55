// Lists that are none: Word writes paragraphs with a sign in front and says the level in a style, Word in the browser a list for each item.
import { styleOf } from './clean_style.js';

// {level, ordered, start, group} of a paragraph that Word means as an item, or null.
function wordItem(element) {
  // A heading with a number is a heading.
  if (element.localName !== 'p' && element.localName !== 'div') return null;
  const style = styleOf(element);
  const said = /\blevel(\d+)/.exec(style['mso-list'] ?? '');
  if (!said) return null;
  const sign = [...element.querySelectorAll('span')].find((one) => styleOf(one)['mso-list'] === 'ignore');
  const text = (sign?.textContent ?? '').replace(/[\s\u00a0]+/g, '');
  const number = /^[(（]?(?:(\d+)|[a-z]|[ivxlc]+|[一二三四五六七八九十]+)[.)）、．]$/i.exec(text) ?? /^[(（]?(\d+)$/.exec(text) ?? /^[\u2460-\u2473]$/.exec(text);
  return { level: Number(said[1]), ordered: Boolean(number), start: Number(number?.[1] ?? 1) || 1, group: /\blfo\d+/.exec(style['mso-list'])?.[0] ?? '', sign };
}

function onlineItem(element) {
  const item = element.localName === 'li' && element.hasAttribute('data-aria-level') ? element : null;
  if (!item) return null;
  const list = item.closest('ul,ol');
  return { level: Number(item.getAttribute('data-aria-level')) || 1, ordered: list?.localName === 'ol', start: Number(list?.getAttribute('start')) || 1, group: '' };
}

const make = (doc, ordered, start) => {
  const list = doc.createElement(ordered ? 'ol' : 'ul');
  if (ordered && start !== 1) list.setAttribute('start', String(start));
  return list;
};

// Puts `items` ([element, {level, ordered, start, group}]), neighbours all, into nested lists in front of `place`.
function nest(doc, items, place, moveInto) {
  let open = [];
  let roots = [];
  for (const [element, about] of items) {
    while (open.length > 0 && open.at(-1).level > about.level) open.pop();
    const top = open.at(-1);
    const other = top && top.level === about.level && (top.ordered !== about.ordered || (open.length === 1 && top.group !== about.group));
    if (other) open.pop();
    if (!open.at(-1) || open.at(-1).level < about.level) {
      const list = make(doc, about.ordered, about.start);
      const parent = open.at(-1)?.list.lastElementChild;
      if (parent) parent.append(list);
      else { roots.push(list); open = []; }
      open.push({ ...about, list });
    }
    const item = doc.createElement('li');
    moveInto(item, element);
    open.at(-1).list.append(item);
  }
  for (const root of roots) place.before(root);
  place.remove();
}

function gather(body, read, moveInto, neighbour) {
  const seen = new Set();
  for (const element of [...body.querySelectorAll('p,div,li')]) {
    if (seen.has(element)) continue;
    const about = read(element);
    if (!about) continue;
    const items = [];
    for (let one = element; one;) {
      const said = read(one);
      if (!said) break;
      seen.add(one);
      items.push([one, said]);
      one = neighbour(one);
    }
    const place = body.ownerDocument.createElement('div');
    outermost(element).before(place);
    nest(body.ownerDocument, items, place, moveInto);
  }
}

const isWrapper = (element) => /\bListContainerWrapper\b/.test(element.className);

// What stands around one item alone: Word in the browser wraps each.
function outermost(item) {
  let out = item;
  while (out.parentElement && (out.localName === 'li' || isWrapper(out.parentElement))) out = out.parentElement;
  return out;
}

export function readLists(body) {
  const doc = body.ownerDocument;
  gather(body, wordItem, (item, paragraph) => {
    wordItem(paragraph).sign?.remove();
    const inner = doc.createElement('p');
    inner.append(...paragraph.childNodes);
    item.append(inner);
    paragraph.remove();
  }, (one) => {
    const next = one.nextElementSibling;
    return next && /\S/.test(textBetween(one, next)) ? null : next;
  });

  gather(body, onlineItem, (item, li) => {
    item.append(...li.childNodes);
    const around = outermost(li);
    li.remove();
    if (around !== li && !around.querySelector('li')) around.remove();
  }, (one) => {
    if (one.nextElementSibling?.localName === 'li') return one.nextElementSibling;
    const next = outermost(one).nextElementSibling;
    if (!next) return null;
    if (next.matches('li[data-aria-level]')) return next;
    return isWrapper(next) || /^(?:ul|ol)$/.test(next.localName) ? next.querySelector('li[data-aria-level]') : null;
  });

  // Google Docs puts a list into a list; it belongs to the item before it.
  for (const list of [...body.querySelectorAll('ul>ul,ul>ol,ol>ul,ol>ol')]) {
    const before = list.previousElementSibling;
    if (before?.localName === 'li') before.append(list);
    else {
      const item = doc.createElement('li');
      list.before(item);
      item.append(list);
    }
  }
}

function textBetween(one, next) {
  let text = '';
  for (let node = one.nextSibling; node && node !== next; node = node.nextSibling) if (node.nodeType === Node.TEXT_NODE) text += node.data;
  return text;
}
