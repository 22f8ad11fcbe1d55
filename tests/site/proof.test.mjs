// Open forms while the site is under attack, in Chromium, with and without scripts.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { desktop, launch } from './support/browser.mjs';
import { startMailbox } from './support/mailbox.mjs';
import { startSite } from './support/program.mjs';

let browser, site, box;
before(async () => {
    box = await startMailbox();
    site = await startSite({ own: true, host: 'localhost', dev: false, env: { ...box.env, ALTTO_SERVER_ATTACK_POSTS: '3' } });
    browser = await launch();
});
after(async () => {
    await browser?.close();
    await site?.stop();
    await box?.stop();
});

const send = (address) => fetch(site.url + '/sign-in', {
    method: 'POST', redirect: 'manual', body: new URLSearchParams({ address }), headers: { 'Sec-Fetch-Site': 'same-origin', Origin: site.url },
});

async function open(javaScriptEnabled) {
    const context = await browser.newContext({ viewport: desktop, javaScriptEnabled });
    const page = await context.newPage();
    await page.goto(site.url + '/sign-in');
    return { context, page };
}
const form = 'form[action$="/sign-in"]';

test('nothing is asked in normal times, and under attack a browser calculates and gets its mail', async () => {
    const before = await open(true);
    assert.equal(await before.page.locator('#proof').count(), 0);
    assert.equal(await before.page.locator('script[src*="proof"]').count(), 0);
    for (let i = 0; i < 3; i++) assert.equal((await send(`a${i}@example.org`)).status, 303);
    assert.equal((await send('a3@example.org')).status, 422);

    // A page that was opened before the attack: what was typed is kept, and the second time goes through.
    const { page } = before;
    const errors = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (line) => { if (line.type() === 'error' && !/422/.test(line.text())) errors.push(line.text()); });
    await page.fill(`${form} [name=address]`, 'mari@example.org');
    await Promise.all([page.waitForEvent('load'), page.click(`${form} button.go`)]);
    assert.equal(await page.inputValue(`${form} [name=address]`), 'mari@example.org');
    await page.waitForFunction(() => document.querySelector('[data-without]').hidden);
    const began = Date.now();
    await page.click(`${form} button.go`);
    await page.waitForURL(/\/sign-in\/code$/, { timeout: 120000 });
    console.log(`the calculation took ${((Date.now() - began) / 1000).toFixed(1)} s`);
    await box.next('mari@example.org');
    assert.deepEqual(errors, []);
    await before.context.close();
});

test('under attack a browser without scripts waits a minute and gets its mail', async () => {
    const { context, page } = await open(false);
    assert.match(await page.locator('#proof').innerText(), /Without scripts: wait one minute, then send\./);
    await page.fill(`${form} [name=address]`, 'ada@example.org');
    await new Promise((later) => setTimeout(later, 61000));
    await Promise.all([page.waitForURL(/\/sign-in\/code$/), page.click(`${form} button.go`)]);
    await box.next('ada@example.org');
    await context.close();
});
