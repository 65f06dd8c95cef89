#!/usr/bin/env python3
"""pool-audit refactor on tests/projects/refactor/KIND-CASE: `before` becomes `after`, both are built and
run and print the same, and a second run changes nothing.

  before/, after/   the trees; without `after` nothing may change
  args              behind `pool-audit refactor`: "check --pool buffers_"
  manual            lines "src/a.cc:12: TEXT": places that are left to a person, all of them
  std               the language, when it is not c++20: "c++14"
"""

import filecmp
import os
import shlex
import subprocess
import unittest

import harness
from harness import PROJECTS, ROOT, EndToEnd, main

CASES = os.path.join(PROJECTS, "refactor")
# What is migrated or counted includes the runtime, and is linked with it.
RUNTIME = ["-isystem", os.path.join(ROOT, "runtime", "include")]


def optional(case, name):
    path = os.path.join(CASES, case, name)
    if not os.path.exists(path):
        return ""
    with open(path, encoding="utf-8") as file:
        return file.read()


def files_of(folder):
    """Relative paths of all files, links included."""
    return sorted(os.path.relpath(os.path.join(where, name), folder)
                  for where, _, names in os.walk(folder) for name in names)


class Golden(EndToEnd):
    def setUp(self):
        super().setUp()
        self.environment["XDG_STATE_HOME"] = os.path.join(self.folder, "state")

    def output(self, work, units, standard):
        """What the program prints, built with the address sanitizer."""
        objects = []
        for unit in units:
            compiler = (["clang-22", "-std=gnu11"] if unit.endswith(".c")
                        else ["clang++-22", "-std=" + standard])
            objects.append(unit + ".o")
            done = subprocess.run([*compiler, *RUNTIME, "-Iinclude", "-Wall", "-Werror", "-g",
                                   "-fsanitize=address,undefined", "-c", unit, "-o", objects[-1]],
                                  cwd=work.folder, check=False, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
        done = subprocess.run(["clang++-22", "-fsanitize=address,undefined", "-pthread", "-o", "program",
                               *objects, *harness.runtime()[1]], cwd=work.folder, check=False, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        done = subprocess.run(["./program"], cwd=work.folder, check=False, capture_output=True, text=True,
                              timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        for name in [*objects, "program"]:
            os.remove(work.path(name))
        return done.stdout

    def refactor(self, work, arguments):
        return self.run_tool("refactor", arguments[0], work.path("build"), "--root", work.folder,
                             "--cache-dir", work.cache, "--apply", "--allow-dirty", *arguments[1:])

    def run_case(self, case):
        arguments = shlex.split(optional(case, "args"))
        work = self.project(case, like=f"refactor/{case}/before")
        standard = optional(case, "std").strip() or "c++20"
        units = [name for name in files_of(work.folder) if name.endswith((".c", ".cc"))]
        language = ["c++", "-std=" + standard, *RUNTIME]
        work.database([work.entry(each, [*harness.C, *RUNTIME] if each.endswith(".c") else language)
                       for each in units])
        before = self.output(work, units, standard)

        run = self.refactor(work, arguments)
        wanted = optional(case, "manual").splitlines()
        self.assertEqual(run.code, 1 if wanted else 0, run.err)
        by_hand = [line for line in run.err.splitlines() if ": by hand: " in line]
        self.assertEqual(len(by_hand), len(wanted), run.err)
        for line in wanted:
            place, text = line.split(": ", 1)
            self.assertTrue(any(each.startswith(place + ":") and text in each for each in by_hand),
                            f"{line}\nis not in\n{run.err}")
        self.compare(work.folder, os.path.join(CASES, case, "after")
                     if os.path.exists(os.path.join(CASES, case, "after"))
                     else os.path.join(CASES, case, "before"))
        self.assertEqual(self.output(work, units, standard), before)

        again = self.refactor(work, arguments)
        # A pool that was removed has no name any more, whatever is left to do behind it.
        changed = os.path.exists(os.path.join(CASES, case, "after"))
        self.assertEqual(again.code, 2 if arguments[0] in ("remove", "migrate") and changed else run.code,
                         again.err)
        self.assertNotIn(" written; ", again.err)

    def compare(self, folder, wanted):
        there = [name for name in files_of(folder) if not name.startswith("build/")]
        self.assertEqual(there, files_of(wanted))
        for name in there:
            self.assertEqual(os.path.islink(os.path.join(folder, name)),
                             os.path.islink(os.path.join(wanted, name)), name)
            if not filecmp.cmp(os.path.join(folder, name), os.path.join(wanted, name), shallow=False):
                with open(os.path.join(folder, name), newline="", encoding="utf-8") as file:
                    is_ = file.read()
                with open(os.path.join(wanted, name), newline="", encoding="utf-8") as file:
                    self.assertEqual(is_, file.read(), name)


    def test_findings_carry_the_edits_in_every_report(self):
        """What `refactor fix` writes stands in JSON and in SARIF."""
        work = self.project("offers", like="refactor/fix-missing-put/before")
        work.database(["src/main.c"])
        run = self.inventory(work, "--checks", "pool-missing-put")
        offered = [edit["text"] for finding in run.report()["findings"] for edit in finding["edits"]]
        sarif = self.run_tool(work.path("build"), "--root", work.folder, "--format", "sarif", "--cache-dir",
                              work.cache, "--checks", "pool-missing-put").report()
        shown = [replacement["insertedContent"]["text"] for result in sarif["runs"][0]["results"]
                 for fix in result.get("fixes", []) for change in fix["artifactChanges"]
                 for replacement in change["replacements"]]
        self.assertEqual(sorted(offered), sorted(shown))
        self.assertEqual(sum("node_put(&nodes, a);" in text for text in offered), 2)


def case_test(case):
    return lambda self: self.run_case(case)


def chosen_cases():
    """All of them; with SHARD=2/3 in the environment the second third."""
    every = sorted(each for each in os.listdir(CASES) if os.path.exists(os.path.join(CASES, each, "args")))
    shard, _, shards = os.environ.get("SHARD", "1/1").partition("/")
    return every[int(shard) - 1::int(shards)]


for each_case in chosen_cases():
    setattr(Golden, "test_" + each_case.replace("-", "_"), case_test(each_case))


if __name__ == "__main__":
    main()
