#!/usr/bin/env bash
# tools/soak.sh full|tenth  the long runs:
#   render and publish interleaved under ThreadSanitizer (100,000 times)
#   documents and steps beside ProseMirror (20,000 of them)
#   each program in tests/soak/ (`NAME.sh`, or `NAME.mjs` beside a PostgreSQL and a program built for release), which reads
#     ALTTO_SOAK_SCALE  1 or 0.1: how much of its full length
#     ALTTO_SOAK_SEED   the seed of everything random in it (printed; give it again to repeat a run)
#   and, in full, ten minutes for each fuzz target
set -euo pipefail
cd "$(dirname "$0")/.."
source tools/lib.sh
case ${1:-full} in
    full) export ALTTO_SOAK_SCALE=1 ;;
    tenth) export ALTTO_SOAK_SCALE=0.1 ;;
    *) echo "soak: '$1' is not one of: full, tenth" >&2; exit 2 ;;
esac
export ALTTO_SOAK_SEED=${ALTTO_SOAK_SEED:-$((RANDOM * 32768 + RANDOM))}
echo "soak: seed $ALTTO_SOAK_SEED, scale $ALTTO_SOAK_SCALE"

soak() { # name command…
    local began=$SECONDS name=$1
    shift
    echo "soak: $name"
    "$@"
    echo "soak: $name held for $((SECONDS - began)) s"
}

build tsan kit_http_tests
ALTTO_INTERLEAVINGS=$(awk "BEGIN { print int(100000 * $ALTTO_SOAK_SCALE) }")
export ALTTO_INTERLEAVINGS
interleavings() {
    TSAN_OPTIONS=halt_on_error=1 build/tsan/src/kit/http/kit_http_tests --no-version=true \
        --test-case='no reader ever gets a page older*' | tee build/logs/interleavings.log || return 1
    # A filter that fits no test would pass as well.
    grep -q 'test cases: 1 | 1 passed' build/logs/interleavings.log
}
soak "$ALTTO_INTERLEAVINGS interleavings of render and publish" interleavings

build release doc_peer
ALTTO_DOC_CASES=$(awk "BEGIN { print int(20000 * $ALTTO_SOAK_SCALE) }")
export ALTTO_DOC_CASES
soak "$ALTTO_DOC_CASES documents beside ProseMirror" "$node" --test tests/doc/prosemirror.test.mjs

shopt -s nullglob
for program in tests/soak/*.sh; do soak "$program" bash "$program"; done
build release altto
for program in tests/soak/*.mjs; do soak "$program" tools/with_postgres.sh "$node" "$program"; done
if [[ ${1:-full} == full ]]; then tools/fuzz.sh 600; fi
