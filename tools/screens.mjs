// make screens: pictures of seven pages for phone and desktop, light and dark, in docs/screens.
import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { launch } from '../tests/site/support/browser.mjs';
import { setLook } from '../tests/site/support/look.mjs';
import { sitemap } from '../tests/site/support/map.mjs';
import { root, startSite } from '../tests/site/support/program.mjs';
import { shapes } from '../tests/site/support/site.mjs';

const folder = path.join(root, 'docs/screens');
const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1360, height: 900 } };
const themes = ['light', 'dark'];
const japanese = (page) => page === 'partner' || page === 'board';

const site = await startSite({ dev: false });
const browser = await launch({ args: ['--font-render-hinting=none', '--hide-scrollbars'] });
try {
    const listed = (await sitemap(site.url)).map((address) => new URL(address).pathname);
    const first = (shape, wish) => {
        const found = listed.find((address) => wish && shape.test(address) && address.includes(wish)) ?? listed.find((address) => shape.test(address));
        if (!found) throw new Error(`the sitemap has no address like ${shape}`);
        return found;
    };
    const pages = {
        home: '/', course: first(shapes.course), lesson: first(shapes.lesson, 'who-to-ask'), partner: first(shapes.partner, 'who-to-ask'),
        post: first(shapes.post), source: first(shapes.source), board: '/ja/board',
    };
    mkdirSync(folder, { recursive: true });
    let bytes = 0;
    for (const [size, viewport] of Object.entries(sizes)) {
        for (const theme of themes) {
            const context = await browser.newContext({ viewport, reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'Asia/Tokyo' });
            await setLook(context, site.url, { theme });
            const page = await context.newPage();
            for (const [name, address] of Object.entries(pages)) {
                await page.setExtraHTTPHeaders({ 'Accept-Language': japanese(name) ? 'ja' : 'en' });
                const answer = await page.goto(site.url + address, { waitUntil: 'networkidle' });
                if (answer.status() !== 200) throw new Error(`${address} answers ${answer.status()}`);
                await page.evaluate(() => document.fonts.ready.then(() => undefined));
                const picture = await page.screenshot({ fullPage: true, animations: 'disabled' });
                const file = path.join(folder, `${name}-${size}-${theme}.png`);
                // 128 colours are enough for flat pages and make the files a third as large.
                writeFileSync(file, execFileSync('pngquant', ['--strip', '--speed', '1', '128', '-'], { input: picture, maxBuffer: 1 << 26 }));
                bytes += statSync(file).size;
            }
            await context.close();
        }
    }
    console.log(`${Object.keys(pages).length * 4} pictures in docs/screens, ${(bytes / 1e6).toFixed(1)} MB`);
} finally {
    await browser.close();
    await site.stop();
}
