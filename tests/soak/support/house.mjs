// The program on fresh data, again and again: a house is made once for each database, with people, sessions and pieces, and copied for each run.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { altto } from '../../site/support/program.mjs';

export const pause = (ms) => new Promise((go) => { setTimeout(go, ms); });

const freePort = () => new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
        const { port } = server.address();
        server.close(() => resolve(port));
    });
});

// ---- what stands in the database -------------------------------------------------------------------------------------

class Lite {
    constructor(file) {
        this.database = new DatabaseSync(file);
        this.database.exec('pragma busy_timeout = 10000');
    }
    async rows(sql) { return this.database.prepare(sql).all(); }
    async run(sql) { this.database.exec(`begin immediate; ${sql}; commit`); }
    close() { this.database.close(); }
}

// One psql that stays, so that a question costs no new process.
class Post {
    constructor(url) {
        this.child = spawn('psql', ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=0', url], { stdio: ['pipe', 'pipe', 'pipe'] });
        this.waiting = [];
        this.lines = [];
        this.wrong = '';
        this.child.stderr.on('data', (text) => { this.wrong += text; });
        createInterface({ input: this.child.stdout }).on('line', (line) => {
            if (line !== '-- end --') { this.lines.push(line); return; }
            this.waiting.shift()(this.lines.splice(0));
        });
    }
    ask(sql) {
        return new Promise((answer) => {
            this.waiting.push(answer);
            this.child.stdin.write(`${sql};\n\\echo -- end --\n`);
        });
    }
    async rows(sql) {
        const lines = await this.ask(`select coalesce(json_agg(t), '[]') from (${sql}) t`);
        if (lines.length === 0) throw new Error(`psql: ${this.wrong}`);
        return JSON.parse(lines.join(''));
    }
    async run(sql) { await this.ask(`begin isolation level serializable; ${sql}; commit`); }
    close() { this.child.stdin.end(); }
}

// What happened to working copies, in the order in which it was written: the database itself keeps the minutes.
const minutes = {
    sqlite: `create table minutes (n integer primary key autoincrement, what text, text_id bigint, version bigint, who text, data text);
        create trigger m1 after insert on working_copies begin insert into minutes (what, text_id, version, data) values ('opened', new.text_id, new.version, new.body); end;
        create trigger m2 after update of body, version on working_copies begin insert into minutes (what, text_id, version, data) values ('body', new.text_id, new.version, new.body); end;
        create trigger m3 after delete on working_copies begin insert into minutes (what, text_id, version, data) values ('left', old.text_id, old.version, old.body); end;
        create trigger m4 after insert on steps begin insert into minutes (what, text_id, version, who, data) values ('step', new.text_id, new.version, new.client, new.step); end;
        create trigger m5 after insert on acts begin insert into minutes (what, text_id, version, who, data) values ('act', new.text_id, new.id, new.act, ''); end`,
    postgres: `create table minutes (n bigserial primary key, what text, text_id bigint, version bigint, who text, data text);
        create function note() returns trigger language plpgsql as $$ begin
            if tg_table_name = 'steps' then insert into minutes (what, text_id, version, who, data) values ('step', new.text_id, new.version, new.client, new.step);
            elsif tg_table_name = 'acts' then insert into minutes (what, text_id, version, who, data) values ('act', new.text_id, new.id, new.act, '');
            elsif tg_op = 'INSERT' then insert into minutes (what, text_id, version, data) values ('opened', new.text_id, new.version, new.body);
            elsif tg_op = 'UPDATE' then insert into minutes (what, text_id, version, data) values ('body', new.text_id, new.version, new.body);
            else insert into minutes (what, text_id, version, data) values ('left', old.text_id, old.version, old.body); end if;
            return null; end $$;
        create trigger m1 after insert or delete or update of body, version on working_copies for each row execute function note();
        create trigger m2 after insert on steps for each row execute function note();
        create trigger m3 after insert on acts for each row execute function note()`,
};

// ---- nodes -----------------------------------------------------------------------------------------------------------

class Node {
    constructor(data, env) { Object.assign(this, { data, env, log: [] }); }
    async start() {
        this.port ??= await freePort();
        const child = this.child = spawn(altto, ['serve', '--data', this.data, '--listen', `127.0.0.1:${this.port}`], { env: this.env, stdio: ['ignore', 'pipe', 'pipe'] });
        await new Promise((up, failed) => {
            const hear = (text) => {
                this.log.push(String(text));
                if (/ALTTO serves/.test(text)) up();
            };
            child.stdout.on('data', hear);
            child.stderr.on('data', hear);
            child.once('exit', (code, signal) => { if (code !== null && code !== 0) failed(new Error(`altto serve ended with ${code}:\n${this.log.join('')}`)); else failed(new Error(`altto serve ended by ${signal}`)); });
        });
        this.up = true;
    }
    end(signal) {
        this.up = false;
        const { child } = this;
        if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
        return new Promise((gone) => { child.once('exit', gone); child.kill(signal); });
    }
    kill() { return this.end('SIGKILL'); }
    stop() { return this.end('SIGTERM'); }
}

// ---- the house -------------------------------------------------------------------------------------------------------

export class House {
    // `engine`: sqlite or postgres.
    constructor(engine) {
        this.engine = engine;
        this.folder = mkdtempSync(path.join(tmpdir(), 'altto-chaos-'));
        process.on('exit', () => rmSync(this.folder, { recursive: true, force: true }));
        this.server = process.env.ALTTO_TEST_POSTGRES;
        if (engine === 'postgres' && !this.server) throw new Error('there is no PostgreSQL; run this through tools/with_postgres.sh');
    }
    url(name) { return this.server.replace(/\/[^/?]*\?/, `/${name}?`); }
    env(name) { return { ...process.env, ALTTO_LOG_LEVEL: 'warning', ALTTO_SERVER_CACHE_MB: '8', ...(this.engine === 'postgres' && { ALTTO_DATABASE_URL: this.url(name) }) }; }
    admin(sql) { execFileSync('psql', ['-X', '-q', '-c', sql, this.server]); }

    async build(furnish) {
        const data = path.join(this.folder, 'plan');
        if (this.engine === 'postgres') this.admin('create database chaos_plan');
        const env = this.env('chaos_plan');
        execFileSync(altto, ['init', '--data', data], { env, stdio: ['ignore', 'ignore', 'inherit'] });
        const node = new Node(data, env);
        await node.start();
        const command = (...words) => execFileSync(altto, [...words, '--data', data], { env, encoding: 'utf8' });
        this.plan = await furnish({ url: `http://127.0.0.1:${node.port}`, ports: [node.port], command });
        await node.stop();
        const database = this.open('chaos_plan', data);
        const begin = "insert into minutes (what, text_id, version, data) select 'opened', text_id, version, body from working_copies";
        await (this.engine === 'postgres' ? database.ask(`${minutes.postgres}; ${begin}`) : database.run(`${minutes.sqlite}; ${begin}`));
        database.close();
        if (database.child) await new Promise((gone) => { database.child.once('exit', gone); });
    }

    open(name, data) { return this.engine === 'postgres' ? new Post(this.url(name)) : new Lite(path.join(data, 'altto.db')); }

    async copy(number, nodes) {
        const name = `chaos_${number}`;
        const data = path.join(this.folder, name);
        if (this.engine === 'postgres') {
            this.admin(`create database ${name} template chaos_plan`);
            mkdirSync(data);
        } else cpSync(path.join(this.folder, 'plan'), data, { recursive: true });
        const running = [];
        for (let n = 0; n < nodes; n++) running.push(new Node(data, this.env(name)));
        await Promise.all(running.map((node) => node.start()));
        const database = this.open(name, data);
        return {
            nodes: running, database, data,
            ports: () => running.filter((node) => node.up).map((node) => node.port),
            log: () => running.map((node) => node.log.join('')).join(''),
            remove: async ({ keep = false } = {}) => {
                const codes = await Promise.all(running.map((node) => node.stop()));
                database.close();
                if (keep) return codes;
                if (this.engine === 'postgres') this.admin(`drop database ${name} with (force)`);
                rmSync(data, { recursive: true, force: true });
                return codes;
            },
        };
    }
}
