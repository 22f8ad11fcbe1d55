// People come in: first run, invitation, signing in by link and code, signing out, the open call. With and without scripts, on a site of
// their own with a real mail server.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { desktop, launch, phone } from './support/browser.mjs';
import { codeOf, linkOf, startMailbox } from './support/mailbox.mjs';
import { startSite } from './support/program.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

const press = async (page, words = 'main form.desk-form button.go') => {
    const [answer] = await Promise.all([page.waitForResponse((one) => one.request().isNavigationRequest() && one.status() < 300 || one.status() >= 400 && one.request().isNavigationRequest()), page.locator(words).first().click()]);
    await page.waitForLoadState();
    return answer;
};

/// One walk on a new site: `work(tools)`.
async function onNewSite(javaScriptEnabled, work, options = {}) {
    const box = await startMailbox(options);
    const site = await startSite({ own: true, host: 'localhost', empty: true, dev: false, env: box.env });
    const contexts = [];
    const device = async (viewport = desktop, locale = 'en-GB') => {
        const context = await browser.newContext({ viewport, javaScriptEnabled, locale });
        contexts.push(context);
        return context.newPage();
    };
    try {
        await work({ box, site, device });
    } catch (failed) {
        failed.message += `\nthe program said last:\n${site.log().split('\n').slice(-15).join('\n')}`;
        throw failed;
    } finally {
        for (const context of contexts) await context.close();
        await site.stop();
        await box.stop();
    }
}

async function setUp(site, page, address = 'kay@example.org') {
    await page.goto(site.setupLink());
    await page.fill('[name=name]', 'Kay Keeper');
    await page.fill('[name=address]', address);
    await press(page);
    const codes = await page.locator('.codes').innerText();
    assert.equal(codes.trim().split(/\s+/).length, 10, 'ten recovery codes are shown');
    return codes.trim().split(/\s+/);
}

async function askForCode(site, page, address, path = '/sign-in') {
    await page.goto(site.url + path);
    await page.fill('[name=address]', address);
    await press(page, 'main form[action$="/sign-in"] button.go');
    assert.match(page.url(), /\/sign-in\/code$/);
}

async function enterCode(page, code) {
    await page.fill('[name=code]', code);
    return press(page);
}

for (const script of [true, false]) {
    const how = script ? 'with scripts' : 'without scripts';

    test(`first run, invitation, sign-in by code and by link on a second device, signing out everywhere: ${how}`, () => onNewSite(script, async ({ box, site, device }) => {
        // Others are told that the site is not open; the holder of the link opens it.
        const stranger = await device(phone);
        assert.equal((await stranger.goto(site.url + '/ja')).status(), 503);
        assert.equal((await stranger.goto(site.url + '/setup')).status(), 404);
        const kay = await device();
        await setUp(site, kay);
        assert.equal((await stranger.goto(site.url + '/learn')).status(), 200);
        assert.ok((await stranger.locator('main a[href^="/learn/"]').count()) > 0, 'the starter course is there');
        assert.equal((await stranger.goto(site.setupLink())).status(), 404, 'the setup link is dead once somebody keeps the site');

        // An editor is invited, takes up the role with the link, and is not signed in by it.
        await kay.goto(site.url + '/admin/people');
        await kay.fill('[name=name]', 'Emi Editor');
        await kay.fill('[name=address]', 'emi@example.org');
        await kay.selectOption('[name=role]', 'editor');
        await press(kay, 'main form[action$="/admin/people/invitations"] button.go');
        const invitation = await box.next('emi@example.org');
        const task = linkOf(invitation, '/task/');
        const emi = await device(phone);
        for (let time = 0; time < 3; time++) assert.equal((await emi.goto(task)).status(), 200, 'looking at the link uses nothing up');
        assert.match(await emi.locator('main').innerText(), /Working as Emi Editor/);
        await press(emi, 'main form[action*="/task/"] button');
        assert.equal((await emi.goto(site.url + '/edit/queue')).url().includes('/sign-in'), true, 'the link signs nobody in');

        // By code, on the device where the form stands.
        await askForCode(site, emi, 'emi@example.org', '/sign-in?back=%2Fedit%2Fqueue');
        const first = await box.next('emi@example.org', 1);
        await enterCode(emi, codeOf(first));
        assert.equal(new URL(emi.url()).pathname, '/edit/queue', 'signing in leads back to where one wanted to go');

        // By link, on another device than the one that asked. The mail scanner that opens every link uses nothing up.
        const tablet = await device();
        await askForCode(site, tablet, 'emi@example.org');
        const second = await box.next('emi@example.org', 2);
        const link = linkOf(second, '/sign-in/link/');
        for (let time = 0; time < 3; time++) assert.equal((await fetch(link)).status, 200);
        const laptop = await device();
        await laptop.goto(link);
        await press(laptop, 'main form button');
        assert.equal((await laptop.goto(site.url + '/me')).status(), 200);
        assert.equal((await laptop.goto(link)).status(), 410, 'the link works once');
        assert.equal((await enterCode(tablet, codeOf(second))).status(), 410, 'and so does the code beside it');

        // Out everywhere: on this device and on the other.
        await laptop.goto(site.url + '/me/sessions');
        await press(laptop, 'main form[action$="/me/sessions/end-all"] button');
        for (const page of [laptop, emi]) {
            await page.goto(site.url + '/me');
            assert.match(page.url(), /\/sign-in\?back=/, 'signed out');
        }
        assert.equal((await kay.goto(site.url + '/admin')).status(), 200, 'nobody else was signed out');
    }));

    test(`“I want to proofread”: from the open call to the role and its welcome, ${how}`, () => onNewSite(script, async ({ box, site, device }) => {
        const kay = await device();
        await setUp(site, kay);
        await kay.goto(site.url + '/edit/calls/new');
        await kay.selectOption('[name=role]', 'proofreader');
        await kay.fill('[name=title]', 'Proofreaders wanted');
        await kay.fill('[name=text]', 'Ten minutes a week are enough.');
        await kay.fill('[name=title_ja]', '校正者を募集しています');
        await kay.fill('[name=text_ja]', '週に10分で大丈夫です。');
        await press(kay);

        const pat = await device(phone);
        await pat.goto(site.url + '/write');
        assert.match(await pat.locator('main').innerText(), /Proofreaders wanted/);
        await pat.locator('main a[href*="/write/calls/"]').first().click();
        await pat.waitForLoadState();
        await pat.fill('[name=name]', 'Pat Proof');
        await pat.fill('[name=address]', 'pat@example');
        await pat.fill('[name=words]', 'I teach at two schools. I find every missing comma.');
        await new Promise((later) => { setTimeout(later, 2500); });
        assert.equal((await press(pat)).status(), 422);
        assert.equal(await pat.inputValue('[name=words]'), 'I teach at two schools. I find every missing comma.', 'what was typed is still there');
        await pat.fill('[name=address]', 'pat@example.org');
        await new Promise((later) => { setTimeout(later, 2500); });
        await press(pat);

        await kay.goto(site.url + '/edit/queue');
        assert.doesNotMatch(await kay.locator('main').innerText(), /Pat Proof/, 'nobody sees it before the address is confirmed');
        await enterCode(pat, codeOf(await box.next('pat@example.org')));
        await pat.goto(site.url + '/me');
        assert.match(await pat.locator('main').innerText(), /Proofreaders wanted/);

        await kay.goto(site.url + '/edit/queue');
        assert.match(await kay.locator('main').innerText(), /Pat Proof[\s\S]*every missing comma/);
        const yes = kay.locator('main details', { has: kay.locator('input[name=answer][value=yes]') });
        if (!(await yes.evaluate((one) => one.open))) await yes.locator('summary').click();
        await press(kay, 'main form:has(input[name=answer][value=yes]) button');
        const welcome = await box.next('pat@example.org', 1);
        assert.match(welcome.text, /Proofreader/i);
        await pat.goto(site.url + '/me');
        assert.match(await pat.locator('main').innerText(), /Proofreader/);
        assert.equal((await pat.goto(site.url + '/edit/queue')).status(), 403, 'a proofreader sees what is given to them');
    }));
}

test('mail that is refused for now comes later, an address that does not exist is not tried again, and a crash loses nothing', () => onNewSite(true, async ({ box, site, device }) => {
    const kay = await device();
    await setUp(site, kay);
    const page = await device();
    await askForCode(site, page, 'nobody@example.org');
    await askForCode(site, page, 'later@example.org');
    const late = Date.now() + 30000;
    while (box.count('later@example.org') === 0 && Date.now() < late) await new Promise((later) => { setTimeout(later, 200); });
    assert.equal(box.count('later@example.org'), 1, 'refused with 451 once, taken the second time');
    assert.equal(box.count('nobody@example.org'), 0);
    assert.equal(box.tries.get('nobody@example.org'), 1, 'refused with 550: not tried again');
    await askForCode(site, page, 'nobody@example.org');
    await askForCode(site, page, 'again@example.org');
    await box.next('again@example.org');
    assert.equal(box.tries.get('nobody@example.org'), 1, 'further mail to it is not tried either');
    assert.match(codeOf(box.mails.find((mail) => mail.to === 'again@example.org')), /^\d{6}$/);
}, { answer: (address, nth) => (address === 'nobody@example.org' ? 550 : address === 'later@example.org' && nth === 1 ? 451 : 250) }));

test('five wrong codes end a code, also where the program was killed in between', async () => {
    const box = await startMailbox();
    const site = await startSite({ own: true, host: 'localhost', dev: false, env: box.env });
    const context = await browser.newContext();
    try {
        const page = await context.newPage();
        await askForCode(site, page, 'ada@example.org');
        const code = codeOf(await box.next('ada@example.org'));
        const wrong = code === '000000' ? '111111' : '000000';
        for (let tries = 0; tries < 4; tries++) assert.equal((await enterCode(page, wrong)).status(), 422);
        await site.kill();
        await site.restart();
        assert.equal((await enterCode(page, wrong)).status(), 410, 'the fifth');
        await page.goto(site.url + '/sign-in/code');
        assert.equal(await page.locator('[name=code]').count(), 0, 'the code is dead: there is nothing to type it into');
    } finally {
        await context.close();
        await site.stop();
        await box.stop();
    }
});
