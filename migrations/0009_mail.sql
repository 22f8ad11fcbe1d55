-- The outbox. Once a mail is no longer queued its text, html and headers are empty: they may carry links and codes.
create table mails (
    id             bigint not null primary key,
    message_id     text not null unique,
    from_name      text not null,
    from_address   text not null,     -- '' until delivery: the one of the settings
    reply_name     text not null,
    reply_address  text not null,     -- '' for none
    to_name        text not null,
    to_address     text not null,
    to_key         text not null,     -- the address in small letters
    subject        text not null,
    text           text not null,
    html           text not null,
    lang           text not null,
    headers        text not null,     -- a JSON array of [name, value]
    state          text not null,     -- queued, sent, failed, bounced
    attempts       bigint not null,   -- times it was to leave
    last_error     text not null,     -- '' for none
    made_at        bigint not null,
    expires_at     bigint,            -- not sent after this
    tried_at       bigint,            -- the last of these times
    refused_at     bigint,            -- when the receiving side first said "not now"
    sent_at        bigint
);
create index mails_to on mails (to_key);
create index mails_state on mails (state, made_at);

-- Addresses that do not exist, as their servers said.
create table bounces (
    address  text not null primary key,  -- in small letters
    why      text not null,
    since    bigint not null
);
