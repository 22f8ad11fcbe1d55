// A person without script and without a mouse.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { desktop, launch } from './support/browser.mjs';
import { choose, focusShows, tabTo, uncover } from './support/keyboard.mjs';
import { openSite, shapes } from './support/site.mjs';

const form = 'form[action$="/look"]';
const narrow = { width: 390, height: 844 };
let site, browser;
before(async () => {
    site = await openSite();
    browser = await launch();
});
after(() => browser?.close());

async function withoutScript(viewport, work, options = {}) {
    const context = await browser.newContext({ viewport, javaScriptEnabled: false, ...options });
    const page = await context.newPage();
    try {
        await work(page);
    } finally {
        await context.close();
    }
}
const cited = (shape) => {
    const address = site.all(shape).find((key) => site.map.pages.get(key).html.includes('popovertarget'));
    assert.ok(address, 'no lesson cites a source');
    return address;
};

test('a lesson is read from the home page on: Tab and Enter lead to the course and to the lesson', () => withoutScript(desktop, async (page) => {
    await page.goto(site.url + '/');
    const course = page.locator('main a[href^="/learn/"]').first();
    await tabTo(page, course);
    assert.ok(await focusShows(page), 'the focus on the link cannot be seen');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/learn\/[^/]+/);
    if (!shapes.lesson.test(new URL(page.url()).pathname)) {
        const slug = new URL(page.url()).pathname;
        const lesson = page.locator(`main a[href^="${slug}/"]`).first();
        await tabTo(page, lesson);
        await page.keyboard.press('Enter');
        await page.waitForURL((url) => shapes.lesson.test(url.pathname));
    }
    const words = (await page.locator('main').innerText()).split(/\s+/).length;
    assert.ok(words > 200, `the lesson shows ${words} words without script`);
    assert.equal(await page.locator('h1').count(), 1);
}));

test('the first Tab is a link that skips to the text', () => withoutScript(desktop, async (page) => {
    await page.goto(site.url + site.one(shapes.lesson));
    await page.keyboard.press('Tab');
    assert.ok(await focusShows(page), 'the skip link cannot be seen when it has the focus');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    const inside = await page.evaluate(() => document.querySelector('main').contains(document.activeElement));
    assert.ok(inside, 'after the skip link the focus goes on outside of the text');
}));

test('every stop of the Tab key on a lesson can be seen, and the last is left again', () => withoutScript(desktop, async (page) => {
    await page.goto(site.url + site.one(shapes.lesson));
    const stops = [];
    for (let presses = 0; presses < 400; presses++) {
        await page.keyboard.press('Tab');
        const stop = await page.evaluate(() => {
            if (document.activeElement === document.body) return null;
            document.activeElement.setAttribute('data-stop', '');
            return document.activeElement.outerHTML.slice(0, 120);
        });
        if (stop === null) break;
        stops.push(stop);
        assert.ok(await focusShows(page), `the focus cannot be seen on ${stop}`);
    }
    assert.ok(stops.length > 10 && stops.length < 400, `${stops.length} stops`);
}));

for (const [language, shape] of [['English', shapes.lesson], ['Japanese', shapes.lessonJa]]) {
    test(`a citation of the ${language} lesson opens and closes, and the reader is where they were`, () => withoutScript(narrow, async (page) => {
        await page.goto(site.url + cited(shape));
        const mark = page.locator('main [popovertarget]').first();
        await uncover(page, mark);
        const note = page.locator(`[id="${await mark.getAttribute('popovertarget')}"]`);
        assert.equal(await note.isVisible(), false, 'the note is open before it was asked for');
        await tabTo(page, mark);
        const place = await page.evaluate(() => scrollY);
        await page.keyboard.press('Enter');
        assert.ok(await note.isVisible(), 'Enter does not open the note');
        assert.ok((await note.innerText()).trim().length > 20, 'the note is empty');
        const box = await note.boundingBox();
        assert.ok(box.x >= 0 && box.x + box.width <= narrow.width + 1 && box.y < narrow.height, 'the note is not on the screen');
        await page.keyboard.press('Escape');
        assert.equal(await note.isVisible(), false, 'Escape does not close the note');
        assert.ok(await mark.evaluate((node) => node === document.activeElement), 'the focus is not back on the mark');
        assert.ok(Math.abs(await page.evaluate(() => scrollY) - place) < 5, 'the place in the text is lost');
    }));
}

test('the check of a lesson answers every choice, by the arrow keys', () => withoutScript(narrow, async (page) => {
    const lesson = site.all(shapes.lesson).find((key) => /type="?radio"?/.test(site.map.pages.get(key).html.split('<main')[1]?.split('</main>')[0] ?? ''));
    assert.ok(lesson, 'no lesson has a check');
    await page.goto(site.url + lesson);
    const radios = page.locator('main fieldset input[type=radio]');
    await uncover(page, radios.first());
    const question = radios.first().locator('xpath=ancestor::fieldset[1]');
    await tabTo(page, radios.first());
    let before = (await question.innerText()).trim();
    await page.keyboard.press('Space');
    for (let i = 0; i < await radios.count(); i++) {
        assert.ok(await radios.nth(i).isChecked(), `choice ${i + 1} is not reached`);
        const now = (await question.innerText()).trim();
        assert.notEqual(now, before, `choice ${i + 1} has no feedback`);
        before = now;
        await page.keyboard.press('ArrowDown');
    }
}));

test('the language changes both ways and the reader stays on the same lesson', () => withoutScript(narrow, async (page) => {
    const lesson = site.one(shapes.lesson);
    await page.goto(site.url + lesson);
    for (const [language, path] of [['ja', `/ja${lesson}`], ['en', lesson]]) {
        const link = page.locator(`header a[hreflang="${language}"], nav a[hreflang="${language}"]`).first();
        await uncover(page, link);
        await tabTo(page, link);
        await page.keyboard.press('Enter');
        await page.waitForURL((url) => url.pathname === path);
        assert.equal(await page.locator('html').getAttribute('lang'), language);
    }
}));

const brightness = (page) => page.evaluate(() => {
    const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g).map(Number);
    return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
});

for (const scheme of ['light', 'dark']) {
    test(`paper, blackboard and the system's choice, on a device that is ${scheme}`, () => withoutScript(desktop, async (page) => {
        const lesson = site.one(shapes.lesson);
        await page.goto(site.url + lesson);
        for (const [theme, attribute, dark] of [['dark', 'dark', true], ['light', 'light', false], ['system', null, scheme === 'dark']]) {
            await choose(page, form, 'theme', theme);
            assert.equal(new URL(page.url()).pathname, lesson, 'the reader is not back on the page');
            assert.equal(await page.locator('html').getAttribute('data-theme'), attribute);
            assert.equal(await brightness(page) < 0.4, dark, `${theme} has the brightness ${await brightness(page)}`);
        }
    }, { colorScheme: scheme }));
}

test('furigana: none, over hard words, over all', () => withoutScript(narrow, async (page) => {
    const lesson = site.all(shapes.lessonJa).find((key) => site.map.pages.get(key).html.includes('<rt'));
    assert.ok(lesson, 'no Japanese lesson has ruby');
    await page.goto(site.url + lesson);
    const shown = () => page.evaluate(() => [...document.querySelectorAll('main rt')].filter((node) => node.checkVisibility({ checkVisibilityCSS: true }) && node.getClientRects().length > 0).length);
    const counts = {};
    for (const value of ['off', 'all', 'hard']) {
        await choose(page, form, 'furigana', value);
        assert.equal(new URL(page.url()).pathname, lesson, 'the reader is not back on the page');
        assert.equal(await page.locator('html').getAttribute('data-furigana'), value);
        counts[value] = await shown();
    }
    assert.equal(counts.off, 0, 'readings are shown although they are off');
    assert.ok(counts.all > 0, 'no reading is shown although all are on');
    assert.ok(counts.hard <= counts.all, `${counts.hard} readings over hard words, ${counts.all} over all`);
}));

test('the print view is reached and prints without navigation', () => withoutScript(desktop, async (page) => {
    await page.goto(site.url + site.one(shapes.lesson));
    const link = page.locator('a[href$="/print"]').first();
    await uncover(page, link);
    await tabTo(page, link);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/print$/);
    await page.emulateMedia({ media: 'print' });
    const shown = await page.evaluate(() => [...document.querySelectorAll('nav, form, button:not(main [popovertarget]), header a, footer a')]
        .filter((node) => node.checkVisibility({ checkVisibilityCSS: true }) && node.getClientRects().length > 0).map((node) => node.outerHTML.slice(0, 100)));
    assert.deepEqual(shown, [], 'this is printed and should not be');
    assert.ok((await page.locator('main').innerText()).split(/\s+/).length > 200);
}));

test('every partner sheet prints on one A4 page', async () => {
    const sheets = site.all(shapes.partner);
    assert.ok(sheets.length >= 1, 'there is no partner sheet');
    const context = await browser.newContext();
    const page = await context.newPage();
    const faults = [];
    for (const sheet of sheets) {
        await page.goto(site.url + sheet);
        const pdf = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1');
        const count = [...pdf.matchAll(/\/Type\s*\/Page\b(?!s)/g)].length;
        if (count !== 1) faults.push(`${sheet} takes ${count} pages`);
    }
    await context.close();
    assert.deepEqual(faults, []);
});
