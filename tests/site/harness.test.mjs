// The judges are judged: each checker must find the fault that was put into a page for it, and leave a good page alone.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { launch, phone, watch } from './support/browser.mjs';
import { pressControls, sendForms } from './support/controls.mjs';
import { axe, nu } from './support/judges.mjs';
import { choose, focusShows, tabTo, uncover } from './support/keyboard.mjs';
import { crawl, kinds, languageFaults, linkFaults, unreached } from './support/map.mjs';
import { weigh } from './support/weight.mjs';

const frame = (body, { lang = 'en', head = '', title = 'A page' } = {}) => `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title>
<link rel="icon" href="data:,">${head}</head><body><main><h1>${title}</h1>${body}</main></body></html>`;

// Serves { path: html | [status, type, body, headers] } and answers its address.
async function serve(pages) {
    const server = createServer((request, response) => {
        const { pathname } = new URL(request.url, 'http://x');
        let answer = pages[pathname];
        if (typeof answer === 'function') answer = answer(request);
        if (answer === undefined) { response.writeHead(404, { 'content-type': 'text/html' }); response.end(frame('Not here')); return; }
        if (typeof answer === 'string') answer = [200, 'text/html; charset=utf-8', answer, {}];
        const [status, type, body, headers] = answer;
        response.writeHead(status, { 'content-type': type, ...headers });
        response.end(body);
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    servers.push(server);
    return `http://127.0.0.1:${server.address().port}`;
}
const servers = [];
let browser;
before(async () => { browser = await launch(); });
after(async () => {
    await browser.close();
    for (const server of servers) { server.closeAllConnections(); server.close(); }
});

const walk = async (pages, starts = ['/']) => {
    const url = await serve(pages);
    return crawl(url, starts.map((path) => url + path), { browser });
};
const has = (faults, words) => assert.ok(faults.some((fault) => fault.includes(words)), `"${words}" is not among:\n${faults.join('\n')}`);
async function open(html, options = {}) {
    const url = await serve({ '/': html });
    const context = await browser.newContext(options);
    const page = await context.newPage();
    await page.goto(url);
    return page;
}

test('a good pair of pages has no link faults', async () => {
    const map = await walk({
        '/': frame('<p><a href="/b#here">On</a> <a href="https://example.org/">Out</a> <a href="mailto:a@example.org">Mail</a></p>'),
        '/b': frame('<h2 id="here">Here</h2><p><a href="/">Back</a></p>'),
    });
    assert.deepEqual(linkFaults(map), []);
    assert.deepEqual([...map.external.keys()], ['https://example.org/']);
});

for (const [name, body, words] of [
    ['a broken link', '<a href="/gone">x</a>', '/gone answers 404'],
    ['a broken fragment', '<a href="#gone">x</a>', 'points at #gone'],
    ['a link to nothing', '<a href="#">x</a>', 'leads nowhere'],
    ['a link without an address', '<a>x</a>', 'a link without an address'],
    ['a link that runs script', '<a href="javascript:void(0)">x</a>', 'has the scheme javascript:'],
    ['a mail link to nobody', '<a href="mailto:">x</a>', 'mails to nobody'],
    ['a popover that is not there', '<button type="button" popovertarget="gone">x</button>', 'popovertarget="gone"'],
    ['a form that cannot be sent', '<form action="/"><label>a <input name="a"></label></form>', 'has no button'],
    ['a form to another site', '<form action="https://example.org/" method="post"><button>Send</button></form>', 'sends to https://example.org/'],
    ['a filter whose choice is broken', '<form action="/find"><select name="level" aria-label="l"><option value="a">a<option value="b">b</select><button>Find</button></form>', '/find?level=b answers 404'],
    ['a picture that is missing', '<img src="/gone.png" alt="">', 'could not load'],
    ['a console error', '<script>console.error("broken")</script>', 'the console says error: broken'],
    ['an exception', '<script>throw new Error("broken")</script>', 'the console says exception: broken'],
    ['a request to another origin', '<img src="http://localhost:9/x.png" alt="">', 'asks another origin'],
    ['a page wider than 320 px', '<div style="width:400px">x</div>', 'wider than a screen of 320 px'],
    ['a redirect that leads nowhere', '<a href="/turn">x</a>', '/nowhere answers 404'],
]) {
    test(`the crawl finds ${name}`, async () => {
        has(linkFaults(await walk({ '/': frame(body), '/turn': [301, 'text/html', '', { location: '/nowhere' }] })), words);
    });
}

test('the crawl finds a language that is wrong and a pair that is one-sided', async () => {
    const faults = languageFaults(await walk({
        '/': frame('<a href="/ja/">ja</a>', { head: '<link rel="alternate" hreflang="ja" href="/ja/">' }),
        '/ja/': frame('x', { lang: 'en' }),
    }));
    has(faults, '/ja/ has lang="en"');
    has(faults, 'but not the other way round');
});

test('kinds takes one page for each route and language, and a route that nothing leads to is named', async () => {
    const map = await walk({
        '/': frame('<a href="/blog/a">a</a> <a href="/blog/long">b</a> <a href="/ja/blog/a">c</a>'), '/blog/a': frame('x'), '/blog/long': frame('xxxxxxxx'), '/ja/blog/a': frame('x', { lang: 'ja' }),
    });
    const routes = [{ method: 'GET', path: '/' }, { method: 'GET', path: '/blog/{slug}' }, { method: 'GET', path: '/ja/blog/{slug}' }, { method: 'GET', path: '/lost' }, { method: 'GET', path: '/assets/{file...}' }, { method: 'POST', path: '/look' }];
    const found = kinds(map, routes);
    assert.deepEqual([...found.keys()].sort(), ['/', '/blog/{slug}', '/ja/blog/{slug}']);
    assert.equal(found.get('/blog/{slug}').key, '/blog/long');
    assert.deepEqual(unreached(map, routes), ['/lost', '/assets/{file...}']);
});

for (const [name, body, words] of [
    ['a button that does nothing', '<button type="button">Search</button>', 'the button "Search" does nothing'],
    ['a switched-off button', '<button type="button" disabled>Sign in</button>', 'is switched off'],
    ['a choice without an answer', '<label><input type="radio" name="q">Yes</label>', 'does nothing'],
    ['a button under something else', '<button type="button" popovertarget="p">Note</button><p id="p" popover>x</p><div style="position:fixed;inset:0;z-index:9"></div>', 'cannot be pressed'],
]) {
    test(`pressing finds ${name}`, async () => {
        const url = await serve({ '/': frame(body) });
        has((await pressControls(browser, `${url}/`)).faults, words);
    });
}

test('pressing leaves working controls alone', async () => {
    const url = await serve({
        '/': frame(`<style>.why{display:none}input:checked~.why{display:block}</style>
            <details><summary>More</summary><p>Text</p><button type="button" onclick="print()">Print</button></details>
            <button type="button" popovertarget="p">Note</button><div id="p" popover>A note</div>
            <label><input type="radio" name="q"> Yes <span class="why">Right.</span></label>
            <form action="/"><button>Find</button></form>`),
    });
    const { faults, pressed } = await pressControls(browser, `${url}/`);
    assert.deepEqual(faults, []);
    assert.equal(pressed, 5);
});

test('sending finds a form that is refused and accepts one that leads back', async () => {
    const body = '<form method="post" action="/look"><label><input type="radio" name="theme" value="paper" checked>p</label><label><input type="radio" name="theme" value="dark">d</label><button>Set</button></form>';
    const good = await sendForms(browser, await walk({ '/': frame(body), '/look': () => [303, 'text/html', '', { location: '/' }] }));
    assert.deepEqual(good, { faults: [], sent: 2 });
    const bad = await sendForms(browser, await walk({ '/': frame(body), '/look': (request) => (request.method === 'POST' ? [403, 'text/html', 'no', {}] : undefined) }));
    has(bad.faults, 'answers 403');
});

test('the Nu checker finds a faulty document among good ones, and names it', async () => {
    const faults = await nu(new Map([['/good', frame('<p>x</p>')], ['/bad', frame('<p>x<div></p><img src="x.png"><b><i></b></i>')], ['/also', frame('<p id="a">x</p><p id="a">y</p>')]]));
    assert.ok(faults.length >= 3);
    assert.ok(faults.every((fault) => fault.startsWith('/bad:') || fault.startsWith('/also:')), faults.join('\n'));
    has(faults, 'Duplicate ID');
});

for (const [name, body, rule] of [
    ['text that is too pale', '<p style="color:#bbb;background:#fff">pale</p>', 'color-contrast'],
    ['a field without a name', '<input>', 'label'],
    ['a target that is too small', '<p><a href="/" style="display:inline-block;width:9px;height:9px;overflow:hidden">x</a><a href="/b" style="display:inline-block;width:9px;height:9px;overflow:hidden">y</a></p>', 'target-size'],
    ['headings out of order', '<h4>x</h4>', 'heading-order'],
    ['text outside of landmarks', '</main><p>outside</p>', 'region'],
]) {
    test(`axe finds ${name}, under a strict content security policy too`, async () => {
        const url = await serve({ '/': [200, 'text/html', frame(body), { 'content-security-policy': "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self'" }] });
        const page = await browser.newPage({ viewport: phone });
        await page.goto(url);
        const faults = await axe(page);
        await page.close();
        has(faults, `${rule}:`);
    });
}

test('axe leaves a good page alone', async () => {
    const page = await open(frame('<p>Black on white.</p>'));
    assert.deepEqual(await axe(page), []);
    await page.context().close();
});

test('the watch sees what another origin is asked', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const seen = watch(page, 'http://127.0.0.1:1');
    await page.goto(await serve({ '/': frame('x') }));
    assert.equal(seen.foreign.length, 1);
    await context.close();
});

test('weighing counts compressed bytes, heads, requests and script, and the second visit without what is kept', async () => {
    const script = gzipSync(`// ${'abc def '.repeat(4000)}\n${Array.from({ length: 800 }, () => `// ${Math.random()}`).join('\n')}`);
    const url = await serve({
        '/': frame('<script src="/a.js"></script>'), '/b': frame('<script src="/a.js"></script>'),
        '/a.js': [200, 'text/javascript', script, { 'content-encoding': 'gzip', 'cache-control': 'max-age=31536000, immutable' }],
    });
    const context = await browser.newContext();
    const page = await context.newPage();
    const first = await weigh(page, () => page.goto(`${url}/`));
    assert.equal(first.requests, 2);
    assert.ok(first.script > script.length && first.script < script.length + 500, `${first.script} for ${script.length}`);
    assert.ok(first.bytes > first.script + frame('').length);
    const second = await weigh(page, () => page.goto(`${url}/b`));
    assert.equal(second.requests, 1, second.list);
    assert.equal(second.script, 0);
    await context.close();
});

test('the keyboard finds what cannot be reached, what cannot be seen, and opens what is folded', async () => {
    const page = await open(frame(`<style>.bare:focus{outline:none}.ring:focus{outline:3px solid black}</style>
        <a class="bare" href="#a" id="a">bare</a><a class="ring" href="#a" id="b">ring</a><span id="c" onclick="1">no stop</span>
        <details><summary>Look</summary><form action="/look" method="get"><label><input type="radio" name="theme" value="paper" checked>p</label>
        <label><input type="radio" name="theme" value="dark">d</label><button>Set</button></form></details>`), { javaScriptEnabled: false });
    await tabTo(page, page.locator('#a'));
    assert.equal(await focusShows(page), false);
    await tabTo(page, page.locator('#b'));
    assert.equal(await focusShows(page), true);
    await assert.rejects(tabTo(page, page.locator('#c'), { most: 12 }), /was not reached/);
    await uncover(page, page.locator('input[value=dark]'));
    assert.ok(await page.locator('input[value=dark]').isVisible());
    await choose(page, 'form', 'theme', 'dark');
    await page.waitForURL(/theme=dark/);
    await page.context().close();
});
