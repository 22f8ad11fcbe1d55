-- What is told to open streams, on its way to every process: kept for a minute. A crash of the server loses it and nothing else, because
-- processes that were cut off end their streams, and who listened reads again.
create unlogged table stream_events (
    id       bigint not null primary key,
    kind     bigint not null,
    topic    text not null,
    name     text not null,
    event_id text not null,
    data     text not null,
    at       bigint not null
);
create index stream_events_at on stream_events (at);
create index stream_events_topic on stream_events (topic);
