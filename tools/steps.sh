# Sourced by tools/test.sh and tools/ci.sh:  step NAME command…  runs, times and counts; the first failure ends the run by name.
# A step whose output has doctest's or node's summary counts as that many tests, any other as one.
steps_total=$SECONDS
steps_passed=0
steps_table=""
steps_logs=${steps_logs:-build/logs}
mkdir -p "$steps_logs"

# count LOG passed|failed
steps_count() {
    awk -v what="$2" '
        /\[doctest\] test cases:/ { line = $0; gsub(/[^0-9|]/, "", line); split(line, n, "|"); sum += (what == "passed" ? n[2] : n[3]) }
        /^(# |ℹ )pass [0-9]+$/ && what == "passed" { sum += $3 }
        /^(# |ℹ )fail [0-9]+$/ && what == "failed" { sum += $3 }
        END { print sum + 0 }' "$1"
}

step() {
    local name=$1 began=$SECONDS code=0 log passed failed
    shift
    log="$steps_logs/${name//[^a-zA-Z0-9]/-}.log"
    printf '\033[1m── %s\033[0m\n' "$name"
    set +e
    ("$@") 2>&1 | tee "$log"
    code=${PIPESTATUS[0]}
    set -e
    passed=$(steps_count "$log" passed)
    failed=$(steps_count "$log" failed)
    if ((passed + failed == 0)); then ((code == 0)) && passed=1 || failed=1; fi
    if ((code != 0 && failed == 0)); then failed=1; fi
    if ((code == 0 && failed > 0)); then code=1; fi
    steps_passed=$((steps_passed + passed))
    steps_table+=$(printf '%5d s  %6d  %s' $((SECONDS - began)) "$passed" "$name")$'\n'
    if ((code != 0)); then
        printf '\n seconds  passed  step\n%s' "$steps_table"
        printf '\033[1mFAILED: %s (exit %d), its output is in %s\033[0m\n' "$name" "$code" "$log"
        printf '%d passed, %d failed\n' "$steps_passed" "$failed"
        exit 1
    fi
}

steps_end() {
    printf '\n seconds  passed  step\n%s' "$steps_table"
    printf '%5d s          in all\n' $((SECONDS - steps_total))
    printf '%d passed, 0 failed\n' "$steps_passed"
}
