#!/usr/bin/env python3
"""Random programs with a pool: `refactor migrate` moves them to the runtime, leaves no identifier of the
old pool, and the program prints the same before and after, built with the address sanitizer.

SEED and COUNT in the environment choose the programs; a failure names its seed."""

import os
import subprocess
import sys

from harness import ROOT, EndToEnd, main
from refactor_random_test import NAMES, MemberWriter, Writer

RUNTIME = os.path.join(ROOT, "runtime", "include")
LIBRARY = ""


class Migrated(Writer):
    """The same programs, with a bound or a reset in the get at times."""

    def program(self):
        files = super().program()
        head = files["src/parts.h"]
        if self.random.random() < 0.4:
            head = head.replace("    idle_parts_.push_back(part);",
                                "    if (idle_parts_.size() >= 2) {\n      delete part;\n"
                                "      return;\n    }\n    idle_parts_.push_back(part);")
        if self.random.random() < 0.4:
            head = head.replace("    part->reset();\n", "").replace(
                "    idle_parts_.pop_back();\n", "    idle_parts_.pop_back();\n    part->reset();\n")
        files["src/parts.h"] = head
        return files


class Inside(MemberWriter):
    """A pool inside of a class that does more, with a bound that is a number or a member."""

    def program(self):
        if self.random.random() < 0.5:
            return super().program()
        return {name: text.replace("most_idle_(most), ", "").replace("  std::size_t most_idle_;\n", "")
                .replace("most_idle_", "2").replace("std::size_t most)", "std::size_t)")
                for name, text in super().program().items()}


class RandomPrograms(EndToEnd):
    def output(self, work, units):
        done = subprocess.run(["clang++-22", "-std=c++20", "-O0", "-fsanitize=address,undefined",
                               "-isystem", RUNTIME, "-o", work.path("program"),
                               *(work.path(each) for each in units), LIBRARY, "-pthread"],
                              check=False, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        done = subprocess.run([work.path("program")], check=False, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_print_the_same_with_a_pool_of_the_runtime(self):
        first = int(os.environ.get("SEED", "1"))
        self.environment["XDG_STATE_HOME"] = os.path.join(self.folder, "state")
        for seed in range(first, first + int(os.environ.get("COUNT", "3"))):
            with self.subTest(seed=seed):
                self.run_program(seed, Migrated(seed), NAMES)
            with self.subTest(seed=seed, inside=True):
                self.run_program(seed, Inside(seed), ("idle_parts_;", "idle_parts_.", "stock_mutex_"))

    def run_program(self, seed, writer, names):
        files = writer.program()
        work = self.project(f"{type(writer).__name__}{seed}")
        for name, text in files.items():
            work.write(name, text)
        units = [name for name in files if name.endswith(".cc")]
        entries = [work.entry(name) for name in units]
        for each in entries:
            each["arguments"][1:1] = ["-isystem", RUNTIME]
        work.database(entries)
        before = self.output(work, units)
        (pool,) = self.inventory(work).report()["pools"]
        run = self.run_tool("refactor", "migrate", work.path("build"), "--root", work.folder,
                            "--cache-dir", work.cache, "--pool", pool["name"], "--apply",
                            "--allow-dirty")
        self.assertEqual(run.code, 0, run.err + "".join(files.values()))
        text = "".join(work.read(name).decode() for name in files)
        for name in names:
            self.assertNotIn(name, text.replace("part_stock_pool", "").replace(
                '"part_stock"', "").replace("Callers", ""))
        self.assertIn("pool::", text)
        self.assertEqual(self.output(work, units), before, text)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("usage: " + sys.argv[0] + " POOL_AUDIT LIBPOOL [TEST]...")
    LIBRARY = os.path.abspath(sys.argv.pop(2))
    main()
