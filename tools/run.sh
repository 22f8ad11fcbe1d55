#!/usr/bin/env bash
# Builds the program and serves a site; where there is no site yet, the starter site is made first.
set -euo pipefail
cd "$(dirname "$0")/.."
data=${DATA:-data} listen=${LISTEN:-127.0.0.1:8080}
tools/setup.sh build
mkdir -p build
cmake --preset release >build/configure.log 2>&1 || { cat build/configure.log >&2; exit 1; }
cmake --build --preset release --target altto
tools/init_if_new.sh build/release/altto "$data"
echo "The site is at http://localhost:${listen##*:} (stop it with Ctrl+C)"
exec build/release/altto serve --data "$data" --listen "$listen"
