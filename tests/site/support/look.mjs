// Sets theme and furigana of a browser context by the site's own answer to its look form, so that no cookie's name stands here.
export async function setLook(context, url, look) {
    const answer = await context.request.post(`${url}/look`, {
        form: { theme: 'system', furigana: 'hard', back: '/', ...look }, maxRedirects: 0, headers: { 'Sec-Fetch-Site': 'same-origin', Origin: url },
    });
    if (answer.status() !== 303) throw new Error(`POST /look answers ${answer.status()}`);
    return context.cookies(url);
}
