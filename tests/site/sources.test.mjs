// An editor adds a source, says what it found, takes it back: with a browser that runs no script, by keyboard where it matters, and judged
// in both languages and themes at 320 and 1280 px.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { desktop, launch, phone, watch } from './support/browser.mjs';
import { axe, nu } from './support/judges.mjs';
import { tabTo } from './support/keyboard.mjs';
import { join, press } from './support/members.mjs';
import { startSite } from './support/program.mjs';

const reed = `TY  - JOUR
AU  - Reed, Noriko
AU  - 田地野，彰
TI  - Teaching and learning together
JF  - A Journal
PY  - 2015
SP  - 51
EP  - 60
AB  - What an abstract says.
ER  - 
`;
const go = 'main form.desk-form button.go';
let site, browser, editor;

before(async () => {
    site = await startSite({ own: true, host: 'localhost', dev: false });
    browser = await launch();
    editor = await browser.newContext({ viewport: desktop, javaScriptEnabled: false, locale: 'en-GB' });
    await join(editor, site, { name: 'Ed', address: 'ed@example.org', role: 'editor' });
});
after(async () => {
    await editor?.close();
    await browser?.close();
    await site?.stop();
});

test('pasted, completed, seen by readers, brought back, without any script', async () => {
    const page = await editor.newPage();
    await page.goto(`${site.url}/edit/sources`);
    await page.fill('#text', 'Reed (2015)');
    assert.equal((await press(page, go)).status(), 422);
    assert.match(await page.textContent('#text-error'), /no reference/);
    assert.equal(await page.inputValue('#text'), 'Reed (2015)');
    await page.fill('#text', reed);
    await page.selectOption('#level', 'abstract');
    assert.equal((await press(page, go)).status(), 200);
    const address = new URL(page.url()).pathname;
    assert.equal(address, '/edit/sources/reed2015teaching');
    assert.equal(await page.inputValue('#author'), 'Reed, Noriko\n田地野, 彰');
    assert.equal(await page.inputValue('#pages'), '51–60');
    await page.fill('#found', 'They planned together.');
    await page.fill('#cannot', 'Two schools.');
    assert.equal((await press(page, go)).status(), 200);
    await page.goto(`${site.url}/research/reed2015teaching`);
    assert.match(await page.textContent('main'), /They planned together\./);
    assert.doesNotMatch(await page.textContent('main'), /What an abstract says/);

    // The same again is known.
    await page.goto(`${site.url}/edit/sources`);
    await page.fill('#text', reed);
    await press(page, go);
    assert.match(await page.textContent('main'), /there already/);

    await page.goto(site.url + address);
    assert.equal((await press(page, 'form[action$="/restoration"] button')).status(), 200);
    await page.goto(`${site.url}/research/reed2015teaching`);
    assert.doesNotMatch(await page.textContent('main'), /They planned together\./);
    await page.goto(site.url + address);
    assert.equal((await press(page, 'form[action$="/deletion"] button')).status(), 200);
    assert.match(await page.textContent('main'), /was deleted/);
    await page.close();
});

test('a file is chosen and sent', async () => {
    const page = await editor.newPage();
    await page.goto(`${site.url}/ja/edit/sources`);
    // 授業研究 in Shift_JIS, as libraries in Japan give it.
    const bytes = Buffer.concat([Buffer.from('TY  - JOUR\r\nTI  - '), Buffer.from([0x8e, 0xf6, 0x8b, 0xc6, 0x8c, 0xa4, 0x8b, 0x86]), Buffer.from('\r\nPY  - 1999\r\nER  - \r\n')]);
    await page.setInputFiles('#file', { name: 'works.ris', mimeType: 'application/x-research-info-systems', buffer: bytes });
    assert.equal((await press(page, go)).status(), 200);
    assert.equal(await page.inputValue('#title'), '授業研究');
    await page.close();
});

test('a source that texts rest on is not deleted, and is found by a word', async () => {
    const page = await editor.newPage();
    await page.goto(`${site.url}/edit/sources`);
    const used = page.locator('main tbody tr').filter({ hasText: /[1-9]\d* texts?/ }).locator('a').first();
    await page.goto(new URL(await used.getAttribute('href'), site.url).href);
    const answer = await press(page, 'form[action$="/deletion"] button');
    assert.equal(answer.status(), 422);
    assert.match(await page.textContent('.problems'), /rests on this source/);
    await page.close();
});

test('by keyboard: the search, the first source, its title', async () => {
    const page = await editor.newPage();
    await page.goto(`${site.url}/edit/sources`);
    await tabTo(page, page.locator('#q').first());
    await page.keyboard.type('silence');
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
    await tabTo(page, page.locator('main table a').first());
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
    await tabTo(page, page.locator('#title').first());
    assert.match(await page.inputValue('#title'), /Silence/i);
    await page.close();
});

test('axe and Nu find nothing, nothing is wider than the screen, the console is silent', async () => {
    const context = await browser.newContext({ storageState: await editor.storageState(), reducedMotion: 'reduce' });
    const faults = [], documents = new Map();
    for (const ja of ['', '/ja'])
        for (const address of ['/edit/sources', '/edit/sources?q=no-such-work', '/edit/sources/king2013silence']) {
            const page = await context.newPage();
            const seen = watch(page, new URL(site.url).origin);
            const answer = await page.goto(site.url + ja + address);
            assert.equal(answer.status(), 200, ja + address);
            documents.set(ja + address, await answer.text());
            await page.evaluate(() => { for (const one of document.querySelectorAll('main details')) one.open = true; });
            for (const size of [desktop, phone]) {
                await page.setViewportSize(size);
                for (const theme of ['light', 'dark']) {
                    await page.evaluate((name) => { document.documentElement.dataset.theme = name; }, theme);
                    for (const fault of await axe(page)) faults.push(`${ja}${address} ${theme} ${size.width}: ${fault}`);
                }
                const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
                if (wide > 0) faults.push(`${ja}${address}: ${wide} px wider than a screen of ${size.width} px`);
            }
            for (const fault of [...seen.console, ...seen.foreign, ...seen.failed]) faults.push(`${ja}${address}: ${fault}`);
            await page.close();
        }
    for (const fault of await nu(documents)) faults.push(fault);
    await context.close();
    assert.deepEqual(faults, []);
});
