// No dead promises: every control that can be pressed changes something that a person can notice.
import { desktop, phone } from './browser.mjs';

const selector = 'button, summary, select, input[type=submit], input[type=button], input[type=image], input[type=radio], input[type=checkbox], [role=button], [onclick]';

// Runs in the page. Numbers the controls and says what each is; the same control on the next page has the same signature.
function listControls(selector) {
    return [...document.querySelectorAll(selector)].map((node, index) => {
        node.setAttribute('data-walk', String(index));
        const form = node.form ?? null;
        const submits = form !== null && [...form.elements].some((field) => field.type === 'submit' || field.type === 'image');
        const copy = node.cloneNode(true);
        copy.removeAttribute('data-walk');
        for (const part of copy.querySelectorAll('[data-walk]')) part.removeAttribute('data-walk');
        return {
            index, kind: node.type ?? node.localName,
            // What is chosen already need not change anything.
            checked: node.checked === true || node.getAttribute('aria-pressed') === 'true', disabled: node.disabled === true,
            // A field of a form that can be sent is proved by sending the form.
            field: submits && ['radio', 'checkbox', 'select-one', 'select-multiple'].includes(node.type),
            // Marks 1 to 12 of a text are one kind of control; that each has its note on the page is for linkFaults to say.
            signature: `${form?.getAttribute('action') ?? ''} ${copy.outerHTML}`.replace(/popovertarget="[^"]*"/g, 'popovertarget').replace(/\d+/g, '0'),
            text: (node.getAttribute('aria-label') ?? node.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 60),
        };
    });
}

// Runs in the page. Opens what a control stands in: <details>, popovers.
function reveal(index) {
    const node = document.querySelector(`[data-walk="${index}"]`);
    for (let up = node.parentElement; up; up = up.parentElement) {
        if (up.localName === 'details' && !up.open && up.querySelector(':scope > summary')?.contains(node) !== true) up.open = true;
        if (up.popover && !up.matches(':popover-open')) up.showPopover();
        if (up.localName === 'dialog' && !up.open) up.showModal();
    }
    const box = node.getBoundingClientRect();
    return node.checkVisibility({ checkOpacity: false, checkVisibilityCSS: true }) && box.width > 0 && box.height > 0;
}

// Runs in the page. What a person could notice; innerText leaves out what is not shown.
function snapshot() {
    return JSON.stringify([
        location.href, document.body.innerText,
        [...document.querySelectorAll('details')].map((node) => node.open),
        [...document.querySelectorAll('[popover]')].map((node) => node.matches(':popover-open')),
        [...document.querySelectorAll('dialog')].map((node) => node.open),
        [...document.documentElement.attributes].map((attribute) => attribute.value),
        globalThis.__walked ?? [],
    ]);
}

function countSideEffects() {
    globalThis.__walked = [];
    globalThis.print = () => globalThis.__walked.push('print');
    if (navigator.clipboard) navigator.clipboard.writeText = async () => { globalThis.__walked.push('copy'); };
    if (navigator.share) navigator.share = async () => { globalThis.__walked.push('share'); };
}

// Presses every control of the page at `address` that `done` has not seen, each on a fresh page. Answers faults and how many were pressed.
export async function pressControls(browser, address, done = new Set()) {
    const faults = [];
    let pressed = 0;
    for (const viewport of [desktop, phone]) {
        const context = await browser.newContext({ viewport });
        await context.addInitScript(countSideEffects);
        const page = await context.newPage();
        const fresh = async () => {
            await page.goto(address, { waitUntil: 'load' });
            return page.evaluate(listControls, selector);
        };
        for (const control of await fresh()) {
            if (control.field || done.has(control.signature)) continue;
            if (control.checked) continue;
            await fresh();
            const visible = await page.evaluate(reveal, control.index);
            if (!visible) continue; // not at this width; if at none, nobody is promised anything
            done.add(control.signature);
            const path = new URL(address).pathname;
            if (control.disabled) { faults.push(`${path}: the ${control.kind} "${control.text}" is switched off`); continue; }
            const before = await page.evaluate(snapshot);
            let left = false;
            const leaving = (request) => { if (request.isNavigationRequest()) left = true; };
            page.on('request', leaving);
            try {
                if (control.kind === 'select-one') {
                    await page.locator(`[data-walk="${control.index}"]`).evaluate((node) => {
                        node.selectedIndex = (node.selectedIndex + 1) % node.options.length;
                        node.dispatchEvent(new Event('change', { bubbles: true }));
                    });
                } else {
                    await page.locator(`[data-walk="${control.index}"]`).click({ timeout: 3000, noWaitAfter: true });
                }
                pressed++;
            } catch (error) {
                page.off('request', leaving);
                faults.push(`${path}: the ${control.kind} "${control.text}" cannot be pressed at ${viewport.width} px (${error.message.split('\n')[0]})`);
                continue;
            }
            await page.waitForTimeout(60);
            // A page that is left while it is looked at has answered, too.
            const look = () => (left ? null : page.evaluate(snapshot).catch((error) => { if (/destroyed|navigat/.test(error.message)) return null; throw error; }));
            let after = await look();
            if (after === before) {
                await page.waitForTimeout(400);
                after = await look();
            }
            page.off('request', leaving);
            if (left || after === null) await page.waitForLoadState('load').catch(() => {});
            if (after === before && !left) faults.push(`${path}: the ${control.kind} "${control.text}" does nothing`);
        }
        await context.close();
    }
    return { faults, pressed };
}

// Sends each distinct form of a map that posts, as a person would, with every choice it offers; each must lead back to a page.
export async function sendForms(browser, { origin, pages }) {
    const faults = [];
    const sent = new Set();
    for (const page of pages.values()) {
        for (const form of page.forms) {
            if (form.method !== 'post') continue;
            const choices = form.choices.length > 0 ? form.choices : [[null, null]];
            for (const [name, value] of choices) {
                const signature = `${form.action} ${name}=${value}`;
                if (sent.has(signature)) continue;
                sent.add(signature);
                const context = await browser.newContext({ viewport: desktop });
                const tab = await context.newPage();
                await tab.goto(origin + page.key);
                const answer = tab.waitForResponse((response) => response.request().method() === 'POST', { timeout: 5000 });
                await tab.evaluate(({ action, name, value }) => {
                    const form = [...document.forms].find((one) => one.action === action && one.method === 'post'
                        && (name === null || [...one.elements].some((field) => field.name === name)));
                    const field = name === null ? undefined : [...form.elements].find((one) => one.name === name
                        && (one.localName === 'select' || one.value === value));
                    if (field?.localName === 'select') field.value = value;
                    else if (field && ['radio', 'checkbox'].includes(field.type)) field.checked = true;
                    if (field && (field.localName === 'button' || field.type === 'submit')) form.requestSubmit(field);
                    else form.requestSubmit([...form.elements].find((one) => one.type === 'submit'));
                }, { action: form.action, name, value });
                try {
                    const response = await answer;
                    if (response.status() >= 400) faults.push(`${page.key}: sending ${name}=${value} to ${form.action} answers ${response.status()}`);
                    await tab.waitForLoadState('load');
                    const where = new URL(tab.url());
                    if (where.origin !== origin) faults.push(`${page.key}: sending to ${form.action} ends at ${tab.url()}`);
                    const status = (await fetch(tab.url())).status;
                    if (status !== 200) faults.push(`${page.key}: after sending to ${form.action} stands ${tab.url()} (${status})`);
                } catch (error) {
                    faults.push(`${page.key}: sending ${name}=${value} to ${form.action} gets no answer (${error.message.split('\n')[0]})`);
                }
                await context.close();
            }
        }
    }
    return { faults, sent: sent.size };
}
