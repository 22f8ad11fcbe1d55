// The browser walks: starts the program once, maps the site once, and runs the files beside this one on it.
//   node tests/site/run.mjs [file…]      ALTTO=path of the program, ALTTO_SITE=address of a site that is running already
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { routesText, startSite } from './support/program.mjs';
import { mapSite, pack } from './support/site.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2);
const files = readdirSync(here).filter((name) => name.endsWith('.test.mjs'))
    .filter((name) => wanted.length === 0 || wanted.some((word) => name.includes(word)));
if (files.length === 0) throw new Error(`no test file is called like ${wanted.join(', ')}`);

function walk(names, env, concurrency) {
    return new Promise((resolve) => {
        const child = spawn(process.execPath, ['--test', '--test-reporter=spec', `--test-concurrency=${concurrency}`,
            '--test-timeout=900000', ...names.map((name) => path.join(here, name))], { stdio: 'inherit', env });
        child.on('exit', (code) => resolve(code ?? 1));
    });
}

const began = Date.now();
const site = await startSite();
const folder = mkdtempSync(path.join(tmpdir(), 'altto-map-'));
let code = 0;
try {
    const env = { ...process.env, ALTTO_SITE: site.url };
    env.ALTTO_ROUTES = routesText();
    const map = await mapSite(site.url);
    env.ALTTO_MAP = path.join(folder, 'map.json');
    writeFileSync(env.ALTTO_MAP, pack(map));
    console.log(`mapped ${map.pages.size} addresses in ${((Date.now() - began) / 1000).toFixed(1)} s`);
    // Lighthouse times the page, so it gets the machine for itself.
    const alone = files.filter((name) => name.startsWith('lighthouse'));
    const together = files.filter((name) => !alone.includes(name));
    if (together.length > 0) code = await walk(together, env, 2);
    if (code === 0 && alone.length > 0) code = await walk(alone, env, 1);
    if (code !== 0 && site.log) console.log(`the program said last:\n${site.log().split('\n').slice(-30).join('\n')}`);
} finally {
    await site.stop();
    rmSync(folder, { recursive: true, force: true });
}
process.exit(code);
