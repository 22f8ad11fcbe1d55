// The editor's way of saving (editor/sync.js, stream.js, rebase.js) without a screen: a document, its unanswered steps, a stream of what others write.
import { Node } from 'prosemirror-model';
import { EditorState } from 'prosemirror-state';
import { schema } from '../../doc/documents.mjs';
import { difference, rebase } from '../../../editor/rebase.js';
import { ask } from '../../../editor/server.js';
import { Stream } from '../../../editor/stream.js';
import { Sync } from '../../../editor/sync.js';

// What editor/stream.js needs of a browser's EventSource.
class Events {
    constructor(url) {
        this.hears = new Map();
        this.given = new AbortController();
        this.read(url).catch(() => {}).finally(() => { if (!this.given.signal.aborted) this.onerror?.(); });
    }
    addEventListener(name, use) { this.hears.set(name, use); }
    close() { this.given.abort(); }
    async read(url) {
        const answer = await fetch(url, { signal: this.given.signal, headers: { accept: 'text/event-stream' } });
        if (answer.status !== 200) { await answer.body?.cancel(); return; }
        this.onopen?.();
        let text = '';
        const decoder = new TextDecoder();
        for await (const part of answer.body) {
            text += decoder.decode(part, { stream: true });
            for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
                const fields = text.slice(0, end).split('\n').map((line) => /^(\w*): ?(.*)$/.exec(line)).filter(Boolean);
                text = text.slice(end + 2);
                const name = fields.find(([, key]) => key === 'event')?.[2];
                const data = fields.filter(([, key]) => key === 'data').map(([, , value]) => value).join('\n');
                this.hears.get(name)?.({ data });
            }
        }
    }
}
globalThis.EventSource = Events;
globalThis.window = globalThis;
globalThis.document = { visibilityState: 'visible' };

export class Browser {
    // `answered(version, step)`: of this client, and the program said that it has it. `fault(words)`.
    constructor({ base, client, answered, fault }) {
        Object.assign(this, { base, client, fault, lost: [], ended: false });
        const device = { keep() {}, settled: async () => {} };
        const on = {
            state: (state) => this.stateIs(state), lost: (words) => this.lost.push(...words), gap: () => this.stream.catchUp(), reset: () => this.replant(),
        };
        this.sync = new Sync({ base, client, device, schema, on });
        const receive = this.sync.receive.bind(this.sync);
        this.sync.receive = (from, steps, clients) => {
            clients.forEach((one, index) => { if (one === client) answered(from + index + 1, steps[index].toJSON()); });
            return receive(from, steps, clients);
        };
        const take = this.sync.answered.bind(this.sync);
        this.sync.answered = (answer, version, sent) => {
            if (answer.status === 200) sent.forEach(({ step }, index) => answered(version + index + 1, step.toJSON()));
            if (answer.status === 200 && answer.json.version !== version + sent.length) fault(`${client}: ${sent.length} steps on version ${version} lead to ${answer.json.version}`);
            if (answer.status === 422 && !this.refused) {
                this.refused = true;
                fault(`${client}: the program refuses ${JSON.stringify(sent.map(({ step }) => step.toJSON()))} on version ${version}, ${JSON.stringify(this.sync.confirmed.toJSON())}`);
            }
            take(answer, version, sent);
        };
    }

    get doc() { return this.view.state.doc; }
    get mayWrite() { return Boolean(this.view) && this.mayEdit && !this.sync.stopped && !this.ended; }
    get settled() { return this.sync.unanswered().length === 0 && this.sync.waiting.length === 0 && !this.sync.sending; }

    async open() {
        const { status, json } = await ask(`${this.base}/document`);
        if (status !== 200) {
            if (status === 410) await ask(`${this.base}/correction`, { json: {} });
            return false;
        }
        const browser = this;
        this.view = {
            state: null, composing: false, dom: { addEventListener() {} },
            dispatch(tr) { this.state = this.state.apply(tr); browser.sync.changed(); },
        };
        this.stream = new Stream({
            base: this.base, sync: this.sync,
            on: { heading() {}, people() {}, gone: () => this.stateIs('moved'), moved: ({ stage }) => this.stage(stage) },
        });
        this.mayEdit = json.may_edit;
        this.atStage = json.stage;
        this.show(json.version, Node.fromJSON(schema, json.doc), []);
        this.stream.start();
        return true;
    }

    show(version, doc, steps) {
        let state = EditorState.create({ doc, plugins: [this.sync.plugin(version)] });
        if (steps.length > 0) {
            const tr = state.tr;
            for (const step of steps) tr.step(step);
            state = state.apply(tr);
        }
        this.view.state = state;
        this.sync.begin(this.view, doc);
    }

    stateIs(state) {
        if (this.ended) return;
        if (state === 'moved') { this.sync.stopped = true; this.stream.stop(); this.gone = true; }
    }

    // The network is back, or somebody presses "Try again".
    retry() { return this.gone || this.ended || this.refused ? undefined : this.sync.retry(); }

    async stage(stage) {
        if (this.ended || stage === this.atStage) return;
        this.atStage = stage;
        const { status, json } = await ask(`${this.base}/document`);
        if (status === 410) this.stateIs('moved');
        if (status === 200) this.mayEdit = json.may_edit;
    }

    // After a publication: a correction is begun, and what was unanswered goes onto it.
    async correct() {
        const { status } = await ask(`${this.base}/correction`, { json: {} });
        return (status === 200 || status === 303) && this.replant();
    }

    async replant() {
        // What was saved without an answer before the document left the desk is in the next one, too.
        const end = await ask(`${this.base}/steps?since=${this.sync.version}`);
        if (Array.isArray(end.json.steps)) this.sync.take(end.json);
        if (![200, 410].includes(end.status)) return false;
        const { status, json } = await ask(`${this.base}/document`);
        if (status !== 200 || this.ended) return false;
        this.mayEdit = json.may_edit;
        this.atStage = json.stage;
        const doc = Node.fromJSON(schema, json.doc);
        const moved = rebase(this.sync.confirmed, this.sync.unanswered().map((one) => one.step), difference(this.sync.confirmed, doc));
        this.lost.push(...moved.lost);
        this.gone = false;
        this.sync.stopped = false;
        this.stream.stop();
        this.show(json.version, doc, moved.steps);
        this.stream.start();
        if (moved.steps.length > 0) this.sync.retry();
        return true;
    }

    close() {
        this.ended = true;
        this.sync.stopped = true;
        clearTimeout(this.sync.timer);
        this.stream?.stop();
    }
}
