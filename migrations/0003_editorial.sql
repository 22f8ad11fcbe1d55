create table pieces (
    id          bigint primary key,
    kind        text not null,
    slug        text not null,
    licence     text not null,      -- SPDX id
    created_at  bigint not null,
    unique (kind, slug)
);

-- Every slug a piece ever had, the present one too. Never reused, so that old addresses redirect for ever.
create table slugs (
    kind      text not null,
    slug      text not null,
    piece_id  bigint not null references pieces(id),
    primary key (kind, slug)
);

create table texts (
    id                bigint primary key,
    piece_id          bigint not null references pieces(id),
    lang              text not null,
    live_revision_id  bigint,             -- what readers see; null: nothing
    stage             text not null,      -- of the working copy: draft, first_read, proof, ready, scheduled; 'live' when there is none
    published_on      bigint,             -- day of the first publication
    revised_on        bigint,             -- day of the latest one, if it is another
    checked_on        bigint,             -- day a person checked it; null: nobody has
    check_by          bigint,             -- day by which what ages is to be looked at again
    native_read       bigint not null,    -- 1: a native speaker has read it
    pairing           text not null,      -- parallel or paired
    withdrawn_at      bigint,
    starter_path      text,               -- file it was loaded from
    starter_hash      text,               -- of that file, to tell an untouched text from an edited one
    unique (piece_id, lang)
);

-- Append-only.
create table revisions (
    id          bigint primary key,
    text_id     bigint not null references texts(id),
    title       text not null,
    summary     text not null,
    body        text not null,            -- the document as JSON
    words       bigint not null,
    characters  bigint not null,
    minutes     bigint not null,
    made_at     bigint not null
);
create index revisions_text on revisions(text_id);

create table working_copies (
    text_id     bigint primary key references texts(id),
    title       text not null,
    summary     text not null,
    body        text not null,
    version     bigint not null,
    changed_at  bigint not null
);

create table credits (
    piece_id   bigint not null references pieces(id),
    position   bigint not null,
    role       text not null,
    person_id  bigint not null references persons(id),
    line       text not null,             -- the author's line as it was then; '' for none
    line_ja    text not null,
    primary key (piece_id, position)
);
create index credits_person on credits(person_id);

-- Works cited by the live revision of a text, in order of appearance.
create table text_sources (
    text_id   bigint not null references texts(id),
    position  bigint not null,
    source    text not null,              -- key in the library
    primary key (text_id, position)
);
create index text_sources_source on text_sources(source);
