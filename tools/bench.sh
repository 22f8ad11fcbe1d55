#!/usr/bin/env bash
# tools/bench.sh full|smoke  runs every measurement of tests/bench (`NAME.sh` or `NAME.mjs`); ALTTO_BENCH says how long it may take.
set -euo pipefail
cd "$(dirname "$0")/.."
how=${1:-full}
case $how in
    full | smoke) export ALTTO_BENCH=$how ;;
    *) echo "bench: '$how' is not one of: full, smoke" >&2; exit 2 ;;
esac
source tools/lib.sh
build release altto
ran=0
shopt -s nullglob
for bench in tests/bench/*.sh tests/bench/*.mjs; do
    echo "bench: $bench"
    case $bench in
        *.mjs) "$node" "$bench" ;;
        *) bash "$bench" ;;
    esac
    ran=$((ran + 1))
done
((ran > 0)) || { echo "bench: tests/bench has nothing to run" >&2; exit 1; }
