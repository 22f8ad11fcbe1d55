// The site under test and its map. tests/site/run.mjs starts and maps it once for all files; a file that is run alone
// (node --test tests/site/look.test.mjs) does it for itself.
import { readFileSync } from 'node:fs';
import { after } from 'node:test';
import { crawl, kinds, sitemap } from './map.mjs';
import { routes, startSite } from './program.mjs';

// What readers come to. Pages of people who take part, and forms that are outside the page cache, have a walk of their own
// (signed_in.test.mjs), because sending them too often is refused, and rightly.
export const isOfPeople = (path) => /^(\/ja)?\/(me|sign-in|write\/calls|photos|healthz)(\/|$|\?)/.test(path);
// Pictures of texts and cards are there once somebody works on the site.
export const isPublic = ({ path, right }) => right === 'open' && !isOfPeople(path) && !/^\/(cards|pictures)\//.test(path);

export async function mapSite(url, { dev = true } = {}) {
    const listed = await sitemap(url);
    const starts = ['/', '/ja', '/robots.txt', '/sitemap.xml', ...listed.map((address) => new URL(address).pathname)];
    // Entrances that no page links to: what stands in the table of routes, and the parts of the design (only with --dev).
    for (const route of routes()) if (route.method === 'GET' && isPublic(route) && !route.path.includes('{')) starts.push(route.path);
    if (dev) starts.push('/parts', '/ja/parts');
    const map = await crawl(url, starts.map((path) => url + path));
    return { listed, ...map };
}

export const pack = (map) => JSON.stringify({ ...map, pages: [...map.pages], external: [...map.external] });
const unpack = (text) => {
    const map = JSON.parse(text);
    return { ...map, pages: new Map(map.pages), external: new Map(map.external) };
};

export async function openSite() {
    let url, map;
    if (process.env.ALTTO_MAP) {
        url = process.env.ALTTO_SITE;
        map = unpack(readFileSync(process.env.ALTTO_MAP, 'utf8'));
    } else {
        const site = await startSite();
        after(() => site.stop());
        url = site.url;
        map = await mapSite(url);
    }
    const found = kinds(map, routes());
    const paths = [...map.pages.values()].filter((page) => page.status === 200 && page.type === 'text/html' && !page.key.includes('?'));
    return {
        url, map, kinds: found,
        // Pages whose address has this shape, the longest first.
        all: (shape) => paths.filter((page) => shape.test(page.key)).sort((a, b) => b.html.length - a.html.length).map((page) => page.key),
        one(shape) {
            const [first] = this.all(shape);
            if (!first) throw new Error(`the site has no page like ${shape}`);
            return first;
        },
    };
}

export const shapes = {
    lesson: /^\/learn\/[^/]+\/[^/]+$/, lessonJa: /^\/ja\/learn\/[^/]+\/[^/]+$/, lessonPrint: /^\/learn\/[^/]+\/[^/]+\/print$/,
    course: /^\/learn\/[^/]+$/, partner: /^\/ja\/learn\/[^/]+\/[^/]+\/partner$/, post: /^\/blog\/[^/]+$/, source: /^\/research\/[^/]+$/,
};
