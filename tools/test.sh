#!/usr/bin/env bash
# make test: everything that must hold. ROOM=blog builds and runs the tests of that room (or kit folder) alone, for a quick
# loop. tools/ci.sh sources this file for test_steps.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source tools/lib.sh
source tools/steps.sh

test_steps() {
    step "setup" tools/setup.sh all
    step "build, debug" build dev
    step "unit tests" ctest_counted dev unit
    step "room tests, SQLite and PostgreSQL" tools/with_postgres.sh bash -c 'source tools/lib.sh; ctest_counted dev room'
    step "golden pages" ctest_counted dev golden
    step "rules of the house" ctest_counted dev rules
    step "build, release" build release altto
    step "documents beside ProseMirror" bash -c 'source tools/lib.sh; build release doc_peer && "$node" --test tests/doc/prosemirror.test.mjs'
    step "browser walks" "$node" tests/site/run.mjs
}

one_room() {
    local target="$1_tests" program
    [[ -d src/$1 || -d src/kit/$1 ]] || { echo "test: there is no room src/$1 and no src/kit/$1" >&2; exit 2; }
    [[ -d src/kit/$1 ]] && target="kit_$1_tests"
    tools/setup.sh all
    build dev "$target"
    program=$(find build/dev/src -type f -name "$target" -perm -u+x -print -quit)
    tools/with_postgres.sh "$program"
}

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
    if [[ -n ${ROOM:-} ]]; then one_room "$ROOM"; else test_steps; steps_end; fi
fi
