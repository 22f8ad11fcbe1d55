#!/usr/bin/env bash
# tools/bench.sh full|smoke  builds the release and measures it beside nginx (bench/bench.sh).
set -euo pipefail
cd "$(dirname "$0")/.."
how=${1:-full}
case $how in
    full | smoke) export ALTTO_BENCH=$how ;;
    *) echo "bench: '$how' is not one of: full, smoke" >&2; exit 2 ;;
esac
source tools/lib.sh
build release altto people_bench
exec bash bench/bench.sh
