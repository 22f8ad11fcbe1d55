// Asks the server, and says in one shape what came of it: {status, json}. Status 0: no answer.
const longest = 20000; // ms; schools' networks are slow, and a request that hangs for ever keeps the next one back

export async function ask(url, { json, form, keepalive, signal } = {}) {
  const given = new AbortController();
  const timer = setTimeout(() => given.abort(), longest);
  signal?.addEventListener('abort', () => given.abort());
  const headers = { Accept: 'application/json' };
  if (json !== undefined) headers['Content-Type'] = 'application/json';
  try {
    const answer = await fetch(url, {
      method: json !== undefined || form ? 'POST' : 'GET', headers, body: form ?? (json === undefined ? undefined : JSON.stringify(json)),
      keepalive, signal: given.signal, credentials: 'same-origin', cache: 'no-store',
    });
    let body = null;
    // A page in place of an answer comes from a proxy, or from the sign-in page.
    if (/json/.test(answer.headers.get('Content-Type') ?? '')) body = await answer.json();
    const wait = Number(answer.headers.get('Retry-After')) || 0;
    return { status: answer.redirected && body === null ? 303 : answer.status, json: body ?? {}, wait };
  } catch {
    return { status: 0, json: {}, wait: 0 };
  } finally {
    clearTimeout(timer);
  }
}
