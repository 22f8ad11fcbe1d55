// Theme and furigana stand in the server's answer, so nothing flashes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from './support/browser.mjs';
import { setLook } from './support/look.mjs';
import { openSite } from './support/site.mjs';

let site, browser;
before(async () => {
    site = await openSite();
    browser = await launch();
});
after(() => browser?.close());

const tag = (html) => html.match(/<html[^>]*>/i)[0];

test('on every kind of page the html element carries the theme and the furigana of the cookie', async () => {
    const faults = [];
    for (const [theme, attribute] of [['system', null], ['light', 'light'], ['dark', 'dark']]) {
        for (const furigana of ['off', 'hard', 'all']) {
            const context = await browser.newContext();
            const cookies = await setLook(context, site.url, { theme, furigana });
            const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
            await context.close();
            for (const page of site.kinds.values()) {
                const html = tag(await (await fetch(site.url + page.key, { headers: { cookie } })).text());
                const said = html.match(/data-theme="?([a-z]+)/)?.[1] ?? null;
                if (said !== attribute) faults.push(`${page.key}: ${theme} gives ${html}`);
                if (html.match(/data-furigana="?([a-z]+)/)?.[1] !== furigana) faults.push(`${page.key}: furigana ${furigana} gives ${html}`);
            }
        }
    }
    assert.equal(faults.length, 0, `${faults.length} faults:\n${faults.slice(0, 30).join('\n')}`);
});

test('a cookie with a value that is none of these changes nothing', async () => {
    const context = await browser.newContext();
    const cookies = await setLook(context, site.url, { theme: 'dark', furigana: 'all' });
    await context.close();
    const plain = tag(await (await fetch(site.url + '/')).text());
    for (const wrong of ['purple', '"><script>', 'a'.repeat(3000)]) {
        const cookie = cookies.map(({ name }) => `${name}=${encodeURIComponent(wrong)}`).join('; ');
        const answer = await fetch(site.url + '/', { headers: { cookie } });
        assert.equal(answer.status, 200);
        assert.equal(tag(await answer.text()), plain);
    }
});

// Two frames later the first one is on the screen.
const painted = (page) => page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));

test('the first frame that is painted already has the chosen theme', async () => {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    await setLook(context, site.url, { theme: 'dark' });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    // From one page of the site to another: between a blank tab and the first page the browser shows its own white.
    await page.goto(site.url + '/about');
    await painted(page);
    const frames = [];
    let arrived = 0;
    session.on('Page.screencastFrame', ({ data, sessionId }) => {
        frames.push(data);
        if (page.url().endsWith('/learn')) arrived++;
        session.send('Page.screencastFrameAck', { sessionId }).catch(() => {});
    });
    await session.send('Page.startScreencast', { format: 'png', everyNthFrame: 1 });
    await page.goto(site.url + '/learn');
    await painted(page);
    for (let tries = 0; arrived === 0 && tries < 300; tries++) await page.waitForTimeout(50);
    await page.waitForTimeout(300);
    await session.send('Page.stopScreencast');
    const judge = await context.newPage();
    await judge.goto('about:blank');
    const light = [];
    for (const data of frames) {
        // A light page is bright almost everywhere, a dark one only in its letters.
        const value = await judge.evaluate(async (png) => {
            const image = new Image();
            image.src = `data:image/png;base64,${png}`;
            await image.decode();
            const canvas = new OffscreenCanvas(image.width, image.height);
            const brush = canvas.getContext('2d');
            brush.drawImage(image, 0, 0);
            const { data } = brush.getImageData(0, 0, image.width, image.height);
            let bright = 0;
            for (let i = 0; i < data.length; i += 4) if (data[i] + data[i + 1] + data[i + 2] > 600) bright++;
            return bright / (data.length / 4);
        }, data);
        light.push(value);
    }
    await context.close();
    assert.ok(arrived > 0, 'no frame of the second page was caught');
    assert.ok(light.every((share) => share < 0.5), `share of bright pixels by frame: ${light.map((share) => share.toFixed(2)).join(' ')}`);
});
