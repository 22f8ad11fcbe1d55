// People of every role on a site of its own, and something to show in every list: signed in as they would be, by link or by code.
import assert from 'node:assert/strict';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { codeOf, startMailbox } from './mailbox.mjs';
import { startSite } from './program.mjs';

// An empty folder, with a mail server that takes everything but what goes to these two addresses.
export const refusedAddress = 'no-such-mailbox@example.org', laterAddress = 'full-mailbox@example.org';
export async function startEmpty() {
    const box = await startMailbox({ answer: (address) => (address === refusedAddress ? 550 : address === laterAddress ? 451 : 250) });
    const site = await startSite({ own: true, host: 'localhost', empty: true, dev: false, env: box.env });
    return { box, site, async stop() { await site.stop(); await box.stop(); } };
}

// Presses what leads to another page and waits until that page is there. Answers what the server said last.
export async function press(page, selector) {
    const [answer] = await Promise.all([
        page.waitForResponse((one) => one.request().isNavigationRequest() && !(one.status() >= 300 && one.status() < 400)),
        page.waitForEvent('load'),
        page.locator(selector).first().click(),
    ]);
    return answer;
}

// Sends a form as a page of the site would, without a page. Answers where it leads to.
export async function post(context, url, path, form) {
    const body = form instanceof URLSearchParams ? { data: form.toString(), headers: { 'Content-Type': 'application/x-www-form-urlencoded' } } : { [form.photo ? 'multipart' : 'form']: form };
    const answer = await context.request.post(new URL(path, url).href, {
        ...body, maxRedirects: 0, headers: { ...body.headers, 'Sec-Fetch-Site': 'same-origin', Origin: new URL(url).origin },
    });
    assert.equal(answer.status(), 303, `POST ${path} answers ${answer.status()}`);
    return answer.headers().location;
}

export async function openFirst(context, site, { name, address }) {
    const page = await context.newPage();
    await page.goto(site.setupLink());
    await page.fill('[name=name]', name);
    await page.fill('[name=address]', address);
    assert.equal((await press(page, 'main form.desk-form button.go')).status(), 200);
    await page.close();
}

// `altto user link` prints a way in for whoever has an account.
const printed = (text) => /https?:\/\/\S+/.exec(text)[0];
export const linkFor = (site, address) => printed(site.command('user', 'link', address));
export const signInByLink = (context, site, address) => post(context, site.url, linkFor(site, address), {});

// A role is offered by the terminal's link and taken up with it.
export async function join(context, site, { name, address, role }) {
    await post(context, site.url, printed(site.command('user', 'invite', name, address, role)), {});
    await signInByLink(context, site, address);
}

export async function signInByCode(context, { site, box }, address) {
    const since = box.count(address);
    await post(context, site.url, '/sign-in', { address });
    await post(context, site.url, '/sign-in/code', { code: codeOf(await box.next(address, since)) });
}

export async function addPasskey(context, site, name) {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('WebAuthn.enable', { enableUI: false });
    await session.send('WebAuthn.addVirtualAuthenticator', {
        options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    });
    await page.goto(`${site.url}/me/passkeys`);
    await page.fill('form[data-passkey=create] [name=name]', name);
    assert.equal((await press(page, 'form[data-passkey=create] button')).status(), 200);
    await page.close();
}

// A form that people fill in within two seconds is taken for a program's.
const aMoment = 3100;
async function apply(context, { site, box }, call, { name, address, words }) {
    const page = await context.newPage();
    await page.goto(`${site.url}${call}`);
    const opened = Date.now();
    await page.fill('[name=words]', words);
    await page.fill('[name=name]', name);
    await page.fill('[name=address]', address);
    await page.waitForFunction((until) => Date.now() > until, opened + aMoment);
    await press(page, 'main form.desk-form button.go');
    await page.fill('[name=code]', codeOf(await box.next(address)));
    await press(page, 'main form.desk-form button.go');
    await page.close();
}

const call = (role, title, text, title_ja, text_ja) => ({ role, title, text, title_ja, text_ja });

// Something in every list. `kay` keeps the site; `newContext` opens another browser. Answers what nothing links to.
export async function fill({ site, box }, kay, newContext) {
    await addPasskey(kay, site, 'Phone');
    const profile = new URLSearchParams({ name: 'Kay Keeper', kanji: '木村 慶', kana: 'きむら けい', romaji: 'Kimura Kei', bio: 'Keeps this site.', bio_ja: 'このサイトの管理をしています。', languages: 'English, 日本語', contract: 'direct', named: '1', lang: 'en', link_label_1: 'A page', link_1: 'https://example.org/' });
    for (const level of ['es56', 'jhs']) profile.append('levels', level);
    for (const what of ['photo', 'languages', 'levels']) profile.append('shared', what);
    await post(kay, site.url, '/me/profile', profile);

    const page = await kay.newPage();
    await page.setViewportSize({ width: 400, height: 400 });
    await page.setContent('<body style="margin:0;background:linear-gradient(160deg,#2f6f5c 45%,#c79a63 45%)">');
    const photo = await page.screenshot({ type: 'jpeg' });
    await page.close();
    await post(kay, site.url, '/me/photo', { photo: { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: photo } });

    // A second device, a second address.
    const tablet = await newContext();
    await signInByLink(tablet, site, 'kay@example.org');
    const second = 'kay.second@example.org';
    await post(kay, site.url, '/me/addresses', { address: second });
    await post(kay, site.url, '/sign-in/code', { code: codeOf(await box.next(second)) });

    // Three calls: one is answered, one waits, one is closed.
    await post(kay, site.url, '/edit/calls', call('proofreader', 'Proofreaders wanted', 'Ten minutes a week are enough. You read one text before it is published.', '校正者を募集しています', '週に10分で大丈夫です。公開前の記事を一つ読んでいただきます。'));
    await post(kay, site.url, '/edit/calls', call('contributor', 'Writers wanted', 'Tell us what you would have liked to know.', '書き手を募集しています', '知っておきたかったことを書いてください。'));
    await post(kay, site.url, '/edit/calls', call('editor', 'An editor wanted', 'Two hours a week.', '編集者を募集しています', '週に二時間ほどです。'));
    const desk = await kay.newPage();
    await desk.goto(`${site.url}/edit/calls`);
    const actions = await desk.locator('form[action$="/closing"]').evaluateAll((forms) => forms.map((form) => new URL(form.action).pathname));
    const open = actions.map((action) => `/write/calls/${action.split('/').at(-2)}`);
    const byTitle = new Map();
    for (const address of open) {
        await desk.goto(site.url + address);
        byTitle.set((await desk.locator('h1').innerText()).trim(), address);
    }
    const closed = byTitle.get('An editor wanted');
    await post(kay, site.url, `/edit/calls/${closed.split('/').at(-1)}/closing`, {});
    const applicant = await newContext();
    await apply(applicant, { site, box }, byTitle.get('Proofreaders wanted'), { name: 'Pat Proof', address: 'pat@example.org', words: 'I teach at two schools.\nI find every missing comma.' });
    const other = await newContext();
    await apply(other, { site, box }, byTitle.get('Writers wanted'), { name: 'Wren Writer', address: 'wren@example.org', words: 'I would like to write about the first week.' });
    await desk.goto(`${site.url}/edit/queue`);
    const answered = await desk.locator('main section', { hasText: 'Wren Writer' }).locator('form').first().getAttribute('action');
    const id = answered.split('/').at(-1);
    await post(kay, site.url, answered, { answer: 'yes', [`yes-${id}`]: 'Welcome. Write whenever you like.' });
    await desk.goto(`${site.url}/edit/queue`);
    const waiting = (await desk.locator('main section', { hasText: 'Pat Proof' }).locator('form').first().getAttribute('action')).split('/').at(-1);
    await desk.close();

    // Mail that left, mail that cannot be delivered, mail that is tried again.
    const stranger = await newContext();
    for (const address of [refusedAddress, laterAddress]) await post(stranger, site.url, '/sign-in', { address });
    await post(kay, site.url, '/admin/mail-test', {});
    await box.next('kay@example.org');
    while (!(box.tries.get(refusedAddress) && box.tries.get(laterAddress))) await new Promise((later) => { setTimeout(later, 50); });

    // Work that was given up. No form of the site brings that about.
    const database = new DatabaseSync(path.join(site.data, 'altto.db'));
    database.exec('pragma busy_timeout = 10000');
    const now = Date.now();
    database.prepare("insert into jobs (id, kind, payload, due_at, lease, lease_until, attempts, last_error, parked_at, made_at) values (?, 'mail.send', '0', ?, '', 0, 8, 'No such mailbox', ?, ?)").run(BigInt(now), now, now, now);
    database.close();

    const offered = new URL(printed(site.command('user', 'invite', 'Olive Offered', 'olive@example.org', 'editor'))).pathname;
    return { open: byTitle.get('Proofreaders wanted'), closed, waiting, offered, applicant };
}
