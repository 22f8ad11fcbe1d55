#!/usr/bin/env python3
"""make room NAME=voices: the first files of a room, under the names that every room uses."""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def files(name: str) -> dict[str, str]:
    return {
        "README.md": f"""# {name}

For:
Words:
Tables:
It must never:
""",
        "CMakeLists.txt": f"""room({name}
    SOURCES {name}.cpp web.cpp
    TESTS   {name}_test.cpp
    USES    people editorial design)
""",
        f"{name}.hpp": f"""#pragma once

// The door: the only header of this room that other rooms include.
namespace {name} {{

}}
""",
        f"{name}.cpp": f"""#include "{name}/{name}.hpp"

namespace {name} {{

}}
""",
        "web.hpp": f"""#pragma once
#include "kit/web/routes.hpp"

namespace {name} {{

void routes(web::Routes& on);

}}
""",
        "web.cpp": f"""#include "{name}/web.hpp"

namespace {name} {{

void routes(web::Routes&) {{
}}

}}
""",
        f"{name}_test.cpp": f"""#include "{name}/{name}.hpp"

#include <doctest/doctest.h>

TEST_SUITE_BEGIN("unit");

TEST_SUITE_END();
""",
    }


def main() -> int:
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        print("room: NAME must be one lower-case word, such as NAME=voices", file=sys.stderr)
        return 2
    folder = ROOT / "src" / name
    if folder.exists():
        print(f"room: src/{name} is there already", file=sys.stderr)
        return 1
    folder.mkdir(parents=True)
    for file, text in files(name).items():
        (folder / file).write_text(text)
        print(f"src/{name}/{file}")
    print(f"Next: add {name} to src/CMakeLists.txt and to the table of tools/check_rooms.py, and {name}::routes(on) to src/site/routes.cpp.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
