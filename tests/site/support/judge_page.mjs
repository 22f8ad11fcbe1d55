import { desktop, phone, watch } from './browser.mjs';
import { axe } from './judges.mjs';

// Judges the page as it stands: both themes, both widths. The theme stands in an attribute that the server writes (look.test.mjs).
async function look(page, where, faults) {
    await page.evaluate(() => { for (const one of document.querySelectorAll('main details')) one.open = true; });
    for (const size of [desktop, phone]) {
        await page.setViewportSize(size);
        for (const theme of ['light', 'dark']) {
            await page.evaluate((name) => { document.documentElement.dataset.theme = name; }, theme);
            for (const fault of await axe(page)) faults.push(`${where} ${theme} ${size.width}: ${fault}`);
        }
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (wide > 0) faults.push(`${where}: ${wide} px wider than a screen of ${size.width} px`);
    }
    await page.setViewportSize(desktop);
}

// `lead(page)` leads to the page to be judged and answers what the server said.
export async function judgePage({ origin, documents }, context, where, status, faults, lead) {
    const page = await context.newPage();
    try {
        const seen = watch(page, origin);
        const answer = await lead(page);
        if (answer.status() !== status) faults.push(`${where} answers ${answer.status()}, not ${status}`);
        documents.set(where, await answer.text());
        await look(page, where, faults);
        // The browser reports the status of a refusal itself.
        const messages = seen.console.filter((line) => !(status >= 400 && line.includes(`${status}`)));
        for (const fault of [...messages, ...seen.foreign, ...seen.failed]) faults.push(`${where}: ${fault}`);
    } finally {
        await page.close();
    }
}
