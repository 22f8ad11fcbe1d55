// What editors do all day: send back, say yes, move, publish, set times, withdraw, bring back. Many of it comes too late; then it is refused.
import { ask } from '../../../editor/server.js';

// Sends a form as a page of the site would. Answers the status; 0 where no answer came.
export async function press(base, path, fields = {}) {
    const given = new AbortController();
    const timer = setTimeout(() => given.abort(), 5000);
    try {
        const answer = await fetch(base + path, { method: 'POST', redirect: 'manual', signal: given.signal, body: new URLSearchParams(fields), headers: { accept: 'text/html' } });
        await answer.arrayBuffer();
        return answer.status;
    } catch {
        return 0;
    } finally {
        clearTimeout(timer);
    }
}

const pad = (number) => String(number).padStart(2, '0');
// A minute on the clock of Japan that is not over for a while, as a form sends it.
function soon(ms = 90000) {
    const wall = new Date(Date.now() + ms + 9 * 3600 * 1000);
    return `${wall.getUTCFullYear()}-${pad(wall.getUTCMonth() + 1)}-${pad(wall.getUTCDate())}T${pad(wall.getUTCHours())}:${pad(wall.getUTCMinutes())}`;
}

export class Desk {
    // `line`: the address of the site for this editor.
    constructor({ name, line, dice, house, note }) { Object.assign(this, { name, line, dice, house, note }); }

    async press(piece, path, fields) {
        const status = await press(this.line, path.startsWith('/') ? path : `${piece.path}/${path}`, fields);
        this.note(path.replace(/\d+/g, 'N'), status);
        if (status >= 500 && status !== 503) this.note.fault(`POST ${path} answers ${status}`);
        return status;
    }

    look(piece) { return ask(`${this.line}${piece.path}/document`); }

    async undo(piece) {
        const [act] = await this.house.database.rows(`select acts.id from acts join texts on texts.id = acts.text_id where texts.piece_id = ${piece.id} order by acts.at desc, acts.id desc limit 1`);
        if (act) await this.press(piece, `/desk/acts/${act.id}/undo`);
    }

    async restoreOlder(piece) {
        const all = await this.house.database.rows(`select revisions.id from revisions join texts on texts.id = revisions.text_id where texts.piece_id = ${piece.id} order by revisions.id desc limit 5`);
        if (all.length > 0) await this.press(piece, 'history/restore', { revision: this.dice.among(all).id });
    }

    async publish(piece, version) {
        if (this.dice.oneIn(2)) return this.press(piece, 'publish', { version, act: 'now', correction: this.dice.oneIn(2) ? 'Some words.' : '' });
        const at = soon();
        return this.press(piece, 'publish', { version, act: `at ${at}`, at });
    }

    tick(piece, version) {
        const boxes = ['privacy', 'house_words', ...(piece.lang === 'ja' ? ['japanese_read'] : [])];
        return this.press(piece, 'ticks', [['version', version], ...boxes.map((name) => ['tick', name])]);
    }

    // One thing at one text.
    async work(piece) {
        const { status, json } = await this.look(piece);
        const thrown = this.dice.below(100);
        if (status === 410) {
            if (thrown < 35) await ask(`${this.line}${piece.path}/correction`, { json: {} });
            else if (thrown < 50) await this.press(piece, 'withdrawal', { why: 'Something was wrong.' });
            else if (thrown < 60) await this.undo(piece);
            return;
        }
        if (status !== 200) return;
        const { stage, version } = json;
        if (thrown < 6) await this.undo(piece);
        else if (thrown < 8) await this.restoreOlder(piece);
        else if (thrown < 14) await this.press(piece, 'restoration');
        else if (stage === 'draft') {
            if (thrown < 30) await this.press(piece, 'hand-over', { agrees: '1', note: 'Please read.' });
            else if (thrown < 36) await this.press(piece, 'stage', { to: 'ready' });
        } else if (stage === 'scheduled') {
            if (thrown < 30) await this.press(piece, 'schedule');
            else if (thrown < 36) await this.press(piece, 'notes', { note: 'Not yet.' });
        } else if (thrown < 26) await this.press(piece, 'notes', { note: 'Please look at the second paragraph.' });
        else if (thrown < 34) await this.press(piece, 'stage', { to: this.dice.among(['draft', 'first_read', 'ready']) });
        else {
            await this.tick(piece, version);
            await this.press(piece, 'approvals', { version });
            if (this.dice.below(5) > 0) await this.publish(piece, version);
        }
    }
}

// Forms know whole minutes. Somebody's clock is ahead: what is set for a later minute is due within a second, in one transaction with its job.
export async function bringForward(database, dice, now = Date.now()) {
    for (const { id, at } of await database.rows(`select id, go_live_at as at from texts where go_live_at > ${now + 5000}`)) {
        const due = now + 100 + dice.below(900);
        await database.run(`update texts set go_live_at = ${due} where id = ${id} and go_live_at = ${at}; `
            + `update jobs set due_at = ${due} where kind = 'editorial.go_live' and payload = '${id}' and due_at = ${at}`);
    }
}
