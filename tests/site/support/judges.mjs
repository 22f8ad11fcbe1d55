// The judges from outside: the Nu HTML checker, axe, Lighthouse.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from './program.mjs';
import { flags } from './browser.mjs';

const require = createRequire(import.meta.url);
const run = promisify(execFile);

// documents: Map(name → html). One run of the checker over all of them; errors and warnings are faults.
export async function nu(documents) {
    const folder = mkdtempSync(path.join(tmpdir(), 'altto-nu-'));
    try {
        const names = new Map();
        let number = 0;
        for (const [name, html] of documents) {
            const file = `${String(number++).padStart(4, '0')}.html`;
            writeFileSync(path.join(folder, file), html);
            names.set(file, name);
        }
        const jar = path.join(root, 'node_modules/vnu-jar/build/dist/vnu.jar');
        const { stdout } = await run('java', ['-Xss2m', '-jar', jar, '--format', 'json', '--stdout', '--exit-zero-always', ...[...names.keys()]],
            { cwd: folder, maxBuffer: 1 << 28 });
        return JSON.parse(stdout).messages.map((message) => {
            const name = names.get(path.basename(new URL(message.url ?? 'file:///?').pathname)) ?? message.url;
            return `${name}:${message.lastLine ?? 0}: ${message.subType ?? message.type}: ${message.message} (${(message.extract ?? '').trim().slice(0, 120)})`;
        });
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

// What axe finds on the page as it stands. `page.evaluate` is not bound by the page's content security policy.
export async function axe(page) {
    await page.evaluate(axeSource);
    const found = await page.evaluate(async (tags) => {
        const { violations } = await axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
        return violations.map(({ id, help, nodes }) => ({
            id, help, nodes: nodes.slice(0, 3).map((node) => `${node.target.join(' ')} (${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ''})`), count: nodes.length,
        }));
    }, rules);
    return found.map(({ id, help, nodes, count }) => `${id}: ${help}: ${nodes.join('; ')}${count > 3 ? ` and ${count - 3} more` : ''}`);
}

// The four scores of Lighthouse's mobile run, and what cost points.
export async function lighthouse(address) {
    const { default: lighthouse } = await import('lighthouse');
    const { launch } = await import('chrome-launcher');
    const chrome = await launch({ chromePath: process.env.CHROMIUM ?? '/usr/bin/chromium', chromeFlags: ['--headless', ...flags], logLevel: 'silent' });
    try {
        const { lhr } = await lighthouse(address, {
            port: chrome.port, output: 'json', logLevel: 'error', onlyCategories: ['performance', 'accessibility', 'best-practices', 'seo'],
        });
        if (lhr.runtimeError) throw new Error(`${address}: ${lhr.runtimeError.message}`);
        const scores = Object.fromEntries(Object.values(lhr.categories).map((one) => [one.id, Math.round(one.score * 100)]));
        const lost = Object.values(lhr.categories).flatMap((category) => category.auditRefs
            .filter((reference) => reference.weight > 0 && (lhr.audits[reference.id].score ?? 1) < 1)
            .map((reference) => `${category.id}/${reference.id} ${lhr.audits[reference.id].displayValue ?? ''} ${lhr.audits[reference.id].score}`));
        return { scores, lost };
    } finally {
        chrome.kill();
    }
}
