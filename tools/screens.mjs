// make screens: pictures of what readers see and of what stands behind signing in, for phone and desktop, light and dark, in docs/screens.
import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { launch } from '../tests/site/support/browser.mjs';
import { setLook } from '../tests/site/support/look.mjs';
import { sitemap } from '../tests/site/support/map.mjs';
import { fill, join, openFirst, post, startEmpty } from '../tests/site/support/members.mjs';
import { root, startSite } from '../tests/site/support/program.mjs';
import { shapes } from '../tests/site/support/site.mjs';

const folder = path.join(root, 'docs/screens');
const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1360, height: 900 } };
const themes = ['light', 'dark'];

const browser = await launch({ args: ['--font-render-hinting=none', '--hide-scrollbars'] });
const options = { reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'Asia/Tokyo' };
mkdirSync(folder, { recursive: true });
let count = 0, bytes = 0;

// `pages`: name → [address, status, what is pressed there]. `context`: who is signed in; without it nobody is.
async function take(url, pages, context) {
    const own = context ?? await browser.newContext(options);
    for (const theme of themes) {
        await setLook(own, url, { theme });
        for (const [size, viewport] of Object.entries(sizes)) {
            const page = await own.newPage();
            await page.setViewportSize(viewport);
            for (const [name, [address, expected = 200, pressed]] of Object.entries(pages)) {
                await page.setExtraHTTPHeaders({ 'Accept-Language': /^\/ja(\/|$)/.test(address) ? 'ja' : 'en' });
                const answer = await page.goto(url + address, { waitUntil: 'networkidle' });
                if (answer.status() !== expected) throw new Error(`${address} answers ${answer.status()}`);
                if (pressed) await Promise.all([page.waitForEvent('load'), page.locator(pressed).click()]);
                await page.evaluate(() => document.fonts.ready.then(() => undefined));
                const picture = await page.screenshot({ fullPage: true, animations: 'disabled' });
                const file = path.join(folder, `${name}-${size}-${theme}.png`);
                // 128 colours are enough for flat pages and make the files a third as large.
                writeFileSync(file, execFileSync('pngquant', ['--strip', '--speed', '1', '128', '-'], { input: picture, maxBuffer: 1 << 26 }));
                count++;
                bytes += statSync(file).size;
            }
            await page.close();
        }
    }
    if (!context) await own.close();
}

async function readers() {
    const site = await startSite({ dev: false });
    try {
        const listed = (await sitemap(site.url)).map((address) => new URL(address).pathname);
        const first = (shape, wish) => {
            const found = listed.find((address) => wish && shape.test(address) && address.includes(wish)) ?? listed.find((address) => shape.test(address));
            if (!found) throw new Error(`the sitemap has no address like ${shape}`);
            return found;
        };
        await take(site.url, {
            home: ['/'], course: [first(shapes.course)], lesson: [first(shapes.lesson, 'who-to-ask')], partner: [first(shapes.partner, 'who-to-ask')],
            post: [first(shapes.post)], source: [first(shapes.source)], board: ['/ja/board'],
        });
    } finally {
        await site.stop();
    }
}

// A site of its own, from its first minute to a queue with an application in it.
async function members() {
    const started = await startEmpty();
    const { site } = started;
    const contexts = [];
    const newContext = async () => {
        contexts.push(await browser.newContext(options));
        return contexts.at(-1);
    };
    try {
        await take(site.url, { setup: [new URL(site.setupLink()).pathname + new URL(site.setupLink()).search], closed: ['/', 503] });
        const kay = await newContext();
        await openFirst(kay, site, { name: 'Kay Keeper', address: 'kay@example.org' });
        await join(await newContext(), site, { name: 'Emi Editor', address: 'emi@example.org', role: 'editor' });
        await fill(started, kay, newContext);
        const guest = await newContext();
        await post(guest, site.url, '/sign-in', { address: 'guest@example.org' });
        await take(site.url, { 'sign-in': ['/sign-in'], 'sign-in-code': ['/sign-in/code'], 'sign-in-ja': ['/ja/sign-in'] }, guest);
        await take(site.url, {
            me: ['/me'], 'me-ja': ['/ja/me'], profile: ['/me/profile', 200, 'main button[name=show]'], passkeys: ['/me/passkeys'], queue: ['/edit/queue'],
            admin: ['/admin'], people: ['/admin/people'], health: ['/admin/health'],
        }, kay);
    } finally {
        for (const context of contexts) await context.close();
        await started.stop();
    }
}

const wanted = process.argv[2];
try {
    if (wanted !== 'members') await readers();
    if (wanted !== 'readers') await members();
    console.log(`${count} pictures in docs/screens, ${(bytes / 1e6).toFixed(1)} MB`);
} finally {
    await browser.close();
}
