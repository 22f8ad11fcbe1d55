#!/usr/bin/env python3
"""The include lines and USES rows of src/ against the dependency table and the roles of files (ARCHITECTURE.md).
Prints every fault as file:line: what is wrong. Usage: tools/check_rooms.py [ROOT]"""
import re
import sys
from pathlib import Path

BELOW = {"people", "editorial", "research"}
CARRIED = BELOW | {"voices", "learn", "blog"}
ROOMS = {  # what a room may use, besides design and kit
    "design": set(), "people": set(), "editorial": {"people"}, "research": {"people", "editorial"},
    "proof": BELOW, "voices": BELOW, "learn": BELOW | {"voices"}, "blog": BELOW | {"voices"}, "desk": BELOW | {"proof"},
    "record": {"people", "editorial", "learn"}, "cohorts": {"people", "editorial", "learn"},
    "search": CARRIED, "reach": CARRIED, "trade": CARRIED | {"proof"},
}
ROOMS["site"] = set(ROOMS)
KIT = {  # what a tool may use, besides base
    "base": set(), "text": set(), "html": set(), "db": set(), "doc": {"html", "text"}, "search": {"db", "text"}, "jobs": {"db", "text"},
    "mail": {"jobs", "db", "text"}, "client": {"text"}, "http": set(), "streams": {"db"}, "web": {"http", "html", "db", "jobs", "streams"}, "webauthn": set(), "child": set(), "japanese": {"text", "child"}, "image": {"child", "japanese"}, "zip": set(),
}
HEAVY = [  # the first row that fits an include says which files may have it; all of them are .cpp
    ("regex", ()), ("soci/", ()), ("sqlite3.h", ("kit/db/", "kit/search/")), ("libpq-fe.h", ("kit/db/", "kit/search/")),
    ("boost/json", ("kit/base/json.cpp",)), ("boost/", ("kit/http/",)), ("fmt/", ("kit/",)), ("spdlog/", ("kit/base/log.cpp",)),
    ("CLI/", ("site/commands.cpp",)), ("toml++/", ("kit/base/config.cpp", "design/words.cpp")), ("yaml-cpp/", ("kit/doc/front_matter.cpp",)),
    ("gumbo.h", ("kit/text/",)), ("cmark-gfm", ("kit/doc/",)), ("curl/", ("kit/mail/", "kit/client/")), ("fido", ("kit/webauthn/",)), ("openssl/", ("kit/webauthn/",)), ("vips/", ("kit/image/",)), ("pango/", ("kit/image/",)), ("fontconfig/", ("kit/image/",)), ("freetype/", ("kit/image/",)), ("cairo", ("kit/image/",)), ("mecab.h", ("kit/japanese/",)), ("zip.h", ("kit/zip/",)), ("unicode/", ("kit/text/", "kit/search/", "design/words.cpp")),
]
ROLES = {  # what a file of a room must not include; a noun split off keeps its role as an ending: lesson_view.cpp
    "rules": ("kit/web/", "kit/http/", "kit/html/", "kit/client/"), "store": ("kit/web/", "kit/http/", "kit/html/", "kit/client/"),
    "view": ("kit/db/", "kit/http/", "kit/client/"),
    "form": ("kit/db/", "kit/http/"), "kind": ("kit/web/", "kit/http/"), "tasks": ("kit/web/",), "commands": ("kit/web/",), "web": (),
}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
UNIT = re.compile(r"^(room|kit)\((\w+)([^()]*)\)", re.M)
KEYWORDS = {"SOURCES", "TESTS", "USES", "PRIVATE", "FUZZ"}


def unit_of(path):
    """blog/web.cpp -> blog, kit/db/db.hpp -> kit/db, main.cpp -> main."""
    parts = Path(path).parts
    return "/".join(parts[:2]) if parts[0] == "kit" else parts[0] if len(parts) > 1 else "main"


def is_test(path):
    return Path(path).stem.endswith(("_test", "_fuzz")) or Path(path).stem.startswith("test_")


def may_use(user, used):
    if user == "main":
        return used in ("site", "kit/base")
    if user.startswith("kit/"):
        return used.startswith("kit/") and (used == "kit/base" or used[4:] in KIT.get(user[4:], set()))
    return used.startswith("kit/") or used == "design" and user in ROOMS or used in ROOMS.get(user, set())


def role_of(path):
    unit, stem = unit_of(path), Path(path).stem
    if unit in ("site", "design", "main") or unit.startswith("kit/"):
        return None
    return next((role for role in ROLES if stem == role or stem.endswith("_" + role)), "rules")


def read_uses(src, faults):
    """The USES row of every unit, and what its CMakeLists.txt forgets to build."""
    uses = {}
    for file in sorted(src.rglob("CMakeLists.txt")):
        text = re.sub(r"#[^\n]*", "", file.read_text(encoding="utf-8"))
        for kind, name, body in UNIT.findall(text):
            unit, key = ("kit/" if kind == "kit" else "") + name, None
            line = text[:text.index(f"{kind}({name}")].count("\n") + 1
            if unit not in ROOMS and unit[4:] not in KIT:
                faults.append((file, line, f"{unit} has no row in the table of tools/check_rooms.py"))
            words, listed = uses.setdefault(unit, set()), set()
            for word in body.split():
                if word in KEYWORDS:
                    key = word
                elif key == "USES":
                    words.add(word.replace("kit_", "kit/") if kind == "room" else "kit/" + word)
                elif key in ("SOURCES", "TESTS", "FUZZ"):
                    listed.add(word)
            faults += [(file, line, f"{unit} may not use {used}") for used in sorted(words) if not may_use(unit, used)]
            faults += [(path, 1, "no list of its CMakeLists.txt names this file") for path in sorted(file.parent.glob("*.cpp"))
                       if path.name not in listed]
    return uses


def reachable(unit, uses):
    found, rest = set(), [unit]
    while rest:
        for used in uses.get(rest.pop(), ()):
            if used not in found:
                found.add(used)
                rest.append(used)
    return found


def faults_of_include(path, bracket, name, text_of, uses):
    unit, test = unit_of(path), is_test(path)
    if bracket == "<":
        allowed = next((places for start, places in HEAVY if name == start or name.startswith(start) and start != "regex"), None)
        if allowed is not None and not any(path.startswith(place) for place in allowed):
            yield f"<{name}> is for {', '.join(allowed)} alone" if allowed else f"no file may include <{name}>"
        elif allowed is not None and path.endswith(".hpp") and not test:
            yield f"<{name}> in a header is compiled by everybody; it belongs in a .cpp"
        return
    if name.startswith("support/") and test:
        return
    if name not in text_of:
        yield f'there is no src/{name}; includes are written from src/ on'
        return
    used = unit_of(name)
    if used != unit and f"Private to {used}" in text_of[name]:
        yield f"{name} is private to {used}"
    if test:
        return
    if used != unit and not may_use(unit, used):
        yield f"{unit} may not use {used}"
    elif used != unit and unit != "main" and used != "kit/base" and used not in (reachable(unit, uses) if used.startswith("kit/") else uses.get(unit, ())):
        yield f"{used} is missing in USES of {unit}"
    door = used in ("design", unit) or used.startswith("kit/") or name == f"{used}/{used}.hpp"
    if not door and not (unit in ("site", "main") and name == f"{used}/commands.hpp"):
        yield f"{name} is not the door of {used}; include {used}/{used}.hpp"
    role = role_of(path)
    if role and name.startswith(ROLES[role]):
        yield f"a file of the role '{role}' may not include {name}"


def cycles(graph):
    """One circle of headers for each place where a walk meets itself."""
    done, found = set(), []

    def walk(node, trail):
        if node in trail:
            found.append(trail[trail.index(node):] + [node])
        elif node not in done:
            for following in sorted(graph.get(node, ())):
                walk(following, trail + [node])
            done.add(node)

    for node in sorted(graph):
        walk(node, [])
    return found


def main():
    src = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent) / "src"
    text_of = {str(file.relative_to(src)): file.read_text(encoding="utf-8") for file in sorted(src.rglob("*.[ch]pp"))}
    faults, graph = [], {}
    uses = read_uses(src, faults)
    for path, text in text_of.items():
        for number, line in enumerate(text.split("\n"), 1):
            if match := INCLUDE.match(line):
                faults += [(src / path, number, what) for what in faults_of_include(path, *match.groups(), text_of, uses)]
                if path.endswith(".hpp"):
                    graph.setdefault(path, set()).add(match.group(2))
    faults += [(src / circle[0], 1, "headers in a circle: " + " -> ".join(circle)) for circle in cycles(graph)]
    for file, line, what in faults:
        print(f"{file.relative_to(src.parent)}:{line}: {what}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
