#!/usr/bin/env bash
# tools/with_postgres.sh command…  runs the command beside a throw-away PostgreSQL 15 (a socket in /tmp, no port, nothing kept),
# whose address is in ALTTO_TEST_POSTGRES. Its exit code is the command's; the server is gone afterwards, whatever happened.
set -euo pipefail
[[ $# -gt 0 ]] || { echo "usage: tools/with_postgres.sh command…" >&2; exit 2; }
bin=/usr/lib/postgresql/15/bin
[[ -x $bin/initdb ]] || { echo "with_postgres: $bin/initdb is missing; run tools/setup.sh all" >&2; exit 1; }

home=$(mktemp -d /tmp/altto-pg.XXXXXX)
as_owner() { "$@"; }
if [[ $(id -u) == 0 ]]; then
    # The server refuses to run as root.
    chown postgres: "$home"
    as_owner() { (cd / && runuser -u postgres -- "$@"); }
fi
clean_up() {
    as_owner "$bin/pg_ctl" -D "$home/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$home"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

as_owner "$bin/initdb" -D "$home/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$home/log" 2>&1 \
    || { cat "$home/log" >&2; exit 1; }
# Nothing here outlives the run, so nothing waits for the disk.
as_owner "$bin/pg_ctl" -D "$home/data" -l "$home/data/log" -w -t 60 start >/dev/null \
    -o "-k $home -c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200" \
    || { cat "$home/data/log" >&2; exit 1; }
as_owner "$bin/createdb" -h "$home" -U postgres altto

export ALTTO_TEST_POSTGRES="postgresql://postgres@/altto?host=${home//\//%2F}"
code=0
"$@" || code=$?
exit "$code"
