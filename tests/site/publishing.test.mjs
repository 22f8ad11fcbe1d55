// From an empty page to readers: a course is made, a lesson in it asked for, written on a phone, handed over, sent back, approved by two,
// published for a set time, told about and signed. As five people in two languages, with scripts and without; and as one person alone.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launch, watch } from './support/browser.mjs';
import { linkOf } from './support/mailbox.mjs';
import { ask, fetched, go, handheld, handOver, make, makePerson, nextMinute, onNewSite, openPoints, picture, publishAt, publishNow, sayYes, shoot, sleep, textOf, tickAll, until, writePlain } from './support/publishing.mjs';
import { isEverywhere, shareKit } from './support/published.mjs';

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

// Chooses `words` in the paragraph that `selector` finds, as a long press does.
const select = (page, selector, words) => page.locator(`#ed-text ${selector}`).first().evaluate((paragraph, wanted) => {
    const text = [...paragraph.childNodes].find((node) => node.textContent.includes(wanted));
    const range = document.createRange();
    range.setStart(text, text.data.indexOf(wanted));
    range.setEnd(text, text.data.indexOf(wanted) + wanted.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
}, words);

describe('an empty lesson becomes a page that readers see', { concurrency: 3 }, () => {
    test('five people in two languages, with scripts', () => onNewSite(browser, { script: true }, async (tools) => {
        const { site, box } = tools;
        const people = await fivePeople(tools);
        const { kay, emi, jun, ren, alex } = people;
        // The phone loses its network on purpose.
        const seen = [kay, emi, jun, ren].map((person) => watch(person.page, new URL(site.url).origin));

        // The editor makes a course, says what it is for, and publishes it when a second person has said yes.
        const course = await make(emi, { kind: 'course', title: courseTitle });
        await shoot(emi, '01-course');
        await emi.open(`/desk/${course}/en`);
        await emi.page.waitForSelector('#ed-text');
        await write(emi.page, 'section[data-block=aim] p', 'You know what to do in each of your first four weeks.');
        await emi.page.fill('.ed-summary', 'Four weeks, one lesson each.');
        await saved(emi.page);
        await shoot(emi, '02-course-text');
        await handOver(emi, `/desk/${course}/en`, { agree: true });
        await tickAll(ren, `/desk/${course}/en`);
        await sayYes(ren, `/desk/${course}/en`);
        await publishNow(emi, `/desk/${course}/en`);
        assert.equal((await fetched(site, '/learn/your-first-month')).status, 200);

        // An empty lesson in it; a contributor is asked to write it, two others to read it.
        const lesson = await make(emi, { kind: 'lesson', title: lessonTitle, from: `/edit/new?kind=lesson&course=${course}` });
        const desk = `/desk/${lesson}/en`, address = '/learn/your-first-month/wait-for-the-answer';
        await shoot(emi, '03-lesson');
        await ask(emi, desk, { whom: alex.name, duty: 'write', note: 'You told me about counting to seven.\nWould you write it down?' });
        await shoot(emi, '04-asked');
        await ask(emi, desk, { whom: ren.name, duty: 'read' });
        await ask(emi, desk, { whom: jun.name, duty: 'proof' });
        assert.equal((await fetched(site, address)).status, 404, 'readers see nothing of it');

        // On a phone: from the mail to the text.
        const request = await box.next(alex.address);
        assert.match(request.subject, /Would you write “Wait for the answer”\?/);
        assert.match(request.text, /Emi Editor[\s\S]*counting to seven/);
        await alex.open('/me');
        assert.match(await alex.text(), /Wait for the answer[\s\S]*Emi Editor asks you to write it/);
        await shoot(alex, '05-phone-me');
        await alex.open(linkOf(request, '/desk/'));
        const { page } = alex;
        await page.waitForSelector('#ed-text');
        await shoot(alex, '06-phone-empty');
        assert.deepEqual(await page.locator('#ed-text section[data-block=check] p').evaluateAll((all) => all.slice(0, 3).map((one) => one.dataset.placeholder)),
            ['A question about the lesson', 'An answer. Tick the right one.', 'What you say to whoever chooses it'], 'an empty box says what belongs into it');
        await page.fill('.ed-summary', summary);
        await write(page, 'section[data-block=aim] p', 'You wait seven seconds after a question.');
        await write(page, '> p', 'Say it once, then wait. ');

        // A source that the library has not: pasted where it is cited.
        await page.click('[data-tool=source]');
        await page.click('.ed-dialog summary');
        await page.getByLabel(/BibTeX/).fill(bibtex);
        await page.click('.ed-dialog details .acts button');
        await page.waitForSelector('.ed-sources input:checked');
        await page.getByLabel('Where in it').fill('p. 4');
        await shoot(alex, '07-phone-source');
        await page.click('.ed-dialog .go');
        await page.waitForSelector('#ed-text [data-cite], #ed-text .cite, #ed-text .ed-cite');

        // The network goes in the middle of a sentence.
        await write(page, 'section[data-block=try] p', 'Ask one question and ');
        await alex.context.setOffline(true);
        await page.keyboard.type('count to seven before you help.');
        await until(async () => await page.locator('.ed-saved').getAttribute('data-state') === 'offline', 'the page says that there is no network');
        await shoot(alex, '08-phone-offline');
        // What was typed a blink ago is on its way to the device.
        await page.waitForTimeout(1000);
        assert.doesNotMatch(JSON.stringify(await (await emi.context.request.get(`${site.url}${desk}/document`)).json()), /count to seven before/);
        // The tab dies with it, and is opened again when the network is back.
        await page.close({ runBeforeUnload: false });
        await alex.context.setOffline(false);
        const again = alex.page = await alex.context.newPage();
        await alex.open(desk);
        await again.waitForSelector('#ed-text');
        await until(async () => /Ask one question and count to seven before you help\./.test(await again.locator('#ed-text').innerText()), 'the sentence is whole again');
        await saved(again);
        assert.match(JSON.stringify(await (await emi.context.request.get(`${site.url}${desk}/document`)).json()), /Ask one question and count to seven before you help\./);
        await shoot(alex, '09-phone-back');

        // A sentence in Japanese gets its readings: suggested where the site has a dictionary, and put right by hand.
        await write(again, 'section[data-block=lookback] p', 'When did 先生 wait last?');
        await select(again, 'section[data-block=lookback] p', '先生');
        await again.click('[data-tool=japanese]');
        await again.waitForSelector('.ed-reading input');
        await again.locator('.ed-reading input').first().fill('せんせい');
        await shoot(alex, '10-phone-ruby');
        await again.click('.ed-dialog .go');
        assert.equal(await again.locator('#ed-text ruby rt').innerText(), 'せんせい');

        // The question, its answers, the right one of them.
        await write(again, 'section[data-block=check] > .ed-inside > p', 'How long do you wait?');
        const answers = again.locator('#ed-text section[data-block=check] li');
        for (const [nth, lines] of [['Seven seconds.', 'Yes: many need that long.'], ['One second.', 'Most are still thinking.']].entries())
            for (const [line, words] of lines.entries()) {
                await answers.nth(nth).locator('p').nth(line).click();
                await again.keyboard.type(words);
            }
        await answers.first().locator('input').check();
        await write(again, 'section[data-block=deepdive] p', 'Answers grow longer when teachers wait.');

        // A picture, from the phone.
        await write(again, 'section[data-block=deepdive] p', ' ');
        await again.click('[data-tool=picture]');
        await again.setInputFiles('.ed-dialog input[type=file]', { name: 'clock.png', mimeType: 'image/png', buffer: picture() });
        await again.waitForSelector('.ed-preview:not([hidden])');
        await again.fill('.ed-dialog textarea', 'A clock on a classroom wall. No people.');
        await again.locator('.ed-dialog input[value=none]').check();
        await again.check('.ed-dialog input[name=people_ok]');
        await shoot(alex, '11-phone-picture');
        await again.click('.ed-dialog .go');
        await again.waitForSelector('#ed-text img[alt^="A clock"]');
        await saved(again);
        await shoot(alex, '12-phone-written');

        // Handed over; the editors read, and the first one sends it back with notes.
        await Promise.all([again.waitForURL(/hand-over/), again.click('.write-acts a.go')]);
        await shoot(alex, '13-phone-hand-over');
        await again.fill('[name=note]', 'Is the question too easy?');
        await again.check('[name=agrees]');
        await alex.press(go);
        assert.match(await alex.text(), /first read/);
        await shoot(alex, '14-phone-handed');
        await box.next(ren.address, 1);
        await emi.open('/edit/board');
        await shoot(emi, '15-board');
        await emi.open(desk);
        assert.match(await emi.text(), /Is the question too easy\?/);
        await shoot(emi, '16-first-read');
        await emi.open(`${desk}/notes`);
        await emi.page.fill('[name=note]', 'The aim is clear.\nSay in the task what to do when nobody answers.');
        await shoot(emi, '17-notes');
        await emi.press(go);
        const back = await box.next(alex.address, 1);
        assert.match(back.subject, /“Wait for the answer” is back with notes/);
        assert.match(back.text, /what to do when nobody answers/);
        await alex.open(linkOf(back, '/desk/'));
        assert.match(await alex.text(), /Say in the task what to do when nobody answers/);
        await again.waitForSelector('#ed-text');
        await shoot(alex, '18-phone-notes');
        await write(again, 'section[data-block=try] p', ' If nobody answers, ask the pair beside you.');
        await saved(again);
        await handOver(alex, desk, { agree: false });

        // Moved on by the board, in Japanese; two who did not write it say yes; what only a person can see is ticked.
        await until(() => box.count(ren.address) >= 3, 'who was asked to read is told again');
        await jun.open('/edit/board');
        await shoot(jun, '19-board-ja');
        const card = jun.page.locator('.slip', { hasText: lessonTitle });
        await card.locator('summary').click();
        await card.locator('select').selectOption('proof');
        await Promise.all([jun.page.waitForURL(/moved=/), card.locator('form button').click()]);
        assert.match(await jun.text(), /「Wait for the answer」/);
        await sayYes(jun, desk);
        await shoot(jun, '20-yes-ja');
        await emi.open(`${desk}/publish`);
        assert.notDeepEqual(await openPoints(emi), [], 'one yes is not enough');
        await shoot(emi, '21-publish-open');
        assert.equal(await emi.page.locator('button[value=now]').count(), 0);
        await sayYes(ren, desk);
        await tickAll(ren, desk);

        // The keeper sets a time. Until then nothing is there; at that minute everything is.
        const time = nextMinute(8000);
        await publishAt(kay, desk, time);
        assert.match(await kay.text(), /goes live by itself on/);
        await shoot(kay, '22-scheduled');
        assert.equal((await fetched(site, address)).status, 404, 'not yet');
        assert.doesNotMatch(await textOf(site, '/feed.xml'), /Wait for the answer/);
        await alex.open(desk);
        assert.match(await alex.text(), /goes live on/);
        await sleep(time.at - Date.now());
        await until(async () => (await fetched(site, address)).status === 200, 'it is live at its minute', 8000);
        const late = Date.now() - time.at;
        assert.ok(late >= 0 && late < 8000, `${late} ms after its minute`);
        await isEverywhere(tools, { people, lesson, address, title: lessonTitle, course: courseTitle });
        for (const one of seen) assert.deepEqual(one, { console: [], foreign: [], failed: [] });
    }));

    test('the same without scripts, in Japanese', () => onNewSite(browser, { script: false }, async (tools) => {
        const { site, box } = tools;
        const kay = await makePerson(tools, { name: 'Kay Keeper', kanji: '木村 慶', address: 'kay@example.org', first: true });
        const jun = await makePerson(tools, { name: 'Jun Sasaki', kanji: '佐々木 純', address: 'jun@example.org', role: 'course_editor', ja: true });
        const emi = await makePerson(tools, { name: 'Emi Editor', address: 'emi@example.org', role: 'editor' });
        const ren = await makePerson(tools, { name: 'Ren Reader', address: 'ren@example.org', role: 'editor', named: false });
        const aki = await makePerson(tools, { name: 'Aki Mori', kanji: '森 亜紀', address: 'aki@example.org', role: 'contributor', ja: true, options: handheld });

        const course = await make(jun, { kind: 'course', title: '最初のひと月', lang: 'ja', slug: 'first-month' });
        await writePlain(jun, `/desk/${course}/ja`, { summary: '四週間、レッスンは一つずつ。', text: ':::aim\n最初のひと月に何をするかが分かります。\n:::\n', act: 'hand_over' });
        await jun.page.check('[name=agrees]');
        await jun.press(go);
        await tickAll(ren, `/desk/${course}/ja`);
        await sayYes(ren, `/desk/${course}/ja`);
        await publishNow(jun, `/desk/${course}/ja`);

        const title = '答えを待つ';
        const lesson = await make(jun, { kind: 'lesson', title, lang: 'ja', slug: 'wait', from: `/edit/new?kind=lesson&course=${course}` });
        const desk = `/desk/${lesson}/ja`, address = '/ja/learn/first-month/wait';
        await ask(jun, desk, { whom: aki.shown, duty: 'write', note: '七秒数える話を書いていただけますか。' });
        await ask(jun, desk, { whom: emi.name, duty: 'read' });
        assert.equal((await fetched(site, address)).status, 404);

        // On a phone: from the list of what waits to the text; a source, a picture, readings.
        assert.match((await box.next(aki.address)).text, /七秒数える話/);
        await aki.open('/me');
        await aki.press(`main a[href$="${desk}"]`);
        await aki.open('/edit/sources');
        await aki.page.fill('[name=text]', bibtex);
        await aki.press('main form:has([name=text]) button.go');
        const key = /\/edit\/sources\/(\S+)$/.exec(aki.where())[1];
        await aki.open(`${desk}/pictures`);
        await aki.page.setInputFiles('[name=file]', { name: 'clock.png', mimeType: 'image/png', buffer: picture() });
        await aki.page.fill('[name=alt]', '教室の壁の時計');
        await aki.page.check('[name=people_ok]');
        await aki.press(go);
        const line = await aki.page.inputValue('#line');
        const text = `:::aim
質問のあと、七秒待てるようになります。
:::

{先生|せんせい}が待つと、答えは長くなります。[@${key}, p. 4]

${line}

:::try
一つ質問をして、七まで数えます。
:::

:::check
何秒待ちますか。

- [x] 七秒

  多くの子どもには、それだけの時間が必要です。
- [ ] 一秒

  まだ考えているところです。
:::

:::lookback
最後に待ったのはいつですか。
:::

:::deepdive
待つ時間についての研究があります。
:::

:::partner
ALTの先生に、七秒待ってもらってください。
:::
`;
        await aki.open(desk);
        await aki.page.fill('[name=summary]', '質問のあとに七つ数えると、答える子どもが増えます。');
        await aki.page.fill('[name=text]', text);
        await shoot(aki, '31-plain-text');

        // The network is gone when it is sent. The browser's own page says so, and sends it again.
        await aki.context.setOffline(true);
        await aki.page.click('form.write-form button[value=preview]', { noWaitAfter: true });
        await until(() => aki.page.url().startsWith('chrome-error:'), 'the browser says that there is no network', 5000);
        await aki.context.setOffline(false);
        await aki.page.reload();
        assert.equal(aki.where(), `${desk}/preview`);
        assert.match(await aki.text(), /一つ質問をして、七まで数えます。/);
        await shoot(aki, '32-plain-preview');

        await aki.open(`${desk}/hand-over`);
        await aki.press(go, 422);
        assert.match(await aki.page.locator('#problems').innerText(), /同意/, 'nothing is handed over without agreement');
        await handOver(aki, desk, { note: '問いは易しすぎますか。', agree: true });
        await emi.open('/edit/board');
        await emi.open(`${desk}/notes`);
        assert.match((await box.next(emi.address, 1)).subject, /Would you read/);
        await emi.page.fill('[name=note]', 'Please say what to do when nobody answers.');
        await emi.press(go);
        assert.match((await box.next(aki.address, 1)).text, /Please say what to do when nobody answers\./);
        await writePlain(aki, desk, { text: (await (await aki.open(desk), aki.page.inputValue('[name=text]'))).replace('七まで数えます。', '七まで数えます。誰も答えなければ、隣の人と話してもらいます。'), act: 'hand_over' });
        await aki.press(go);

        await emi.open('/edit/board');
        const card = emi.page.locator('.slip', { hasText: title });
        await card.locator('summary').click();
        await card.locator('select').selectOption('ready');
        await Promise.all([emi.page.waitForURL(/moved=/), card.locator('form button').click()]);
        await shoot(emi, '33-board');
        await sayYes(emi, desk);
        await sayYes(ren, desk);
        assert.notDeepEqual((await ren.open(`${desk}/publish`), await openPoints(ren)), []);
        await tickAll(jun, desk);
        await shoot(jun, '34-publish-ja');

        const time = nextMinute(6000);
        await publishAt(kay, desk, time);
        assert.equal((await fetched(site, address)).status, 404, 'not yet');
        await sleep(time.at - Date.now());
        await until(async () => (await fetched(site, address)).status === 200, 'it is live at its minute', 8000);
        const live = await textOf(site, address);
        for (const words of [/誰も答えなければ、隣の人と話してもらいます。/, /<ruby[^>]*>先生<r/, /教室の壁の時計/, /森 亜紀/]) assert.match(live, words);
        assert.doesNotMatch(live, /日本語は、まだ母語話者/);
        assert.equal((await fetched(site, '/learn/first-month/wait')).status, 404, 'there is no English text');
        for (const where of ['/ja/learn/first-month', '/ja/feed.xml', '/ja/learn/feed.xml', `/ja${aki.home}`, `/ja${emi.home}`, `/ja${kay.home}`]) assert.ok((await textOf(site, where)).includes(title), `it is at ${where}`);
        assert.match(await textOf(site, `${address}/partner`), /七秒待ってもらってください/);
        assert.equal((await fetched(site, `/ja${ren.home}`)).status, 404);
        const made = await textOf(site, `${address}/made`);
        for (const who of [jun, emi, kay, aki]) assert.ok(made.includes(who.ja ? who.shown : who === kay ? '木村 慶' : who.name), `${who.name} is named`);
        assert.ok(!made.includes(ren.name) && !live.includes(ren.name), 'who did not say yes to being named is not');
        await shareKit({ site }, { person: aki, desk, lesson, url: site.url + address, title, script: false });
        await until(() => box.mails.find((mail) => mail.to === aki.address && mail.text.includes(address)), 'a mail to Aki');
        await shoot(aki, '35-share-ja');
    }));

    test('a lone founder publishes what she wrote, and the page says that nobody else has checked it', () => onNewSite(browser, { script: true }, async (tools) => {
        const { site } = tools;
        const kay = await makePerson(tools, { name: 'Kay Keeper', address: 'kay@example.org', first: true });
        const seen = watch(kay.page, new URL(site.url).origin);
        const post = await make(kay, { kind: 'post', title: 'The first bell' });
        const desk = `/desk/${post}/en`;
        await kay.open(desk);
        await kay.page.waitForSelector('#ed-text');
        await kay.page.fill('.ed-summary', 'What I heard before my first lesson.');
        await write(kay.page, '> p', 'The bell rang, and nobody moved.');
        await saved(kay.page);
        await kay.open(`${desk}/publish`);
        assert.notDeepEqual(await openPoints(kay), [], 'alone, too, she looks at what only a person can see');
        assert.match(await kay.text(), /Readers will see this above the text: .?Not yet checked by a second person\./);
        await shoot(kay, '41-founder');
        await kay.press('main form[action$="/ticks"]:has(input[name=agreement]) button');
        await tickAll(kay, desk);
        await publishNow(kay, desk);
        await shoot(kay, '42-founder-live');
        const live = await textOf(site, '/blog/the-first-bell');
        assert.match(live, /Not yet checked by a second person\./);
        assert.match(live, /The bell rang, and nobody moved\./);
        assert.ok(!live.includes('Checked '), 'no day of a check');
        assert.match(await textOf(site, '/blog/the-first-bell/made'), /Not yet checked by a second person\./);
        for (const where of ['/blog', '/feed.xml', '/blog/feed.xml', kay.home]) assert.ok((await textOf(site, where)).includes('The first bell'), where);
        // Within a day it is taken back by the same page.
        await kay.press('main form[action$="/undo"] button');
        assert.equal((await fetched(site, '/blog/the-first-bell')).status, 404);
        assert.deepEqual(seen, { console: [], foreign: [], failed: [] });
    }));
});
