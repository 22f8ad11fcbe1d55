// What Word, Word in the browser, Google Docs, LibreOffice and web pages put on the clipboard comes out as our blocks, and nothing else.
//   ALTTO_WRITE=1 node --test tests/site/paste.test.mjs    writes the expected documents anew; read the difference
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { desktop, launch } from './support/browser.mjs';
import { docOf, p, schema, startDesk } from './support/mock_desk.mjs';

const folder = path.join(import.meta.dirname, 'support/fixtures/paste');
const names = readdirSync(folder).filter((name) => name.endsWith('.html')).map((name) => name.slice(0, -'.html'.length));
let browser;
const desks = [];
before(async () => { browser = await launch(); });
after(async () => {
    await browser?.close();
    await Promise.all(desks.map((desk) => desk.stop()));
});

async function open(doc) {
    const desk = await startDesk({ doc });
    desks.push(desk);
    const context = await browser.newContext({ viewport: desktop });
    const tab = await context.newPage();
    const foreign = [], errors = [];
    tab.on('request', (request) => { if (!request.url().startsWith(desk.url)) foreign.push(request.url()); });
    tab.on('pageerror', (error) => errors.push(error.message));
    tab.on('console', (line) => { if (line.type() === 'error') errors.push(line.text()); });
    tab.on('dialog', (dialog) => { errors.push(`a script ran: ${dialog.message()}`); dialog.dismiss(); });
    await tab.goto(desk.page());
    await tab.waitForSelector('#ed-text');
    return { desk, context, tab, foreign, errors };
}

// Keys of a person come a while after they have moved the cursor; until then the editor does not know of that.
const paste = (tab, data) => tab.waitForTimeout(200).then(() => tab.evaluate((all) => {
    const clipboardData = new DataTransfer();
    for (const [type, text] of Object.entries(all)) clipboardData.setData(type, text);
    document.getElementById('ed-text').dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
}, data));

async function stored({ desk, tab }) {
    await tab.keyboard.press('Control+s');
    for (let tries = 0; tries < 100; tries++) {
        if (await tab.getAttribute('.ed-saved', 'data-state') === 'saved') return desk.json();
        await tab.waitForTimeout(50);
    }
    throw new Error(`not saved: ${await tab.locator('.ed-saved').innerText()}`);
}

test('there are fixtures of every kind', () => {
    assert.ok(names.length >= 14, `${names.length} fixtures`);
    for (const kind of ['word-', 'word-online-', 'docs-', 'web-', 'office-']) assert.ok(names.some((name) => name.startsWith(kind)), kind);
});

for (const name of names) {
    test(`${name} comes out as our blocks`, async () => {
        const opened = await open(docOf(p()));
        await opened.tab.locator('#ed-text p').click();
        await paste(opened.tab, { 'text/html': readFileSync(path.join(folder, `${name}.html`), 'utf8'), 'text/plain': 'not this' });
        const doc = await stored(opened);
        const pictures = await opened.tab.locator('.ed-notice:not([hidden])').count() > 0;
        const got = { doc, ...(pictures ? { pictures_left_out: true } : {}) };
        const expected = path.join(folder, `${name}.json`);
        if (process.env.ALTTO_WRITE) writeFileSync(expected, `${JSON.stringify(got, null, 1)}\n`);
        schema.nodeFromJSON(doc).check();
        assert.deepEqual(got, JSON.parse(readFileSync(expected, 'utf8')));
        assert.deepEqual(opened.foreign, [], 'nothing is loaded from elsewhere');
        assert.deepEqual(opened.errors, []);
        await opened.context.close();
    });
}

test('words that are pasted into a sentence stay in it, and notes get numbers that are free', async () => {
    const opened = await open(docOf(p('Before  after.', { type: 'footnote_ref', attrs: { label: '1' } }), { type: 'footnote', attrs: { label: '1' }, content: [p('Mine.')] }));
    await opened.tab.locator('#ed-text p').first().click({ position: { x: 20, y: 10 } });
    await opened.tab.keyboard.press('Home');
    for (let i = 0; i < 7; i++) await opened.tab.keyboard.press('ArrowRight');
    await paste(opened.tab, { 'text/html': '<b style="font-weight:normal" id="docs-internal-guid-1"><span style="font-weight:700">bold</span></b>' });
    let doc = await stored(opened);
    assert.deepEqual(doc.content[0].content.map((node) => node.text), ['Before ', 'bold', ' after.', undefined]);
    await opened.tab.keyboard.press('End');
    await paste(opened.tab, { 'text/html': readFileSync(path.join(folder, 'docs-footnotes.html'), 'utf8') });
    doc = await stored(opened);
    assert.deepEqual(doc.content.filter((node) => node.type === 'footnote').map((node) => node.attrs.label), ['1', '2', '3']);
    assert.deepEqual(JSON.stringify(doc).match(/footnote_ref","attrs":\{"label":"\d"/g).length, 3);
    await opened.context.close();
});

test('what is pasted into a cell becomes one line of it', async () => {
    const cell = (type, ...content) => ({ type, content });
    const row = (type) => ({ type: 'table_row', content: [cell(type), cell(type)] });
    const opened = await open(docOf({ type: 'table', content: [row('table_header'), row('table_cell')] }, p('End')));
    await opened.tab.locator('#ed-text td').first().click();
    await paste(opened.tab, { 'text/html': readFileSync(path.join(folder, 'docs-lists.html'), 'utf8') });
    const doc = await stored(opened);
    assert.equal(doc.content.length, 2);
    assert.equal(doc.content[0].content[1].content[0].content[0].text, 'Bring: Chalk Cards red blue with a hole A bell Then: Greet Ask');
    await opened.context.close();
});

test('a picture on the clipboard is not put in, and the page says how it can be', async () => {
    const opened = await open(docOf(p('x')));
    await opened.tab.locator('#ed-text p').click();
    await opened.tab.evaluate(() => {
        const clipboardData = new DataTransfer();
        clipboardData.items.add(new File(['x'], 'x.png', { type: 'image/png' }));
        document.getElementById('ed-text').dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    });
    assert.match(await opened.tab.locator('.ed-notice').innerText(), /picture button/);
    assert.equal(await opened.tab.locator('#ed-text img').count(), 0);
    await opened.context.close();
});

test('what is copied here and pasted here is the same', async () => {
    const answer = { type: 'list_item', attrs: { checked: true }, content: [p({ type: 'ruby', attrs: { base: '先生', reading: 'せんせい' } })] };
    const content = [{ type: 'aim', content: [p('Aim ', { type: 'cite', attrs: { key: 'reed2015', locator: 'p. 2' } })] },
        { type: 'check', content: [p('Which?'), { type: 'bullet_list', attrs: { tight: false }, content: [answer] }] },
        { type: 'if', attrs: { employer: 'company', level: 'es12' }, content: [p('x')] }];
    const from = await open(docOf(...content));
    await from.tab.locator('#ed-text p').first().click();
    await from.tab.keyboard.press('Control+a');
    const html = await from.tab.evaluate(() => {
        const clipboardData = new DataTransfer();
        document.getElementById('ed-text').dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }));
        return clipboardData.getData('text/html');
    });
    const to = await open(docOf(p()));
    await to.tab.locator('#ed-text p').click();
    await paste(to.tab, { 'text/html': html });
    const doc = await stored(to);
    assert.deepEqual(doc.content.slice(0, 3), JSON.parse(JSON.stringify(schema.nodeFromJSON(docOf(...content)).toJSON().content)));
    await from.context.close();
    await to.context.close();
});
