// The rules of Mozilla's Observatory (npm @mdn/mdn-http-observatory) against the program behind Caddy with a certificate authority of its own.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { root, startSite } from './support/program.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'altto-caddy-'));
const certificate = path.join(folder, 'storage/pki/authorities/local/root.crt');
let site, caddy, said = '';

const isFree = (port) => new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
});

before(async () => {
    // The scanner knows no ports but 80 and 443.
    for (const port of [80, 443]) assert.ok(await isFree(port), `port ${port} is in use, or this user may not open it (sysctl net.ipv4.ip_unprivileged_port_start=80)`);
    site = await startSite({ own: true, dev: false, publicUrl: 'https://localhost' });
    writeFileSync(path.join(folder, 'Caddyfile'), `{
    admin off
    local_certs
    skip_install_trust
    storage file_system ${path.join(folder, 'storage')}
}
localhost {
    encode zstd gzip
    header Strict-Transport-Security "max-age=63072000; includeSubDomains"
    reverse_proxy 127.0.0.1:${site.port}
}
`);
    mkdirSync(path.join(folder, 'home'));
    caddy = spawn('caddy', ['run', '--adapter', 'caddyfile', '--config', path.join(folder, 'Caddyfile')],
        { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, HOME: path.join(folder, 'home'), XDG_DATA_HOME: path.join(folder, 'home'), XDG_CONFIG_HOME: path.join(folder, 'home') } });
    for (const stream of [caddy.stdout, caddy.stderr]) stream.on('data', (bytes) => { said += bytes; });
    const late = Date.now() + 30000;
    for (;;) {
        if (caddy.exitCode !== null || Date.now() > late) throw new Error(`Caddy does not serve:\n${said}`);
        if (existsSync(certificate)) {
            try {
                execFileSync('curl', ['--silent', '--fail', '--max-time', '5', '--cacert', certificate, '--output', '/dev/null', 'https://localhost/']);
                break;
            } catch { /* not yet */ }
        }
        await new Promise((later) => { setTimeout(later, 200); });
    }
});
after(async () => {
    if (caddy && caddy.exitCode === null) {
        const ended = new Promise((resolve) => caddy.once('exit', resolve));
        caddy.kill('SIGTERM');
        await ended;
    }
    await site?.stop();
    rmSync(folder, { recursive: true, force: true });
});

test('Mozilla’s Observatory gives at least 110 points', () => {
    const home = path.join(root, 'node_modules/@mdn/mdn-http-observatory');
    // The list of preloaded hosts is fetched by a script of the package that does not run here; localhost is on no such list.
    const list = path.join(home, 'conf/hsts-preload.json');
    if (!existsSync(list)) writeFileSync(list, '{}');
    const out = execFileSync(process.execPath, [path.join(home, 'src/scan.js'), 'localhost'], { cwd: home, encoding: 'utf8', timeout: 60000, env: { ...process.env, NODE_EXTRA_CA_CERTS: certificate } });
    const result = JSON.parse(out);
    assert.equal(result.error, undefined, result.error);
    const tests = Object.entries(result.tests).map(([name, one]) => `${name} ${one.result} ${one.scoreModifier}`).join('\n');
    assert.ok(result.scan.score >= 110, `${result.scan.score} points, grade ${result.scan.grade}\n${tests}`);
    console.log(`Observatory: ${result.scan.score} points, grade ${result.scan.grade}`);
});

test('behind Caddy the program speaks of itself as https, sets cookies for its host alone, and answers in HTTP/2', () => {
    const curl = (...words) => execFileSync('curl', ['--silent', '--max-time', '10', '--cacert', certificate, ...words], { encoding: 'utf8' });
    const head = curl('--http2', '--head', 'https://localhost/');
    assert.match(head, /^HTTP\/2 200/);
    assert.match(head, /strict-transport-security: max-age=63072000/i);
    const asked = curl('--include', '--data', 'address=ada%40example.org', '--header', 'Origin: https://localhost', 'https://localhost/sign-in');
    assert.match(asked, /set-cookie: __Host-sign_in=[0-9a-f]{32}; Path=\/; Max-Age=900; SameSite=Lax; HttpOnly; Secure/i);
    const look = curl('--include', '--data', 'theme=dark&back=/', '--header', 'Origin: https://localhost', 'https://localhost/look');
    assert.match(look, /set-cookie: __Host-look=dark[^\r\n]*; Secure/i);
});
