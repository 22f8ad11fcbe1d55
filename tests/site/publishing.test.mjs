// From an empty page to readers: a course is made, a lesson in it asked for, written on a phone, handed over, sent back, approved by two,
// published for a set time, told about and signed. As five people in two languages, with scripts and without; and as one person alone.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launch, watch } from './support/browser.mjs';
import { linkOf } from './support/mailbox.mjs';
import { ask, fetched, go, handheld, handOver, make, makePerson, nextMinute, onNewSite, openPoints, publishAt, publishNow, sayYes, shoot, sleep, textOf, tickAll, until, writePlain } from './support/publishing.mjs';

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

// What a camera might have taken.
async function picture(person) {
    const page = await person.context.newPage();
    await page.setViewportSize({ width: 640, height: 400 });
    await page.setContent('<body style="margin:0;background:radial-gradient(circle at 50% 50%,#fff 30%,#333 31%,#d8c9a5 34%)">');
    const png = await page.screenshot({ type: 'png' });
    await page.close();
    return png;
}

// Where readers and its people find it, once it is live.
async function isEverywhere({ site, box }, { people, lesson, address }) {
    const { kay, emi, jun, ren, alex } = people;
    const live = await textOf(site, address);
    assert.match(live, /Ask one question and count to seven before you help\. If nobody answers, ask the pair beside you\./);
    assert.match(live, /<ruby[^>]*>先生<r/);
    assert.match(live, /A clock on a classroom wall/);
    assert.match(live, /Reed, 2015, p\. 4/, 'the source stands behind its mark');
    assert.equal((await fetched(site, /href="(\/research\/reed2015[^"]*)"/.exec(live)[1])).status, 200, 'and in the library');
    assert.doesNotMatch(live, /Not yet checked by a second person/);
    for (const where of ['/learn/your-first-month', '/feed.xml', '/learn/feed.xml', '/people/alex-hill/feed.xml', ...[alex, ren, jun, kay].map(({ home }) => home)])
        assert.ok((await textOf(site, where)).includes(lessonTitle), `it is at ${where}`);
    assert.ok((await textOf(site, '/learn')).includes(courseTitle));
    assert.ok((await textOf(site, '/sitemap.xml')).includes(address));
    assert.ok(!(await textOf(site, '/blog/feed.xml')).includes(lessonTitle));
    assert.match(live, /By <a href="\/people\/alex-hill">/, 'who wrote it stands above it, and nobody else');

    // Everybody whose work it is has a mail about it, in their language: whoever set the time was not there at that minute, either.
    const told = (person) => until(() => box.mails.find((mail) => mail.to === person.address && mail.text.includes(address)), `a mail to ${person.name}`);
    for (const person of [alex, ren, kay]) assert.match((await told(person)).subject, /“Wait for the answer” is live/);
    assert.match((await told(jun)).subject, /「Wait for the answer」/);

    // The record names everyone, at the desk and for readers.
    await emi.open(`/desk/${lesson}`);
    const record = await emi.page.locator('#record, section:has(#record)').first().innerText();
    for (const who of ['You', ...[alex, ren, jun, kay].map(({ name }) => name)]) assert.ok(record.includes(who), `the record names ${who}: ${record}`);
    const made = await textOf(site, `${address}/made`);
    for (const line of [/Emi Editor asked for it\./, /Alex Hill handed it over\./, /Ren Reader read it and said yes\./, /Jun Sasaki read it and said yes\./, /Kay Keeper published it\./])
        assert.match(made, line);
    await shoot(emi, site, '23-record');

    await shareKit({ site }, { person: alex, desk: `/desk/${lesson}/en`, lesson, url: site.url + address, title: lessonTitle, script: true });

    // The writer says with one tap that the credit is right, and has a record to show.
    await alex.open('/me/credits');
    assert.match(await alex.text(), /Writer: Wait for the answer/);
    await alex.press('main form[action$="/writer/confirmation"] button');
    await shoot(alex, site, '25-credits');
    await alex.open('/people/alex-hill/resume');
    assert.match(await alex.text(), /Wait for the answer/);
}

// The texts to post are as long as each place allows, counted here by another hand; the picture is there.
async function shareKit({ site }, { person, desk, lesson, url, title, script }) {
    await person.open(`${desk}/share`);
    const text = (place) => person.page.inputValue(`#post-${place}`);
    for (const [place, most, weigh] of [['x', 280, 23], ['bluesky', 300, url.length], ['mastodon', 500, 23]]) {
        const words = await text(place);
        assert.ok(words.endsWith(url), `${place} leads to the page`);
        const rest = words.slice(0, -url.length);
        const wide = place === 'x' ? [...rest].filter((sign) => sign.codePointAt(0) > 0x10ff && !/[\u2000-\u200d\u2010-\u201f\u2032-\u2037]/.test(sign)).length : 0;
        const length = [...rest].length + wide + weigh;
        assert.ok(length <= most, `${place}: ${length} of ${most}`);
        assert.ok((await person.page.locator(`#post-${place}-count`).innerText()).includes(`${length}`), `${place} says ${length}`);
    }
    for (const place of ['facebook', 'line', 'mail']) assert.ok((await text(place)).includes(url), place);
    assert.ok((await person.page.inputValue('#post-mail-subject')).includes(title));
    const card = await until(async () => { const one = await fetched(site, `/cards/${lesson}.png`); return one.status === 200 && one; }, 'the picture is drawn');
    assert.equal(card.type, 'image/png');
    assert.deepEqual([card.bytes.readUInt32BE(16), card.bytes.readUInt32BE(20)], [1200, 630]);
    await person.open(`${desk}/share`);
    assert.equal(await person.page.locator(`img[src="/cards/${lesson}.png"]`).count(), 1);
    await shoot(person, site, '24-share');
    assert.equal(await person.page.locator('[data-copy]').first().isVisible(), script, 'a button that needs a script is there with one');
    await person.press('main form[action$="/share"]:has(input[value=x]) button');
    assert.ok((await person.text()).includes(person.shown), 'who posted it where is written down');
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
        await shoot(alex, site, '07-phone-source');
        await page.click('.ed-dialog .go');
        await page.waitForSelector('#ed-text [data-cite], #ed-text .cite, #ed-text .ed-cite');

        // The network goes in the middle of a sentence.
        await write(page, 'section[data-block=try] p', 'Ask one question and ');
        await alex.context.setOffline(true);
        await page.keyboard.type('count to seven before you help.');
        await until(async () => await page.locator('.ed-saved').getAttribute('data-state') === 'offline', 'the page says that there is no network');
        await shoot(alex, site, '08-phone-offline');
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
        await shoot(alex, site, '09-phone-back');

        // A sentence in Japanese gets its readings: suggested where the site has a dictionary, and put right by hand.
        await write(again, 'section[data-block=lookback] p', 'When did 先生 wait last?');
        await select(again, 'section[data-block=lookback] p', '先生');
        await again.click('[data-tool=japanese]');
        await again.waitForSelector('.ed-reading input');
        await again.locator('.ed-reading input').first().fill('せんせい');
        await shoot(alex, site, '10-phone-ruby');
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
        await again.setInputFiles('.ed-dialog input[type=file]', { name: 'clock.png', mimeType: 'image/png', buffer: await picture(alex) });
        await again.waitForSelector('.ed-preview:not([hidden])');
        await again.fill('.ed-dialog textarea', 'A clock on a classroom wall. No people.');
        await again.locator('.ed-dialog input[value=none]').check();
        await again.check('.ed-dialog input[name=people_ok]');
        await shoot(alex, site, '11-phone-picture');
        await again.click('.ed-dialog .go');
        await again.waitForSelector('#ed-text img[alt^="A clock"]');
        await saved(again);
        await shoot(alex, site, '12-phone-written');

        // Handed over; the editors read, and the first one sends it back with notes.
        await Promise.all([again.waitForURL(/hand-over/), again.click('.write-acts a.go')]);
        await shoot(alex, site, '13-phone-hand-over');
        await again.fill('[name=note]', 'Is the question too easy?');
        await again.check('[name=agrees]');
        await alex.press(go);
        assert.match(await alex.text(), /first read/);
        await shoot(alex, site, '14-phone-handed');
        await box.next(ren.address, 1);
        await emi.open('/edit/board');
        await shoot(emi, site, '15-board');
        await emi.open(desk);
        assert.match(await emi.text(), /Is the question too easy\?/);
        await shoot(emi, site, '16-first-read');
        await emi.open(`${desk}/notes`);
        await emi.page.fill('[name=note]', 'The aim is clear.\nSay in the task what to do when nobody answers.');
        await shoot(emi, site, '17-notes');
        await emi.press(go);
        const back = await box.next(alex.address, 1);
        assert.match(back.subject, /“Wait for the answer” is back with notes/);
        assert.match(back.text, /what to do when nobody answers/);
        await alex.open(linkOf(back, '/desk/'));
        assert.match(await alex.text(), /Say in the task what to do when nobody answers/);
        await again.waitForSelector('#ed-text');
        await shoot(alex, site, '18-phone-notes');
        await write(again, 'section[data-block=try] p', ' If nobody answers, ask the pair beside you.');
        await saved(again);
        await handOver(alex, desk, { agree: false });

        // Moved on by the board, in Japanese; two who did not write it say yes; what only a person can see is ticked.
        await until(() => box.count(ren.address) >= 3, 'who was asked to read is told again');
        await jun.open('/edit/board');
        await shoot(jun, site, '19-board-ja');
        const card = jun.page.locator('.slip', { hasText: lessonTitle });
        await card.locator('summary').click();
        await card.locator('select').selectOption('proof');
        await Promise.all([jun.page.waitForURL(/moved=/), card.locator('form button').click()]);
        assert.match(await jun.text(), /「Wait for the answer」/);
        await sayYes(jun, desk);
        await shoot(jun, site, '20-yes-ja');
        await emi.open(`${desk}/publish`);
        assert.notDeepEqual(await openPoints(emi), [], 'one yes is not enough');
        await shoot(emi, site, '21-publish-open');
        assert.equal(await emi.page.locator('button[value=now]').count(), 0);
        await sayYes(ren, desk);
        await tickAll(ren, desk);

        // The keeper sets a time. Until then nothing is there; at that minute everything is.
        const time = nextMinute(8000);
        await publishAt(kay, desk, time);
        assert.match(await kay.text(), /goes live by itself on/);
        await shoot(kay, site, '22-scheduled');
        assert.equal((await fetched(site, address)).status, 404, 'not yet');
        assert.doesNotMatch(await textOf(site, '/feed.xml'), /Wait for the answer/);
        await alex.open(desk);
        assert.match(await alex.text(), /goes live on/);
        await sleep(time.at - Date.now());
        await until(async () => (await fetched(site, address)).status === 200, 'it is live at its minute', 8000);
        const late = Date.now() - time.at;
        assert.ok(late >= 0 && late < 8000, `${late} ms after its minute`);
        await isEverywhere(tools, { people, lesson, address });
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
        await aki.page.setInputFiles('[name=file]', { name: 'clock.png', mimeType: 'image/png', buffer: await picture(aki) });
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
        await shoot(aki, site, '31-plain-text');

        // The network is gone when it is sent. The browser's own page says so, and sends it again.
        await aki.context.setOffline(true);
        await aki.page.click('form.write-form button[value=preview]', { noWaitAfter: true });
        await until(() => aki.page.url().startsWith('chrome-error:'), 'the browser says that there is no network', 5000);
        await aki.context.setOffline(false);
        await aki.page.reload();
        assert.equal(aki.where(), `${desk}/preview`);
        assert.match(await aki.text(), /一つ質問をして、七まで数えます。/);
        await shoot(aki, site, '32-plain-preview');

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
        await shoot(emi, site, '33-board');
        await sayYes(emi, desk);
        await sayYes(ren, desk);
        assert.notDeepEqual((await ren.open(`${desk}/publish`), await openPoints(ren)), []);
        await tickAll(jun, desk);
        await shoot(jun, site, '34-publish-ja');

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
        await shoot(aki, site, '35-share-ja');
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
        await shoot(kay, site, '41-founder');
        await kay.press('main form[action$="/ticks"]:has(input[name=agreement]) button');
        await tickAll(kay, desk);
        await publishNow(kay, desk);
        await shoot(kay, site, '42-founder-live');
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
