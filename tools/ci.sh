#!/usr/bin/env bash
# make ci: make test with warnings as errors, then the slow judges in short. Stops at the first failure with its name.
set -euo pipefail
cd "$(dirname "$0")/.."
export ALTTO_CMAKE="-DALTTO_WERROR=ON"
source tools/test.sh

test_steps
step "compile budget" env ALTTO_COMPILE_FACTOR=2 python3 tools/compile_budget.py
step "content" build/release/altto content check content
step "kit under ASan and UBSan" tools/with_postgres.sh bash -c 'source tools/lib.sh; kit_under_sanitizers'
step "fuzz targets, 10 s each" tools/fuzz.sh 10
step "soaks, a tenth" tools/soak.sh tenth
step "bench, smoke" tools/bench.sh smoke
steps_end
