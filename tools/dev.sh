#!/usr/bin/env bash
# Builds in debug, serves with --dev, and does both again whenever a source file changes.
# A build that fails leaves the last good program running.
set -euo pipefail
cd "$(dirname "$0")/.."
data=${DATA:-data} listen=${LISTEN:-127.0.0.1:8080}
tools/setup.sh build
mkdir -p build
cmake --preset dev
server=
stop() { if [[ -n $server ]]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; server=; fi; }
trap stop EXIT
trap 'exit 0' INT TERM
stamp=build/.dev-stamp
while true; do
    touch "$stamp"
    if cmake --build --preset dev --target altto; then
        stop
        tools/init_if_new.sh build/dev/altto "$data"
        build/dev/altto serve --data "$data" --listen "$listen" --dev &
        server=$!
        echo "The site is at http://localhost:${listen##*:}"
    fi
    until [[ -n $(find src assets locales content migrations cmake CMakeLists.txt -newer "$stamp" -type f -print -quit 2>/dev/null) ]]; do sleep 0.5; done
done
