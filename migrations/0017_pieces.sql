-- What a word of the interface was before a keeper changed it, so that it can be brought back.
create table word_changes (
    id         bigint primary key,
    lang       text not null,
    word       text not null,             -- its key
    before     text not null,             -- '' for the program's own
    after      text not null,             -- '' for the program's own
    person_id  bigint references persons(id),
    at         bigint not null
);
create index word_changes_word on word_changes(lang, word, at);
create index word_changes_person on word_changes(person_id);
