// A person with a keyboard: Tab, Enter, Space, Escape and the arrows, nothing else.
export async function focused(page) {
    return page.evaluate(() => {
        const node = document.activeElement;
        return node === null || node === document.body ? '' : node.outerHTML.slice(0, 200);
    });
}

// Presses Tab until the element has the focus. Counts, so that a trap or a hidden control is a fault and not a hang.
export async function tabTo(page, locator, { most = 400 } = {}) {
    const target = await locator.elementHandle();
    if (!target) throw new Error(`there is no ${locator}`);
    for (let presses = 0; presses <= most; presses++) {
        if (await target.evaluate((node) => node === document.activeElement)) return presses;
        await page.keyboard.press('Tab');
    }
    throw new Error(`${locator} was not reached by ${most} presses of Tab; the focus is on ${await focused(page)}`);
}

// The focus must be seen: an outline or a shadow that the element does not have without it.
export async function focusShows(page) {
    return page.evaluate(() => {
        const node = document.activeElement;
        const style = getComputedStyle(node);
        const box = node.getBoundingClientRect();
        const ring = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
        // A control that is drawn by its label (a hidden radio) may show the ring there.
        const label = node.labels?.[0] ?? node.closest('label');
        const labelStyle = label ? getComputedStyle(label) : null;
        const onLabel = labelStyle !== null && ((labelStyle.outlineStyle !== 'none' && parseFloat(labelStyle.outlineWidth) > 0) || labelStyle.boxShadow !== 'none');
        return (ring || onLabel) && box.bottom > 0 && box.top < innerHeight;
    });
}

// Opens, by keyboard, the <details> or popover that hides the element.
export async function uncover(page, locator) {
    for (let layers = 0; layers < 5; layers++) {
        const cover = await locator.evaluateHandle((node) => {
            for (let up = node.parentElement; up; up = up.parentElement) {
                if (up.localName === 'details' && !up.open && !up.querySelector(':scope > summary')?.contains(node)) {
                    const summary = up.querySelector(':scope > summary');
                    // The outermost closed cover first.
                    let outer = summary;
                    for (let above = up.parentElement; above; above = above.parentElement) {
                        if (above.localName === 'details' && !above.open) outer = above.querySelector(':scope > summary');
                        if (above.popover && !above.matches(':popover-open')) outer = document.querySelector(`[popovertarget="${above.id}"]`);
                    }
                    return outer;
                }
                if (up.popover && !up.matches(':popover-open')) {
                    return [...document.querySelectorAll(`[popovertarget="${up.id}"]`)].find((button) => button.checkVisibility());
                }
            }
            return null;
        });
        const opener = cover.asElement();
        if (!opener) return;
        await tabTo(page, { elementHandle: async () => opener, toString: () => 'what opens the menu' });
        await page.keyboard.press('Enter');
    }
}

// Chooses value of the field `name` inside `form` and sends the form, by keyboard alone.
export async function choose(page, form, name, value) {
    const send = async () => {
        const loaded = page.waitForEvent('load', { timeout: 10000 });
        await page.keyboard.press('Enter');
        await loaded;
    };
    const button = page.locator(`${form} button[name="${name}"][value="${value}"]`).first();
    if (await button.count() > 0) {
        await uncover(page, button);
        await tabTo(page, button);
        return send();
    }
    const select = page.locator(`${form} select[name="${name}"]`).first();
    const radio = page.locator(`${form} input[name="${name}"][value="${value}"]`).first();
    let owner;
    if (await select.count() > 0) {
        await uncover(page, select);
        await tabTo(page, select);
        const steps = await select.evaluate((node, wanted) => [...node.options].findIndex((option) => option.value === wanted) - node.selectedIndex, value);
        for (let i = 0; i < Math.abs(steps); i++) await page.keyboard.press(steps > 0 ? 'ArrowDown' : 'ArrowUp');
        owner = select;
    } else if (await radio.count() > 0) {
        await uncover(page, radio);
        // Tab stops at the chosen radio of a group (or at the first); the arrows go on from there.
        const group = page.locator(`${form} input[name="${name}"]`);
        const checked = page.locator(`${form} input[name="${name}"]:checked`);
        await tabTo(page, (await checked.count()) > 0 ? checked.first() : group.first());
        for (let i = 0; i < await group.count() + 1 && !(await radio.isChecked()); i++) await page.keyboard.press('ArrowDown');
        if (!(await radio.isChecked())) await page.keyboard.press('Space');
        owner = radio;
    } else {
        throw new Error(`${form} has no field ${name} with ${value}`);
    }
    const submit = await owner.evaluateHandle((node) => [...node.form.elements].find((one) => one.type === 'submit' && one.checkVisibility()));
    await tabTo(page, { elementHandle: async () => submit.asElement(), toString: () => 'the button that sends the form' });
    await send();
}
