import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { desktop, lanes, launch, phone, watch } from './support/browser.mjs';
import { axe } from './support/judges.mjs';
import { setLook } from './support/look.mjs';
import { openSite } from './support/site.mjs';

let site, browser;
before(async () => {
    site = await openSite();
    browser = await launch();
});
after(() => browser?.close());

for (const name of ['light', 'dark']) {
    test(`axe finds nothing on any kind of page, ${name}, at 320 and 1280 px; nothing is wider than the screen; the console is silent`, async () => {
        const faults = [];
        const context = await browser.newContext();
        await setLook(context, site.url, { theme: name });
        const addresses = [...new Set([...site.kinds.values()].map((page) => page.key)), '/no-such-page', '/ja/no-such-page'];
        assert.ok(addresses.length >= 30, `only ${addresses.length} kinds of page in two languages`);
        await lanes(addresses, 2, async (address) => {
            const page = await context.newPage();
            const seen = watch(page, new URL(site.url).origin);
            for (const size of [desktop, phone]) {
                await page.setViewportSize(size);
                await page.goto(site.url + address);
                const where = `${address} ${name} ${size.width}`;
                const dark = await page.evaluate(() => document.documentElement.dataset.theme);
                if (dark !== name) faults.push(`${where}: data-theme is ${dark}`);
                // What can be unfolded is judged unfolded: folded text is not looked at.
                await page.evaluate(() => { for (const one of document.querySelectorAll('main details')) one.open = true; });
                for (const fault of await axe(page)) faults.push(`${where}: ${fault}`);
                const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
                if (wide > 0) faults.push(`${where}: ${wide} px wider than the screen`);
            }
            // The browser reports the status of the error page itself.
            const messages = seen.console.filter((line) => !(address.includes('no-such-page') && line.includes('404')));
            for (const fault of [...messages, ...seen.foreign, ...seen.failed]) faults.push(`${address} ${name}: ${fault}`);
            await page.close();
        });
        await context.close();
        assert.equal(faults.length, 0, `${faults.length} faults:\n${faults.slice(0, 60).join('\n')}`);
    });
}

test('axe finds nothing on a lesson whose menu or citation is open, in both themes and languages, at both widths', async () => {
    const faults = [];
    let opened = 0;
    for (const shape of [/^\/learn\/[^/]+\/[^/]+$/, /^\/ja\/learn\/[^/]+\/[^/]+$/]) {
        const lesson = site.all(shape).find((key) => /<main[\s\S]*popovertarget/.test(site.map.pages.get(key).html));
        assert.ok(lesson, `no lesson like ${shape} cites a source`);
        for (const theme of ['light', 'dark']) {
            for (const viewport of [desktop, phone]) {
                const context = await browser.newContext({ viewport });
                await setLook(context, site.url, { theme });
                const page = await context.newPage();
                for (const selector of ['header [popovertarget]:visible, header summary:visible', 'main [popovertarget]:visible']) {
                    await page.goto(site.url + lesson);
                    await page.evaluate(() => { for (const one of document.querySelectorAll('main details')) one.open = true; });
                    const opener = page.locator(selector).first();
                    if ((await opener.count()) === 0) continue;
                    await opener.click();
                    opened++;
                    for (const fault of await axe(page)) faults.push(`${lesson} ${theme} ${viewport.width} ${selector}: ${fault}`);
                }
                await context.close();
            }
        }
    }
    assert.deepEqual(faults, []);
    assert.ok(opened >= 12, `only ${opened} menus and citations were opened`);
});
