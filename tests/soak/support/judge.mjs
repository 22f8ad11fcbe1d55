// What must hold when everything is quiet again. Answers sentences about what does not.
import { Node } from 'prosemirror-model';
import { Step } from 'prosemirror-transform';
import { schema } from '../../doc/documents.mjs';
import { textOf, wordsIn } from './typing.mjs';

const sorted = (value) => (Array.isArray(value) ? value.map(sorted)
    : value && typeof value === 'object' ? Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])])) : value);
export const canonical = (json) => JSON.stringify(sorted(json));
const read = (text) => Node.fromJSON(schema, JSON.parse(text));
const isSame = (a, b) => canonical(a.toJSON()) === canonical(b.toJSON());
// Publishing takes away what nobody sees: empty lines, spaces at ends.
const bare = (doc) => textOf(doc).replace(/\s+/g, '');

// Goes through the minutes of one text: every step on the document before it, by prosemirror-transform. Answers the document at the end and
// where each step stands.
export function replay(rows, say) {
    const steps = new Map(), removed = new Map(), seen = new Map();
    let doc = null, version = 0, open = false, left = null, due = [];
    const checkBody = () => {
        due = due.filter((body) => {
            if (body.version > version) return true;
            if (body.version !== version || !isSame(read(body.data), doc)) say(`the document stored as version ${body.version} is not what its steps lead to`);
            return false;
        });
    };
    for (const row of rows) {
        if (row.what === 'opened') {
            if (open) say('a working copy was opened that was there already');
            const began = read(row.data);
            if (left && bare(began) !== bare(left)) say(`a working copy began at version ${row.version} with other words than those that left the desk`);
            if (row.version < version) say(`version ${row.version} comes after ${version}`);
            ({ version } = row);
            doc = began;
            open = true;
        } else if (row.what === 'body') due.push(row);
        else if (row.what === 'step') {
            if (!open || row.version !== version + 1) { say(`step ${row.version} of ${row.who} comes after ${version}`); continue; }
            const step = Step.fromJSON(schema, JSON.parse(row.data));
            const { doc: next, failed } = step.apply(doc);
            if (!next) { say(`step ${row.version} of ${row.who} does not fit: ${failed}`); continue; }
            const before = new Set(wordsIn(textOf(doc))), after = wordsIn(textOf(next));
            for (const word of after) {
                if (before.has(word)) continue;
                if (seen.has(word) && row.who !== 'form') say(`${word} of step ${seen.get(word)} was written again by step ${row.version} of ${row.who}`);
                seen.set(word, row.version);
            }
            const now = new Set(after);
            if (now.size < after.length) say(`a word stands there twice after step ${row.version} of ${row.who}`);
            for (const word of before) if (!now.has(word)) removed.set(word, row.version);
            doc = next;
            version = row.version;
            steps.set(version, { who: row.who, step: canonical(JSON.parse(row.data)) });
            checkBody();
        } else if (row.what === 'left') {
            if (!open || row.version !== version || !isSame(read(row.data), doc)) say(`version ${row.version} left the desk, and is not what its steps lead to`);
            left = doc;
            open = false;
        }
    }
    checkBody();
    if (due.length > 0) say(`there is a document of version ${due[0].version} and no steps that lead to it`);
    return { doc, version, open, steps, removed, seen };
}

// `told`: version → step, that this client was told is saved.
export function judgeAnswers(client, told, history, say) {
    const words = new Set(wordsIn(textOf(history.doc)));
    for (const [version, json] of told) {
        const there = history.steps.get(version);
        if (!there || there.who !== client || there.step !== canonical(json)) say(`${client} was told that its step is version ${version}, where ${there ? `${there.who} wrote` : 'nothing is'}`);
        for (const word of wordsIn(JSON.stringify(json))) {
            if (!words.has(word) && !history.removed.has(word)) say(`${word} was saved by ${client} as version ${version}, nobody took it out, and it is gone`);
        }
    }
}

// ---- stages, publications, schedules ---------------------------------------------------------------------------------

const leaves = ['published', 'corrected'];
export function judgeActs(acts, say) {
    let stage = null, scheduled = false, gone = 0;
    for (const act of acts) {
        if (act.act === 'approved' || act.act === 'created' || act.stage_from === act.stage_to) {
            if (act.act === 'created') stage = act.stage_to;
            continue;
        }
        // A correction is begun without an act.
        const fits = stage === null || act.stage_from === stage || (stage === 'live' && act.stage_from === 'draft');
        if (!fits) say(`${act.act} goes from ${act.stage_from}, and the text was at ${stage}`);
        if (act.act === 'scheduled') { scheduled = true; gone = 0; }
        else if (leaves.includes(act.act) && act.person_id === null) {
            gone++;
            if (!scheduled || gone > 1 || act.stage_from !== 'scheduled') say(`it went live at a set time ${gone} times for one schedule, from ${act.stage_from}`);
        }
        if (act.act === 'undone' && act.stage_to === 'scheduled') { scheduled = true; gone = 0; }
        stage = act.stage_to;
    }
    return stage;
}

// The tables as they are when nothing runs any more.
export async function judgeTables(database, say) {
    const none = async (sql, what) => { for (const row of await database.rows(sql)) say(`${what}: ${JSON.stringify(row)}`); };
    await none(`select texts.id, texts.stage from texts left join working_copies on working_copies.text_id = texts.id
        where (texts.stage = 'live' and working_copies.text_id is not null) or (texts.stage <> 'live' and working_copies.text_id is null)`, 'a text is at a stage and not at it');
    await none(`select id, stage, go_live_at from texts where (stage = 'scheduled') <> (go_live_at is not null)`, 'a time without a schedule');
    await none(`select texts.id, texts.version, working_copies.version as copy from texts join working_copies on working_copies.text_id = texts.id
        where texts.version <> working_copies.version`, 'text and working copy count differently');
    await none(`select piece_id, role, person_id, count(*) as n from credits group by piece_id, role, person_id having count(*) > 1`, 'a credit stands there twice');
    await none(`select distinct texts.piece_id, steps.person_id from steps join texts on texts.id = steps.text_id where steps.person_id is not null and not exists
        (select 1 from credits where credits.piece_id = texts.piece_id and credits.person_id = steps.person_id and credits.role in ('writer', 'editor', 'translator'))`, 'who wrote has no credit');
    await none(`select id, person_id from acts where act = 'approved' and undone_at is null and not exists
        (select 1 from credits where credits.piece_id = acts.piece_id and credits.person_id = acts.person_id)`, 'who said yes has no credit');
    await none(`select revision_id, count(*) as n from acts where act in ('published', 'corrected') group by revision_id having count(*) > 1`, 'a revision went live twice');
    await none(`select id from revisions where reason = 'published' and made_by is not null and id not in
        (select revision_id from acts where revision_id is not null and act in ('published', 'corrected') and undone_at is null)`, 'a revision went live without an act');
    await none(`select acts.id from acts where act in ('published', 'corrected') and undone_at is null and not exists
        (select 1 from revisions where revisions.id = acts.revision_id and revisions.reason = 'published')`, 'an act without its revision');
    await none(`select id, kind, attempts, last_error from jobs where parked_at is not null or last_error <> ''`, 'work failed');
}
