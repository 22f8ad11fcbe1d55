// Debian's Chromium, quiet on a closed network, with pages that keep a record of what went wrong.
import { chromium } from 'playwright-core';

export const flags = [
    '--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--disable-default-apps', '--disable-domain-reliability',
    '--disable-features=MediaRouter,OptimizationHints,Translate,DialMediaRouteProvider,CertificateTransparencyComponentUpdater',
    '--metrics-recording-only', '--no-pings',
];

export function launch({ args = [] } = {}) {
    return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: [...flags, ...args] });
}

// Notes console errors, uncaught exceptions, answers of 400 and more, failed requests and requests to another origin.
export function watch(page, origin) {
    const seen = { console: [], foreign: [], failed: [] };
    page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) seen.console.push(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => seen.console.push(`exception: ${error.message}`));
    page.on('request', (request) => {
        const url = new URL(request.url());
        if (!['data:', 'blob:', 'about:'].includes(url.protocol) && url.origin !== origin) seen.foreign.push(request.url());
    });
    page.on('requestfailed', (request) => {
        // Aborted: by going on to the next page before a picture had come. What is missing or refused has another text.
        const why = request.failure()?.errorText ?? '';
        if (why !== 'net::ERR_ABORTED') seen.failed.push(`${request.url()} (${why})`);
    });
    page.on('response', (response) => {
        if (response.status() >= 400 && !response.request().isNavigationRequest()) seen.failed.push(`${response.url()} (${response.status()})`);
    });
    return seen;
}

export const phone = { width: 320, height: 720 };
export const desktop = { width: 1280, height: 900 };

// Runs `work` over `items`, `lanes` at a time, in order of arrival.
export async function lanes(items, count, work) {
    const queue = [...items];
    await Promise.all(Array.from({ length: count }, async () => {
        while (queue.length > 0) await work(queue.shift());
    }));
}
