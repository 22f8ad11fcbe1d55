// How each node of the schema looks while it is written, and what of the page's own markup is read as one. Foreign markup comes through clean.js first.
import { Schema } from 'prosemirror-model';
import schemaJson from '../assets/schema.json';
import { isImageAddress, isLinkAddress, isReading } from './forms.js';
import { schemaFrom } from './schema.js';

const plain = (tag) => ({ toDOM: () => [tag, 0], parseDOM: [{ tag }] });
const align = (tag) => ({
  toDOM: (node) => [tag, node.attrs.align ? { 'data-align': node.attrs.align } : {}, 0],
  parseDOM: [{ tag, getAttrs: (dom) => ({ align: ['left', 'center', 'right'].includes(dom.dataset.align) ? dom.dataset.align : '' }) }],
});
export const containers = Object.keys(schemaJson.nodes).filter((name) => schemaJson.nodes[name].group === 'container');
const container = (name) => ({
  toDOM: (node) => ['section', { 'data-block': name, ...(name === 'if' ? { 'data-employer': node.attrs.employer, 'data-level': node.attrs.level } : {}) }, 0],
  parseDOM: [{
    tag: `section[data-block=${name}]`,
    getAttrs: (dom) => (name === 'if' ? { employer: dom.dataset.employer ?? '', level: dom.dataset.level ?? '' } : null),
  }],
});
const levels = [1, 2, 3, 4, 5, 6];

const nodes = {
  paragraph: plain('p'),
  heading: { toDOM: (node) => [`h${node.attrs.level}`, 0], parseDOM: levels.map((level) => ({ tag: `h${level}`, attrs: { level } })) },
  blockquote: plain('blockquote'),
  bullet_list: { toDOM: (node) => ['ul', { 'data-tight': String(node.attrs.tight) }, 0], parseDOM: [{ tag: 'ul', getAttrs: (dom) => ({ tight: dom.dataset.tight !== 'false' }) }] },
  ordered_list: {
    toDOM: (node) => ['ol', { 'data-tight': String(node.attrs.tight), ...(node.attrs.order === 1 ? {} : { start: node.attrs.order }) }, 0],
    parseDOM: [{ tag: 'ol', getAttrs: (dom) => ({ order: Math.max(0, dom.start ?? 1), tight: dom.dataset.tight !== 'false' }) }],
  },
  list_item: {
    toDOM: (node) => ['li', node.attrs.checked === null ? {} : { 'data-checked': String(node.attrs.checked) }, 0],
    parseDOM: [{ tag: 'li', getAttrs: (dom) => ({ checked: dom.dataset.checked === undefined ? null : dom.dataset.checked === 'true' }) }],
  },
  code_block: {
    toDOM: (node) => ['pre', { 'data-info': node.attrs.info }, ['code', 0]],
    parseDOM: [{ tag: 'pre', preserveWhitespace: 'full', getAttrs: (dom) => ({ info: dom.dataset.info ?? '' }) }],
  },
  horizontal_rule: { toDOM: () => ['hr'], parseDOM: [{ tag: 'hr' }] },
  table: { toDOM: () => ['table', ['tbody', 0]], parseDOM: [{ tag: 'table' }] },
  table_row: plain('tr'),
  table_header: align('th'),
  table_cell: align('td'),
  footnote: {
    toDOM: (node) => ['section', { 'data-footnote': node.attrs.label }, 0],
    parseDOM: [{ tag: 'section[data-footnote]', getAttrs: (dom) => ({ label: dom.dataset.footnote }) }],
  },
  hard_break: { toDOM: () => ['br'], parseDOM: [{ tag: 'br' }] },
  image: {
    toDOM: ({ attrs }) => ['img', { src: attrs.src, alt: attrs.alt, ...(attrs.title ? { title: attrs.title } : {}) }],
    parseDOM: [{
      tag: 'img[src]',
      getAttrs: (dom) => (isImageAddress(dom.getAttribute('src')) ? { src: dom.getAttribute('src'), alt: dom.alt ?? '', title: dom.title ?? '' } : false),
    }],
  },
  ruby: {
    toDOM: ({ attrs }) => ['ruby', { lang: 'ja', 'data-base': attrs.base, 'data-reading': attrs.reading }, attrs.base, ['rp', '（'], ['rt', attrs.reading], ['rp', '）']],
    parseDOM: [{
      tag: 'ruby',
      getAttrs: ({ dataset }) => (isReading(dataset.base) && isReading(dataset.reading) ? { base: dataset.base, reading: dataset.reading } : false),
    }],
  },
  cite: {
    toDOM: ({ attrs }) => ['span', { class: 'ed-cite', 'data-cite': attrs.key, 'data-locator': attrs.locator }, `[${attrs.key}${attrs.locator ? `, ${attrs.locator}` : ''}]`],
    parseDOM: [{ tag: 'span[data-cite]', getAttrs: ({ dataset }) => ({ key: dataset.cite, locator: dataset.locator ?? '' }) }],
  },
  footnote_ref: {
    toDOM: ({ attrs }) => ['sup', { class: 'ed-note', 'data-ref': attrs.label }, attrs.label],
    parseDOM: [{ tag: 'sup[data-ref]', getAttrs: ({ dataset }) => ({ label: dataset.ref }) }],
  },
};
for (const name of containers) nodes[name] = container(name);

const marks = {
  strong: { toDOM: () => ['strong', 0], parseDOM: [{ tag: 'strong' }, { tag: 'b' }] },
  em: { toDOM: () => ['em', 0], parseDOM: [{ tag: 'em' }, { tag: 'i' }] },
  strike: { toDOM: () => ['s', 0], parseDOM: [{ tag: 's' }, { tag: 'del' }] },
  link: {
    toDOM: ({ attrs }) => ['a', { href: attrs.href, ...(attrs.title ? { title: attrs.title } : {}) }, 0],
    parseDOM: [{
      tag: 'a[href]',
      getAttrs: (dom) => (isLinkAddress(dom.getAttribute('href')) ? { href: dom.getAttribute('href'), title: dom.title ?? '' } : false),
    }],
  },
  code: { toDOM: () => ['code', 0], parseDOM: [{ tag: 'code' }] },
};

const bare = schemaFrom(schemaJson);
const dressed = (specs, looks) => Object.entries(looks).reduce((all, [name, look]) => all.update(name, { ...all.get(name), ...look }), specs);
export const schema = new Schema({ ...bare.spec, nodes: dressed(bare.spec.nodes, nodes), marks: dressed(bare.spec.marks, marks) });
