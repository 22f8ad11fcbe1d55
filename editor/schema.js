// The schema of documents for ProseMirror, made from assets/schema.json, which the program reads too. Looks are added in dom.js.
import { Schema } from 'prosemirror-model';

const bytes = (text) => new TextEncoder().encode(text).length;
const isEdged = (text) => text.startsWith(' ') || text.endsWith(' ');

// The forms that kit/doc/schema.cpp knows; lengths are those of UTF-8, as there.
const forms = {
  names: (text) => text === '' || (/^[a-z0-9-]+(?:,[a-z0-9-]+)*$/.test(text) && bytes(text) <= 200),
  label: (text) => /^[A-Za-z0-9-]+$/.test(text) && bytes(text) <= 60,
  key: (text) => /^[A-Za-z0-9]+(?:(?:_|[.:/+-]+)[A-Za-z0-9]+)*$/.test(text) && bytes(text) <= 100,
  locator: (text) => text === '' || (/^[A-Za-z0-9 .,\-:;/()'\u0080-\uffff]+$/.test(text) && !isEdged(text) && bytes(text) <= 200),
  ruby: (text) => /^[A-Za-z0-9 .,\-'/()\u0080-\uffff]+$/.test(text) && !isEdged(text) && bytes(text) <= 200,
};

// Whether a text may stand in a document: no NUL, no U+E000, no half of a surrogate pair.
export const isPlain = (text) => !/[\0\ue000\ud800-\udfff]/u.test(text);

// Whether a value may be that attribute; `spec` is its entry in assets/schema.json.
export function allows(spec, value) {
  if (value === null) return spec.validate.endsWith('|null');
  if (spec.validate.startsWith('boolean')) return typeof value === 'boolean';
  if (spec.validate.startsWith('integer')) return Number.isInteger(value) && value >= spec.min && value <= spec.max;
  if (typeof value !== 'string' || !isPlain(value)) return false;
  if (spec.values && !spec.values.includes(value)) return false;
  if (spec.each && value !== '' && !value.split(',').every((name) => spec.each.includes(name))) return false;
  return !spec.form || forms[spec.form](value);
}

function attrsFrom(owner, attrs = {}) {
  const made = {};
  for (const [name, spec] of Object.entries(attrs)) {
    made[name] = {
      validate(value) {
        if (!allows(spec, value)) throw new RangeError(`${JSON.stringify(value)} cannot be ${name} of ${owner}`);
      },
    };
    if ('default' in spec) made[name].default = spec.default;
  }
  return made;
}

function specsFrom(entries) {
  const made = {};
  for (const [name, spec] of Object.entries(entries)) made[name] = { ...spec, attrs: attrsFrom(name, spec.attrs) };
  return made;
}

export const schemaFrom = (json) => new Schema({ topNode: json.top, nodes: specsFrom(json.nodes), marks: specsFrom(json.marks) });
