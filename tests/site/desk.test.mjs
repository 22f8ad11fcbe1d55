// The pages on which texts are made, as their keeper sees them: links, axe, Nu, widths, console, in both languages and themes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { desktop, lanes, launch } from './support/browser.mjs';
import { judgePage } from './support/judge_page.mjs';
import { nu } from './support/judges.mjs';
import { tabTo } from './support/keyboard.mjs';
import { openFirst, post, startEmpty } from './support/members.mjs';
import { routes } from './support/program.mjs';

let started, site, browser, kay, lesson, course;
const documents = new Map();
const languages = ['', '/ja'];
const none = (faults) => assert.equal(faults.length, 0, `${faults.length} faults:\n${faults.slice(0, 60).join('\n')}\nthe program said last:\n${site.log().split('\n').slice(-5).join('\n')}`);
const idOf = (address) => /desk\/(\d+)/.exec(address)[1];

before(async () => {
    started = await startEmpty();
    ({ site } = started);
    browser = await launch();
    kay = await browser.newContext({ viewport: desktop, locale: 'en-GB', reducedMotion: 'reduce' });
    await openFirst(kay, site, { name: 'Kay Keeper', address: 'kay@example.org' });
    await post(kay, site.url, '/me/profile', { name: 'Kay Keeper', kanji: '木村 慶', bio: 'Keeps this site.', named: '1', lang: 'en' });
    course = idOf(await post(kay, site.url, '/edit/new', { kind: 'course', title: 'Team teaching', lang: 'en' }));
    lesson = idOf(await post(kay, site.url, '/edit/new', { kind: 'lesson', title: 'Whom to ask', lang: 'en', course }));
    await post(kay, site.url, '/edit/new', { kind: 'lesson', title: '授業の前に話す', lang: 'ja', slug: 'talk-before', course });
});
after(async () => {
    await kay?.close();
    await browser?.close();
    await started?.stop();
});

// What scripts ask for is no page.
const forScripts = /\/(document|steps|events|readings|sources)$/;
const ofWork = /^\/(desk\/\{piece\}|edit\/(board|new|sources|courses|tags)$|me\/(credits|mail)$|admin\/(workflow|texts)$|people\/\{person\}\/resume)/;
const addressOf = (path) => path.replace('{piece}', path.endsWith('/parts') ? course : lesson).replace('{lang}', 'en').replace('{person}', 'kay-keeper');

test('every page on which texts are made: axe, widths and console in both languages and themes, and no link on it leads nowhere', async () => {
    const faults = [];
    const paths = [...new Set(routes().filter(({ method, path, right }) => method === 'GET' && right !== 'open' && ofWork.test(path) && !(path.startsWith('/desk/') && forScripts.test(path))).map(({ path }) => path))];
    assert.ok(paths.length >= 20, `only ${paths.length} kinds of page: ${paths.join(' ')}`);
    const asked = new Set();
    await lanes(languages.flatMap((ja) => paths.map((path) => ja + addressOf(path))), 2, async (address) => {
        await judgePage({ origin: new URL(site.url).origin, documents }, kay, address, 200, faults, async (page) => {
            const answer = await page.goto(site.url + address);
            for (const link of await page.locator('main a[href]').evaluateAll((all) => all.map((one) => one.href))) asked.add(link.split('#')[0]);
            return answer;
        });
    });
    await lanes([...asked].filter((link) => link.startsWith(site.url)), 4, async (link) => {
        const answer = await kay.request.get(link);
        if (answer.status() >= 400) faults.push(`${link} answers ${answer.status()}`);
    });
    none(faults);
});

test('the Nu HTML checker finds nothing on these pages', async () => {
    none(await nu(documents));
});

test('by keyboard alone a lesson is moved up in its course, and the move is taken back', async () => {
    const page = await kay.newPage();
    await page.goto(`${site.url}/desk/${course}/parts`);
    const titles = () => page.locator('main ol.order li p a').allInnerTexts();
    const before = await titles();
    await tabTo(page, page.locator('main ol.order li').nth(1).locator('form:has([value=up]) button'));
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
    assert.deepEqual(await titles(), [...before].reverse());
    await page.goto(`${site.url}/desk/${course}`);
    await tabTo(page, page.locator('main form[action$="/undo"] button').first());
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
    await page.goto(`${site.url}/desk/${course}/parts`);
    assert.deepEqual(await titles(), before);
    await page.close();
});
