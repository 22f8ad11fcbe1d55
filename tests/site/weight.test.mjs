import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from './support/browser.mjs';
import { setLook } from './support/look.mjs';
import { openSite, shapes } from './support/site.mjs';
import { weigh } from './support/weight.mjs';

const kB = 1000;
let site, browser;
before(async () => {
    site = await openSite();
    browser = await launch();
});
after(() => browser?.close());

async function firstAndSecond(first, second, look) {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    if (look) await setLook(context, site.url, look);
    const page = await context.newPage();
    const one = await weigh(page, () => page.goto(site.url + first));
    const two = await weigh(page, () => page.goto(site.url + second));
    await context.close();
    return [one, two];
}

function budget(shape, most, look) {
    return async (t) => {
        const lessons = site.all(shape);
        assert.ok(lessons.length >= 2, `only ${lessons.length} lessons`);
        let heaviest = 0, heaviestNext = 0;
        for (const [index, lesson] of lessons.entries()) {
            const next = lessons[(index + 1) % lessons.length];
            const [first, second] = await firstAndSecond(lesson, next, look);
            assert.ok(first.bytes > 5 * kB, `${lesson} weighs ${first.bytes} bytes: that cannot be a lesson`);
            assert.ok(first.bytes <= most * kB, `${lesson} weighs ${first.bytes} bytes\n${first.list}`);
            assert.ok(first.requests <= 8, `${lesson} takes ${first.requests} requests\n${first.list}`);
            assert.ok(first.script <= 6 * kB, `${lesson} brings ${first.script} bytes of script\n${first.list}`);
            assert.ok(second.bytes <= 20 * kB, `${next} after ${lesson} weighs ${second.bytes} bytes\n${second.list}`);
            heaviest = Math.max(heaviest, first.bytes);
            heaviestNext = Math.max(heaviestNext, second.bytes);
        }
        t.diagnostic(`heaviest first visit ${(heaviest / kB).toFixed(1)} kB, heaviest second page ${(heaviestNext / kB).toFixed(1)} kB`);
    };
}

test('a first visit to any lesson costs at most 75 kB, 8 requests and 6 kB of script; the second page 20 kB', budget(shapes.lesson, 75));
test('a Japanese lesson with all furigana costs at most 85 kB at first, 20 kB as second page', budget(shapes.lessonJa, 85, { furigana: 'all' }));
