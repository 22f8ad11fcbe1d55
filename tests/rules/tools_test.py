"""tools/check_rooms.py and tools/compile_budget.py find what they are there to find, and nothing in what is right."""
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

GOOD = {
    "src/kit/base/CMakeLists.txt": "kit(base SOURCES a.cpp)",
    "src/kit/base/a.hpp": "#pragma once\n",
    "src/kit/base/a.cpp": '#include "kit/base/a.hpp"\n',
    "src/kit/db/CMakeLists.txt": "kit(db\n    SOURCES db.cpp\n    USES base\n    PRIVATE PkgConfig::SQLITE)",
    "src/kit/db/db.hpp": '#pragma once\n#include "kit/base/a.hpp"\n',
    "src/kit/db/inside.hpp": "/// Private to kit/db.\n",
    "src/kit/db/db.cpp": '#include "kit/db/inside.hpp"\n#include <sqlite3.h>\n',
    "src/kit/html/CMakeLists.txt": "kit(html SOURCES html.cpp USES base)",
    "src/kit/html/html.hpp": "#pragma once\n",
    "src/kit/html/html.cpp": '#include "kit/html/html.hpp"\n',
    "src/people/CMakeLists.txt": "room(people SOURCES people.cpp USES kit_base)",
    "src/people/people.hpp": "#pragma once\n",
    "src/people/store.hpp": "#pragma once\n",
    "src/people/people.cpp": '#include "people/people.hpp"\n#include "people/store.hpp"\n',
    "src/editorial/CMakeLists.txt": "room(editorial SOURCES editorial.cpp USES people)",
    "src/editorial/editorial.hpp": '#pragma once\n#include "people/people.hpp"\n',
    "src/editorial/editorial.cpp": '#include "editorial/editorial.hpp"\n',
    "src/blog/CMakeLists.txt": "room(blog  # posts\n    SOURCES blog.cpp view.cpp\n    TESTS blog_test.cpp\n    USES people editorial kit_db kit_html)",
    "src/blog/blog.hpp": '#pragma once\n#include "editorial/editorial.hpp"\n#include "kit/db/db.hpp"\n',
    "src/blog/blog.cpp": '#include "blog/blog.hpp"\n#include <string>\n',
    "src/blog/view.cpp": '#include "blog/blog.hpp"\n#include "kit/html/html.hpp"\n',
    "src/blog/blog_test.cpp": '#include "kit/html/html.hpp"\n#include "people/store.hpp"\n#include "support/database.hpp"\n',
}

# What is written over the good tree, and the line that must be said for it.
BAD = [
    ({"src/people/people.cpp": '#include "people/people.hpp"\n\n#include "editorial/editorial.hpp"\n'},
     "src/people/people.cpp:3: people may not use editorial"),
    ({"src/kit/base/a.cpp": '#include "blog/blog.hpp"\n'}, "src/kit/base/a.cpp:1: kit/base may not use blog"),
    ({"src/kit/html/html.cpp": '#include "kit/db/db.hpp"\n'}, "src/kit/html/html.cpp:1: kit/html may not use kit/db"),
    ({"src/people/people.cpp": '#include "kit/html/html.hpp"\n'}, "src/people/people.cpp:1: kit/html is missing in USES of people"),
    ({"src/blog/CMakeLists.txt": "room(blog SOURCES blog.cpp view.cpp TESTS blog_test.cpp USES people kit_db kit_html)"},
     "src/blog/blog.hpp:2: editorial is missing in USES of blog"),
    ({"src/people/CMakeLists.txt": "room(people SOURCES people.cpp USES kit_base blog)"}, "src/people/CMakeLists.txt:1: people may not use blog"),
    ({"src/kit/html/CMakeLists.txt": "# text\nkit(html SOURCES html.cpp USES base db)"}, "src/kit/html/CMakeLists.txt:2: kit/html may not use kit/db"),
    ({"src/blog/blog.cpp": '#include "people/store.hpp"\n'}, "src/blog/blog.cpp:1: people/store.hpp is not the door of people; include people/people.hpp"),
    ({"src/blog/blog.cpp": '#include "kit/html/html.hpp"\n'}, "src/blog/blog.cpp:1: a file of the role 'rules' may not include kit/html/html.hpp"),
    ({"src/blog/view.cpp": '#include "kit/db/db.hpp"\n'}, "src/blog/view.cpp:1: a file of the role 'view' may not include kit/db/db.hpp"),
    ({"src/blog/post_view.cpp": '#include "kit/db/db.hpp"\n'}, "src/blog/post_view.cpp:1: a file of the role 'view' may not include kit/db/db.hpp"),
    ({"src/blog/blog.cpp": "#include <sqlite3.h>\n"}, "src/blog/blog.cpp:1: <sqlite3.h> is for kit/db/, kit/search/ alone"),
    ({"src/blog/blog_test.cpp": "#include <regex>\n"}, "src/blog/blog_test.cpp:1: no file may include <regex>"),
    ({"src/kit/db/db.hpp": "#include <sqlite3.h>\n"}, "src/kit/db/db.hpp:1: <sqlite3.h> in a header is compiled by everybody; it belongs in a .cpp"),
    ({"src/blog/blog.cpp": '#include "kit/db/inside.hpp"\n'}, "src/blog/blog.cpp:1: kit/db/inside.hpp is private to kit/db"),
    ({"src/blog/blog.cpp": '#include "blog.hpp"\n'}, "src/blog/blog.cpp:1: there is no src/blog.hpp; includes are written from src/ on"),
    ({"src/people/store.hpp": '#include "people/people.hpp"\n', "src/people/people.hpp": '#include "people/store.hpp"\n'},
     "src/people/people.hpp:1: headers in a circle: people/people.hpp -> people/store.hpp -> people/people.hpp"),
    ({"src/blog/forgotten_test.cpp": "\n"}, "src/blog/forgotten_test.cpp:1: no list of its CMakeLists.txt names this file"),
    ({"src/shop/CMakeLists.txt": "room(shop SOURCES shop.cpp)"}, "src/shop/CMakeLists.txt:1: shop has no row in the table of tools/check_rooms.py"),
]


def run(tool, *arguments, **environment):
    done = subprocess.run([sys.executable, ROOT / "tools" / tool, *arguments], capture_output=True, text=True, env={**os.environ, **environment}, check=False)
    return done.returncode, done.stdout.splitlines()


class Rooms(unittest.TestCase):
    def check_tree(self, changed):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in {**GOOD, **changed}.items():
                path = Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            return run("check_rooms.py", folder)

    def test_a_tree_that_keeps_the_rules_passes(self):
        self.assertEqual(self.check_tree({}), (0, []))

    def test_every_fault_is_found_at_its_line(self):
        for changed, said in BAD:
            with self.subTest(said):
                code, lines = self.check_tree(changed)
                self.assertEqual(code, 1)
                self.assertIn(said, lines)


class Budget(unittest.TestCase):
    LOG = "\n".join(["# ninja log v5", "0\t9000\t1\tsrc/blog/CMakeFiles/blog.dir/web.cpp.o\ta", "100\t2100\t1\tsrc/blog/CMakeFiles/blog.dir/web.cpp.o\ta",
                     "0\t4000\t1\tsrc/learn/CMakeFiles/learn.dir/store.cpp.o\tb", "0\t9000\t1\tsrc/kit/http/CMakeFiles/kit_http.dir/session.cpp.o\tc",
                     "0\t9000\t1\tsrc/site/CMakeFiles/site.dir/commands.cpp.o\td"])

    def budget(self, factor):
        with tempfile.TemporaryDirectory() as folder:
            log = Path(folder) / "log"
            log.write_text(self.LOG, encoding="utf-8")
            return run("compile_budget.py", str(log), ALTTO_COMPILE_FACTOR=factor)

    def test_the_last_time_of_a_room_file_counts(self):
        self.assertEqual(self.budget("1"), (1, ["src/learn/store.cpp:1: takes 4.0 s to compile, the budget is 3.0 s", "2 files of rooms, 1 over the budget"]))
        self.assertEqual(self.budget("2"), (0, ["2 files of rooms, 0 over the budget"]))


if __name__ == "__main__":
    unittest.main()
