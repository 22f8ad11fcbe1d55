// The map of a site: every page that can be reached, what it links to, which kinds of page there are.
// Addresses come from the sitemap, the program's routes and the pages themselves; none is typed here.
import { lanes, launch, watch } from './browser.mjs';

export async function sitemap(url) {
    const answer = await fetch(`${url}/sitemap.xml`);
    if (answer.status !== 200) throw new Error(`/sitemap.xml answers ${answer.status}`);
    const text = await answer.text();
    return [...text.matchAll(/<loc>\s*([^<]+?)\s*<\/loc>/g)].map((found) => found[1].replaceAll('&amp;', '&'));
}

// Runs in the page. Everything that promises to lead somewhere.
function readPage() {
    const place = (node) => {
        const text = (node.getAttribute('aria-label') ?? node.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 60);
        return `<${node.localName}> "${text}"`;
    };
    const links = [...document.querySelectorAll('a, area')].map((node) => ({
        href: node.getAttribute('href'), url: node.href ?? '', place: place(node),
    }));
    const resources = [...document.querySelectorAll('link[href]')]
        .filter((node) => !/preconnect|dns-prefetch/.test(node.rel))
        .map((node) => ({ rel: node.rel, url: node.href, hreflang: node.hreflang }));
    const forms = [...document.forms].map((form) => {
        const data = new FormData(form);
        const choices = [];
        for (const field of form.elements) {
            if (!field.name || field.disabled) continue;
            if (field.localName === 'select') for (const option of field.options) choices.push([field.name, option.value]);
            else if (['radio', 'checkbox'].includes(field.type)) choices.push([field.name, field.value]);
            else if (field.localName === 'button' || field.type === 'submit') choices.push([field.name, field.value]);
        }
        return {
            method: form.method, action: form.action, hasAction: form.hasAttribute('action'),
            fields: [...data].map(([name, value]) => [name, String(value)]), choices,
            submits: [...form.elements].some((field) => ['submit', 'image'].includes(field.type)),
            place: form.getAttribute('aria-label') ?? form.id ?? form.className,
        };
    });
    const ids = [...document.querySelectorAll('[id]')].map((node) => node.id);
    const targets = [];
    for (const name of ['popovertarget', 'aria-controls', 'aria-labelledby', 'aria-describedby', 'for', 'headers', 'list', 'form']) {
        for (const node of document.querySelectorAll(`[${name}]`)) {
            for (const id of node.getAttribute(name).split(/\s+/)) targets.push({ name, id, place: place(node) });
        }
    }
    return {
        title: document.title, lang: document.documentElement.lang, links, resources, forms, ids, targets,
        wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        canonical: document.querySelector('link[rel=canonical]')?.href ?? null,
        alternates: [...document.querySelectorAll('link[rel=alternate][hreflang]')].map((node) => ({ lang: node.hreflang, url: node.href })),
    };
}

const withoutFragment = (address) => address.replace(/#.*$/, '');

const idsOf = (html) => [...html.matchAll(/\sid="?([^"\s>]+)/g)].map(([, id]) => id);

// Visits everything of the same origin, from `starts` on. Answers Map(address → page) with address = path and query.
// `context`: who is signed in there visits. `within(address)`: other addresses are asked for and not followed; `outside` keeps them, so
// that the next visitor need not ask again.
export async function crawl(url, starts, { limit = 2000, browser: given, context: visitor, within = () => true, outside = new Map() } = {}) {
    const origin = new URL(url).origin;
    const pages = new Map();
    const external = new Map();
    const queue = [];
    const known = new Set();
    const add = (address, from) => {
        const target = new URL(withoutFragment(address), url);
        if (target.origin !== origin) return;
        const key = target.pathname + target.search;
        if (known.has(key)) return;
        known.add(key);
        queue.push({ key, from });
    };
    for (const start of starts) add(start, 'the start');

    const browser = given ?? (visitor ? undefined : await launch());
    const context = visitor ?? await browser.newContext({ viewport: { width: 320, height: 720 } });
    try {
        const tabs = [];
        const newTab = async () => {
            const page = await context.newPage();
            await page.setViewportSize({ width: 320, height: 720 });
            return { page, seen: watch(page, origin) };
        };
        const visit = async ({ key, from }) => {
            const before = outside.get(key);
            if (before) { pages.set(key, { ...before, from }); return; }
            // A plain request first: files that are not pages are only asked for.
            const cookie = visitor ? (await visitor.cookies(url)).map(({ name, value }) => `${name}=${value}`).join('; ') : '';
            const head = await fetch(url + key, { redirect: 'manual', headers: { accept: 'text/html,*/*', ...(cookie && { cookie }) } });
            const type = (head.headers.get('content-type') ?? '').split(';')[0];
            const record = { key, from, status: head.status, type, links: [], forms: [], ids: [], resources: [], targets: [], alternates: [] };
            pages.set(key, record);
            if (head.status >= 300 && head.status < 400) {
                const target = head.headers.get('location');
                record.location = target;
                await head.arrayBuffer();
                if (target) add(new URL(target, url + key).href, key);
                return;
            }
            if (type !== 'text/html') { await head.arrayBuffer(); return; }
            record.html = await head.text();
            if (!within(key)) {
                record.ids = idsOf(record.html);
                outside.set(key, record);
                return;
            }
            const tab = tabs.pop() ?? await newTab();
            await tab.page.goto(url + key, { waitUntil: 'load' });
            const read = await tab.page.evaluate(readPage);
            const { console, foreign, failed } = tab.seen;
            Object.assign(record, read, { seen: { console: console.splice(0), foreign: foreign.splice(0), failed: failed.splice(0) } });
            tabs.push(tab);
            for (const { href, url: target } of record.links) {
                if (href === null || !/^https?:/.test(target)) continue;
                if (new URL(target).origin === origin) add(target, key);
                else external.set(target, key);
            }
            for (const { url: target } of record.resources) if (/^https?:/.test(target)) add(target, key);
            for (const form of record.forms) {
                // Choices are followed from the page itself, not again from each of its answers.
                if (form.method !== 'get' || from.endsWith('(form)')) continue;
                // One choice at a time: each filter must answer, not every combination of them.
                const base = new URL(form.action);
                base.search = new URLSearchParams(form.fields).toString();
                add(base.href, `${key} (form)`);
                for (const [name, value] of form.choices) {
                    const one = new URLSearchParams(form.fields);
                    one.set(name, value);
                    base.search = one.toString();
                    add(base.href, `${key} (form)`);
                }
            }
        };
        while (queue.length > 0) {
            if (pages.size > limit) throw new Error(`more than ${limit} addresses: something links to itself without end`);
            await lanes(queue.splice(0), 2, visit);
        }
        for (const { page } of tabs) await page.close();
    } finally {
        if (!visitor) await context.close();
        if (!given) await browser?.close();
    }
    return { origin, pages, external };
}

// Everything that is wrong with the links of a map, as sentences.
export function linkFaults({ origin, pages }) {
    const faults = [];
    const final = (key) => {
        let page = pages.get(key);
        for (let hops = 0; page?.location && hops < 5; hops++) {
            const target = new URL(page.location, origin + page.key);
            page = target.origin === origin ? pages.get(target.pathname + target.search) : undefined;
        }
        return page;
    };
    for (const page of pages.values()) {
        if (page.status >= 400 && !page.expected) faults.push(`${page.key} answers ${page.status}, linked from ${page.from}`);
        if (page.location !== undefined && (final(page.key) === undefined)) faults.push(`${page.key} redirects to ${page.location}, which leads nowhere`);
        for (const link of page.links) {
            const where = `${page.key}: ${link.place}`;
            if (link.href === null) { faults.push(`${where} is a link without an address`); continue; }
            if (link.href.trim() === '' || link.href.trim() === '#') { faults.push(`${where} leads nowhere (href="${link.href}")`); continue; }
            let target;
            try {
                target = new URL(link.url);
            } catch {
                faults.push(`${where} has an address that is none: ${link.href}`);
                continue;
            }
            if (!['http:', 'https:', 'mailto:', 'tel:'].includes(target.protocol)) { faults.push(`${where} has the scheme ${target.protocol}`); continue; }
            if (target.protocol === 'mailto:' && !/^[^@\s]+@[^@\s]+$/.test(decodeURIComponent(target.pathname))) faults.push(`${where} mails to nobody: ${link.href}`);
            if (target.origin !== origin) continue;
            const to = final(target.pathname + target.search);
            const fragment = decodeURIComponent(target.hash.slice(1));
            if (fragment !== '' && to && !to.ids.includes(fragment)) faults.push(`${where} points at #${fragment}, which ${to.key} does not have`);
        }
        for (const target of page.targets) {
            if (!page.ids.includes(target.id)) faults.push(`${page.key}: ${target.place} has ${target.name}="${target.id}", which is not on the page`);
        }
        for (const form of page.forms) {
            if (form.hasAction && new URL(form.action).origin !== origin) faults.push(`${page.key}: the form ${form.place} sends to ${form.action}`);
            if (!form.submits && form.hasAction) faults.push(`${page.key}: the form ${form.place} has no button that sends it`);
        }
        for (const fault of page.seen?.console ?? []) faults.push(`${page.key}: the console says ${fault}`);
        for (const fault of page.seen?.foreign ?? []) faults.push(`${page.key} asks another origin: ${fault}`);
        for (const fault of page.seen?.failed ?? []) faults.push(`${page.key} could not load ${fault}`);
        if (page.wide > 0) faults.push(`${page.key} is ${page.wide} px wider than a screen of 320 px`);
    }
    return faults;
}

// hreflang must be answered: if A names B as its Japanese page, B names A as its English one.
export function languageFaults({ origin, pages }) {
    const faults = [];
    for (const page of pages.values()) {
        if (page.type !== 'text/html' || page.status !== 200) continue;
        const path = new URL(page.key, origin).pathname;
        const expected = path === '/ja' || path.startsWith('/ja/') ? 'ja' : 'en';
        if (page.lang !== expected) faults.push(`${page.key} has lang="${page.lang}", its address says ${expected}`);
        for (const { lang, url } of page.alternates) {
            if (lang === 'x-default') continue;
            const other = pages.get(new URL(url).pathname);
            if (!other) { faults.push(`${page.key} names ${url} as its ${lang} page, which is not there`); continue; }
            if (!other.alternates.some((back) => new URL(back.url).pathname === path)) faults.push(`${page.key} names ${other.key} as its ${lang} page, but not the other way round`);
        }
    }
    return faults;
}

// `{name}` stands for one part of an address, `{name...}` at its end for all the rest.
const inPattern = (path, pattern) => {
    const parts = pattern.split('/'), words = path.split('/');
    const rest = /^\{.+\.\.\.\}$/.test(parts.at(-1));
    if (rest ? words.length < parts.length : words.length !== parts.length) return false;
    return parts.every((part, i) => (/^\{.+\}$/.test(part) ? words[i] !== '' : part === words[i]));
};
const exactness = (pattern) => pattern.split('/').filter((part) => !part.startsWith('{')).length;
const bare = (key) => { const path = key.split('?')[0]; return path.length > 1 ? path.replace(/\/$/, '') : path; };

// One page for each route, Japanese routes apart: the longest of its kind, because what is on any page of a kind is likeliest there.
export function kinds({ pages }, routes) {
    const gets = routes.filter((route) => route.method === 'GET').sort((a, b) => exactness(b.path) - exactness(a.path));
    const found = new Map();
    for (const page of pages.values()) {
        if (page.type !== 'text/html' || page.status !== 200 || page.key.includes('?')) continue;
        const path = bare(page.key);
        const name = gets.find((one) => inPattern(path, one.path))?.path ?? path;
        const before = found.get(name);
        if (!before || before.html.length < page.html.length) found.set(name, page);
    }
    return found;
}

// Routes that nothing on the site leads to.
export function unreached({ pages }, routes) {
    const paths = [...pages.values()].filter((page) => page.status < 400).map((page) => bare(page.key));
    return routes.filter((route) => route.method === 'GET' && !paths.some((path) => inPattern(path, route.path))).map((route) => route.path);
}
