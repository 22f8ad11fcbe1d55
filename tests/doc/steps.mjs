// Random steps for a document, as JSON: what an editor makes, what arrives too late, and what nobody should send.
import { Fragment, Slice } from 'prosemirror-model';
import { AddMarkStep, AddNodeMarkStep, AttrStep, RemoveMarkStep, RemoveNodeMarkStep, ReplaceAroundStep, ReplaceStep, Transform,
    findWrapping, liftTarget } from 'prosemirror-transform';
import { attrsFor, schema, someBlock, someDocument, someMark, someText } from './documents.mjs';

const place = (d, doc) => d.below(doc.content.size + 1);

function range(d, doc) {
    const a = place(d, doc);
    const b = d.oneIn(2) ? Math.min(doc.content.size, a + d.below(12)) : place(d, doc);
    return a < b ? [a, b] : [b, a];
}

/** Places at which text may be typed. */
function inText(d, doc) {
    const found = [];
    doc.descendants((node, at) => {
        if (node.isTextblock) found.push([at + 1, at + 1 + node.content.size]);
    });
    return found.length > 0 ? d.among(found) : [0, doc.content.size];
}

function someSlice(d, doc) {
    switch (d.below(6)) {
        case 0: return Slice.empty;
        case 1: return new Slice(Fragment.from(schema.text(someText(d))), 0, 0);
        case 2: return new Slice(Fragment.from(someBlock(d, 2)), d.below(2), d.below(2));
        case 3: {
            const [from, to] = range(d, doc);
            return doc.slice(from, to);
        }
        default: {
            const other = someDocument(d);
            const [from, to] = range(d, other);
            return other.slice(from, to);
        }
    }
}

/** What the commands of an editor do. */
const edits = [
    (d, doc, tr) => tr.split(place(d, doc), 1 + d.below(2)),
    (d, doc, tr) => tr.join(place(d, doc), 1 + d.below(2)),
    (d, doc, tr) => {
        const block = doc.resolve(place(d, doc)).blockRange(doc.resolve(place(d, doc)));
        tr.lift(block, liftTarget(block));
    },
    (d, doc, tr) => {
        const block = doc.resolve(place(d, doc)).blockRange(doc.resolve(place(d, doc)));
        const type = schema.nodes[d.among(['blockquote', 'bullet_list', 'ordered_list', 'aim', 'if', 'note'])];
        tr.wrap(block, findWrapping(block, type, attrsFor(d, type.name)));
    },
    (d, doc, tr) => {
        const name = d.among(['paragraph', 'heading', 'code_block']);
        tr.setBlockType(...range(d, doc), schema.nodes[name], attrsFor(d, name));
    },
    (d, doc, tr) => {
        const name = d.among(['blockquote', 'aim', 'heading', 'ordered_list', 'table_cell']);
        tr.setNodeMarkup(place(d, doc), schema.nodes[name], attrsFor(d, name));
    },
    (d, doc, tr) => tr.replaceRange(...range(d, doc), someSlice(d, doc)),
    (d, doc, tr) => tr.replace(...range(d, doc), someSlice(d, doc)),
    (d, doc, tr) => tr.deleteRange(...range(d, doc)),
    (d, doc, tr) => tr.replaceRangeWith(...range(d, doc), someBlock(d, 2)),
    (d, doc, tr) => tr.addMark(...range(d, doc), someMark(d)),
    (d, doc, tr) => tr.removeMark(...range(d, doc), d.oneIn(2) ? null : someMark(d)),
    (d, doc, tr) => tr.addNodeMark(place(d, doc), someMark(d)),
    (d, doc, tr) => tr.insert(place(d, doc), someBlock(d, 2)),
    (d, doc, tr) => tr.clearIncompatible(place(d, doc), schema.nodes[d.among(['code_block', 'heading', 'paragraph'])]),
];

function edited(d, doc) {
    const transform = new Transform(doc);
    try {
        d.among(edits)(d, doc, transform);
    } catch {
        // The command does not fit this place.
    }
    return transform.steps.map((step) => step.toJSON());
}

function typed(d, doc) {
    const [from, to] = inText(d, doc);
    const at = from + d.below(to - from + 1);
    const end = Math.min(to, at + d.below(4));
    const kind = d.below(4);
    const inline = () => {
        const name = d.among(['image', 'ruby', 'cite', 'footnote_ref', 'hard_break']);
        return schema.node(name, attrsFor(d, name));
    };
    const content = kind === 0 ? Fragment.empty : Fragment.from(kind === 1 ? inline() : schema.text(someText(d), doc.resolve(at).marks()));
    return [new ReplaceStep(at, end, new Slice(content, 0, 0)).toJSON()];
}

/** Where a node begins that is asked for, or any. */
function nodePlace(d, doc, isWanted = () => true) {
    const found = [];
    const wanted = [];
    doc.descendants((node, at) => {
        found.push([at, node]);
        if (isWanted(node)) wanted.push([at, node]);
    });
    if (found.length === 0) return [0, doc];
    return d.among(wanted.length > 0 && !d.oneIn(4) ? wanted : found);
}

const wrongValues = [null, '', 0, 7, -1, 1.5, true, [], {}, 'a\ue000b', 'nul\0', '# no', 'es99', '漢字', 'x'.repeat(300)];

function ofNode(d, doc) {
    const kind = d.below(3);
    const isInline = (node) => node.isInline && !node.isText;
    const [at, node] = nodePlace(d, doc, kind < 2 ? isInline : (each) => attrsFor(d, each.type.name));
    const where = d.oneIn(8) ? place(d, doc) : at;
    switch (kind) {
        case 0: return [new AddNodeMarkStep(where, someMark(d)).toJSON()];
        case 1: return [new RemoveNodeMarkStep(where, d.oneIn(2) || node.marks.length === 0 ? someMark(d) : d.among(node.marks)).toJSON()];
        default: {
            const attrs = attrsFor(d, node.type.name) ?? { level: 1 };
            const attr = d.oneIn(12) ? d.among(['level', 'align', 'nothing']) : d.among(Object.keys(attrs));
            return [new AttrStep(where, attr, d.oneIn(3) ? d.among(wrongValues) : attrs[attr] ?? 1).toJSON()];
        }
    }
}

function aroundAnything(d, doc) {
    const [at, node] = nodePlace(d, doc);
    const end = at + node.nodeSize;
    const name = d.among(['blockquote', 'bullet_list', 'list_item', 'aim', 'if', 'paragraph', 'heading', 'table_row', 'footnote']);
    const wrapper = new Slice(Fragment.from(schema.nodes[name].create(attrsFor(d, name))), 0, 0);
    switch (d.below(4)) {
        case 0: return [new ReplaceAroundStep(at, end, at, end, wrapper, 1, d.oneIn(2)).toJSON()];
        case 1: return [new ReplaceAroundStep(at, end, at + 1, end - 1, wrapper, 1, d.oneIn(2)).toJSON()];
        case 2: return [new ReplaceAroundStep(at, end, at + 1, end - 1, Slice.empty, 0, d.oneIn(2)).toJSON()];
        default: {
            const [from, to, gapFrom, gapTo] = [place(d, doc), place(d, doc), place(d, doc), place(d, doc)].sort((a, b) => a - b);
            const slice = someSlice(d, doc);
            return [new ReplaceAroundStep(from, gapTo, to, gapFrom, slice, d.below(slice.size + 2), d.oneIn(3)).toJSON()];
        }
    }
}

/** A step with something wrong in it; mostly. */
function spoilt(d, doc) {
    const json = structuredClone(d.among(someSteps(d, doc, 1)) ?? { stepType: 'replace', from: 0, to: 0 });
    const numbers = ['from', 'to', 'gapFrom', 'gapTo', 'insert', 'pos'].filter((name) => name in json);
    switch (d.below(9)) {
        case 0:
        case 1: if (numbers.length > 0) json[d.among(numbers)] += d.among([-1, 1, 2, -3, 1000]); break;
        case 2: if (json.slice) json.slice.openStart = (json.slice.openStart ?? 0) + d.among([-1, 1]); break;
        case 3: if (json.slice) json.slice.openEnd = (json.slice.openEnd ?? 0) + d.among([-1, 1]); break;
        case 4: json.structure = true; break;
        case 5: delete json.slice; break;
        case 6: json.stepType = d.among(['addMark', 'attr', 'replaceAround', 'nothing', '']); break;
        case 7: if (json.mark) json.mark = d.among([{ type: 'blink' }, { type: 'link' }, { type: 'link', attrs: { href: 5 } }, null]); break;
        default:
            json.slice = { content: [d.among([
                { type: 'paragraph', content: [{ type: 'paragraph' }] }, { type: 'blockquote' }, { type: 'script' }, { type: 'text', text: '' },
                { type: 'text', text: 'a\ue000' }, { type: 'heading', attrs: { level: 9 } }, { type: 'cite', attrs: { key: 'a b' } }, { type: 'image' },
                { type: 'code_block', content: [{ type: 'text', text: 'a', marks: [{ type: 'em' }] }] },
                { type: 'paragraph', content: [{ type: 'text', text: 'a', marks: [{ type: 'em' }, { type: 'em' }] }] },
                { type: 'table_row', content: [] }, { type: 'paragraph', marks: [{ type: 'em' }] },
            ])] };
    }
    return [json];
}

/** Some steps, each for the document as it is after those before it that can be carried out. */
export function someSteps(d, doc, depth = 0) {
    const kind = d.below(depth > 0 ? 9 : 10);
    if (kind < 3) return edited(d, doc);
    if (kind < 5) return typed(d, doc);
    if (kind === 5) return ofNode(d, doc);
    if (kind === 6) return aroundAnything(d, doc);
    if (kind === 7) return [new (d.oneIn(2) ? AddMarkStep : RemoveMarkStep)(...range(d, doc), someMark(d)).toJSON()];
    if (kind === 8) return [new ReplaceStep(...range(d, doc), someSlice(d, doc), d.oneIn(4)).toJSON()];
    return spoilt(d, doc);
}
