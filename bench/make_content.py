#!/usr/bin/env python3
"""Writes content in the format of docs/content-format.md: as many pieces as asked for, of the size of real ones.

    bench/make_content.py OUT [--pieces 10000] [--seed 1]

Lessons, posts and courses are put together from sentences of the starter texts, no sentence twice in one piece, so that they compress as
prose does. They are in English only, and stand beside the starter texts themselves.
"""
import argparse, pathlib, random, re, shutil, sys

ROOT = pathlib.Path(__file__).resolve().parent.parent / "content"
LESSONS_PER_COURSE = 20


def sentences():
    found = set()
    for path in sorted(ROOT.glob("**/*.en.md")):
        text = path.read_text(encoding="utf-8").split("\n---\n", 1)[-1]
        for line in text.split("\n"):
            if not re.match(r"[A-Z][A-Za-z ,']{10}", line):
                continue
            for sentence in re.split(r"(?<=[.?!]) ", line):
                if 25 <= len(sentence) <= 160 and re.fullmatch(r"[A-Z][A-Za-z0-9 ,.;'?!-]+[.?!]", sentence):
                    found.add(sentence)
    return sorted(found)


def keys():
    return re.findall(r"^@\w+\{([a-z0-9-]+),", (ROOT / "references.bib").read_text(encoding="utf-8"), re.M)


class Maker:
    def __init__(self, out, seed):
        self.out, self.random = out, random.Random(seed)
        self.sentences, self.keys = sentences(), keys()
        if len(self.sentences) < 150 or not self.keys:
            sys.exit(f"too little to make pieces from: {len(self.sentences)} sentences, {len(self.keys)} references")

    def front(self, title, summary, more):
        return (f'---\ntitle: "{title}"\nsummary: "{summary}"\n{more}credits:\n  - role: writer\n    person: starter-text\n'
                "licence: CC-BY-4.0\npublished: 2026-11-23\n")

    def paragraphs(self, pool, count):
        return "\n\n".join(" ".join(pool.pop() for _ in range(self.random.randint(2, 5)) if pool) for _ in range(count))

    def prose(self, pool, sections):
        out = self.paragraphs(pool, 2)
        for number in range(sections):
            out += f"\n\n## {number + 1}. {pool.pop().rstrip('.?!')}\n\n{self.paragraphs(pool, self.random.randint(1, 3))}"
            if number % 2:
                out += "\n\n" + "\n".join(f"- {pool.pop()}" for _ in range(3))
        return out

    def pool(self):
        return self.random.sample(self.sentences, min(len(self.sentences), 110))

    def title(self, pool, number):
        return f"{pool.pop().rstrip('.?!')[:80]} ({number})"

    def write(self, path, text):
        path = self.out / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def lesson(self, course, slug, number):
        pool = self.pool()
        pick = self.random.choice
        text = self.front(self.title(pool, number), pool.pop(), "levels: []\n")
        text += f"""check_by: 2027-03-31
pairing: parallel
---

:::aim
{pool.pop()}
:::

{self.prose(pool, self.random.randint(2, 4))}

:::say
{{何|なに}}をすればいいですか。

*Nani o sureba ii desu ka.*

What should I do?
:::

:::try
{pool.pop()}

1. {pool.pop()}
2. {pool.pop()}
3. {pool.pop()}
:::

:::check
{pool.pop()}

- [ ] {pool.pop()}

  {pool.pop()}

- [x] {pool.pop()}

  {pool.pop()}

- [ ] {pool.pop()}

  {pool.pop()}
:::

:::lookback
{pool.pop()}
:::

:::deepdive
### What was asked

{self.paragraphs(pool, 1)} [@{pick(self.keys)}]

### What it cannot tell

{self.paragraphs(pool, 1)} [@{pick(self.keys)}]
:::
"""
        self.write(f"lessons/{course}/{slug}.en.md", text)

    def course(self, slug, lessons, number):
        pool = self.pool()
        self.write(f"courses/{slug}.en.md",
                   self.front(self.title(pool, number), pool.pop(), f"levels: []\ncover: {self.random.choice(['green', 'blue', 'ochre', 'red'])}\nlessons: [{', '.join(lessons)}]\n")
                   + f"pairing: parallel\n---\n\n:::aim\n{pool.pop()}\n:::\n\n{self.paragraphs(pool, 2)}\n")

    def post(self, slug, number, tags):
        pool = self.pool()
        self.write(f"posts/{slug}.en.md", self.front(self.title(pool, number), pool.pop(), f"tags: [{self.random.choice(tags)}]\n")
                   + f"pairing: parallel\n---\n\n{self.prose(pool, self.random.randint(3, 5))}\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--pieces", type=int, default=10000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.out.exists() and any(options.out.iterdir()):
        sys.exit(f"{options.out} is not empty")
    maker = Maker(options.out, options.seed)
    # The starter texts stand first: pages of the site link to them.
    shutil.copytree(ROOT, options.out, dirs_exist_ok=True)
    tags = re.findall(r"^- slug: (\S+)", (ROOT / "tags.yaml").read_text(encoding="utf-8"), re.M)
    made = sum(len(list(options.out.glob(f"{kind}/**/*.en.md"))) for kind in ("courses", "lessons", "posts"))
    course = 0
    while made < options.pieces:
        course += 1
        lessons = [f"lesson-{course}-{n + 1}" for n in range(min(LESSONS_PER_COURSE, max(0, options.pieces - made - 1)))]
        if lessons:
            for number, slug in enumerate(lessons):
                maker.lesson(f"course-{course}", slug, course * 100 + number)
            maker.course(f"course-{course}", lessons, course)
            made += len(lessons) + 1
        for number in range(min(LESSONS_PER_COURSE // 2, options.pieces - made)):
            maker.post(f"post-{course}-{number + 1}", course * 100 + number, tags)
            made += 1
    print(f"{made} pieces in {options.out}")


if __name__ == "__main__":
    main()
