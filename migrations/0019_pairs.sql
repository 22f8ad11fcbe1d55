-- Which block of a text answers to which block of the other language, as somebody last said so: both as they stood then, each a document of
-- one block and the footnotes that it refers to, as JSON.
create table block_pairs (
    id               bigint primary key,
    text_id          bigint not null references texts(id),
    position         bigint not null,     -- in the order of this text
    own              text not null,
    source           text not null,       -- what it was made from
    source_revision  bigint not null,     -- of the other language, in which that stood
    at               bigint not null
);
create index block_pairs_text on block_pairs(text_id, position);

-- Who said so. Apart from the pair, which stays when the person goes.
create table block_pair_people (
    pair_id    bigint primary key,
    person_id  bigint not null references persons(id)
);
create index block_pair_people_person on block_pair_people(person_id);
