-- Writing: working copies are changed by steps, move through stages, and everything that was done to a piece is a line of its record.

alter table pieces add column retired_at bigint;                          -- when its page was taken away for good, and its texts withdrawn; null: it was not
alter table pieces add column retired_to bigint references pieces(id);    -- the piece to read instead; null: none

alter table texts add column version bigint not null default 0;           -- of the document: counts the steps ever taken, and never goes back
alter table texts add column stage_since bigint not null default 0;       -- when the working copy came into its stage
alter table texts add column go_live_at bigint;                           -- of a scheduled text
alter table texts add column go_live_wall text not null default '';       -- that time as it was typed: 2026-12-01T06:30, on the clock of the site
alter table texts add column scheduled_by bigint;                         -- who answers for it
alter table texts add column alone bigint not null default 0;             -- 1: fewer people than its kind asks for said yes to the live revision, and nobody but who published it
alter table texts add column made_from bigint;                            -- live revision of the other language that this text was last brought in line with

-- What was cut, by whom, and why: handed_over, author (somebody else went on), idle (after half an hour), published, restored, offered (came
-- with an upgrade while people wrote).
alter table revisions add column made_by bigint references persons(id);
alter table revisions add column reason text not null default 'published';
alter table revisions add column correction text not null default '';     -- what readers are told about a change after publication
create index revisions_made_by on revisions(made_by);

alter table working_copies add column first_version bigint not null default 0;  -- steps before this one are gone
alter table working_copies add column based_on bigint;                    -- the live revision that it began from; null: a first draft
alter table working_copies add column changed_by bigint references persons(id);
alter table working_copies add column check_by bigint;                    -- day, for the next publication
alter table working_copies add column correction text not null default '';

-- Steps of the working copy, the truth of who changed what while it is written. Gone a day after the text was published, when that cannot be undone any more.
create table steps (
    text_id    bigint not null references texts(id),
    version    bigint not null,           -- of the document that the step leads to
    client     text not null,             -- of the tab that sent it
    person_id  bigint references persons(id),
    step       text not null,             -- as JSON
    at         bigint not null,
    primary key (text_id, version)
);
create index steps_person on steps(person_id, text_id, at);

-- Who said yes to which version. What was changed afterwards has not been seen.
create table approvals (
    text_id    bigint not null references texts(id),
    person_id  bigint not null references persons(id),
    version    bigint not null,
    at         bigint not null,
    voided_by  bigint,                    -- the act by which it counts no more; undoing that act brings it back
    primary key (text_id, person_id)
);
create index approvals_person on approvals(person_id);

-- What a person says about a version by ticking a box: privacy, japanese_read, house_words.
create table ticks (
    text_id    bigint not null references texts(id),
    name       text not null,
    person_id  bigint references persons(id),
    version    bigint not null,
    at         bigint not null,
    voided_by  bigint,                    -- as in approvals
    primary key (text_id, name)
);
create index ticks_person on ticks(person_id);

-- Who wrote in a text agreed to its being published: asked once, for good.
create table agreements (
    text_id    bigint not null references texts(id),
    person_id  bigint not null references persons(id),
    at         bigint not null,
    primary key (text_id, person_id)
);
create index agreements_person on agreements(person_id);

-- Whose turn it is: who was asked to write, translate, read or proofread a text.
create table duties (
    id         bigint primary key,
    text_id    bigint not null references texts(id),
    person_id  bigint not null references persons(id),
    duty       text not null,             -- write, translate, read, proof
    due_on     bigint,                    -- day; null: none was agreed
    note       text not null,
    asked_by   bigint references persons(id),
    asked_at   bigint not null,
    ended_at   bigint
);
create index duties_text on duties(text_id);
create index duties_person on duties(person_id, ended_at);

-- The record of a piece: append-only.
create table acts (
    id          bigint primary key,
    piece_id    bigint not null references pieces(id),
    text_id     bigint references texts(id),   -- null: of the piece as a whole
    person_id   bigint references persons(id), -- null: the program itself, at a set time
    act         text not null,
    stage_from  text not null default '',
    stage_to    text not null default '',
    revision_id bigint,                   -- the text as it stood
    note        text not null default '', -- for the people of the piece
    before      text not null default '', -- what undoing it brings back, as JSON without persons, for a day; '' for what cannot be undone
    at          bigint not null,
    undone_at   bigint
);
create index acts_piece on acts(piece_id, at);
create index acts_person on acts(person_id);

alter table credits add column by_act bigint not null default 0;          -- 1: recorded when the work was done
alter table credits add column confirmed_at bigint;                       -- when the person said that it is right
-- Work on a text that readers do not see yet is credited in the record of the piece and on no page: publishing a text sets `live`
-- (store::show_credits()).
alter table credits add column text_id bigint;                            -- the text that was worked on; null: the piece
alter table credits add column live bigint not null default 1;

-- How a kind of piece is made here, where it differs from what the program brings.
create table workflows (
    kind       text primary key,
    stages     text not null,             -- divided by spaces: draft first_read proof ready
    approvals  bigint not null,
    limits     text not null              -- stage=number, divided by spaces
);

-- Days on which nobody at the desk is waited for.
create table desk_closures (
    id         bigint primary key,
    from_day   bigint not null,
    until_day  bigint not null,           -- the last of them
    made_by    bigint references persons(id)
);

update texts set stage = 'draft' where id in (select text_id from working_copies);
