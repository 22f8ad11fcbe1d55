import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { lighthouse } from './support/judges.mjs';
import { openSite, shapes } from './support/site.mjs';

let site;
before(async () => { site = await openSite(); });

const least = { performance: 98, accessibility: 100, 'best-practices': 100, seo: 100 };
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

for (const [name, address] of [['home', () => '/'], ['a lesson', () => site.one(shapes.lesson)], ['a post', () => site.one(shapes.post)]]) {
    test(`Lighthouse on a phone gives ${name} at least 98, 100, 100, 100 (median of three)`, async (t) => {
        const runs = [];
        for (let i = 0; i < 3; i++) runs.push(await lighthouse(site.url + address()));
        const scores = Object.fromEntries(Object.keys(least).map((id) => [id, median(runs.map((run) => run.scores[id]))]));
        t.diagnostic(`${address()} ${Object.values(scores).join(' / ')}`);
        for (const [id, score] of Object.entries(scores)) {
            assert.ok(score >= least[id], `${address()}: ${id} is ${score}\n${runs.map((run) => run.lost.join('\n')).join('\n--\n')}`);
        }
    });
}
