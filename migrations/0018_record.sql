-- Records of work that people printed: what was said then, copied, so that a code can be checked years later.
create table records (
    id          bigint primary key,
    code        text not null unique,     -- Crockford base32: nine characters and one that checks them
    person_id   bigint not null references persons(id),
    facts       text not null,            -- JSON: what the paper says
    issued_at   bigint not null,
    revoked_at  bigint
);
create index records_person on records(person_id);
