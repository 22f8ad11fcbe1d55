// Several people write, move and publish the same texts over a network that loses, doubles and delays, and the program is killed in the middle of it,
// on SQLite, on PostgreSQL and as two nodes on one PostgreSQL. Afterwards: every save that was answered is there, everybody has one document,
// no text is at two stages, what was set for a time went live once, and each credit is there once.
//   tools/with_postgres.sh node tests/soak/chaos.mjs     200 runs at ALTTO_SOAK_SCALE=1
//   ALTTO_SOAK_SEED      of the first run, the next one has the next number: who does what. What happens between them at the same moment is not in it.
//   ALTTO_CHAOS_RUNS, ALTTO_CHAOS_SET (sqlite, postgres, two_nodes): fewer of them     ALTTO_CHAOS_KEEP=1 keeps the data of a run that fails
//   ALTTO_CHAOS_ACTS=1 says what was tried at the desk, and what was answered
import { dice } from '../doc/documents.mjs';
import { Browser } from './support/browser.mjs';
import { Desk, bringForward, press } from './support/desk.mjs';
import { House, pause } from './support/house.mjs';
import { canonical, judgeActs, judgeAnswers, judgeTables, replay } from './support/judge.mjs';
import { Network } from './support/network.mjs';
import { editors, furnish, writers } from './support/people.mjs';
import { someChange, textOf, wordsIn } from './support/typing.mjs';

const sets = [{ name: 'sqlite', engine: 'sqlite', nodes: 1 }, { name: 'postgres', engine: 'postgres', nodes: 1 }, { name: 'two_nodes', engine: 'postgres', nodes: 2 }]
    .filter(({ name }) => !process.env.ALTTO_CHAOS_SET || process.env.ALTTO_CHAOS_SET === name);
const runs = Number(process.env.ALTTO_CHAOS_RUNS ?? Math.max(1, Math.round(200 * Number(process.env.ALTTO_SOAK_SCALE ?? 1))));
const firstSeed = Number(process.env.ALTTO_SOAK_SEED ?? Math.floor(Math.random() * 2 ** 30));
const busyMs = 2000; // of a run, until the network is quiet
const patienceMs = 20000; // until everything has come to rest

// Asks until it holds; throws after `patienceMs`.
async function until(holds, what) {
    for (const end = Date.now() + patienceMs; ;) {
        if (await holds()) return;
        if (Date.now() > end) throw new Error(`${what} within ${patienceMs / 1000} s`);
        await pause(25);
    }
}

class Run {
    constructor({ seed, plan, house, totals }) {
        Object.assign(this, { seed, plan, house, totals, faults: [], browsers: [], busy: true, told: new Map() });
        this.dice = dice(seed);
        this.network = new Network({ dice: dice(seed ^ 0x5bd1e995), ports: house.ports });
        this.say = (words) => { if (this.faults.length < 40) this.faults.push(words); };
        this.note = (what, status) => { this.totals.acts[`${what} ${status}`] = (this.totals.acts[`${what} ${status}`] ?? 0) + 1; };
        this.note.fault = this.say;
    }

    count(what, by = 1) { this.totals[what] = (this.totals[what] ?? 0) + by; }

    // ---- people ------------------------------------------------------------------------------------------------------

    async line(name) {
        this.lines ??= {};
        this.lines[name] ??= await this.network.line(this.plan.cookies[name]);
        return this.lines[name];
    }

    // Somebody with a text open, who writes until it is enough.
    async write(name, piece, number) {
        const d = dice(this.seed * 31 + number);
        const line = await this.line(name);
        const client = `${name}${number}`;
        const told = new Map();
        this.told.set(client, { piece, told });
        const browser = new Browser({
            base: line + piece.path, client, fault: this.say,
            answered: (version, step) => {
                const before = told.get(version);
                if (before && canonical(before) !== canonical(step)) this.say(`${client} was told two different steps for version ${version}`);
                told.set(version, step);
            },
        });
        this.browsers.push({ browser, piece, name, client });
        let typed = 0;
        const fresh = () => `w${name}${number}x${++typed}q`;
        while (this.busy && !browser.view) {
            await browser.open();
            await pause(30);
        }
        // Whoever writes agrees once to being published.
        while (this.busy && await press(line, `${piece.path}/ticks`, { agreement: '1' }) !== 303) await pause(50);
        while (this.busy) {
            if (browser.gone) {
                await pause(d.below(200));
                if (this.busy) await browser.correct();
                continue;
            }
            if (browser.mayWrite) {
                const change = someChange(d, browser.view.state, fresh);
                if (change?.docChanged) browser.view.dispatch(change);
                if (d.oneIn(3)) browser.retry();
                if (d.oneIn(60)) await press(line, `${piece.path}/hand-over`, { agrees: '1' });
            } else if (d.oneIn(4)) browser.retry();
            await pause(5 + d.below(60));
        }
    }

    async edit(name, number) {
        const d = dice(this.seed * 37 + number);
        const desk = new Desk({ name, line: await this.line(name), dice: d, house: this.house, note: this.note });
        while (this.busy) {
            await desk.work(d.among(this.plan.pieces));
            await pause(20 + d.below(120));
        }
    }

    async hurry() {
        const d = dice(this.seed * 41);
        while (this.busy) {
            await bringForward(this.house.database, d);
            await pause(100);
        }
    }

    // Kills a node in the middle of whatever it does, and starts it again.
    async kill() {
        const d = dice(this.seed * 43);
        const times = Array.from({ length: 1 + d.below(3) }, () => 150 + d.below(busyMs - 300)).sort((a, b) => a - b);
        const began = Date.now();
        for (const at of times) {
            await pause(Math.max(0, began + at - Date.now()));
            const node = d.among(this.house.nodes);
            await node.kill();
            this.count('kills');
            await pause(d.below(150));
            await node.start();
        }
    }

    // ---- a run -------------------------------------------------------------------------------------------------------

    async play() {
        this.network.quiet = false;
        const { pieces } = this.plan;
        const work = [];
        // Two in one text at least.
        const places = [pieces[0], pieces[0], ...Array.from({ length: 1 + this.dice.below(4) }, () => this.dice.among(pieces))];
        places.forEach((piece, index) => work.push(this.write(index < writers.length ? writers[index] : 'eva', piece, index)));
        editors.slice(0, 2).forEach((name, index) => work.push(this.edit(name, index)));
        work.push(this.hurry());
        const killing = this.kill();
        await pause(busyMs);
        await killing;
        this.busy = false;
        this.network.quiet = true;
        await Promise.all(work);
        await this.network.drained();
        this.count('writers', places.length);
        await this.rest();
    }

    // Everything that was set goes live, everybody who writes may write, and has written everything.
    async rest() {
        const { database } = this.house;
        const from = Date.now();
        await until(async () => {
            await bringForward(database, this.dice);
            if (Date.now() - from > 1000) await this.endLeases("kind = 'editorial.go_live'");
            return (await database.rows("select 1 from texts where stage = 'scheduled'")).length === 0;
        }, 'what was set for a time did not go live');
        const line = await this.line('emi');
        for (const piece of this.plan.pieces) {
            const [text] = await database.rows(`select stage from texts where piece_id = ${piece.id}`);
            if (!['draft', 'live'].includes(text.stage)) await press(line, `${piece.path}/notes`, { note: 'To go on with.' });
        }
        for (const one of this.browsers) await until(() => this.finish(one), `${one.client} did not come to rest (${one.browser.sync.state}, ${one.browser.gone ? 'gone' : 'there'}, ${one.browser.view ? one.browser.sync.unanswered().length : 'nothing'} unanswered)`);
        for (const one of this.browsers) await until(() => this.finish(one), `${one.client} did not catch up`);
        await until(async () => {
            this.left = await database.rows(`select kind, count(*) as n from jobs where parked_at is null and due_at <= ${Date.now()} and kind <> 'mail.deliver' group by kind`); // there is no mail server here
            if (this.left.length > 0 && Date.now() - from > 3000) await this.endLeases('1 = 1');
            return this.left.length === 0;
        }, 'the queue did not drain').catch((failed) => { this.say(`${failed.message}: ${JSON.stringify(this.left)}`); });
    }

    // Whoever was killed in the middle of work holds it for minutes; they are over, once for each kind of wait.
    async endLeases(which) {
        this.ended ??= new Set();
        if (this.ended.has(which)) return;
        this.ended.add(which);
        await this.house.database.run(`update jobs set lease_until = 0 where lease_until > ${Date.now()} and ${which}`);
    }

    async finish({ browser }) {
        if (!browser.view) { await browser.open(); return false; }
        if (browser.gone) { await browser.correct(); return false; }
        await browser.retry();
        await browser.stream.catchUp();
        return !browser.gone && browser.settled;
    }

    // ---- judgement ---------------------------------------------------------------------------------------------------

    async judge() {
        const { database } = this.house;
        for (const piece of this.plan.pieces) {
            const say = (words) => this.say(`${piece.slug}: ${words}`);
            const [text] = await database.rows(`select texts.id, texts.stage, texts.withdrawn_at, revisions.body from texts left join revisions on revisions.id = texts.live_revision_id where piece_id = ${piece.id}`);
            const rows = await database.rows(`select * from minutes where text_id = ${text.id} order by n`);
            const history = replay(rows, say);
            this.count('steps', history.steps.size);
            const mine = this.browsers.filter((one) => one.piece === piece);
            const truth = history.doc && history.open ? canonical(history.doc.toJSON()) : null;
            const { status, json } = await (await fetch(`${await this.line('emi')}${piece.path}/document`).then(async (answer) => ({ status: answer.status, json: await answer.json() })));
            if ((status === 200) !== history.open) say(`/document answers ${status}`);
            if (status === 200 && (canonical(json.doc) !== truth || json.version !== history.version)) say(`/document is version ${json.version}, and not what the steps lead to`);
            for (const { browser, client } of mine) {
                if (canonical(browser.doc.toJSON()) !== truth) say(`${client} has another document, at version ${browser.sync.version} of ${history.version}`);
                this.count('lost', browser.lost.length);
            }
            for (const [client, one] of this.told) if (one.piece === piece) { judgeAnswers(client, one.told, history, say); this.count('answered', one.told.size); }

            const acts = await database.rows(`select acts.*, minutes.n from acts left join minutes on minutes.what = 'act' and minutes.version = acts.id where acts.text_id = ${text.id} order by coalesce(minutes.n, 0), acts.id`);
            const stage = judgeActs(acts, say);
            if (stage !== null && stage !== text.stage && !(stage === 'live' && text.stage === 'draft')) say(`its acts lead to ${stage}, and it is at ${text.stage}`);
            for (const what of ['published', 'corrected', 'scheduled']) this.count(what, acts.filter((act) => act.act === what && act.n !== null).length);
            this.count('at a set time', acts.filter((act) => act.n !== null && act.person_id === null && ['published', 'corrected'].includes(act.act)).length);
            await this.judgePages(piece, text, say);
        }
        await judgeTables(database, this.say);
    }

    // What readers get from every node.
    async judgePages(piece, text, say) {
        const isShown = text.body !== null && text.withdrawn_at === null;
        const words = text.body === null ? [] : wordsIn(JSON.stringify(JSON.parse(text.body)));
        const wrong = async (port) => {
            const feed = await (await fetch(`http://127.0.0.1:${port}${piece.lang === 'ja' ? '/ja' : ''}/blog/feed.xml`)).text();
            const times = feed.split('<entry').filter((entry) => entry.includes(`/blog/${piece.slug}"`)).length;
            if (times !== (isShown ? 1 : 0)) return `stands in the feed ${times} times`;
            const page = await fetch(`http://127.0.0.1:${port}${piece.live}`);
            const html = await page.text();
            if ((page.status === 200) !== isShown) return `its page answers ${page.status}`;
            const missing = isShown ? words.filter((word) => !html.includes(word)) : [];
            return missing.length > 0 ? `its page lacks ${missing[0]}` : null;
        };
        for (const port of this.house.ports()) {
            let fault = null;
            // A node hears of what another one published within a second or two.
            await until(async () => { fault = await wrong(port); return fault === null; }, 'pages').catch(() => say(`readers at ${port}: ${fault}`));
        }
    }

    close() {
        for (const { browser } of this.browsers) browser.close();
        this.network.close();
    }
}

// ---- all of them -----------------------------------------------------------------------------------------------------

console.log(`chaos: ${runs} runs, seed ${firstSeed}`);
process.on('unhandledRejection', (failed) => { console.error(failed); process.exit(1); });
const houses = new Map();
for (const engine of new Set(sets.map((set) => set.engine))) {
    const house = new House(engine);
    await house.build(furnish);
    houses.set(engine, house);
}
const totals = { acts: {} };
let failed = 0;
const began = Date.now();
for (let number = 0; number < runs; number++) {
    const set = sets[number % sets.length];
    const house = houses.get(set.engine);
    const seed = firstSeed + number;
    const from = Date.now();
    const copy = await house.copy(number, set.nodes);
    const run = new Run({ seed, plan: house.plan, house: copy, totals });
    try {
        await run.play();
        await run.judge();
    } catch (wrong) {
        run.say(wrong.stack);
    }
    run.close();
    const log = copy.log();
    for (const line of log.split('\n')) if (/"?level"?[=:]"?error/.test(line)) run.say(`the program says: ${line.slice(0, 400)}`);
    const bad = run.faults.length > 0;
    const codes = await copy.remove({ keep: bad && Boolean(process.env.ALTTO_CHAOS_KEEP) });
    if (codes.some((code) => code !== 0)) run.say(`altto serve ended with ${codes}`);
    console.log(`chaos: run ${number + 1} ${set.name}, seed ${seed}: ${run.faults.length > 0 ? 'WRONG' : 'holds'}, ${((Date.now() - from) / 1000).toFixed(1)} s`);
    if (run.faults.length > 0) {
        failed++;
        for (const words of run.faults) console.log(`    ${words}`);
        if (process.env.ALTTO_CHAOS_KEEP) console.log(`    the data: ${copy.data}\n${log.split('\n').slice(-20).join('\n')}`);
    }
}
const { acts, ...numbers } = totals;
console.log(`chaos: ${runs - failed} of ${runs} hold, ${((Date.now() - began) / 1000).toFixed(0)} s; ${Object.entries(numbers).map(([what, n]) => `${n} ${what}`).join(', ')}`);
if (process.env.ALTTO_CHAOS_ACTS) for (const [what, n] of Object.entries(acts).sort()) console.log(`    ${n} ${what}`);
process.exit(failed > 0 ? 1 : 0);
