// A real SMTP server (npm smtp-server) that keeps what it gets, read by a parser that is not ours (npm mailparser).
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

// `answer(address, nth)` may give a status for the nth mail to an address: 250, 451, 550. Without it all mail is taken.
export async function startMailbox({ answer = () => 250, user = 'site', password = 'secret' } = {}) {
    const mails = [];
    const tries = new Map();
    const waiting = [];
    const server = new SMTPServer({
        authOptional: false,
        hideSTARTTLS: true,
        allowInsecureAuth: true,
        onAuth(auth, session, done) {
            if (auth.username === user && auth.password === password) done(null, { user });
            else done(new Error('no such user'));
        },
        onRcptTo({ address }, session, done) {
            const nth = (tries.get(address) ?? 0) + 1;
            tries.set(address, nth);
            const status = answer(address, nth);
            if (status === 250) return done();
            const refusal = new Error(status >= 500 ? '5.1.1 No such mailbox' : '4.7.1 Try again later');
            refusal.responseCode = status;
            return done(refusal);
        },
        onData(stream, session, done) {
            const chunks = [];
            stream.on('data', (chunk) => chunks.push(chunk));
            stream.on('end', async () => {
                const raw = Buffer.concat(chunks);
                const mail = await simpleParser(raw);
                mails.push({ to: session.envelope.rcptTo[0].address, from: session.envelope.mailFrom.address, raw: raw.toString('latin1'), subject: mail.subject, text: mail.text, html: mail.html, headers: mail.headers, messageId: mail.messageId });
                done();
                for (const wake of waiting.splice(0)) wake();
            });
        },
    });
    await new Promise((resolve, reject) => {
        server.on('error', reject);
        server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.server.address();
    return {
        port,
        mails,
        tries,
        env: { ALTTO_MAIL_HOST: '127.0.0.1', ALTTO_MAIL_PORT: String(port), ALTTO_MAIL_TLS: 'none', ALTTO_MAIL_USER: user, ALTTO_MAIL_PASSWORD: password, ALTTO_MAIL_FROM: 'site@altto.example', ALTTO_MAIL_PAUSE_MS: '0' },
        // The newest mail to an address that came after `since` others; waits up to 20 s.
        async next(address, since = 0) {
            const until = Date.now() + 20000;
            for (;;) {
                const found = mails.filter((mail) => mail.to === address);
                if (found.length > since) return found[found.length - 1];
                if (Date.now() > until) throw new Error(`no mail to ${address} within 20 s; there are ${mails.map((mail) => `${mail.to}: ${mail.subject}`).join(', ') || 'none'}`);
                await new Promise((wake) => { waiting.push(wake); setTimeout(wake, 200); });
            }
        },
        count: (address) => mails.filter((mail) => mail.to === address).length,
        stop: () => new Promise((resolve) => server.close(resolve)),
    };
}

export const codeOf = (mail) => /\b(\d{6})\b/.exec(mail.text)?.[1];
export const linkOf = (mail, part = '/') => [...mail.text.matchAll(/https?:\/\/\S+/g)].map(([url]) => url).find((url) => new URL(url).pathname.includes(part));
