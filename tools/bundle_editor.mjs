#!/usr/bin/env node
// Makes assets/js/editor.js from editor/ and ProseMirror: node tools/bundle_editor.mjs [--check]
// The result is committed, so neither building nor running the site needs this. --check writes nothing and answers 1 where it differs from what is there.
import fs from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..');
const bundle = path.join(root, 'assets/js/editor.js');
const licences = path.join(root, 'assets/js/LICENCE-editor.txt');

const made = await build({
  entryPoints: [path.join(root, 'editor/main.js')], bundle: true, minify: true, format: 'iife', target: 'es2022', charset: 'utf8', write: false,
  legalComments: 'none', metafile: true, absWorkingDir: root, nodePaths: [path.join(root, 'node_modules')],
});

const packages = [...new Set(Object.keys(made.metafile.inputs).map((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]).filter(Boolean))].sort();
const read = (name, file) => fs.readFileSync(path.join(root, 'node_modules', name, file), 'utf8').trim();
const byText = new Map();
for (const name of packages) {
  const { version } = JSON.parse(read(name, 'package.json'));
  const text = read(name, 'LICENSE');
  byText.set(text, [...(byText.get(text) ?? []), `${name} ${version}`]);
}
const licenceText = [...byText].map(([text, names]) => `${names.join(', ')}\n\n${text}\n`).join('\n----\n\n');
// The licence asks for its text in every copy; a comment of this kind stays in what browsers get.
// No file of the site names an address of another place, not even in a warning to programmers.
const code = made.outputFiles[0].text.replaceAll('https://prosemirror.net/', 'prosemirror.net/');
const js = `/*! ${licenceText.replaceAll('*/', '* /').replace(/https?:\/\//g, '')}*/\n${code}`;

if (process.argv.includes('--check')) {
  const same = fs.existsSync(bundle) && fs.readFileSync(bundle, 'utf8') === js && fs.readFileSync(licences, 'utf8') === licenceText;
  if (!same) console.error('assets/js/editor.js is not what editor/ gives: run make editor');
  process.exit(same ? 0 : 1);
}
fs.writeFileSync(bundle, js);
fs.writeFileSync(licences, licenceText);
console.log(`assets/js/editor.js ${Buffer.byteLength(js)} bytes, ${packages.length} packages`);
