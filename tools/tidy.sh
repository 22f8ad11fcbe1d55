#!/usr/bin/env bash
# clang-tidy over what differs from the last commit, or over everything with ALL=1.
set -euo pipefail
cd "$(dirname "$0")/.."
tools/setup.sh tidy
mkdir -p build/logs
cmake --preset tidy >build/logs/configure-tidy.log 2>&1 || { cat build/logs/configure-tidy.log; exit 1; }
if [[ -n ${ALL:-} ]]; then
    mapfile -t files < <(git ls-files -- 'src/*.cpp' 'tests/*.cpp')
else
    mapfile -t files < <({ git diff --name-only --diff-filter=ACMR HEAD -- '*.cpp'; git ls-files --others --exclude-standard -- '*.cpp'; } | sort -u)
fi
[[ ${#files[@]} -gt 0 ]] || { echo "tidy: no C++ file has changed"; exit 0; }
printf '%s\n' "${files[@]}" | xargs -P "$(nproc)" -n 1 clang-tidy-19 --quiet -p build/tidy
