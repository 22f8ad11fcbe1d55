// What a visit costs on the wire: bytes with their heads, as the browser counted them (1 kB = 1,000 bytes).
export async function weigh(page, go) {
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    const requests = new Map();
    session.on('Network.requestWillBeSent', ({ requestId, request, type, redirectResponse }) => {
        if (request.url.startsWith('data:')) return;
        const before = requests.get(requestId);
        requests.set(requestId, { url: request.url, type, bytes: (before?.bytes ?? 0) + (redirectResponse?.encodedDataLength ?? 0), cached: false, encoding: '' });
    });
    session.on('Network.requestServedFromCache', ({ requestId }) => { const one = requests.get(requestId); if (one) one.cached = true; });
    session.on('Network.responseReceived', ({ requestId, response, type }) => {
        const one = requests.get(requestId);
        if (!one) return;
        one.type = type;
        one.encoding = response.headers['content-encoding'] ?? response.headers['Content-Encoding'] ?? '';
        one.cached ||= response.fromDiskCache === true;
    });
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => { const one = requests.get(requestId); if (one) one.bytes += encodedDataLength; });
    await go(page);
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    await page.waitForLoadState('networkidle');
    await session.detach();
    const all = [...requests.values()].filter((one) => !one.cached);
    const sum = (list) => list.reduce((bytes, one) => bytes + one.bytes, 0);
    return {
        requests: all.length, bytes: sum(all), script: sum(all.filter((one) => one.type === 'Script')),
        list: all.map((one) => `${String(one.bytes).padStart(7)} ${one.type.padEnd(10)} ${one.encoding.padEnd(5)} ${new URL(one.url).pathname}`).join('\n'),
    };
}
