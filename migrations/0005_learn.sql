create table courses (
    piece_id  bigint primary key references pieces(id),
    cover     text not null,
    position  bigint not null
);

create table course_lessons (
    course_id  bigint not null references pieces(id),
    position   bigint not null,
    lesson_id  bigint not null unique references pieces(id),
    primary key (course_id, position)
);

create table piece_levels (
    piece_id  bigint not null references pieces(id),
    level     text not null,
    primary key (piece_id, level)
);
