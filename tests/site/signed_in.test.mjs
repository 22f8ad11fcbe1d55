// The pages behind signing in, for every role: links, axe, Nu, widths, console. On a site of its own, first with nothing to show and then
// with something in every list.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { desktop, lanes, launch, phone } from './support/browser.mjs';
import { judgePage } from './support/judge_page.mjs';
import { nu } from './support/judges.mjs';
import { tabTo } from './support/keyboard.mjs';
import { codeOf } from './support/mailbox.mjs';
import { crawl, kinds, linkFaults, unreached } from './support/map.mjs';
import { fill, join, linkFor, openFirst, post, press, signInByCode, signInByLink, startEmpty } from './support/members.mjs';
import { routes } from './support/program.mjs';

// All roles but the keeper's, from the lowest.
const ladder = ['reader', 'contributor', 'proofreader', 'editor', 'blog_editor', 'course_editor', 'trainer', 'social'];
// Applications are for the whole site; a section's editor does not answer them.
const answers = ['editor', 'keeper'];
const languages = ['', '/ja'];
const entrances = ['/me', '/write', '/edit/queue', '/edit/calls', '/admin'];

let started, site, box, browser, kay, shown;
const people = new Map(); // role → browser context
const contexts = [];
const documents = new Map(); // what Nu reads at the end
const outside = new Map(); // public pages that were asked for
let keeperMap;

async function newContext(options = {}) {
    const context = await browser.newContext({ viewport: desktop, locale: 'en-GB', reducedMotion: 'reduce', ...options });
    contexts.push(context);
    return context;
}

before(async () => {
    started = await startEmpty();
    ({ site, box } = started);
    browser = await launch();
    kay = await newContext();
});
after(async () => {
    for (const context of contexts) await context.close();
    await browser?.close();
    await started?.stop();
});

const none = (faults) => assert.equal(faults.length, 0, `${faults.length} faults:\n${faults.slice(0, 60).join('\n')}\nthe program said last:\n${site.log().split('\n').slice(-5).join('\n')}`);
const origin = () => new URL(site.url).origin;

const judge = (...given) => judgePage({ origin: origin(), documents }, ...given);
const open = (address) => (page) => page.goto(site.url + address);

// Opens `address`, changes what `values` names, and sends the form with the button, whatever the browser would say to it.
const sent = (address, values, button) => async (page) => {
    await page.goto(site.url + address);
    await page.evaluate(() => {
        for (const one of document.querySelectorAll('main details')) one.open = true;
        for (const form of document.forms) form.noValidate = true;
    });
    for (const [name, value] of Object.entries(values)) await page.locator(`main [name="${name}"]`).first().fill(value);
    return press(page, button);
};
const go = 'main form.desk-form button.go';

test('before anybody keeps the site: “not open yet”, the setup page, and its answer to an empty form, in both languages', async () => {
    const faults = [];
    const stranger = await newContext();
    const setup = new URL(site.setupLink());
    await lanes(languages, 2, async (ja) => {
        await judge(stranger, `${ja}/ (closed)`, 503, faults, open(ja || '/'));
        await judge(stranger, `${ja}/setup without its key`, 404, faults, open(`${ja}/setup`));
        await judge(stranger, `${ja}/setup`, 200, faults, open(`${ja}/setup${setup.search}`));
        await judge(stranger, `${ja}/setup (empty)`, 422, faults, sent(`${ja}/setup${setup.search}`, { site_name: '', name: '', address: '' }, go));
    });
    none(faults);
    await openFirst(kay, site, { name: 'Kay Keeper', address: 'kay@example.org' });
});

test('every list has its form for nothing: axe, widths and console, in both languages and themes', async () => {
    const faults = [];
    const pages = ['/me', '/me/photo', '/me/addresses', '/me/sessions', '/me/passkeys', '/me/recovery-codes', '/edit/queue', '/edit/calls', '/admin/people', '/admin/outbox', '/admin/audit', '/admin/health'];
    const addresses = languages.flatMap((ja) => pages.map((page) => ja + page));
    await lanes(addresses, 2, (address) => judge(kay, `${address} (nothing there)`, 200, faults, open(address)));
    none(faults);
});

test('somebody of every role comes in, and every list has something to show', async () => {
    for (const role of ladder) people.set(role, await newContext());
    await signInByCode(people.get('reader'), started, 'reader@example.org');
    for (const role of ladder.slice(1)) await join(people.get(role), site, { name: `${role[0].toUpperCase()}${role.slice(1).replace('_', ' ')}`, address: `${role}@example.org`.replace('_', '-'), role });
    shown = await fill(started, kay, newContext);
    people.set('keeper', kay);
    const page = await kay.newPage();
    for (const [address, words] of [
        ['/edit/queue', /Pat Proof[\s\S]*every missing comma/], ['/me/addresses', /kay\.second@example\.org/],
        ['/admin/outbox', /no-such-mailbox@example\.org/], ['/admin/health', /mail\.send/], ['/admin/people', /Olive Offered/],
    ]) {
        await page.goto(site.url + address);
        assert.match(await page.locator('main').innerText(), words, address);
    }
    await page.close();
});

const inside = (key) => /^(\/ja)?\/(me|write|edit|admin|sign-in)(\/|\?|$)/.test(key);
// Only whoever has to show a passkey is led there; the test of refusals goes that way.
const check = '/me/passkeys/check';
// The desk of a text and what a person with published work has are in desk.test.mjs.
const ofWork = /^(\/ja)?(\/desk\/|\/people\/[^/]+\/resume$|\/me\/credits$|\/edit\/(board|new|sources|courses|tags)|\/me\/mail$)/;
const needed = (right) => routes().filter((route) => route.method === 'GET' && route.right === right && !ofWork.test(route.path));

for (const role of [...ladder, 'keeper']) {
    const may = (right) => right === 'account' || (right === 'approve' && answers.includes(role)) || (right === 'keep' && role === 'keeper');
    test(`${role}: no link or fragment on any page leads nowhere, no console message, no other origin; what is not theirs is refused with a name`, async () => {
        const context = people.get(role);
        const faults = [];
        const starts = languages.flatMap((ja) => entrances.map((path) => ja + path)).filter((path) => {
            const right = routes().find((route) => route.method === 'GET' && route.path === path).right;
            return right === 'open' || may(right);
        });
        const map = await crawl(site.url, starts, { context, within: inside, outside });
        faults.push(...linkFaults(map));
        for (const page of map.pages.values()) if (page.html && page.status === 200 && inside(page.key) && page.lang !== (page.key.startsWith('/ja') ? 'ja' : 'en')) faults.push(`${page.key} has lang="${page.lang}"`);
        // Everything that the role may see is linked from somewhere.
        for (const right of ['account', 'approve', 'keep']) if (may(right)) faults.push(...unreached(map, needed(right)).filter((path) => !path.endsWith(check)).map((path) => `${path} is linked from nowhere`));

        // The rest says who can help, and leads on.
        const page = await context.newPage();
        for (const right of ['approve', 'keep']) {
            if (may(right)) continue;
            for (const { path } of needed(right)) {
                if (path.includes('{')) continue;
                const answer = await page.goto(site.url + path);
                const said = await page.locator('main').innerText();
                if (answer.status() !== 403) faults.push(`${path} answers ${answer.status()}`);
                if (!said.includes('Kay Keeper') && !said.includes('木村 慶')) faults.push(`${path} names nobody who can help: ${said}`);
                if ((await page.locator('main a[href$="/me"]').count()) === 0) faults.push(`${path} leads nowhere`);
            }
        }
        await page.close();
        none(faults);
        if (role === 'keeper') keeperMap = map;
    });
}

test('axe finds nothing on any kind of page that a keeper sees, in both languages and themes, at 320 and 1280 px; nothing is wider than the screen; the console is silent', async () => {
    const faults = [];
    const addresses = [...kinds(keeperMap, routes())].filter(([, page]) => inside(page.key)).map(([, page]) => page.key);
    assert.ok(addresses.length >= 50, `only ${addresses.length} kinds of page in two languages`);
    await lanes(addresses, 2, (address) => judge(kay, address, 200, faults, open(address)));
    none(faults);
});

test('axe finds nothing on what others see: an applicant’s desk, an open call, a link for one task, signing in, the profile as others see it', async () => {
    const faults = [];
    const stranger = await newContext();
    const used = new Map();
    await lanes(languages, 2, async (ja) => {
        await judge(shown.applicant, `${ja}/me (applicant)`, 200, faults, open(`${ja}/me`));
        await judge(people.get('proofreader'), `${ja}/me (proofreader)`, 200, faults, open(`${ja}/me`));
        await judge(stranger, `${ja}/write (open call)`, 200, faults, open(`${ja}/write`));
        await judge(stranger, `${ja}${shown.open}`, 200, faults, open(ja + shown.open));
        await judge(stranger, `${ja}/task/…`, 200, faults, open(ja + shown.offered));
        await judge(stranger, `${ja}/sign-in`, 200, faults, open(`${ja}/sign-in`));
        await judge(kay, `${ja}/me/profile (as others see it)`, 200, faults, sent(`${ja}/me/profile`, {}, 'main button[name=show]'));
        const link = new URL(linkFor(site, 'contributor@example.org')).pathname;
        used.set(ja, link);
        await judge(stranger, `${ja}/sign-in/link/…`, 200, faults, open(ja + link));
    });
    // The link for one task after it was used, and the link for signing in: that it is used up.
    const olive = await newContext();
    await post(olive, site.url, shown.offered, {});
    for (const ja of languages) {
        await judge(olive, `${ja}/task/… (done)`, 200, faults, open(ja + shown.offered));
        await post(olive, site.url, used.get(ja), {});
        await judge(stranger, `${ja}/sign-in/link/… (used)`, 410, faults, open(ja + used.get(ja)));
    }
    none(faults);
});

test('axe finds nothing where something is refused: forms sent empty or wrong, pages that are not theirs, links that are dead', async () => {
    const faults = [];
    const reader = people.get('reader');
    await lanes(languages, 2, async (ja) => {
        const stranger = await newContext();
        const refused = (context, name, lead, status = 422) => judge(context, `${ja}${name} (${status})`, status, faults, lead);
        await refused(stranger, '/sign-in', sent(`${ja}/sign-in`, { address: '' }, 'main form[action$="/sign-in"] button.go'));
        await refused(stranger, '/sign-in/code', async (page) => {
            await page.goto(`${site.url}${ja}/sign-in`);
            await page.fill('main form[action$="/sign-in"] [name=address]', `slip${ja.slice(1)}@example.org`);
            await press(page, 'main form[action$="/sign-in"] button.go');
            return sent(`${ja}/sign-in/code`, { code: '' }, go)(page);
        });
        await refused(reader, '/me/profile', sent(`${ja}/me/profile`, { link_1: 'ftp://example.org/' }, 'main form.desk-form button.go'));
        await refused(reader, '/me/addresses', sent(`${ja}/me/addresses`, { address: '' }, go));
        await refused(reader, '/me/photo', sent(`${ja}/me/photo`, {}, go));
        await refused(kay, '/me/passkeys/check', sent(`${ja}/me/passkeys/check`, { code: 'none of mine' }, 'main form:has([name=code]) button'));
        await refused(kay, '/admin/people/invitations', sent(`${ja}/admin/people`, { name: '', address: '' }, 'main form[action$="/invitations"] button.go'));
        await refused(kay, '/admin/site', sent(`${ja}/admin/site`, { contact: 'nobody' }, go));
        await refused(kay, '/edit/calls', sent(`${ja}/edit/calls/new`, { title: '', text: '', title_ja: '', text_ja: '' }, go));
        await refused(kay, '/edit/queue', sent(`${ja}/edit/queue`, { [`no-${shown.waiting}`]: '' }, 'main form:has(input[name=answer][value=no]) button'));
        await refused(stranger, shown.open, async (page) => {
            await page.goto(`${site.url}${ja}${shown.open}`);
            await page.waitForFunction((until) => Date.now() > until, Date.now() + 3100);
            await page.evaluate(() => { for (const form of document.forms) form.noValidate = true; });
            return press(page, go);
        });
        await refused(reader, '/edit/queue', open(`${ja}/edit/queue`), 403);
        await refused(reader, '/admin', open(`${ja}/admin`), 403);
        await refused(stranger, '/task/dead', open(`${ja}/task/${'A'.repeat(43)}`), 404);
        await refused(stranger, shown.closed, open(ja + shown.closed), 410);
    });
    // Whoever has a passkey shows it.
    const forgetful = await newContext();
    await signInByLink(forgetful, site, 'kay@example.org');
    await lanes(languages, 2, async (ja) => {
        await judge(forgetful, `${ja}/admin (passkey wanted)`, 403, faults, open(`${ja}/admin`));
        await judge(forgetful, `${ja}/me/passkeys (passkey wanted)`, 200, faults, open(`${ja}/me/passkeys`));
        if (!documents.get(`${ja}/admin (passkey wanted)`).includes(`href="${ja}${check}"`)) faults.push(`${ja}/admin does not lead to ${check}`);
        await judge(forgetful, `${ja}${check} (passkey wanted)`, 200, faults, open(ja + check));
    });
    none(faults);
});

test('the Nu HTML checker finds nothing on any of these pages', async () => {
    for (const page of keeperMap.pages.values()) if (page.html && page.status === 200 && inside(page.key) && !page.key.includes('?')) documents.set(page.key, page.html);
    assert.ok(documents.size >= 120, `only ${documents.size} pages`);
    none(await nu(documents));
});

test('by keyboard and without script: signing in by code, one’s desk, the profile as others see it, saving it', async () => {
    const context = await newContext({ javaScriptEnabled: false, viewport: phone });
    const page = await context.newPage();
    const enter = async () => {
        const there = page.waitForEvent('load');
        await page.keyboard.press('Enter');
        await there;
    };
    const write = async (name, words) => {
        await tabTo(page, page.locator(`main [name=${name}]`));
        await page.keyboard.press('Control+A');
        await page.keyboard.type(words);
    };
    await page.goto(`${site.url}/sign-in?back=%2Fme`);
    await write('address', 'keys@example.org');
    await enter();
    await write('code', codeOf(await box.next('keys@example.org')));
    await enter();
    assert.equal(new URL(page.url()).pathname, '/me');
    await tabTo(page, page.locator('main .desk-links a[href$="/me/profile"]'));
    await enter();
    await write('name', 'Kit Keys');
    await write('bio', 'Moves without a mouse.');
    await tabTo(page, page.locator('main [name=named]'));
    await page.keyboard.press('Space');
    await tabTo(page, page.locator('main button[name=show]'));
    await enter();
    const seen = await page.locator('.others-see').innerText();
    assert.match(seen, /Kit Keys[\s\S]*Moves without a mouse\./);
    assert.equal(await page.inputValue('[name=name]'), 'Kit Keys', 'what was typed is still there');
    const other = await context.newPage();
    await other.goto(`${site.url}/me/profile`);
    assert.equal(await other.inputValue('[name=name]'), '', 'showing keeps nothing');
    await tabTo(page, page.locator(go));
    await enter();
    assert.equal(await page.locator('.said[role=status]').count(), 1, 'saving is said');
    await other.goto(`${site.url}/me/profile`);
    assert.equal(await other.inputValue('[name=name]'), 'Kit Keys');
    assert.equal(await other.isChecked('[name=named]'), true);
});
