// The way from a person's browser to the program: one port for each person, which adds their session as a browser would. Unless it is quiet,
// requests are lost, come twice or late or torn, answers are lost, streams break off.
import http from 'node:http';

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
const pause = (ms) => new Promise((go) => { setTimeout(go, ms); });

export class Network {
    // `ports()`: of the nodes that run now.
    constructor({ dice, ports }) { Object.assign(this, { dice, ports, quiet: true, lines: [], late: new Set(), counts: {} }); }

    // Answers the address under which this person's browser sees the site.
    async line(cookie) {
        const server = http.createServer((request, response) => {
            const parts = [];
            request.on('data', (part) => parts.push(part));
            request.on('error', () => {});
            request.on('end', () => this.carry(request, response, cookie, Buffer.concat(parts)).catch(() => response.destroy()));
        });
        server.keepAliveTimeout = 1000;
        await new Promise((go) => { server.listen(0, '127.0.0.1', go); });
        this.lines.push(server);
        return `http://127.0.0.1:${server.address().port}`;
    }

    headers(request, cookie, body) {
        const { accept, 'content-type': type } = request.headers;
        return { ...(accept && { accept }), ...(type && { 'content-type': type }), ...(cookie && { cookie }), ...(request.method === 'POST' && { 'content-length': body.length }), 'sec-fetch-site': 'same-origin' };
    }

    // `half`: the connection breaks in the middle of the body.
    forward(request, cookie, body, { half = false, stream } = {}) {
        return new Promise((answer) => {
            const ports = this.ports();
            if (ports.length === 0) { answer(null); return; }
            const asked = http.request({ agent: stream ? undefined : agent, host: '127.0.0.1', port: this.dice.among(ports), method: request.method, path: request.url, headers: this.headers(request, cookie, body) }, (got) => {
                if (stream) { answer(got); return; }
                const parts = [];
                got.on('data', (part) => parts.push(part));
                got.on('error', () => answer(null));
                got.on('aborted', () => answer(null));
                got.on('end', () => answer({ status: got.statusCode, headers: got.headers, body: Buffer.concat(parts) }));
            });
            asked.on('error', () => answer(null));
            if (half) { asked.write(body.subarray(0, body.length >> 1)); setTimeout(() => asked.destroy(), 5); return; }
            asked.end(body);
            stream?.(asked);
        });
    }

    afterwards(work) {
        const done = work().catch(() => {}).finally(() => this.late.delete(done));
        this.late.add(done);
    }
    // Nothing is on its way any more.
    async drained() { while (this.late.size > 0) await Promise.all(this.late); }

    fate(request) {
        if (this.quiet) return 'pass';
        const thrown = this.dice.below(100);
        const post = request.method === 'POST';
        if (thrown < 62) return 'pass';
        if (thrown < 72) return 'slow';
        if (thrown < 79) return 'lost';
        if (thrown < 87) return post ? 'answer_lost' : 'slow';
        if (thrown < 91) return post ? 'doubled' : 'pass';
        if (thrown < 95) return post ? 'again_later' : 'pass';
        if (thrown < 99) return post ? 'late' : 'lost';
        return post ? 'torn' : 'lost';
    }

    async carry(request, response, cookie, body) {
        if (request.url.includes('/events')) { await this.carryStream(request, response, cookie, body); return; }
        const fate = this.fate(request);
        this.counts[fate] = (this.counts[fate] ?? 0) + 1;
        const send = (options) => this.forward(request, cookie, body, options);
        const { dice } = this;
        const give = (got) => {
            if (!got) { response.destroy(); return; }
            const { 'transfer-encoding': _a, connection: _b, ...headers } = got.headers;
            response.writeHead(got.status, { ...headers, 'content-length': got.body.length });
            response.end(got.body);
        };
        if (fate === 'pass') give(await send());
        else if (fate === 'slow') {
            await pause(dice.below(120));
            const got = await send();
            await pause(dice.below(120));
            give(got);
        } else if (fate === 'lost') response.destroy();
        else if (fate === 'answer_lost') { await send(); response.destroy(); }
        else if (fate === 'doubled') {
            const both = await Promise.all([send(), send()]);
            give(dice.oneIn(2) ? both[0] ?? both[1] : both[1] ?? both[0]);
        } else if (fate === 'again_later') {
            give(await send());
            this.afterwards(async () => { await pause(dice.below(700)); await send(); });
        } else if (fate === 'late') {
            response.destroy();
            this.afterwards(async () => { await pause(dice.below(700)); await send(); });
        } else {
            this.forward(request, cookie, body, { half: true });
            response.destroy();
        }
    }

    async carryStream(request, response, cookie, body) {
        let asked;
        const got = await this.forward(request, cookie, body, { stream: (made) => { asked = made; } });
        if (!got) { response.destroy(); return; }
        response.writeHead(got.statusCode, { 'content-type': got.headers['content-type'] ?? 'text/plain' });
        response.flushHeaders();
        const end = () => { got.destroy(); asked.destroy(); response.destroy(); };
        got.on('error', end);
        got.on('close', end);
        response.on('close', end);
        got.pipe(response);
        if (!this.quiet) setTimeout(() => { if (!this.quiet) end(); }, 100 + this.dice.below(1500));
    }

    close() {
        for (const server of this.lines) { server.closeAllConnections(); server.close(); }
    }
}
