#!/usr/bin/env bash
# bench/bench.sh [--smoke] [--altto PROGRAM]   how fast, how small; prints the lines of docs/measured.md.
# --smoke (or ALTTO_BENCH=smoke): under a minute, fails only where something is grossly wrong.
set -euo pipefail
cd "$(dirname "$0")/.."
[[ ${ALTTO_BENCH:-full} == smoke ]] && set -- --smoke "$@"
exec python3 bench/bench.py "$@"
