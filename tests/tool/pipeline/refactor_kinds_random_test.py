#!/usr/bin/env python3
"""Random programs are refactored by guard, bound, check, reset and instrument, built with sanitizers
before and after, and print the same. What a kind mends is not found again, and a second run changes
nothing."""

import json
import os
import random
import re
import subprocess

import harness
from harness import EndToEnd, main
from refactor_random_test import OBJECT, CWriter, MemberWriter, Writer

MODEL = """\
pools:
  - id: stock
    pool: {type: "Stock", object: "Part"}
    acquire:
      - {fn: take, object: return, fails: "FAILS"}
    release:
      - {fn: give, object: arg(0)}
"""
STOCK = """\
class Stock {
 public:
  ~Stock() {
    for (Part* each : spare_) delete each;
  }
  Part* take() {
    if (spare_.empty()) return new Part;
    Part* out = spare_.back();
    spare_.pop_back();
    return out;
  }
  void give(Part* part) { spare_.push_back(part); }

 private:
  std::vector<Part*> spare_;
};

static Stock stock;
"""
# Type, initialiser, a value that is written, how it is printed as a number.
MEMBERS = [("int", "", "n + 1", "{}"), ("int", " = 3", "n + 2", "{}"), ("bool", " = false", "true", "{}"),
           ("double", " = 0.5", "2.5", "static_cast<int>({})"), ("std::string", "", '"text"', "{}.size()"),
           ("std::vector<int>", "", "{{1, 2, n}}", "{}.size()"),
           ("const char*", " = nullptr", '"name"', "({} != nullptr)"), ("long", "{}", "n * 3L", "{}"),
           ("std::unique_ptr<int>", "", "std::make_unique<int>(n)", "({} != nullptr)")]


def empty(kind, name, initial):
    if kind.startswith("std::string") or kind.startswith("std::vector"):
        return name + ".clear();"
    if kind.startswith("std::unique_ptr"):
        return name + ".reset();"
    value = initial.replace(" = ", "").replace("{}", "") or "0"
    return f"{name} = {value};"


class KindWriter:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.tab = self.random.choice(["  ", "    ", "\t"])
        self.end = self.random.choice(["\n", "\n", "\r\n"])

    def text(self, lines):
        return self.end.join(lines).replace("  ", self.tab) + self.end

    def checks(self):
        """Functions of several results that use what they take without a test."""
        lines = ["#include <cstdio>", "#include <vector>", "", "struct Part {", "  int used = 0;", "};", "",
                 *STOCK.splitlines()]
        calls = []
        for i in range(self.random.randint(2, 6)):
            kind = self.random.choice(["int", "bool", "void", "int*"])
            name = self.random.choice(["part", "p", "x"])
            lines += ["", f"static int seen{i} = 0;", f"static {kind} f{i}(int n) {{"]
            if kind == "int" and self.random.random() < 0.7:
                lines += [self.random.choice(["  if (n < 0) return -1;", "  if (n > 1000) {return -1;}"])]
            comment = self.random.choice(["", "  // taken", " /* taken */"])
            lines += [f"  Part* {name} = stock.take();{comment}", f"  {name}->used = n;"]
            if kind != "void":
                lines += [f"  seen{i} += {name}->used * 2;"]
            lines += [f"  stock.give({name});"]
            if kind != "void":
                lines += ["  return " + {"int": f"seen{i}", "bool": f"seen{i} > 4",
                                         "int*": f"&seen{i}"}[kind] + ";"]
            lines += ["}"]
            call = f"f{i}({self.random.randint(0, 9)})"
            calls += [f"  {call};"] + [f'  std::printf("%d\\n", seen{i});']
        return self.text(lines + ["", "int main() {", *calls, "}"])

    def resets(self):
        """A reset that leaves some of the members, in one of several layouts."""
        members = [(kind, f"m{i}", initial, value, shown) for i, (kind, initial, value, shown) in
                   enumerate(self.random.sample(MEMBERS, self.random.randint(3, len(MEMBERS))))]
        cleared = [each for each in members[1:] if self.random.random() < 0.4] + members[:1]
        body = [empty(kind, name, initial) for kind, name, initial, _, _ in cleared]
        layout = self.random.randrange(3)
        if layout == 0:
            reset = ["  void reset() { " + " ".join(body) + " }"]
        elif layout == 1:
            reset = ["  void reset() {", *("    " + each + "  // gone" for each in body), "  }"]
        else:
            reset = ["  void reset()", "  {", *("    " + each for each in body), "  }"]
        lines = ["#include <cstdio>", "#include <memory>", "#include <string>", "#include <vector>", "",
                 "struct Part {", *(f"  {kind} {name}{initial};" for kind, name, initial, _, _ in members),
                 *reset, "};", "", *STOCK.splitlines(), "", "static void use(int n) {",
                 "  Part* part = stock.take();"]
        for _, name, _, value, _ in members:
            lines.append(f"  if (n % 2 == 0) part->{name} = {value};")
        sum_ = " + ".join(f"static_cast<long>({shown.format('part->' + name)})"
                          for _, name, _, _, shown in members)
        lines += ["  if (n % 2 == 0) {", f'    std::printf("%ld\\n", {sum_});', "  } else {",
                  f"    volatile long unused = {sum_};", "    (void)unused;", "  }",
                  "  part->reset();", "  stock.give(part);", "}", "",
                  "int main() {", "  for (int i = 0; i < 5; ++i) use(i);", "}"]
        return self.text(lines).replace("int m0;", "int m0 = 0;")


class RandomKinds(EndToEnd):
    def setUp(self):
        super().setUp()
        self.environment["XDG_STATE_HOME"] = os.path.join(self.folder, "state")

    def seeds(self):
        first = int(os.environ.get("SEED", "1"))
        return range(first, first + int(os.environ.get("COUNT", "4")))

    def output(self, work, units):
        done = subprocess.run(["clang++-22", "-std=c++20", "-fsanitize=address,undefined", "-o",
                               work.path("program"), *(work.path(each) for each in units)],
                              check=False, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        done = subprocess.run([work.path("program")], check=False, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def refactor(self, work, kind, *arguments):
        return self.run_tool("refactor", kind, work.path("build"), "--root", work.folder, "--cache-dir",
                             work.cache, "--apply", "--allow-dirty", *arguments)

    def both_sides(self, name, files, kind, *arguments):
        """The texts after it, and what it said."""
        work = self.project(name)
        for path, text in files.items():
            work.write(path, text)
        units = [path for path in files if path.endswith(".cc")]
        work.database(units)
        before = self.output(work, units)
        run = self.refactor(work, kind, *arguments)
        after = "".join(work.read(path).decode() for path in files)
        self.assertIn(run.code, (0, 1), run.err)
        self.assertNotIn("withdrawn", run.err, "".join(files.values()))
        self.assertEqual(self.output(work, units), before, after)
        again = self.refactor(work, kind, *arguments)
        self.assertNotIn(" written; ", again.err, after)
        return after, run.err

    def test_guards(self):
        for seed in self.seeds():
            with self.subTest(seed=seed):
                after, said = self.both_sides(f"guard{seed}", Writer(seed).program(), "guard")
                # Each object that is left is spoken of.
                left = after.count("= part_stock.fetch_part();") - after.count("Part* begun(")
                self.assertEqual(said.count("no guard for the get"), left, after)
                self.assertIn("std::unique_ptr<Part, decltype(", after)

    def test_bounds(self):
        for seed in self.seeds():
            with self.subTest(seed=seed):
                files = Writer(seed).program()
                after, said = self.both_sides(f"bound{seed}", files, "bound", "--spares", "1", "--limit", "8")
                self.assertNotIn("by hand", said)
                self.assertIn("if (idle_parts_.size() < 1) {", after)
                # A user who asks for the size takes care, for all that one can tell.
                text = "".join(files.values())
                grows = "items.push_back(n)" in text and "items.size()" not in text
                self.assertEqual("if (items.capacity() * sizeof(items[0]) > 8) items.shrink_to_fit();"
                                 in after, grows)

    def test_checks(self):
        for seed in self.seeds():
            with self.subTest(seed=seed):
                writer = KindWriter(seed)
                source = writer.checks()
                after, said = self.both_sides(f"check{seed}", {
                    ".pool-audit.yaml": MODEL.replace("FAILS", "null"), "src/main.cc": source}, "check")
                tests = sum(after.count(f"if (!{name})") for name in ("part", "p", "x"))
                self.assertEqual(tests + said.count("by hand"), source.count("stock.take();"), after + said)
                self.assertEqual("\r\n" in source, "\r\n" in after)
                self.assertEqual(after.count("\n") if "\r\n" in source else 0, after.count("\r\n") +
                                 (MODEL.count("\n") if "\r\n" in source else 0))

    def test_resets(self):
        for seed in self.seeds():
            with self.subTest(seed=seed):
                source = KindWriter(seed).resets()
                _, said = self.both_sides(f"reset{seed}", {
                    ".pool-audit.yaml": MODEL.replace('"FAILS"', "never"), "src/main.cc": source}, "reset")
                self.assertNotIn("by hand", said, source)


    def counting(self, seed):
        """A program that itself counts what its pool is asked for, and prints that at its end."""
        files = (Writer, MemberWriter, CWriter)[seed % 3](seed).program()
        in_c = "src/main.c" in files
        declared = ("extern long asked, given;\n" if in_c else
                    "inline long asked, given, made, gone;\n")
        alike = OBJECT.replace("{\n", "{\n  Part() { ++made; }\n  ~Part() { ++gone; }\n", 1)
        for name, text in files.items():
            text = text.replace(OBJECT, declared + alike).replace("struct part {", declared + "struct part {")
            text = text.replace('#include "parts.h"\n', '#include "parts.h"\n\nlong asked, given;\n', 1) \
                if name == "src/parts.c" else text
            lines = []
            for line in text.split("\n"):
                lines.append(line)
                if re.search(r"^\s*(struct p|P)art ?\* ?fetch_part\(.*{$", line):
                    lines.append("  ++asked;")
                if line.endswith("{") and " recycle_part(" in line:
                    lines.append("  ++given;")
            text = "\n".join(lines)
            if "int main(" in text:
                end = text.rindex("return 0;" if in_c else "}")
                shown = "asked, given" if in_c else "asked, given, made, gone"
                text = text[:end].rstrip(" \t") + (f'  {"" if in_c else "std::"}printf("' + "%ld " *
                                                   len(shown.split()) + f'\\n", {shown});\n') + text[end:]
            files[name] = text.replace("\n", "\r\n") if seed % 4 == 3 else text
        return files

    def run_counted(self, work, units, stats):
        headers, library = harness.runtime()
        objects = []
        for unit in units:
            compiler = ["clang-22"] if unit.endswith(".c") else ["clang++-22", "-std=c++20"]
            objects.append(work.path(os.path.basename(unit) + ".o"))
            done = subprocess.run([*compiler, *headers, "-fsanitize=address,undefined", "-c", work.path(unit),
                                   "-o", objects[-1]], check=False, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
        done = subprocess.run(["clang++-22", "-fsanitize=address,undefined", "-pthread", "-o",
                               work.path("program"), *objects, *library],
                              check=False, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        # What waits in a list at the end of a C program nobody frees.
        done = subprocess.run([work.path("program")], check=False, capture_output=True, text=True,
                              env={**os.environ, "POOL_STATS_FILE": stats, "ASAN_OPTIONS": "detect_leaks=0"})
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_instruments(self):
        for seed in self.seeds():
            with self.subTest(seed=seed):
                files = self.counting(seed)
                work = self.project(f"instrument{seed}")
                for path, text in files.items():
                    work.write(path, text)
                units = [path for path in files if path.endswith((".c", ".cc"))]
                work.database([work.entry(each, [*(harness.C if each.endswith(".c") else harness.CXX),
                                                 *harness.runtime()[0]]) for each in units])
                stats = os.path.join(self.folder, f"stats{seed}.json")
                before = self.run_counted(work, units, stats)
                run = self.refactor(work, "instrument")
                after = "".join(work.read(path).decode() for path in files)
                self.assertEqual(run.code, 0, run.err + "".join(files.values()))
                self.assertEqual(self.run_counted(work, units, stats), before, after)
                self.assertIn(after.count("\r\n"), (0, after.count("\n")), after)
                with open(stats, encoding="utf-8") as file:
                    (counted,) = json.load(file)["pools"]
                own = [int(each) for each in before.splitlines()[-1].split()]
                gets = counted["gets_local"] + counted["gets_created"]
                puts = counted["puts_kept"] + counted["puts_dropped_bound"]
                is_ = [gets, puts, counted["gets_created"], counted["puts_dropped_bound"]]
                self.assertEqual(is_[:len(own)], own, after)
                self.assertEqual((counted["gets_failed"], counted["out"]), (0, 0), after)
                again = self.refactor(work, "instrument")
                self.assertNotIn("written", again.err, after)
                self.assertIn("a meter counts it already", again.err)


if __name__ == "__main__":
    main()
