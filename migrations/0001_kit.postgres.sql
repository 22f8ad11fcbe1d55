create table media (
    hash text not null primary key,
    kind text not null,
    bytes bytea not null
);
-- Pictures are compressed already.
alter table media alter column bytes set storage external;

create table cache_drops (
    id bigint not null primary key,
    tag text not null,
    at bigint not null
);
create index cache_drops_at on cache_drops (at);
