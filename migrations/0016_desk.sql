-- Mail that people chose not to get. Without a row: the weekly one comes when something waits.
create table mail_choices (
    person_id  bigint primary key references persons(id),
    weekly     bigint not null            -- 1: yes
);

-- Days on which the weekly mail was sent on its way, so that no two processes do it.
create table weekly_mails (
    day        bigint primary key
);

-- What went live lately, without a walk through the record of every piece.
create index acts_act on acts(act, at);
