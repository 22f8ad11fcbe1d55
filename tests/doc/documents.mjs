// Random documents over the whole schema, as ProseMirror nodes: the same numbers make the same document.
import { readFileSync } from 'node:fs';
import { Mark } from 'prosemirror-model';
import { schemaFrom } from '../../editor/schema.js';

export const schema = schemaFrom(JSON.parse(readFileSync(new URL('../../assets/schema.json', import.meta.url), 'utf8')));

// mulberry32 by Tommy Ettinger, in the public domain
export function dice(seed) {
    let state = seed >>> 0;
    const next = () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(state ^ (state >>> 15), state | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
    const below = (limit) => Math.floor(next() * limit);
    return { below, oneIn: (n) => below(n) === 0, among: (list) => list[below(list.length)] };
}

const words = ['a', 'word', ' ', 'of ', '重要', 'です。', '「', 'カナ', '😀', '👩‍🏫', '𠮷', 'é', 'e\u0301', '\n', '\u3000', '"', '<b>', '\\', '&'];
const levels = ['', 'kg', 'es12,jhs', 'sn'];

const attrsOf = {
    heading: (d) => ({ level: 1 + d.below(6) }),
    bullet_list: (d) => ({ tight: d.oneIn(2) }),
    ordered_list: (d) => ({ order: d.below(5), tight: d.oneIn(2) }),
    list_item: (d) => ({ checked: d.among([null, null, true, false]) }),
    code_block: (d) => ({ info: d.among(['', 'js', '日本語']) }),
    table_header: (d) => ({ align: d.among(['', 'left', 'center', 'right']) }),
    table_cell: (d) => ({ align: d.among(['', 'left', 'center', 'right']) }),
    if: (d) => ({ employer: d.among(['', 'company', 'board,company']), level: d.among(levels) }),
    footnote: (d) => ({ label: d.among(['1', '2', 'note-3']) }),
    image: (d) => ({ src: d.among(['/a.png', '/b.png']), alt: d.among(['', '犬', 'a dog 🐕']), title: d.among(['', 't']) }),
    ruby: (d) => ({ base: d.among(['漢字', '𠮷']), reading: d.among(['かんじ', 'よし']) }),
    cite: (d) => ({ key: d.among(['reed2015', 'a_b:c']), locator: d.among(['', 'p. 12', '12頁']) }),
    footnote_ref: (d) => ({ label: d.among(['1', '2', 'nowhere']) }),
    link: (d) => ({ href: d.among(['/a', 'https://x.jp/?a=1&b=2']), title: d.among(['', '題']) }),
};
export const attrsFor = (d, name) => attrsOf[name]?.(d) ?? null;

export const someMark = (d) => {
    const name = d.among(Object.keys(schema.marks));
    return schema.mark(name, attrsFor(d, name));
};

function someMarks(d) {
    const marks = [];
    for (const type of Object.values(schema.marks)) if (d.oneIn(5)) marks.push(type.create(attrsFor(d, type.name)));
    return Mark.setFrom(marks);
}

export function someText(d) {
    let text = d.among(words);
    while (!d.oneIn(3)) text += d.among(words);
    return text;
}

function inlines(d, breaks) {
    const made = [];
    while (!d.oneIn(4)) {
        const name = d.among(['text', 'text', 'text', 'text', 'text', breaks ? 'hard_break' : 'text', 'image', 'ruby', 'cite', 'footnote_ref']);
        made.push(name === 'text' ? schema.text(someText(d), someMarks(d)) : schema.node(name, attrsFor(d, name), null, someMarks(d)));
    }
    return made;
}

const containers = Object.values(schema.nodes).filter((type) => type.isInGroup('container')).map((type) => type.name);
const make = (d, name, content) => schema.nodes[name].create(attrsFor(d, name), content);

function several(d, one) {
    const made = [one()];
    while (d.oneIn(2)) made.push(one());
    return made;
}

export function someBlock(d, depth = 0, nested = false) {
    const kinds = ['paragraph', 'paragraph', 'paragraph', 'heading', 'code_block', 'horizontal_rule'];
    if (depth < 3) kinds.push('blockquote', 'bullet_list', 'ordered_list', 'table');
    if (depth < 3 && !nested) kinds.push(d.among(containers), d.among(containers));
    const name = d.among(kinds);
    const inner = (isNested) => several(d, () => someBlock(d, depth + 1, isNested));
    switch (name) {
        case 'paragraph': return make(d, name, inlines(d, true));
        case 'heading': return make(d, name, inlines(d, false));
        case 'code_block': return make(d, name, d.oneIn(3) ? null : [schema.text(someText(d))]);
        case 'horizontal_rule': return make(d, name, null);
        case 'blockquote': return make(d, name, inner(true));
        case 'bullet_list':
        case 'ordered_list': return make(d, name, several(d, () => make(d, 'list_item', inner(true))));
        case 'table': {
            const columns = 1 + d.below(3);
            const row = (cell) => make(d, 'table_row', Array.from({ length: columns }, () => make(d, cell, inlines(d, false))));
            return make(d, name, [row('table_header'), ...several(d, () => row('table_cell'))]);
        }
        default: return make(d, name, inner(false));
    }
}

export function someDocument(d) {
    const content = several(d, () => someBlock(d));
    while (d.oneIn(4)) content.push(make(d, 'footnote', [someBlock(d, 3, true)]));
    return schema.node('doc', null, content);
}

/** A document as JSON in which one node is not what it was: mostly nothing that the schema allows. */
export function spoiltDocument(d) {
    const json = structuredClone(someDocument(d).toJSON());
    const all = [];
    const walk = (node) => (node.content ?? []).forEach((child) => {
        all.push([child, node]);
        walk(child);
    });
    walk(json);
    if (all.length === 0) return json;
    const [node, parent] = d.among(all);
    const become = (name) => {
        for (const key of ['attrs', 'text', 'marks']) delete node[key];
        node.type = name;
        if (name === 'text') Object.assign(node, { text: 'a', content: undefined });
        else if (attrsFor(d, name)) node.attrs = attrsFor(d, name);
    };
    switch (d.below(8)) {
        case 0: become(d.among(Object.keys(schema.nodes))); break;
        case 1: delete node.content; break;
        case 2: parent.content = parent.content.filter((child) => child !== node); break;
        case 3: parent.content.splice(d.below(parent.content.length + 1), 0, structuredClone(d.among(all)[0])); break;
        case 4: d.among(all)[1].content.push(structuredClone(node)); break;
        case 5: node.marks = d.among([[{ type: 'em' }], [{ type: 'em' }, { type: 'em' }], [{ type: 'blink' }], [{ type: 'link' }]]); break;
        case 6: if (node.type === 'text') node.text = d.among(['', 'a\ue000', 'b\0', 'c']); break;
        default: if (node.attrs) node.attrs[d.among(Object.keys(node.attrs))] = d.among([null, 1, 'left', '', true, 'a b', '漢', -1]);
    }
    return json;
}
