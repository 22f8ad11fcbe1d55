// Starts the program on fresh data and a free port, and stops it. With ALTTO_SITE set, the site at that address is used instead.
import { spawn, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
export const altto = path.resolve(root, process.env.ALTTO ?? 'build/release/altto');

function freePort() {
    return new Promise((resolve, reject) => {
        const server = createServer();
        server.on('error', reject);
        server.listen(0, '127.0.0.1', () => {
            const { port } = server.address();
            server.close(() => resolve(port));
        });
    });
}

async function answers(url, child, lines) {
    for (let tries = 0; tries < 200; tries++) {
        if (child.exitCode !== null) throw new Error(`altto serve ended with ${child.exitCode}:\n${lines.join('')}`);
        try {
            await fetch(url, { redirect: 'manual' });
            return;
        } catch {
            await new Promise((later) => setTimeout(later, 50));
        }
    }
    throw new Error(`altto serve did not answer within 10 s:\n${lines.join('')}`);
}

// `own`: a site of its own, even where ALTTO_SITE names one. `host`: as browsers know it; passkeys need a name. `empty`: the folder is
// not initialised. `env`: further settings.
export async function startSite({ dev = true, own = false, host = '127.0.0.1', empty = false, env: more = {}, publicUrl } = {}) {
    if (process.env.ALTTO_SITE && !own) return { url: process.env.ALTTO_SITE.replace(/\/$/, ''), stop: async () => {} };
    if (!existsSync(altto)) throw new Error(`${altto} is not there; build it first (make test does)`);
    const data = mkdtempSync(path.join(tmpdir(), 'altto-site-'));
    const port = await freePort();
    const url = `http://${host}:${port}`;
    const { ALTTO_SITE, ALTTO_ROUTES, ALTTO_MAP, ...rest } = process.env;
    const env = { ...rest, ALTTO_SITE_PUBLIC_URL: publicUrl ?? url, ...more };
    if (!empty) execFileSync(altto, ['init', '--data', data], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    const args = ['serve', '--data', data, '--listen', `127.0.0.1:${port}`];
    if (dev) args.push('--dev');
    const lines = [];
    let child;
    const gone = () => child.kill('SIGKILL');
    const ended = () => (child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : new Promise((resolve) => child.once('exit', resolve)));
    const start = async () => {
        child = spawn(altto, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
        for (const stream of [child.stdout, child.stderr]) {
            stream.on('data', (bytes) => {
                lines.push(String(bytes));
                if (lines.length > 400) lines.shift();
            });
        }
        await answers(url, child, lines);
    };
    process.on('exit', gone);
    await start();
    return {
        url,
        port,
        data,
        env,
        log: () => lines.join(''),
        // The link of the first keeper, as the console prints it.
        setupLink: () => /https?:\/\/\S+\/setup\?key=\S+/.exec(lines.join(''))?.[0],
        command: (...words) => execFileSync(altto, [...words, '--data', data], { env, encoding: 'utf8' }),
        // As a crash would: no drain, no last words.
        async kill() {
            child.kill('SIGKILL');
            await ended();
        },
        restart: start,
        async stop() {
            process.off('exit', gone);
            child.kill('SIGTERM');
            const late = setTimeout(gone, 10000);
            await ended();
            clearTimeout(late);
            rmSync(data, { recursive: true, force: true });
        },
    };
}

export const routesText = () => process.env.ALTTO_ROUTES ?? execFileSync(altto, ['routes'], { encoding: 'utf8' });

// `altto routes`: one line each, METHOD path right. `[/ja]/learn` stands for /learn and /ja/learn.
export function routes() {
    return routesText()
        .split('\n')
        .map((line) => line.trim().split(/\s+/))
        .filter((words) => words.length >= 2 && /^[A-Z]+$/.test(words[0]) && /^(\/|\[\/ja\])/.test(words[1]))
        .flatMap(([method, path, right = '']) => {
            if (!path.startsWith('[/ja]')) return [{ method, path, right }];
            const bare = path.slice('[/ja]'.length);
            return [{ method, path: bare, right }, { method, path: bare === '/' ? '/ja' : `/ja${bare}`, right }];
        });
}
