// A piece on its way from an empty page to readers, as people do it at the desk: each step is a page that is opened, filled in and sent.
import assert from 'node:assert/strict';
import path from 'node:path';
import { mkdirSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';
import { desktop } from './browser.mjs';
import { startMailbox } from './mailbox.mjs';
import { join, openFirst, post, press } from './members.mjs';
import { startSite } from './program.mjs';

export const sleep = (ms) => new Promise((later) => { setTimeout(later, ms); });
export async function until(holds, what, ms = 20000) {
    const end = Date.now() + ms;
    for (;;) {
        const is = await holds();
        if (is) return is;
        if (Date.now() > end) throw new Error(`not within ${ms} ms: ${typeof what === 'string' ? what : await what()}`);
        await sleep(100);
    }
}

// A phone as Chromium knows it: fingers, a narrow screen, its own way to lay a page out.
export const handheld = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

// A site that nobody keeps yet, with a mail server, and browsers for its people.
export async function onNewSite(browser, { script }, work) {
    const box = await startMailbox();
    const site = await startSite({ own: true, host: 'localhost', empty: true, dev: false, env: box.env });
    const contexts = [];
    const device = async (options = {}) => {
        const context = await browser.newContext({ viewport: desktop, locale: 'en-GB', reducedMotion: 'reduce', javaScriptEnabled: script, ...options });
        context.setDefaultTimeout(10000);
        contexts.push(context);
        return context;
    };
    try {
        await work({ box, site, device });
    } catch (failed) {
        const shown = [];
        for (const page of contexts.flatMap((context) => context.pages())) shown.push(`---- ${page.url()}\n${await page.locator('main').innerText({ timeout: 1000 }).catch(() => '')}`);
        throw new Error(`${failed.stack}\n${shown.join('\n')}\nthe program said last:\n${site.log().split('\n').slice(-15).join('\n')}`);
    } finally {
        for (const context of contexts) await context.close();
        await site.stop();
        await box.stop();
    }
}

// Somebody with an account, a profile and one page of their browser. `ja`: their pages are Japanese, and so is their mail.
export async function makePerson(tools, { name, kanji = '', address, role, ja = false, named = true, first = false, options = {} }) {
    const { site, device } = tools;
    const context = await device({ locale: ja ? 'ja-JP' : 'en-GB', ...options });
    if (first) await openFirst(context, site, { name, address });
    else await join(context, site, { name, address, role });
    const profile = { name, kanji, bio: '', bio_ja: '', lang: ja ? 'ja' : 'en' };
    if (named) profile.named = '1';
    await post(context, site.url, '/me/profile', profile);
    const prefix = ja ? '/ja' : '';
    const person = {
        name, address, context, ja, page: await context.newPage(), shown: ja && kanji ? kanji : name, home: `/people/${name.toLowerCase().replace(' ', '-')}`,
        async open(where, status = 200) {
            const answer = await person.page.goto(where.startsWith('http') ? where : site.url + prefix + where);
            assert.equal(answer.status(), status, `${name} opens ${where}`);
            return answer;
        },
        where: () => new URL(person.page.url()).pathname.replace(/^\/ja(?=\/|$)/, ''),
        text: () => person.page.locator('main').innerText(),
        // Presses what sends a form or leads on, and looks at how the site answers.
        async press(what, status = 200) {
            const answer = await press(person.page, what);
            assert.equal(answer.status(), status, `${name} presses ${what} and is told: ${(await person.page.locator('#problems').allInnerTexts()).join(' ')}`);
            return answer;
        },
    };
    return person;
}

export const go = 'main form.desk-form button.go';

// Pictures of a step for whoever looks at them, in both themes, with ALTTO_SHOTS=folder. The theme stands in an attribute that the server writes.
export async function shoot(person, name) {
    const folder = process.env.ALTTO_SHOTS;
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    for (const theme of ['light', 'dark']) {
        await person.page.evaluate((one) => { document.documentElement.dataset.theme = one; }, theme);
        await person.page.screenshot({ path: path.join(folder, `${name}-${theme}.png`), fullPage: true });
    }
    await person.page.evaluate(() => { delete document.documentElement.dataset.theme; });
}

// The number of the piece that a desk page is about.
export const pieceOf = (person) => /^\/desk\/(\d+)/.exec(person.where())[1];

// A title without a Latin letter gives no address: the page then asks for one, and keeps what was typed.
export async function make(person, { kind, title, lang = 'en', slug = '', from = '/edit/new' }) {
    await person.open(from);
    await person.page.check(`#kind-${kind}`);
    await person.page.fill('[name=title]', title);
    await person.page.check(`#lang-${lang}`);
    if (slug) {
        await person.press(go, 422);
        assert.equal(await person.page.inputValue('[name=title]'), title);
        await person.page.fill('[name=slug]', slug);
    }
    await person.press(go);
    assert.match(person.where(), /^\/desk\/\d+$/, 'making a piece leads to its page');
    return pieceOf(person);
}

export async function ask(person, desk, { whom, duty, note = '', due = '' }) {
    await person.open(`${desk}/turns`);
    await person.page.selectOption('[name=person]', { label: whom });
    await person.page.selectOption('[name=duty]', duty);
    if (note) await person.page.fill('[name=note]', note);
    if (due) await person.page.fill('[name=due_on]', due);
    await person.press(go);
}

export async function handOver(person, desk, { note = '', agree }) {
    await person.open(`${desk}/hand-over`);
    assert.equal(await person.page.locator('[name=agrees]').count(), agree ? 1 : 0, 'the agreement is asked once');
    if (note) await person.page.fill('[name=note]', note);
    if (agree) await person.page.check('[name=agrees]');
    await person.press(go);
    assert.equal(person.where(), desk);
}

export async function sayYes(person, desk) {
    await person.open(`${desk}/publish`);
    await person.press('main form[action$="/approvals"] button');
}

export async function tickAll(person, desk) {
    await person.open(`${desk}/publish`);
    for (const box of await person.page.locator('[name=tick]').all()) await box.check();
    await person.press('main form[action$="/ticks"]:has([name=tick]) button');
}

// The same text without a script: one form with Markdown in it. `act` names the button.
export async function writePlain(person, desk, { summary, text, act = 'save' }) {
    if (person.where() !== desk) await person.open(desk);
    if (summary) await person.page.fill('[name=summary]', summary);
    if (text) await person.page.fill('[name=text]', text);
    await person.press(`form.write-form button[value=${act}]`);
}

// The points of the checklist that keep a text from readers, in words.
export const openPoints = (person) => person.page.locator('.check-open').allInnerTexts();

// The next full minute that leaves `ms` to set it, as the site's clock in Tokyo shows it and as a date.
export function nextMinute(ms) {
    const at = new Date(Math.ceil((Date.now() + ms) / 60000) * 60000);
    return { at, field: new Date(at.getTime() + 9 * 3600000).toISOString().slice(0, 16) };
}

// Without script and with one: the time is typed, kept, and then the button names it.
export async function publishAt(person, desk, { field }) {
    await person.open(`${desk}/publish`);
    assert.deepEqual(await openPoints(person), [], 'nothing is open');
    await person.page.fill('[name=at]', field);
    await person.press('main form[action$="/publish"] button[value=save]');
    await person.press(`main form[action$="/publish"] button[value="at ${field}"]`);
}

export async function publishNow(person, desk) {
    await person.open(`${desk}/publish`);
    assert.deepEqual(await openPoints(person), [], 'nothing is open');
    await person.press('main form[action$="/publish"] button[value=now]');
}

// What anybody gets who is signed in nowhere.
export async function fetched(site, address) {
    const answer = await fetch(site.url + address, { redirect: 'manual' });
    return { status: answer.status, type: answer.headers.get('content-type'), bytes: Buffer.from(await answer.arrayBuffer()) };
}
export const textOf = async (site, address) => (await fetched(site, address)).bytes.toString('utf8');

// What a camera might have taken: a PNG with a round thing on a wall.
export function picture(width = 640, height = 400) {
    const rows = Buffer.alloc(height * (1 + width * 3));
    for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) {
            const away = Math.hypot(x - width / 2, y - height / 2);
            rows.fill(away < 120 ? 250 : away < 128 ? 50 : 190 + (y % 40), y * (1 + width * 3) + 1 + x * 3, y * (1 + width * 3) + 4 + x * 3);
        }
    const part = (name, data) => {
        const body = Buffer.concat([Buffer.from(name), data]), out = Buffer.alloc(8);
        out.writeUInt32BE(data.length);
        out.writeUInt32BE(crc32(body), 4);
        return Buffer.concat([out.subarray(0, 4), body, out.subarray(4)]);
    };
    const head = Buffer.alloc(13);
    head.writeUInt32BE(width);
    head.writeUInt32BE(height, 4);
    head.set([8, 2, 0, 0, 0], 8); // eight bits of red, green and blue (W3C PNG, 11.2.1)
    return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), part('IHDR', head), part('IDAT', deflateSync(rows)), part('IEND', Buffer.alloc(0))]);
}
