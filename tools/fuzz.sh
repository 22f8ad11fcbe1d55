#!/usr/bin/env bash
# tools/fuzz.sh SECONDS [target…]  builds the libFuzzer targets (ASan and UBSan, clang) and runs each for that long on its kept
# corpus in tests/fuzz/. What it finds stays in build/fuzz/found/, and the run fails.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:?how many seconds for each target}
shift
mkdir -p build/logs build/fuzz/found
cmake --preset fuzz >build/logs/configure-fuzz.log 2>&1 || { cat build/logs/configure-fuzz.log; exit 1; }
mapfile -t all < <(ninja -C build/fuzz -t targets all | grep -oE '^fuzz_[a-z0-9_]+:' | tr -d : | sort -u)
targets=("$@")
[[ ${#targets[@]} -gt 0 ]] || targets=("${all[@]}")
[[ ${#targets[@]} -gt 0 ]] || { echo "fuzz: the preset fuzz has no target" >&2; exit 1; }
cmake --build --preset fuzz --target "${targets[@]}"
export ASAN_OPTIONS=${ASAN_OPTIONS:-abort_on_error=1} UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1:halt_on_error=1}
failed=0
for target in "${targets[@]}"; do
    program=$(find build/fuzz -type f -name "$target" -perm -u+x -print -quit)
    # http_fuzz.cpp becomes the target fuzz_http_fuzz; its corpus is tests/fuzz/http.
    kept=${target#fuzz_}
    kept="tests/fuzz/${kept%_fuzz}" fresh="build/fuzz/corpus/$target"
    mkdir -p "$fresh"
    folders=("$fresh")
    [[ -d $kept ]] && folders+=("$kept")
    log="build/fuzz/$target.log"
    if "$program" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="build/fuzz/found/$target-" "${folders[@]}" >"$log" 2>&1; then
        printf '%-24s %s runs in %s s, clean\n' "$target" "$(awk '/stat::number_of_executed_units/ {print $2}' "$log")" "$seconds"
    else
        printf '%-24s FOUND SOMETHING\n' "$target"
        tail -40 "$log"
        failed=1
    fi
done
exit $failed
