#!/usr/bin/env python3
"""Fails for a file of a room that takes longer than 3 s to compile, read from ninja's log of the last builds.
Usage: tools/compile_budget.py [LOG]   ALTTO_COMPILE_FACTOR=2 doubles the budget on a slow or busy machine."""
import os
import re
import sys
from pathlib import Path

BUDGET_MS = 3000
HEAVY = {"site/commands.cpp", "design/words.cpp"}  # each the one file for its heavy library
OBJECT = re.compile(r"^src/(\w+)/CMakeFiles/(\w+)\.dir/(\w+\.cpp)\.o$")


def read_log(path):
    """Milliseconds of the last build of each object."""
    taken = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if len(fields) == 5:
            taken[fields[3]] = int(fields[1]) - int(fields[0])
    return taken


def main():
    root = Path(__file__).resolve().parent.parent
    log = Path(sys.argv[1]) if len(sys.argv) > 1 else root / "build/dev/.ninja_log"
    if not log.exists():
        print(f"{log} is missing; build the preset dev first")
        return 2
    budget = BUDGET_MS * float(os.environ.get("ALTTO_COMPILE_FACTOR", "1"))
    counted, over = 0, []
    for output, ms in read_log(log).items():
        match = OBJECT.match(output)
        if not match or match[1] != match[2] or f"{match[1]}/{match[3]}" in HEAVY:
            continue
        counted += 1
        if ms > budget:
            over.append((ms, f"src/{match[1]}/{match[3]}"))
    for ms, file in sorted(over, reverse=True):
        print(f"{file}:1: takes {ms / 1000:.1f} s to compile, the budget is {budget / 1000:.1f} s")
    print(f"{counted} files of rooms, {len(over)} over the budget")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
