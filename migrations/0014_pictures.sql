-- Pictures that stand in texts, at /pictures/{uid}.
create table pictures (
    uid        text primary key,
    piece_id   bigint not null references pieces(id),  -- for which it was put in; another one may show it too
    width      bigint not null,           -- of the largest rendition
    height     bigint not null,
    alt        text not null,             -- where a text says nothing else
    people_ok  bigint not null,           -- 1: whoever put it in said that no pupil can be recognised
    added_at   bigint not null
);
create index pictures_piece on pictures(piece_id);

-- Renditions, served from `media`.
create table picture_files (
    uid     text not null references pictures(uid),
    width   bigint not null,
    mime    text not null,
    height  bigint not null,
    hash    text not null,
    primary key (uid, width, mime)
);

-- Who put it in. Apart from the picture, which stays when the person goes.
create table picture_people (
    uid        text primary key,
    person_id  bigint not null references persons(id)
);
create index picture_people_person on picture_people(person_id);

-- Pictures of the live revision of a text: these are everybody's to see.
create table text_pictures (
    text_id  bigint not null references texts(id),
    uid      text not null references pictures(uid),
    primary key (text_id, uid)
);
create index text_pictures_uid on text_pictures(uid);
