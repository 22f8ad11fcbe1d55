#!/usr/bin/env node
// Makes assets/fonts/ from the @fontsource packages (package.json): node tools/fonts.mjs [folder with node_modules]
// The results are committed, so neither building nor running the site needs this.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const root = path.resolve(import.meta.dirname, '..');
const packages = path.resolve(process.argv[2] ?? root, 'node_modules');
const subsetFont = createRequire(path.join(packages, 'x.js'))('subset-font');
const out = path.join(root, 'assets/fonts');

const ascii = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join('');
const latin = ascii + '\u00a0£©«°±·»¿×÷àáâäçèéêëíîïñóôöùúûüÀÉÖÜß–—‘’“”•…→←↑↓✓€¥';
const macrons = 'āēīōūĀĒĪŌŪ';
// Fixed labels only, never a writer's text. Lessons need the first file, the home page's blackboard both.
const labels = 'めあてやってみようふりかえりねらいの';
const board = '十一二三四五六七八九〇月火水木金土日今課（）';

const atkinson = '@fontsource-variable/atkinson-hyperlegible-next';
const besley = '@fontsource-variable/besley';
const klee = '@fontsource/klee-one';
const jobs = [
  ['atkinson', `${atkinson}/files/atkinson-hyperlegible-next-latin-wght-normal.woff2`, latin, { wght: { min: 400, max: 700 } }],
  ['atkinson-macron', `${atkinson}/files/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2`, macrons, { wght: { min: 400, max: 700 } }],
  ['besley', `${besley}/files/besley-latin-wght-normal.woff2`, latin, { wght: 600 }],
  ['besley-macron', `${besley}/files/besley-latin-ext-wght-normal.woff2`, macrons, { wght: 600 }],
  ['klee-labels', `${klee}/files/klee-one-japanese-600-normal.woff2`, labels, {}],
  ['klee-board', `${klee}/files/klee-one-japanese-600-normal.woff2`, board, {}],
];
const licences = { 'OFL-atkinson.txt': atkinson, 'OFL-besley.txt': besley, 'OFL-klee.txt': klee };

fs.mkdirSync(out, { recursive: true });
for (const [name, file, text, variationAxes] of jobs) {
  const source = path.join(packages, file);
  const bytes = await subsetFont(fs.readFileSync(source), text, { targetFormat: 'woff2', variationAxes });
  fs.writeFileSync(path.join(out, `${name}.woff2`), bytes);
  console.log(`${name}.woff2 ${bytes.length} bytes, before ${fs.statSync(source).size}`);
}
for (const [name, from] of Object.entries(licences)) fs.copyFileSync(path.join(packages, from, 'LICENSE'), path.join(out, name));
