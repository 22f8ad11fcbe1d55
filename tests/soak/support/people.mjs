// The people of a house and its pieces: three editors, four writers, two posts in English (one of them live) and one in Japanese.
import { ask } from '../../../editor/server.js';

export const editors = ['emi', 'ed', 'eva'];
export const writers = ['mari', 'ken', 'aya', 'tom'];
const address = (name) => `${name}@example.org`;
const printed = (text) => /https?:\/\/\S+/.exec(text)[0];

async function press(url, cookie, path, fields) {
    const answer = await fetch(new URL(path, url), {
        method: 'POST', redirect: 'manual', body: new URLSearchParams(fields),
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', ...(cookie && { cookie }) },
    });
    await answer.arrayBuffer();
    return { status: answer.status, location: answer.headers.get('location') ?? '', cookie: (answer.headers.getSetCookie()[0] ?? '').split(';')[0] };
}

const must = (answer, what) => {
    if (answer.status >= 400) throw new Error(`${what} answers ${answer.status}`);
    return answer;
};

async function signIn(url, command, name, cookies, invited) {
    const here = (link) => new URL(new URL(link).pathname, url).href;
    must(await press(url, '', here(printed(invited)), {}), `the invitation of ${name}`);
    cookies[name] = must(await press(url, '', here(printed(command('user', 'link', address(name)))), {}), `the link of ${name}`).cookie;
}

export async function furnish({ url, command }) {
    const cookies = {}, pieces = [];
    for (const name of editors) await signIn(url, command, name, cookies, command('user', 'invite', name, address(name), 'editor'));
    for (const [slug, lang] of [['first-post', 'en'], ['second-post', 'en'], ['third-post', 'ja']]) {
        const made = must(await press(url, cookies.emi, '/edit/new', { kind: 'post', title: `About ${slug}`, slug, lang }), '/edit/new');
        const id = /\/desk\/(\d+)/.exec(made.location)[1];
        pieces.push({ id: Number(id), slug, lang, path: `/desk/${id}/${lang}`, live: `${lang === 'ja' ? '/ja' : ''}/blog/${slug}` });
    }
    const json = (path, body) => fetch(new URL(path, url), {
        method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', cookie: cookies.emi },
    }).then((answer) => must(answer, path).json());
    for (const { path } of pieces) await json(`${path}/heading`, { summary: { was: '', now: 'What it is about.' } });
    for (const name of writers) {
        const scopes = pieces.map(({ id }) => `piece:${id}`);
        await signIn(url, command, name, cookies, command('user', 'invite', name, address(name), 'contributor', '--scope', scopes[0]));
        for (const scope of scopes.slice(1)) command('user', 'role', address(name), 'contributor', '--scope', scope);
    }

    // The second one is live, so that what is written in it is a correction.
    const second = pieces[1].path;
    const step = { stepType: 'replace', from: 1, to: 1, slice: { content: [{ type: 'text', text: 'Readers see this already. ' }] } };
    const { version } = await json(`${second}/steps`, { version: 0, client: 'first', steps: [step] });
    for (const [name, path, fields] of [
        ['emi', 'hand-over', { agrees: '1' }], ['ed', 'ticks', [['version', version], ['tick', 'privacy'], ['tick', 'house_words']]],
        ['ed', 'approvals', { version }], ['ed', 'publish', { version, act: 'now' }],
    ]) must(await press(url, cookies[name], `${second}/${path}`, fields), `${second}/${path}`);
    return { cookies, pieces };
}
