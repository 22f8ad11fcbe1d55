-- What keepers set in the browser. `word.en.home.title` is a word of the interface in their own words.
create table settings (
    key    text primary key,
    value  text not null
);
