#!/usr/bin/env bash
# Over 28 kinds of broken HTTP beside normal readers against the program under ASan and UBSan: no finding, and every reader is served.
# 60 s at scale 1.
set -euo pipefail
cd "$(dirname "$0")/../.."
source tools/lib.sh
build asan altto
seconds=$(awk "BEGIN { s = 60 * ${ALTTO_SOAK_SCALE:-1}; print s < 6 ? 6 : s }")
folder=$(mktemp -d)
port=$((20000 + RANDOM % 20000))
export ASAN_OPTIONS=halt_on_error=1:exitcode=99 UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
build/asan/altto init --data "$folder/site"
build/asan/altto serve --data "$folder/site" --listen "127.0.0.1:$port" >"$folder/serve.log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
for _ in $(seq 100); do (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break; sleep 0.1; done
python3 bench/broken_http.py "$port" --seconds "$seconds" --page /learn/first-week/who-to-ask --page /ja/blog ${ALTTO_SOAK_SEED:+--seed "$ALTTO_SOAK_SEED"}
kill -TERM "$server"
code=0
wait "$server" || code=$?
if ((code != 0)) || grep -qE 'Sanitizer|runtime error' "$folder/serve.log"; then
    cat "$folder/serve.log"
    echo "the program ended with $code" >&2
    exit 1
fi
