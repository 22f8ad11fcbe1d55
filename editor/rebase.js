// Unanswered steps over what came from others, and what of them found no place.
import { Mapping, ReplaceStep, Step, Transform } from 'prosemirror-transform';
import { Slice } from 'prosemirror-model';

// The stretches of `transform.doc` that its steps from `from` on brought in, as slices of it. Neighbours are one.
function stretches(doc, steps) {
  const found = [];
  steps.forEach(({ step, lost }, index) => {
    if (!lost) return;
    const later = new Mapping(steps.slice(index + 1).map((one) => one.step.getMap()));
    step.getMap().forEach((_a, _b, begin, end) => {
      const from = later.map(begin, 1), to = later.map(end, -1);
      if (to > from) found.push([from, to]);
    });
  });
  found.sort((a, b) => a[0] - b[0]);
  const merged = [];
  for (const [from, to] of found) {
    const last = merged.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged.map(([from, to]) => ({ text: textOf(doc, from, to), content: doc.slice(from, to).toJSON() })).filter(({ text }) => text.trim() !== '');
}

export const textOf = (doc, from, to) => doc.textBetween(from, to, '\n', (leaf) => leaf.attrs.base ?? leaf.attrs.alt ?? (leaf.attrs.key ? `[@${leaf.attrs.key}]` : ''));

// What of `before` (unanswered steps, the last leads to `doc`) is not among `after`, the same steps after a rebase. A rebase keeps the order, the
// transaction that a step came from and what it brings.
export function lostWords(doc, before, after) {
  let next = 0;
  const sameKind = (a, b) => a.origin === b.origin && a.step.constructor === b.step.constructor
    && (a.step.slice === undefined || a.step.slice.eq(b.step.slice));
  const steps = before.map((one) => {
    const kept = next < after.length && sameKind(one, after[next]);
    if (kept) next++;
    return { step: one.step, lost: !kept };
  });
  return steps.some((one) => one.lost) ? stretches(doc, steps) : [];
}

// Steps `mine` lead from `base` on; `theirs` too. Answers mine as they are over theirs: {doc, steps, lost}.
export function rebase(base, mine, theirs) {
  const forth = new Transform(base);
  for (const step of mine) forth.step(step);
  const doc = forth.doc;
  const transform = new Transform(doc);
  for (let i = mine.length - 1; i >= 0; i--) transform.step(mine[i].invert(forth.docs[i]));
  for (const step of theirs) transform.step(step);
  const steps = [], all = [];
  mine.forEach((step, index) => {
    const from = mine.length - index;
    const mapped = step.map(transform.mapping.slice(from));
    const kept = mapped && !transform.maybeStep(mapped).failed;
    if (kept) {
      transform.mapping.setMirror(from - 1, transform.steps.length - 1);
      steps.push(mapped);
    }
    all.push({ step, lost: !kept });
  });
  return { doc: transform.doc, steps, lost: stretches(doc, all) };
}

// The one step that turns `before` into `after`; none if they are equal.
export function difference(before, after) {
  const start = before.content.findDiffStart(after.content);
  if (start === null) return [];
  let { a, b } = before.content.findDiffEnd(after.content);
  const overlap = start - Math.min(a, b);
  if (overlap > 0) { a += overlap; b += overlap; }
  const slice = after.slice(start, b);
  const step = new ReplaceStep(start, a, slice);
  if (!step.apply(before).failed) return [step];
  return [new ReplaceStep(0, before.content.size, new Slice(after.content, 0, 0))];
}

export const readSteps = (schema, list) => list.map((json) => Step.fromJSON(schema, json));
