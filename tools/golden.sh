#!/usr/bin/env bash
# Writes tests/golden anew and shows what changed: the diff is the review.
set -euo pipefail
cd "$(dirname "$0")/.."
source tools/lib.sh
tools/setup.sh all
build dev tests
ALTTO_GOLDEN=write build/dev/tests/tests --test-suite=golden --no-version=true
git --no-pager diff --stat -- tests/golden
