import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { launch } from './support/browser.mjs';
import { pressControls, sendForms } from './support/controls.mjs';
import { nu } from './support/judges.mjs';
import { languageFaults, linkFaults, unreached } from './support/map.mjs';
import { routes } from './support/program.mjs';
import { isOfPeople, isPublic, openSite } from './support/site.mjs';

let site;
before(async () => { site = await openSite(); });
const none = (faults) => assert.equal(faults.length, 0, `${faults.length} faults:\n${faults.slice(0, 60).join('\n')}`);

test('the sitemap lists at least 60 addresses, 25 of them Japanese, all of this site, and each answers 200', () => {
    const { listed, pages } = site.map;
    assert.ok(listed.length >= 60, `${listed.length} addresses`);
    assert.equal(new Set(listed).size, listed.length, 'an address is listed twice');
    const urls = listed.map((address) => new URL(address));
    const japanese = urls.filter(({ pathname }) => pathname === '/ja' || pathname.startsWith('/ja/'));
    assert.ok(japanese.length >= 25, `${japanese.length} Japanese addresses`);
    none(urls.filter(({ origin }) => origin !== new URL(site.url).origin).map(({ href }) => `${href} is not of this site`));
    none(urls.filter(({ pathname }) => pages.get(pathname)?.status !== 200).map(({ pathname }) => `${pathname} answers ${pages.get(pathname)?.status}`));
});

test('every page that can be indexed is in the sitemap under its canonical address', () => {
    const listed = new Set(site.map.listed.map((address) => new URL(address).pathname));
    const faults = [];
    for (const page of site.map.pages.values()) {
        if (page.canonical === undefined || page.canonical === null) continue;
        const { pathname } = new URL(page.canonical);
        if (/\/parts$/.test(pathname)) continue; // only there with --dev
        if (!listed.has(pathname) && !/<meta[^>]+noindex/.test(page.html)) faults.push(`${page.key} names ${pathname} as canonical, which the sitemap lacks`);
    }
    none(faults);
});

test('no link, fragment, redirect or label on any page leads nowhere; no console message, no other origin, nothing wider than 320 px', () => {
    none(linkFaults(site.map));
});

test('each page says its language, and the two languages of a page name each other', () => {
    none(languageFaults(site.map));
});

test('every route to a page is reached by following links, from the sitemap or the entrances', () => {
    none(unreached(site.map, routes().filter(isPublic)).map((path) => `${path} is linked from nowhere`));
});

test('every button, summary and choice on every kind of page does something', async () => {
    const browser = await launch();
    const done = new Set();
    const faults = [];
    let pressed = 0;
    try {
        for (const page of [...site.kinds.values()].filter(({ key }) => !isOfPeople(key))) {
            const found = await pressControls(browser, site.url + page.key, done);
            faults.push(...found.faults);
            pressed += found.pressed;
        }
    } finally {
        await browser.close();
    }
    none(faults);
    assert.ok(pressed >= 10, `only ${pressed} controls were found to press`);
});

test('every form that posts answers, with each choice it offers, and leads back to a page', async () => {
    const browser = await launch();
    try {
        const { faults, sent } = await sendForms(browser, { ...site.map, pages: new Map([...site.map.pages].filter(([key]) => !isOfPeople(key))) });
        none(faults);
        assert.ok(sent >= 6, `only ${sent} ways to send a form were found`);
    } finally {
        await browser.close();
    }
});

test('the Nu HTML checker finds nothing on any page, the 404 page included', async () => {
    const documents = new Map();
    for (const page of site.map.pages.values()) if (page.html && page.status === 200 && !page.key.includes('?')) documents.set(page.key, page.html);
    for (const path of ['/no-such-page', '/ja/no-such-page']) {
        const answer = await fetch(site.url + path);
        assert.equal(answer.status, 404, path);
        documents.set(path, await answer.text());
    }
    none(await nu(documents));
});
