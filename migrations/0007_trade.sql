-- People, tags and sources that came with the starter content, to tell an untouched entry from an edited one.
create table starter_entries (
    path  text not null primary key,   -- people/x.yaml, tags.yaml#x, references.bib#x
    hash  text not null                -- of the canonical form it was loaded with
);
