// Writing at the desk in Chromium: what is typed stays through a reload, without a network and beside somebody else; the same text without a script; the
// page's own faults in both languages, both themes and on a phone. How the editor itself behaves stands in editor.test.mjs.
import assert from 'node:assert/strict';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, test } from 'node:test';
import { desktop, launch, phone, watch } from './support/browser.mjs';
import { axe } from './support/judges.mjs';
import { setLook } from './support/look.mjs';
import { join, openFirst, post } from './support/members.mjs';
import { startSite } from './support/program.mjs';

let site, browser, kay, emi, base;
const contexts = [];
async function newContext(options = {}) {
    const context = await browser.newContext({ viewport: desktop, locale: 'en-GB', reducedMotion: 'reduce', ...options });
    contexts.push(context);
    return context;
}
// The same person in a browser without scripts.
async function withoutScript(context) {
    const plain = await newContext({ javaScriptEnabled: false });
    await plain.addCookies(await context.cookies());
    return plain;
}
// The first text of a kind that the content brings.
function deskOf(kind) {
    const database = new DatabaseSync(path.join(site.data, 'altto.db'), { readOnly: true });
    const { id } = database.prepare('select id from pieces where kind = ? order by id limit 1').get(kind);
    database.close();
    return `/desk/${id}/en`;
}

before(async () => {
    site = await startSite({ own: true, host: 'localhost', dev: false });
    browser = await launch();
    [kay, emi] = [await newContext(), await newContext()];
    await openFirst(kay, site, { name: 'Kay Keeper', address: 'kay@example.org' });
    await join(emi, site, { name: 'Emi Editor', address: 'emi@example.org', role: 'editor' });
    base = deskOf('post');
    await post(emi, site.url, base, { act: 'begin' });
});
after(async () => {
    for (const context of contexts) await context.close();
    await browser?.close();
    await site?.stop();
});

async function until(holds, what, ms = 20000) {
    const end = Date.now() + ms;
    while (!await holds()) {
        if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what}`);
        await new Promise((later) => setTimeout(later, 100));
    }
}
async function open(context, address = base) {
    const page = await context.newPage();
    const seen = watch(page, new URL(site.url).origin);
    await page.goto(site.url + address);
    await page.waitForSelector('#ed-text');
    return { page, seen };
}
async function type(page, text, paragraph = 0) {
    await page.locator('#ed-text > p').nth(paragraph).click();
    await page.keyboard.press('End');
    await page.keyboard.type(text);
}
const state = (page) => page.locator('.ed-saved').getAttribute('data-state');
const saved = (page) => until(async () => await state(page) === 'saved', 'the state is "saved"');
const shown = (page) => page.locator('#ed-text').innerText();
const onServer = async (context) => JSON.stringify((await (await context.request.get(`${site.url}${base}/document`)).json()).doc);

test('the script takes the place of the form, and what is typed is there after a reload', async () => {
    const { page, seen } = await open(emi);
    assert.equal(await page.locator('form[data-plain]').isVisible(), false);
    assert.equal(await page.locator('.write-acts').isVisible(), true);
    await type(page, ' Typed by hand.');
    await saved(page);
    assert.match(await onServer(emi), /Typed by hand\./);
    await page.reload();
    await page.waitForSelector('#ed-text');
    assert.match(await shown(page), /Typed by hand\./);
    assert.deepEqual(seen, { console: [], foreign: [], failed: [] });
    await page.close();
});

test('what is typed without a network is kept, and sent when it is back', async () => {
    const { page } = await open(emi);
    await saved(page);
    await emi.setOffline(true);
    await type(page, ' In the tunnel.');
    await until(async () => await state(page) === 'offline', 'the page says that there is no network');
    assert.doesNotMatch(await onServer(kay), /In the tunnel\./);
    await emi.setOffline(false);
    await saved(page);
    assert.match(await onServer(kay), /In the tunnel\./);
    await page.close();
});

test('two people at once see each other’s words and lose none', async () => {
    const [one, two] = [await open(emi), await open(kay)];
    await Promise.all([type(one.page, ' From Emi.', 0), type(two.page, ' From Kay.', 1)]);
    for (const { page } of [one, two])
        await until(async () => /From Emi\./.test(await shown(page)) && /From Kay\./.test(await shown(page)), 'both see both');
    await saved(one.page);
    await saved(two.page);
    const there = await onServer(emi);
    assert.match(there, /From Emi\./);
    assert.match(there, /From Kay\./);
    await one.page.close();
    await two.page.close();
});

test('without a script the same text is a form, beside somebody who writes with one', async () => {
    const { page } = await open(kay);
    const plain = await (await withoutScript(emi)).newPage();
    await plain.goto(site.url + base);
    const text = await plain.inputValue('#text');
    assert.match(text, /From Kay\./);
    await type(page, ' Meanwhile.', 1);
    await saved(page);
    await plain.fill('#text', text.replace('From Emi.', 'From Emi, as **Markdown**.'));
    await plain.click('button[value=preview]');
    assert.equal(new URL(plain.url()).pathname, `${base}/preview`);
    assert.match(await plain.locator('.write-preview').innerText(), /Preview of version \d+\. Readers do not see it\./);
    assert.equal(await plain.locator('.prose strong', { hasText: 'Markdown' }).count(), 1);
    assert.match(await plain.locator('main').innerText(), /Meanwhile\./);
    await until(async () => /as Markdown/.test(await shown(page)), 'the script shows what the form saved');

    // A fault is told, and what was typed is still there.
    await plain.goto(site.url + base);
    await plain.fill('#text', ':::try\nNever closed.');
    await plain.click('button[value=save]');
    assert.match(await plain.locator('#problems').innerText(), /Line 1:/);
    assert.equal(await plain.inputValue('#text'), ':::try\nNever closed.');
    await page.close();
});

test('the pages of a text are free of faults in both languages, both themes and on a phone', async () => {
    const faults = [];
    const judge = async (context, address, ready) => {
        for (const [theme, lang, size] of [['light', '', desktop], ['dark', '', phone], ['light', '/ja', phone], ['dark', '/ja', desktop]]) {
            await setLook(context, site.url, { theme });
            const page = await context.newPage();
            await page.setViewportSize(size);
            await page.goto(site.url + lang + address);
            if (ready) await page.waitForSelector(ready);
            await page.evaluate(() => { for (const one of document.querySelectorAll('main details')) one.open = true; });
            const where = `${lang}${address} ${theme} ${size.width}`;
            for (const fault of await axe(page)) faults.push(`${where}: ${fault}`);
            const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
            if (wide > 0) faults.push(`${where}: ${wide} px wider than the screen`);
            await page.close();
        }
    };
    await judge(emi, base, '#ed-text');
    for (const address of ['/preview', '/hand-over', '/turns']) await judge(emi, base + address);
    await post(emi, site.url, `${base}/hand-over`, { note: 'Is the beginning clear?', agrees: '1' });
    await judge(emi, `${base}/notes`);
    await judge(emi, deskOf('lesson'));
    assert.equal(faults.length, 0, faults.slice(0, 40).join('\n'));
});
