#!/usr/bin/env bash
# tools/init_if_new.sh PROGRAM DATA  makes the starter site unless there is one. Settings may lie in DATA already.
# A site in a PostgreSQL (database.url) is made by its keeper, once, with `altto init`.
set -euo pipefail
program=$1 data=$2
if [[ -e $data/altto.db ]]; then exit 0; fi
url=$("$program" config --data "$data" | sed -n 's/^database\.url = //p')
if [[ $url == '""' ]]; then "$program" init --data "$data"; fi
