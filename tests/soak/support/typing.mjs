// What somebody at a keyboard does to a document. Every word that is typed is there once in the world, so that it can be looked for.
import { canJoin, canSplit, findWrapping, liftTarget } from 'prosemirror-transform';
import { schema } from '../../doc/documents.mjs';

const tails = ['', '', 'です', '授業😀', '𠮷', '！'];
const tokens = /w[a-z]+\d+x\d+q/g;

export const textOf = (doc) => doc.textBetween(0, doc.content.size, '\n', '\ufffc');
export const wordsIn = (text) => text.match(tokens) ?? [];

const blocks = (doc) => {
    const found = [];
    doc.descendants((node, pos) => {
        if (!node.isTextblock) return true;
        if (!node.type.spec.code) found.push({ node, pos: pos + 1, text: node.textBetween(0, node.content.size, undefined, '\ufffc') });
        return false;
    });
    return found;
};

// Places between words: nobody writes into another's word, so that a word is whole or gone.
function place(dice, { pos, text }) {
    const all = [0, text.length];
    for (let at = 0; at < text.length; at++) if (text[at] === ' ') all.push(at + 1);
    return pos + dice.among(all);
}

// The stretch of one word, with what follows it up to the next.
function word(dice, { pos, text }) {
    const all = [...text.matchAll(/w[a-z]+\d+x\d+q[^ w\ufffc]* ?/g)];
    if (all.length === 0) return null;
    const found = dice.among(all);
    return { from: pos + found.index, to: pos + found.index + found[0].length, whole: found[0].length === text.length };
}

// Answers a transaction, or null where nothing came to mind.
export function someChange(dice, state, fresh) {
    const { doc, tr } = state;
    const all = blocks(doc);
    if (all.length === 0) return tr.insert(0, schema.node('paragraph', null, schema.text(`${fresh()} `)));
    const block = dice.among(all);
    const thrown = dice.below(100);
    if (thrown < 58) {
        const text = Array.from({ length: 1 + dice.below(3) }, () => `${fresh()}${dice.among(tails)} `).join('');
        return tr.insertText(text, place(dice, block));
    }
    const stretch = word(dice, block);
    if (thrown < 70) return stretch && !(stretch.whole && block.node.type.name === 'heading') ? tr.delete(stretch.from, stretch.to) : null;
    if (thrown < 78) {
        const at = place(dice, block);
        const after = [{ type: schema.nodes.paragraph }];
        return canSplit(doc, at, 1, after) && !(block.node.type.name === 'heading' && at === block.pos) ? tr.split(at, 1, after) : null;
    }
    if (thrown < 87) {
        if (!stretch) return null;
        const mark = schema.marks[dice.among(['strong', 'em'])];
        return doc.rangeHasMark(stretch.from, stretch.to, mark) ? tr.removeMark(stretch.from, stretch.to, mark) : tr.addMark(stretch.from, stretch.to, mark.create());
    }
    const $at = doc.resolve(block.pos);
    if (thrown < 90) {
        if ($at.depth > 1 || block.text.trim() === '') return null;
        return block.node.type.name === 'heading' ? tr.setBlockType(block.pos, block.pos, schema.nodes.paragraph) : tr.setBlockType(block.pos, block.pos, schema.nodes.heading, { level: 2 });
    }
    if (thrown < 93) return all.length > 4 && $at.depth === 1 ? tr.delete($at.before(), $at.after()) : null;
    if (thrown < 96) {
        const range = $at.blockRange();
        const wrapping = range && block.node.type.name === 'paragraph' && $at.depth < 3 ? findWrapping(range, schema.nodes[dice.among(['blockquote', 'bullet_list', 'try'])]) : null;
        return wrapping ? tr.wrap(range, wrapping) : null;
    }
    if (thrown < 98) {
        const before = $at.before();
        return doc.resolve(before).nodeBefore?.isTextblock && canJoin(doc, before) ? tr.join(before) : null;
    }
    const range = $at.blockRange();
    const target = range ? liftTarget(range) : null;
    return target === null ? null : tr.lift(range, target);
}
