-- A person is not a login: authors of loaded pieces exist here without an account.
create table persons (
    id          bigint primary key,
    slug        text not null unique,
    name        text not null,
    name_ja     text not null,
    bio         text not null,
    bio_ja      text not null,
    collective  bigint not null,   -- 1: a signature that is not one person; never in the list of people
    agreed_on   bigint,            -- day on which the person said yes to being named; null: signed "a guest writer"
    created_at  bigint not null
);
