#!/usr/bin/env bash
# make migration NAME=add_tags: the next number, an empty file that says what belongs in it.
set -euo pipefail
cd "$(dirname "$0")/.."
name=${1:-}
[[ $name =~ ^[a-z][a-z0-9_]*$ ]] || { echo "migration: NAME must be lower-case words joined by _, such as NAME=add_tags" >&2; exit 2; }
mkdir -p migrations
last=$(find migrations -name '[0-9][0-9][0-9][0-9]_*.sql' -printf '%f\n' | sort | tail -1 | cut -c1-4)
file=$(printf 'migrations/%04d_%s.sql' $((10#${last:-0} + 1)) "$name")
cat >"$file" <<SQL
-- Forward only, for SQLite and PostgreSQL alike. Where the two must differ, write ${file##*/}'s twins
-- ${name}.sqlite.sql and ${name}.postgres.sql with the same number instead.
SQL
echo "$file"
