create table sources (
    id        bigint primary key,
    source    text not null unique,       -- BibTeX key
    type      text not null,              -- BibTeX type
    seen      text not null,              -- how it was read: full, abstract, listed
    title     text not null,
    authors   text not null,              -- as printed in a reference list
    year      text not null,
    fields    text not null               -- all BibTeX fields as a JSON object
);
