// What readers and the people of a piece have of it once it is live: its page, the lists, the feeds, the profiles, mail, the record, the texts to post.
import assert from 'node:assert/strict';
import { fetched, shoot, textOf, until } from './publishing.mjs';

// Where readers and its people find it, once it is live.
export async function isEverywhere({ site, box }, { people, lesson, address, title, course }) {
    const { kay, emi, jun, ren, alex } = people;
    const live = await textOf(site, address);
    assert.match(live, /Ask one question and count to seven before you help\. If nobody answers, ask the pair beside you\./);
    assert.match(live, /<ruby[^>]*>先生<r/);
    assert.match(live, /A clock on a classroom wall/);
    assert.match(live, /Reed, 2015, p\. 4/, 'the source stands behind its mark');
    assert.equal((await fetched(site, /href="(\/research\/reed2015[^"]*)"/.exec(live)[1])).status, 200, 'and in the library');
    assert.doesNotMatch(live, /Not yet checked by a second person/);
    for (const where of ['/learn/your-first-month', '/feed.xml', '/learn/feed.xml', '/people/alex-hill/feed.xml', ...[alex, ren, jun, kay].map(({ home }) => home)])
        assert.ok((await textOf(site, where)).includes(title), `it is at ${where}`);
    assert.ok((await textOf(site, '/learn')).includes(course));
    assert.ok((await textOf(site, '/sitemap.xml')).includes(address));
    assert.ok(!(await textOf(site, '/blog/feed.xml')).includes(title));
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
    await shoot(emi, '23-record');

    await shareKit({ site }, { person: alex, desk: `/desk/${lesson}/en`, lesson, url: site.url + address, title: title, script: true });

    // The writer says with one tap that the credit is right, and has a record to show.
    await alex.open('/me/credits');
    assert.match(await alex.text(), /Writer: Wait for the answer/);
    await alex.press('main form[action$="/writer/confirmation"] button');
    await shoot(alex, '25-credits');
    await alex.open('/people/alex-hill/resume');
    assert.match(await alex.text(), /Wait for the answer/);
}

// The texts to post are as long as each place allows, counted here by another hand; the picture is there.
export async function shareKit({ site }, { person, desk, lesson, url, title, script }) {
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
    await shoot(person, '24-share');
    assert.equal(await person.page.locator('[data-copy]').first().isVisible(), script, 'a button that needs a script is there with one');
    await person.press('main form[action$="/share"]:has(input[value=x]) button');
    assert.ok((await person.text()).includes(person.shown), 'who posted it where is written down');
}
