-- Work for later. What is done is no row any more.
create table jobs (
    id           bigint not null primary key,
    kind         text not null,
    payload      text not null,
    due_at       bigint not null,
    lease        text not null,     -- random, of the worker that has it; '' for nobody
    lease_until  bigint not null,   -- after this it may be taken from that worker; 0 for nobody
    attempts     bigint not null,   -- times it was begun
    last_error   text not null,     -- why it failed the last time; '' for not yet
    parked_at    bigint,            -- given up; null: still to do
    made_at      bigint not null
);
create index jobs_due on jobs (due_at) where parked_at is null;

-- When recurring work is to be put into the queue the next time.
create table schedules (
    kind     text not null primary key,
    next_at  bigint not null
);
