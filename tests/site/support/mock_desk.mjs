// A desk for the editor's own tests: the page as the program writes it and its endpoints, with prosemirror-model as the authority. Answers can be lost,
// doubled, delayed or refused, which the program itself never does on purpose.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { Node } from 'prosemirror-model';
import { Step } from 'prosemirror-transform';
import { schemaFrom } from '../../../editor/schema.js';
import { root } from './program.mjs';

const file = (name) => readFileSync(path.join(root, name), 'utf8');
export const schema = schemaFrom(JSON.parse(file('assets/schema.json')));
const inline = (text) => (typeof text === 'string' ? { type: 'text', text } : text);
export const p = (...texts) => ({ type: 'paragraph', ...(texts.length > 0 ? { content: texts.map(inline) } : {}) });
export const docOf = (...content) => ({ type: 'doc', content });

// The section [desk.editor] of a file of words.
export function words(lang) {
    const all = {};
    let inside = false;
    for (const line of file(`locales/${lang}.toml`).split('\n')) {
        if (line.startsWith('[')) inside = line.startsWith('[desk.editor]');
        const found = inside && /^(\w+) = ("(?:[^"\\]|\\.)*")/.exec(line);
        if (found) all[found[1]] = JSON.parse(found[2]);
    }
    return all;
}

const sheets = () => file('assets/css/order.txt').split('\n').filter((line) => line && !line.startsWith('#') && line !== 'fonts.css');
const css = () => [...sheets(), 'desk.css', 'editor.css'].map((name) => file(`assets/css/${name}`)).join('\n');
// As the program sends it with every page.
const policy = ["default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'", "connect-src 'self'", "manifest-src 'self'",
    "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'self'"].join('; ');
const dot = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

const page = ({ lang, base, me, blocks, theme }) => `<!doctype html>
<html lang="${lang}"${theme ? ` data-theme="${theme}"` : ''}><head><meta charset="utf-8"><title>Write · Test</title><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/assets/site.css"><script src="/assets/editor.js" defer></script></head>
<body><main class="wrap desk"><h1>Write</h1>
<form data-plain method="post" action="/desk/1/${lang}"><div class="field"><label for="body">Text</label><textarea id="body" name="body"></textarea></div><button class="btn go">Save</button></form>
<p class="acts write-acts"><a class="btn" href="/desk/1/${lang}?next">Preview</a></p>
<div data-editor data-base="${base}" data-me="${me}" data-lang="${lang}"${blocks ? ` data-blocks="${blocks}"` : ''} hidden></div>
<script type="application/json" id="editor-words">${JSON.stringify(words(lang)).replaceAll('<', '\\u003c')}</script>
</main></body></html>`;

const bodyOf = async (request) => { const parts = []; for await (const part of request) parts.push(part); return Buffer.concat(parts); };

export async function startDesk({ doc = docOf(p()), title = 'A title', summary = 'One sentence.' } = {}) {
    const desk = {
        doc: Node.fromJSON(schema, doc), version: 0, steps: [], clients: [], heading: { title, summary }, mayEdit: true, gone: null, posts: 0,
        people: [], streams: true, cursors: [], pictures: [],
        // (request) → 'lose': done, but the answer never arrives; 'drop': neither; 'double': done twice; a number: that status; {status, json}: that answer.
        fault: () => null,
        library: [{ key: 'reed2015', line: 'Reed (2015). Contemporary lessons.' }, { key: 'king2013', line: 'King (2013). Silence.' }],
    };
    const open = new Set();
    const tell = (name, data) => { for (const one of open) one.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`); };
    const since = (version) => ({ version: desk.version, steps: desk.steps.slice(version).map((step) => step.toJSON()), clients: desk.clients.slice(version) });
    desk.tell = tell;
    desk.json = () => JSON.parse(JSON.stringify(desk.doc.toJSON()));
    desk.text = () => desk.doc.textBetween(0, desk.doc.content.size, '\n', (leaf) => leaf.attrs.base ?? '');

    // What another person does.
    desk.apply = (steps, client) => {
        let now = desk.doc;
        const begun = desk.version;
        const read = steps.map((json) => (json instanceof Step ? json : Step.fromJSON(schema, json)));
        for (const step of read) {
            const { doc: next, failed } = step.apply(now);
            if (!next) throw new Error(failed);
            now = next;
        }
        now.check();
        desk.doc = now;
        desk.steps.push(...read);
        desk.clients.push(...read.map(() => client));
        desk.version += read.length;
        tell('steps', since(begun));
    };

    function takeSteps({ version, client, steps }) {
        if (desk.gone) return [410, desk.gone];
        if (version !== desk.version) return [409, version > desk.version ? { version: desk.version, steps: [], clients: [] } : since(version)];
        try {
            desk.apply(steps, client);
        } catch (failed) {
            return [422, { message: `refused: ${failed.message}` }];
        }
        return [200, { version: desk.version }];
    }

    function takeHeading(sent) {
        for (const name of ['title', 'summary']) if (sent[name].was !== desk.heading[name] && sent[name].now !== sent[name].was && sent[name].now !== desk.heading[name]) return [409, desk.heading];
        for (const name of ['title', 'summary']) if (sent[name].now !== sent[name].was) desk.heading[name] = sent[name].now;
        tell('heading', desk.heading);
        return [200, {}];
    }

    const server = createServer(async (request, response) => {
        const url = new URL(request.url, 'http://x');
        const send = (status, json, type = 'application/json') => {
            if (response.destroyed) return;
            response.writeHead(status, { 'Content-Type': type, 'Content-Security-Policy': policy, 'Cache-Control': 'no-store' });
            response.end(typeof json === 'string' ? json : JSON.stringify(json));
        };
        const what = /^(?:\/ja)?\/desk\/1\/(en|ja)(?:\/(\w+))?$/.exec(url.pathname);
        if (url.pathname === '/assets/site.css') return send(200, css(), 'text/css');
        if (url.pathname === '/assets/editor.js') return send(200, file('assets/js/editor.js'), 'text/javascript; charset=utf-8');
        if (url.pathname === '/pictures/picture') { response.writeHead(200, { 'Content-Type': 'image/png' }); response.end(dot); return undefined; }
        if (url.pathname === '/favicon.ico') return send(204, '');
        if (!what) return send(404, {});
        const [, lang, act] = what;
        if (!act) return send(200, page({ lang, base: url.pathname, me: url.searchParams.get('me') ?? 'mari', blocks: url.searchParams.get('blocks'), theme: url.searchParams.get('theme') }), 'text/html; charset=utf-8');
        const body = request.method === 'POST' ? await bodyOf(request) : null;
        const json = () => JSON.parse(body);
        const fault = desk.fault({ method: request.method, act, body, url });
        if (fault === 'drop') { request.destroy(); return undefined; }
        if (typeof fault === 'number') return send(fault, { message: `answer ${fault}` });
        if (fault?.status) return send(fault.status, fault.json);
        if (act === 'document') return desk.gone ? send(410, desk.gone) : send(200, { version: desk.version, doc: desk.doc.toJSON(), ...desk.heading, stage: 'draft', may_edit: desk.mayEdit });
        if (act === 'steps' && request.method === 'POST') {
            desk.posts++;
            const sent = json();
            const answer = takeSteps(sent);
            if (fault === 'double') takeSteps(sent);
            if (fault === 'lose') { request.destroy(); return undefined; }
            return send(...answer);
        }
        if (act === 'steps') return send(200, since(Number(url.searchParams.get('since'))));
        if (act === 'events') {
            if (!desk.streams) return send(404, {});
            response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
            response.write(': open\n\n');
            open.add(response);
            request.on('close', () => open.delete(response));
            const from = Number(url.searchParams.get('since'));
            response.write(`event: moved\ndata: ${JSON.stringify({ stage: 'draft' })}\n\n`);
            if (from < desk.version) response.write(`event: steps\ndata: ${JSON.stringify(since(from))}\n\n`);
            return undefined;
        }
        if (act === 'heading') return send(...takeHeading(json()));
        if (act === 'cursor') { desk.cursors.push(json()); tell('people', [{ name: `N${json().client.slice(0, 4)}`, ...json() }]); return send(200, {}); }
        if (act === 'correction') { desk.gone = null; desk.correction?.(); return send(200, {}); }
        if (act === 'pictures') {
            const text = body.toString('latin1');
            desk.pictures.push(text);
            return /name="people_ok"\r\n\r\n1/.test(text) ? send(200, { src: '/pictures/picture', width: 1, height: 1 }) : send(422, { message: 'Somebody can be recognised.' });
        }
        if (act === 'sources' && request.method === 'GET') return send(200, desk.library.filter(({ line }) => line.toLowerCase().includes(url.searchParams.get('q').toLowerCase())));
        if (act === 'sources') {
            const key = /@\w+\{([^,]+),/.exec(json().text)?.[1];
            if (!key) return send(422, { message: 'This is neither BibTeX, CSL-JSON nor RIS.' });
            desk.library.push({ key, line: `New source ${key}` });
            return send(200, { added: [desk.library.at(-1)] });
        }
        if (act === 'readings') {
            const known = { 先生: 'せんせい', 待: 'ま', 東京: 'とうけい' };
            const text = url.searchParams.get('text') ?? new URLSearchParams(String(body)).get('text');
            const parts = text.split(/(先生|待|東京)/).filter(Boolean).map((part) => (known[part] ? { base: part, reading: known[part] } : { text: part }));
            return send(200, { parts });
        }
        return send(404, {});
    });
    await new Promise((ready) => { server.listen(0, '127.0.0.1', ready); });
    // localhost is a place that browsers trust with locks and storage.
    desk.url = `http://localhost:${server.address().port}`;
    desk.page = (lang = 'en', query = '') => `${desk.url}/desk/1/${lang}${query}`;
    desk.cut = () => { for (const one of open) one.destroy(); };
    desk.stop = () => new Promise((done) => { desk.cut(); server.close(() => done()); server.closeAllConnections(); });
    return desk;
}
