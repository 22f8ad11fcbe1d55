// Sets theme (system, light, dark) and furigana (off, hard, all) of a browser context by the site's own answer to its form,
// one press at a time as the form sends them, so that no cookie's name stands here.
export async function setLook(context, url, look) {
    for (const [name, value] of Object.entries(look)) {
        const answer = await context.request.post(`${url}/look`, {
            form: { back: '/', [name]: value }, maxRedirects: 0, headers: { 'Sec-Fetch-Site': 'same-origin', Origin: url },
        });
        if (answer.status() !== 303) throw new Error(`POST /look with ${name}=${value} answers ${answer.status()}`);
    }
    return context.cookies(url);
}
