// From an empty page to readers: a course is made, a lesson in it asked for, written on a phone, handed over, sent back, approved by two,
// published for a set time, told about and signed. As five people in two languages, with scripts and without; and as one person alone.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launch, watch } from './support/browser.mjs';
import { linkOf } from './support/mailbox.mjs';
import { ask, fetched, go, handheld, handOver, make, makePerson, nextMinute, onNewSite, openPoints, publishAt, publishNow, sayYes, shoot, sleep, textOf, tickAll, until } from './support/publishing.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

const bibtex = '@article{reed2015wait, author = {Reed, Ann}, title = {Waiting for an answer}, journal = {Classroom Talk}, year = {2015}, volume = {3}, pages = {1--9}}';
const courseTitle = 'Your first month', lessonTitle = 'Wait for the answer';
const summary = 'Count to seven after a question, and more pupils answer.';

async function fivePeople(tools) {
    const kay = await makePerson(tools, { name: 'Kay Keeper', kanji: '木村 慶', address: 'kay@example.org', first: true });
    const emi = await makePerson(tools, { name: 'Emi Editor', address: 'emi@example.org', role: 'editor' });
    const jun = await makePerson(tools, { name: 'Jun Sasaki', kanji: '佐々木 純', address: 'jun@example.org', role: 'course_editor', ja: true });
    const ren = await makePerson(tools, { name: 'Ren Reader', address: 'ren@example.org', role: 'editor' });
    const alex = await makePerson(tools, { name: 'Alex Hill', address: 'alex@example.org', role: 'contributor', options: handheld });
    return { kay, emi, jun, ren, alex };
}

const saved = (page) => until(async () => await page.locator('.ed-saved').getAttribute('data-state') === 'saved', async () => `the state is "saved": ${await page.locator('.ed-saved').innerText()}`);

// Writes into the paragraph that `selector` finds, with the editor.
async function write(page, selector, words) {
    await page.locator(`#ed-text ${selector}`).click();
    await page.keyboard.press('End');
    await page.keyboard.type(words);
}

describe('an empty lesson becomes a page that readers see', { concurrency: 3 }, () => {
    test('five people in two languages, with scripts', () => onNewSite(browser, { script: true }, async (tools) => {
        const { site, box } = tools;
        const people = await fivePeople(tools);
        const { kay, emi, jun, ren, alex } = people;
        const faults = Object.values(people).map(({ page }) => watch(page, new URL(site.url).origin));

        // The editor makes a course, says what it is for, and publishes it when a second person has said yes.
        const course = await make(emi, { kind: 'course', title: courseTitle });
        await shoot(emi, site, '01-course');
        await emi.open(`/desk/${course}/en`);
        await emi.page.waitForSelector('#ed-text');
        await write(emi.page, 'section[data-block=aim] p', 'You know what to do in each of your first four weeks.');
        await emi.page.fill('.ed-summary', 'Four weeks, one lesson each.');
        await saved(emi.page);
        await shoot(emi, site, '02-course-text');
        await handOver(emi, `/desk/${course}/en`, { agree: true });
        await tickAll(ren, `/desk/${course}/en`);
        await sayYes(ren, `/desk/${course}/en`);
        await publishNow(emi, `/desk/${course}/en`);
        assert.equal((await fetched(site, '/learn/your-first-month')).status, 200);

        // An empty lesson in it; a contributor is asked to write it, two others to read it.
        const lesson = await make(emi, { kind: 'lesson', title: lessonTitle, from: `/edit/new?kind=lesson&course=${course}` });
        const desk = `/desk/${lesson}/en`, address = '/learn/your-first-month/wait-for-the-answer';
        await shoot(emi, site, '03-lesson');
        await ask(emi, desk, { whom: alex.name, duty: 'write', note: 'You told me about counting to seven.\nWould you write it down?' });
        await shoot(emi, site, '04-asked');
        await ask(emi, desk, { whom: ren.name, duty: 'read' });
        await ask(emi, desk, { whom: jun.name, duty: 'proof' });
        assert.equal((await fetched(site, address)).status, 404, 'readers see nothing of it');

        // On a phone: from the mail to the text.
        const request = await box.next(alex.address);
        assert.match(request.subject, /Would you write “Wait for the answer”\?/);
        assert.match(request.text, /Emi Editor[\s\S]*counting to seven/);
        await alex.open('/me');
        assert.match(await alex.text(), /Wait for the answer[\s\S]*Emi Editor asks you to write it/);
        await shoot(alex, site, '05-phone-me');
        await alex.open(linkOf(request, '/desk/'));
        const { page } = alex;
        await page.waitForSelector('#ed-text');
        await shoot(alex, site, '06-phone-empty');
    }));
});
