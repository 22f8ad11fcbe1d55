-- What a person may add to their name, and what they let others see. A person with a confirmed address can sign in.
alter table persons add column kana text not null default '';
alter table persons add column romaji text not null default '';
alter table persons add column pen_name text not null default '';        -- stands in public in place of every name; '' for none
alter table persons add column pen_keeper_id bigint;                      -- the one editor who sees the name behind it
alter table persons add column lang text not null default 'en';           -- of mail to this person
alter table persons add column languages text not null default '';        -- in the person's own words
alter table persons add column levels text not null default '';           -- school levels, divided by spaces
alter table persons add column contract text not null default '';         -- jet, direct, company, other; '' for not said
alter table persons add column shared text not null default '';           -- which of photo, languages, levels, contract others see, divided by spaces
alter table persons add column photo text not null default '';            -- uid of the photo's renditions; '' for none
alter table persons add column handle text not null default '';           -- random user handle of passkeys
alter table persons add column former bigint not null default 0;          -- 1: the account is deleted, work is signed "a former contributor"

create table person_links (
    person_id  bigint not null references persons(id),
    position   bigint not null,
    label      text not null,
    url        text not null,
    primary key (person_id, position)
);

-- Two confirmed ones at most for each person. An address that nobody has confirmed belongs to nobody; one that was removed is no longer
-- confirmed, and is known until the mail that went there is gone.
create table addresses (
    id            bigint primary key,
    person_id     bigint not null references persons(id),
    address       text not null,          -- as people type it, in lower case
    confirmed_at  bigint,
    main          bigint not null,        -- 1: mail goes here
    made_at       bigint not null,
    removed_at    bigint
);
create unique index addresses_confirmed on addresses(address) where confirmed_at is not null;
create index addresses_person on addresses(person_id);

-- Widths of a photo, served from `media`.
create table photos (
    uid        text not null,
    width      bigint not null,
    mime       text not null,
    height     bigint not null,
    hash       text not null,
    person_id  bigint not null references persons(id),
    primary key (uid, width, mime)
);

-- One request to sign in: a link and a code, either of them once, within a quarter of an hour.
create table sign_ins (
    id          bigint primary key,
    uid_hash    text not null unique,     -- of the value in the cookie of the browser that asked
    token_hash  text not null unique,     -- of the value in the link
    code_hash   text not null,
    address     text not null,
    purpose     text not null,            -- sign_in; confirm: adds the address to person_id
    person_id   bigint,
    application_id bigint,                -- the application that is confirmed by signing in with it
    back        text not null,            -- where to go afterwards
    tries       bigint not null,
    made_at     bigint not null,
    expires_at  bigint not null,
    used_at     bigint
);
create index sign_ins_address on sign_ins(address, made_at);

create table sessions (
    id          bigint primary key,
    token_hash  text not null unique,
    person_id   bigint not null references persons(id),
    agent       text not null,            -- browser and system in two words, to tell one's sessions apart
    made_at     bigint not null,
    seen_on     bigint not null,
    expires_at  bigint not null,
    passkey_at  bigint                    -- when a passkey or a recovery code was last shown in this session
);
create index sessions_person on sessions(person_id);

create table passkeys (
    id               bigint primary key,
    person_id        bigint not null references persons(id),
    credential_id    text not null unique,   -- base64url
    public_key       text not null,          -- base64url
    algorithm        bigint not null,        -- COSE
    sign_count       bigint not null,
    backup_eligible  bigint not null,
    backed_up        bigint not null,
    transports       text not null,
    name             text not null,
    made_at          bigint not null,
    used_at          bigint
);
create index passkeys_person on passkeys(person_id);

create table passkey_challenges (
    hash        text primary key,
    person_id   bigint,                   -- null: signing in
    expires_at  bigint not null
);

create table recovery_codes (
    person_id  bigint not null references persons(id),
    hash       text not null,
    used_at    bigint,
    primary key (person_id, hash)
);

-- A role is a set of rights for the site, a section, a course or a piece.
create table roles (
    id           bigint primary key,
    person_id    bigint not null references persons(id),
    role         text not null,
    scope        text not null,           -- site, section:blog, course:ID, piece:ID
    given_by     bigint,                  -- null: at the terminal
    given_at     bigint not null,
    accepted_at  bigint,                  -- null: offered
    term_end     bigint,                  -- day after which it has no effect; null: open
    deputy_id    bigint references persons(id),
    ended_at     bigint
);
create index roles_person on roles(person_id);
create index roles_deputy on roles(deputy_id);

-- Append-only. Every use and every refusal of a right; who did it by id alone.
create table audit (
    id          bigint primary key,
    at          bigint not null,
    person_id   bigint,                   -- null: at the terminal, or nobody signed in
    action      text not null,            -- a right, or sign_in, passkey.added …
    target      text not null,
    allowed     bigint not null,
    request_id  text not null
);
create index audit_person on audit(person_id);

-- A link that opens one task for one person until a date; usable many times, and it signs nobody in.
create table task_links (
    id          bigint primary key,
    token_hash  text not null unique,
    person_id   bigint not null references persons(id),
    action      text not null,            -- claim, role, naming
    target      text not null,            -- of the action: the id of a role
    address     text not null,            -- where it was sent: whoever holds it reads that mailbox
    made_by     bigint,
    made_at     bigint not null,
    expires_at  bigint not null,
    used_at     bigint,
    revoked_at  bigint
);
create index task_links_person on task_links(person_id);

-- Roles that people may ask for on the page "write with us".
create table calls (
    id         bigint primary key,
    role       text not null,
    title      text not null,
    title_ja   text not null,
    text       text not null,
    text_ja    text not null,
    opened_at  bigint not null,
    closed_at  bigint
);

create table applications (
    id           bigint primary key,
    call_id      bigint not null references calls(id),
    address      text not null,
    name         text not null,
    words        text not null,
    lang         text not null,
    person_id    bigint,                  -- null: the address has not been confirmed, and no editor sees it
    made_at      bigint not null,
    answered_at  bigint,
    answered_by  bigint,
    accepted     bigint,
    reply        text not null
);
create index applications_open on applications(answered_at, made_at);

-- Who was forgotten; applied again when an older copy of the database comes back.
create table forgotten (
    person_id  bigint primary key,
    signed_as  text not null,             -- name, pen, former
    at         bigint not null
);

-- A person as everybody may see them: a pen name takes the place of every other name here, so that none can leave by oversight.
create view persons_shown as
    select id, slug, case when pen_name <> '' then pen_name else name end as name, case when pen_name <> '' then '' else name_ja end as name_ja,
           bio, bio_ja, collective, agreed_on, former
      from persons;
