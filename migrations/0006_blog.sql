create table tags (
    slug      text primary key,
    name      text not null,
    name_ja   text not null
);

create table post_tags (
    piece_id  bigint not null references pieces(id),
    position  bigint not null,
    tag       text not null references tags(slug),
    primary key (piece_id, position)
);
create index post_tags_tag on post_tags(tag);

create table series_posts (
    series_id  bigint not null references pieces(id),
    position   bigint not null,
    post_id    bigint not null unique references pieces(id),
    primary key (series_id, position)
);
