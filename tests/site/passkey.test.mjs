// Passkeys in Chromium with a virtual authenticator (WebDriver extension of WebAuthn, over the DevTools protocol).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { desktop, launch } from './support/browser.mjs';
import { codeOf, startMailbox } from './support/mailbox.mjs';
import { startSite } from './support/program.mjs';

let browser, site, box, setupLink;
before(async () => {
    box = await startMailbox();
    // Browsers give keys to names and not to numbers: localhost, not 127.0.0.1.
    site = await startSite({ own: true, host: 'localhost', dev: false, env: box.env });
    setupLink = site.setupLink();
    browser = await launch();
});
after(async () => {
    await browser?.close();
    await site?.stop();
    await box?.stop();
});

// A browser with an authenticator of its own. It makes no offers in the field of the address: a virtual authenticator would take them up at
// once, as no person does.
async function device() {
    const context = await browser.newContext({ viewport: desktop });
    await context.addInitScript(() => { PublicKeyCredential.isConditionalMediationAvailable = async () => false; });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('WebAuthn.enable', { enableUI: false });
    const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
        options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    });
    return { context, page, session, authenticatorId };
}

// From now on the authenticator answers without asking who touches it, as a plain security key does: the answer has no mark of verification.
const carelessly = (context) => context.addInitScript(() => {
    const credentials = navigator.credentials;
    for (const name of ['get', 'create']) {
        const original = credentials[name].bind(credentials);
        credentials[name] = (options) => {
            const { publicKey } = options;
            publicKey.userVerification = 'discouraged';
            if (publicKey.authenticatorSelection) publicKey.authenticatorSelection.userVerification = 'discouraged';
            return original(options);
        };
    }
});

// Does something that leads to another page, and waits until that page is there.
async function led(page, work) {
    const there = page.waitForEvent('load').catch(async () => { throw new Error(`nothing followed on ${page.url()}: ${await page.locator('main').innerText()}`); });
    await work();
    await there;
}

async function signInByCode(page, address) {
    const since = box.count(address);
    await page.goto(site.url + '/sign-in');
    await page.fill('form[action$="/sign-in"] [name=address]', address);
    await led(page, () => page.click('form[action$="/sign-in"] button.go'));
    await page.fill('[name=code]', codeOf(await box.next(address, since)));
    await led(page, () => page.click('main form.desk-form button.go'));
}

async function addPasskey(page, name) {
    await page.goto(site.url + '/me/passkeys');
    await page.fill('form[data-passkey=create] [name=name]', name);
    const answer = page.waitForResponse((one) => one.request().method() === 'POST' && /\/me\/passkeys$/.test(one.url()));
    await led(page, () => page.click('form[data-passkey=create] button'));
    return (await answer).status();
}

async function signOut(page) {
    await page.goto(site.url + '/me');
    await led(page, () => page.click('form[action$="/sign-out"] button'));
}

// Presses "sign in with a passkey" and answers the status; the request itself is kept for whoever wants to send it again.
async function signInByPasskey(page) {
    await page.goto(site.url + '/sign-in');
    const sent = page.waitForRequest((one) => one.method() === 'POST' && one.url().endsWith('/sign-in/passkey'));
    await led(page, () => page.click('form[data-passkey=get] button'));
    const request = await sent;
    const answer = await request.response();
    return { status: answer.status(), response: new URLSearchParams(request.postData()).get('response') };
}

const again = (page, response) => page.evaluate(async (text) => {
    const body = new URLSearchParams({ response: text, back: '' });
    return (await fetch('/sign-in/passkey', { method: 'POST', body, redirect: 'manual' })).status;
}, response);
const isSignedIn = async (page) => (await page.goto(site.url + '/me')).url().endsWith('/me');

test('a passkey signs in, another one too; a removed one does not, and the mail still does', async () => {
    const one = await device();
    await signInByCode(one.page, 'two-keys@example.org');
    assert.equal(await addPasskey(one.page, 'Phone'), 303);
    await signOut(one.page);
    assert.equal(await isSignedIn(one.page), false);
    assert.equal((await signInByPasskey(one.page)).status, 303);
    assert.ok(await isSignedIn(one.page));

    const two = await device();
    await signInByCode(two.page, 'two-keys@example.org');
    // Who has a passkey shows it, or the mail just now, before another one is added.
    const added = await addPasskey(two.page, 'Laptop');
    assert.equal(added, 303);
    await signOut(two.page);
    assert.equal((await signInByPasskey(two.page)).status, 303);

    // The first one is removed where it was made.
    await one.page.goto(site.url + '/me/passkeys');
    assert.equal(await one.page.locator('input[value=Laptop]').count(), 1);
    const row = one.page.locator('tr', { has: one.page.locator('input[value=Phone]') });
    await led(one.page, () => row.locator('form[action$="/deletion"] button').click());
    await signOut(one.page);
    assert.equal((await signInByPasskey(one.page)).status, 422, 'the removed key opens nothing');
    assert.equal(await isSignedIn(one.page), false);
    await signOut(two.page);
    assert.equal((await signInByPasskey(two.page)).status, 303, 'the other one still does');
    await signInByCode(one.page, 'two-keys@example.org');
    assert.ok(await isSignedIn(one.page));
    await one.context.close();
    await two.context.close();
});

test('the rights of a keeper wait for a passkey that knows its person, and for nothing less', async () => {
    const kay = await device();
    await kay.page.goto(setupLink);
    await kay.page.fill('[name=name]', 'Kay Keeper');
    await kay.page.fill('[name=address]', 'kay@example.org');
    await led(kay.page, () => kay.page.click('main form.desk-form button.go'));
    const recovery = (await kay.page.locator('.codes').innerText()).trim().split(/\s+/)[0];
    assert.equal(await addPasskey(kay.page, 'Key'), 303);
    assert.equal((await kay.page.goto(site.url + '/admin')).status(), 200);

    // Signed in by mail alone: the passkey is asked for.
    await signOut(kay.page);
    await signInByCode(kay.page, 'kay@example.org');
    assert.equal((await kay.page.goto(site.url + '/admin')).status(), 403);
    assert.match(await kay.page.locator('main').innerText(), /passkey/);
    await led(kay.page, () => kay.page.click('main a[href*="/me/passkeys/check"]'));
    await led(kay.page, () => kay.page.click('form[data-passkey=get] button'));
    assert.equal((await kay.page.goto(site.url + '/admin')).status(), 200);

    // Without user verification the same key signs in, and opens no more than that.
    const { credentials } = await kay.session.send('WebAuthn.getCredentials', { authenticatorId: kay.authenticatorId });
    const careless = await device();
    await carelessly(careless.context);
    for (const credential of credentials) await careless.session.send('WebAuthn.addCredential', { authenticatorId: careless.authenticatorId, credential: { ...credential, signCount: 100 } });
    assert.equal((await signInByPasskey(careless.page)).status, 303);
    assert.ok(await isSignedIn(careless.page));
    assert.equal((await careless.page.goto(site.url + '/admin')).status(), 403);
    await careless.context.close();

    // Without the key: a recovery code, once.
    const other = await device();
    await signInByCode(other.page, 'kay@example.org');
    for (const expected of [200, 403]) {
        await other.page.goto(site.url + '/me/passkeys/check');
        await other.page.fill('[name=code]', recovery);
        await led(other.page, () => other.page.click('form:has([name=code]) button'));
        assert.equal((await other.page.goto(site.url + '/admin')).status(), expected);
        await signOut(other.page);
        await signInByCode(other.page, 'kay@example.org');
    }
    await kay.context.close();
    await other.context.close();
});

test('the browser may offer a passkey in the field of the address by itself', async () => {
    const { context, page } = await device();
    // Headless Chromium has no list to choose from: what is seen here is that the page asks for it, and with what.
    await context.addInitScript(() => {
        PublicKeyCredential.isConditionalMediationAvailable = async () => true;
        navigator.credentials.get = (options) => { window.asked = { mediation: options.mediation, allowed: options.publicKey.allowCredentials.length, rpId: options.publicKey.rpId }; return new Promise(() => {}); };
    });
    await page.goto(site.url + '/sign-in');
    await page.waitForFunction(() => window.asked);
    assert.deepEqual(await page.evaluate(() => window.asked), { mediation: 'conditional', allowed: 0, rpId: 'localhost' });
    assert.equal(await page.getAttribute('form[action$="/sign-in"] [name=address]', 'autocomplete'), 'username webauthn');
    await context.close();
});

test('an authenticator that does not verify its person signs in a reader', async () => {
    const plain = await device();
    await carelessly(plain.context);
    await signInByCode(plain.page, 'plain@example.org');
    assert.equal(await addPasskey(plain.page, 'Stick'), 303);
    await signOut(plain.page);
    assert.equal((await signInByPasskey(plain.page)).status, 303);
    assert.ok(await isSignedIn(plain.page));
    await plain.context.close();
});

test('a challenge works once, an answer made for another origin never, and a copied key is found out', async () => {
    const eve = await device();
    const { page, session, authenticatorId } = eve;
    await signInByCode(page, 'clone@example.org');
    assert.equal(await addPasskey(page, 'Key'), 303);
    const { credentials: [before] } = await session.send('WebAuthn.getCredentials', { authenticatorId });
    await signOut(page);
    const { status, response } = await signInByPasskey(page);
    assert.equal(status, 303);
    await signOut(page);
    await page.goto(site.url + '/sign-in');
    assert.equal(await again(page, response), 422, 'the same answer a second time');

    const made = JSON.parse(response);
    const client = JSON.parse(Buffer.from(made.response.clientDataJSON, 'base64url'));
    assert.equal(client.origin, site.url);
    client.origin = 'https://evil.example';
    client.challenge = (await page.evaluate(async () => (await fetch('/sign-in/passkey/options', { method: 'POST' })).json())).challenge;
    made.response.clientDataJSON = Buffer.from(JSON.stringify(client)).toString('base64url');
    assert.equal(await again(page, JSON.stringify(made)), 422, 'a fresh challenge and another origin');
    assert.equal(await isSignedIn(page), false);

    // A copy of the key as it was before: its counter stands behind the one that the site has seen.
    assert.equal((await signInByPasskey(page)).status, 303);
    await signOut(page);
    await session.send('WebAuthn.removeCredential', { authenticatorId, credentialId: before.credentialId });
    await session.send('WebAuthn.addCredential', { authenticatorId, credential: { ...before, signCount: 0 } });
    assert.equal((await signInByPasskey(page)).status, 422, 'the counter did not rise');
    assert.equal(await isSignedIn(page), false);
    await eve.context.close();
});
