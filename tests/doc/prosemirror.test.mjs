// kit/doc beside prosemirror-model and -transform: for random documents and steps both must give the same documents, inverses, maps and
// refusals.   ALTTO_DOC_CASES=2000   ALTTO_DOC_SEED or ALTTO_SOAK_SEED repeats a run   ALTTO_DOC_PEER=path of the program
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Node } from 'prosemirror-model';
import { Mapping, Step } from 'prosemirror-transform';
import { allows, isPlain } from '../../editor/schema.js';
import { dice, schema, someDocument, spoiltDocument } from './documents.mjs';
import { someSteps } from './steps.mjs';

const cases = Number(process.env.ALTTO_DOC_CASES ?? 2000);
const seed = Number(process.env.ALTTO_DOC_SEED ?? process.env.ALTTO_SOAK_SEED ?? Math.floor(Math.random() * 2 ** 31));
const batch = 50;
const program = process.env.ALTTO_DOC_PEER ?? fileURLToPath(new URL('../../build/release/tests/doc_peer', import.meta.url));

/** Is kit/doc stricter than ProseMirror here? What follows is what no editor sends (kit/doc/steps.hpp). */
function isHonest(doc, json, step) {
    const size = (slice) => slice.content.size - slice.openStart - slice.openEnd;
    const deep = (slice, side) => {
        let depth = 0;
        for (let node = slice.content[side]; node && !node.isLeaf; node = node[side]) depth += 1;
        return depth;
    };
    // Half a surrogate pair is no UTF-8: such JSON is not read at all.
    if (/\\ud[89a-f]/.test(JSON.stringify(json))) return false;
    if (json.stepType === 'markSet') return json.steps.every((each, i) => isHonest(doc, each, step.steps[i]));
    if ('from' in json && json.from > json.to) return false;
    if (step.slice) {
        const { openStart, openEnd } = step.slice;
        if (!(openStart >= 0 && openEnd >= 0 && openStart <= deep(step.slice, 'firstChild') && openEnd <= deep(step.slice, 'lastChild'))) return false;
    }
    if (json.stepType === 'replaceAround') {
        const { from, to, gapFrom, gapTo, insert } = json;
        if (from > gapFrom || gapFrom > gapTo || gapTo > to || insert < 0 || insert > size(step.slice)) return false;
    }
    if (json.stepType === 'attr') {
        const node = doc.nodeAt(json.pos);
        if (!node || !(json.attr in node.type.attrs) || json.value === undefined) return false;
    }
    const isPair = (text, at) => at > 0 && at < text.length && /[\ud800-\udbff]/.test(text[at - 1]) && /[\udc00-\udfff]/.test(text[at]);
    for (const name of ['from', 'to', 'gapFrom', 'gapTo']) {
        if (!(name in json)) continue;
        const at = doc.resolve(json[name]);
        if (at.textOffset > 0 && isPair(at.parent.child(at.index()).text, at.textOffset)) return false;
    }
    if (json.stepType === 'replaceAround') {
        let node = { content: step.slice.content };
        for (let at = json.insert + step.slice.openStart; node;) {
            const found = { ...node.content.findIndex(at) };
            node = node.content.maybeChild(found.index);
            if (!node || found.offset === at) break;
            if (node.isText && isPair(node.text, at - found.offset)) return false;
            if (node.isText) break;
            at -= found.offset + 1;
        }
    }
    return true;
}

/** Nodes, marks and texts as the schema wants them, and no deeper than Markdown can say. */
function fits(doc) {
    doc.check();
    const walk = (node, blocks, containers) => {
        const ours = node.type.isInGroup('container');
        const deeper = !ours && (node.type.isInGroup('block') || ['list_item', 'footnote'].includes(node.type.name));
        if (blocks + deeper > 22 || containers + ours > 6 || (node.isText && !isPlain(node.text))) return false;
        return node.children.every((child) => walk(child, blocks + deeper, containers + ours));
    };
    return walk(doc, 0, 0);
}

function judged(doc, json) {
    try {
        const step = Step.fromJSON(schema, json);
        if (!isHonest(doc, json, step)) return null;
        const { doc: next } = step.apply(doc);
        return next && fits(next) ? { step, next } : null;
    } catch {
        return null;
    }
}

/** A set of mark steps that is undone is a set of sets, which ProseMirror writes and cannot read; kit/doc writes one list. */
const flat = (json) => (json.stepType !== 'markSet' ? json
    : { ...json, steps: json.steps.flatMap((step) => (step.stepType === 'markSet' ? flat(step).steps : [step])) });

function places(mapping, size) {
    const all = [];
    for (let at = 0; at <= size; at += 1) {
        for (const side of [-1, 1]) {
            const result = mapping.mapResult(at, side);
            assert.equal(mapping.map(at, side), result.pos);
            all.push(result.pos * 16 + (result.deleted ? 1 : 0) + (result.deletedBefore ? 2 : 0) + (result.deletedAfter ? 4 : 0)
                + (result.deletedAcross ? 8 : 0));
        }
    }
    return all;
}

const count = { steps: 0, refused: 0, late: 0, gone: 0, kinds: {} };

function makeCase(number) {
    const d = dice(seed + number * 7919);
    const first = someDocument(d);
    const made = { number, first, steps: [], outcomes: [], late: [], doc: first, mapping: new Mapping() };
    const undo = [];
    for (let rounds = 1 + d.below(4); rounds > 0; rounds -= 1) {
        // Undone is what the editor did last, or long ago and moved since.
        const list = undo.length > 0 && d.oneIn(5) ? [flat(d.among(undo).toJSON())] : someSteps(d, made.doc);
        for (const json of list) {
            const outcome = judged(made.doc, json);
            made.steps.push(json);
            made.outcomes.push(outcome && { before: made.doc, ...outcome });
            count.steps += 1;
            if (!outcome) { count.refused += 1; continue; }
            count.kinds[json.stepType] = (count.kinds[json.stepType] ?? 0) + 1;
            undo.push(outcome.step.invert(made.doc));
            made.mapping.appendMap(outcome.step.getMap());
            made.doc = outcome.next;
        }
    }
    for (const json of someSteps(d, first).concat(someSteps(d, first))) if (judged(first, json)) made.late.push(json);
    return made;
}

const text = (json) => JSON.stringify(json);

/** What is said about a difference is only written when there is one. */
function same(got, expected, about) {
    if (got !== expected) assert.fail(`${about()}\n got: ${got}\nwant: ${expected}`);
}

function compare(made, answer) {
    const where = `case ${made.number} of seed ${seed}`;
    assert.ok(answer.steps, `${where}: the document is refused: ${answer.refused}\n${text(made.first)}`);
    made.outcomes.forEach((outcome, i) => {
        const got = answer.steps[i];
        const about = (what) => () => `${where}, step ${i}: ${what}: ${text(made.steps[i])}\non ${text(outcome ? outcome.before : made.doc)}`;
        same(got.refused ?? null, outcome ? null : got.refused ?? 'refused', about(outcome ? 'only kit/doc refuses it' : 'only ProseMirror refuses it'));
        if (!outcome) return;
        const { step, next, before } = outcome;
        same(text(got.doc), text(next), about('another document'));
        same(text(got.step), text(flat(step.toJSON())), about('another step'));
        same(text(got.map), text(step.getMap().ranges), about('another map'));
        const inverse = step.invert(before);
        same(text(got.inverse), text(flat(inverse.toJSON())), about('another inverse'));
        const back = inverse.apply(next).doc;
        const restored = back !== null && back.eq(before);
        same(got.restored, restored, about('not undone alike'));
        // Who puts content in and says that it is structure cannot take it away in the same manner.
        if (!restored) same(step.structure, true, about('not undone'));
    });
    const size = made.first.content.size;
    same(text(answer.places), text(places(made.mapping, size)), () => `${where}: places`);
    const back = new Mapping();
    back.appendMapping(made.mapping);
    for (let i = made.mapping.maps.length - 1; i >= 0; i -= 1) back.appendMap(made.mapping.maps[i].invert(), i);
    same(text(answer.back), text(places(back, size)), () => `${where}: places there and back`);

    made.late.forEach((json, i) => {
        const got = answer.mapped[i];
        const about = (what) => () => `${where}, late step ${i}: ${what}: ${text(json)}\non ${text(made.doc)}`;
        const mapped = Step.fromJSON(schema, json).map(made.mapping);
        count.late += 1;
        if (!mapped) count.gone += 1;
        same(text(got?.step ?? null), text(mapped && flat(mapped.toJSON())), about('moved elsewhere'));
        if (!mapped) return;
        const outcome = judged(made.doc, mapped.toJSON());
        if (outcome) same(text(got.result), text(outcome.next), about('another document'));
        else same('refused' in got.result, true, about('only ProseMirror refuses it'));
    });

    let doc = made.first;
    for (const json of answer.between) {
        const outcome = judged(doc, json);
        same(Boolean(outcome), true, () => `${where}: a step between two documents is refused: ${text(json)}\non ${text(doc)}`);
        doc = outcome.next;
    }
    same(text(doc), text(made.doc), () => `${where}: the steps between two documents lead elsewhere`);
}

test(`${cases} documents and their steps are the same in kit/doc and in ProseMirror (seed ${seed})`, { timeout: 600_000 }, async () => {
    assert.ok(existsSync(program), `${program} is not built`);
    const peer = spawn(program, [], { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();
    const began = Date.now();
    const waiting = [];
    const settle = async () => {
        const sent = waiting.shift();
        const { value, done } = await lines.next();
        assert.ok(!done, 'the program ended');
        const answers = JSON.parse(value);
        assert.equal(answers.length, sent.length);
        sent.forEach((made, i) => compare(made, answers[i]));
    };
    try {
        for (let number = 0; number < cases;) {
            const made = [];
            while (made.length < batch && number < cases) made.push(makeCase(number++));
            peer.stdin.write(`${text(made.map(({ first, steps, late }) => ({ doc: first, steps: steps.map(text), late: late.map(text), size: first.content.size })))}\n`);
            waiting.push(made);
            if (waiting.length > 1) await settle();
        }
        while (waiting.length > 0) await settle();
    } finally {
        peer.stdin.end();
        peer.kill();
    }
    console.log(`${count.steps} steps, ${count.refused} of them refused, ${count.late} late ones, ${count.gone} of them gone, in ${Date.now() - began} ms`);
    console.log(count.kinds);
    // A comparison in which everything is refused would pass as well.
    assert.ok(count.refused > count.steps / 20 && count.refused < count.steps * 0.7);
    for (const kind of ['replace', 'replaceAround', 'addMark', 'removeMark', 'addNodeMark', 'removeNodeMark', 'attr'])
        assert.ok(count.kinds[kind] > cases / 200, `${kind} is hardly tried`);
});

/** The answer to one case. */
async function ask(item) {
    const peer = spawn(program, [], { stdio: ['pipe', 'pipe', 'inherit'] });
    peer.stdin.end(`${text([item])}\n`);
    for await (const line of createInterface({ input: peer.stdout })) return JSON.parse(line)[0];
    throw new Error('the program ended');
}

test(`${cases} documents with something wrong are refused by both (seed ${seed})`, async () => {
    const asked = Array.from({ length: cases }, (_, number) => spoiltDocument(dice(seed + number * 104729)));
    const answers = await ask({ documents: asked.map(text) });
    let refused = 0;
    asked.forEach((json, i) => {
        let expected = null;
        try {
            const doc = Node.fromJSON(schema, json);
            if (fits(doc)) expected = doc;
        } catch {
            // refused
        }
        const about = (what) => () => `document ${i} of seed ${seed}: ${what}: ${text(json)}`;
        if (!expected) refused += 1;
        if (expected) same(text(answers[i]), text(expected), about('only kit/doc refuses it'));
        else same('refused' in answers[i], true, about('only ProseMirror refuses it'));
    });
    console.log(`${refused} of ${cases} documents refused`);
    assert.ok(refused > cases / 5 && refused < cases);
});

test('the schema of the editor asks the same of attributes as kit/doc', async () => {
    assert.ok(allows({ validate: 'boolean|null' }, null) && !allows({ validate: 'string' }, null));
    const asked = [];
    const values = ['', ' ', 'a', 'a_b', '_a', 'a_', 'a__b', 'a-_b', 'a.', 'a/b+c', 'é', 'p. 12', ' p', 'a,b', ',a', 'a,,b', 'A', 'es12,kg', 'es99', '漢字', '\u3000', '\u007f', '|',
        'a'.repeat(60), 'a'.repeat(61), 'a'.repeat(101), '漢'.repeat(66), '漢'.repeat(67), 'a\u0000', '\ue000', 0, 1, 6, 7, 999999999, 1000000000, true, null];
    for (const type of Object.values(schema.nodes)) {
        for (const [attr, spec] of Object.entries(type.attrs)) {
            for (const value of values) {
                let expected = true;
                try { spec.validate(value); } catch { expected = false; }
                asked.push({ type, attr, value, expected });
            }
        }
    }
    const attrsOf = (type) => Object.fromEntries(Object.keys(type.attrs).map((name) => [name, type.attrs[name].hasDefault ? type.attrs[name].default : 'a']));
    const step = ({ type, attr, value }) => ({ stepType: 'replace', from: 0, to: 0,
        slice: { content: [{ type: type.name, attrs: { ...attrsOf(type), [attr]: value } }] } });
    const answer = await ask({ doc: { type: 'doc' }, steps: asked.map(step).map(text), late: [], size: 0 });
    // A node that stands in the wrong place is refused as well, but not for its attribute.
    asked.forEach(({ type, attr, value, expected }, i) => {
        const refusedForIt = answer.steps[i].refused?.includes(`${attr} must be`) ?? false;
        assert.equal(!refusedForIt, expected, `${type.name}.${attr} = ${text(value)}: ${text(answer.steps[i])}`);
    });
});
