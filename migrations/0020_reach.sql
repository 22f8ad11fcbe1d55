-- The picture of a piece where its address is shared; its bytes are in `media`.
create table cards (
    piece_id  bigint primary key references pieces(id),
    hash      text not null,              -- of the picture
    says      text not null,              -- what is written on it, to draw it anew only when that changed
    made_at   bigint not null
);

-- Where a live text was posted, and by whom.
create table shared (
    piece_id   bigint not null references pieces(id),
    lang       text not null,
    place      text not null,             -- x, bluesky, mastodon, facebook, line, mail
    person_id  bigint references persons(id),
    at         bigint not null,
    primary key (piece_id, lang, place)
);
create index shared_person on shared(person_id);
