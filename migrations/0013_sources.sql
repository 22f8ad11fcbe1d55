-- Sources are added and changed in the browser, by whoever may edit somewhere.
alter table sources add column shown bigint not null default 1;  -- 0: added by somebody who may not publish; no public page before a live text rests on it

-- What a source was after each change. A source that came with the content has none before it is changed the first time.
create table source_revisions (
    id       bigint primary key,
    source   text not null,             -- key in the library, also of a source that is gone
    what     text not null,             -- loaded, added, changed, restored, deleted
    type     text not null,
    fields   text not null,             -- as in sources
    made_at  bigint not null
);
create index source_revisions_source on source_revisions(source, id);

-- Who made it. Apart from the revision, which stays when the person goes.
create table source_revision_people (
    revision_id  bigint primary key,
    person_id    bigint not null references persons(id)
);
create index source_revision_people_person on source_revision_people(person_id);

-- Addresses outside that texts and sources lead to, and whether they answer.
create table links (
    url         text primary key,
    wanted_at   bigint not null,        -- when a text or a source was last seen to lead there
    checked_at  bigint not null,        -- 0: not yet
    status      bigint not null,        -- of the answer (RFC 9110); 0: there was none
    error       text not null,          -- why there was none: a word of the program; '' for an answer
    fails       bigint not null         -- times in a row that it was found broken
);
create index links_due on links(checked_at);
