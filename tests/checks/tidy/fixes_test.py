#!/usr/bin/env python3
"""What rules with safe fixes offer is carried out by `clang-tidy --fix`, written by
`--export-fixes`, and stands in the SARIF of `pool-audit check`."""

import json
import os
import shutil

import yaml

import harness
from harness import ROOT, TidyTest, findings_in, main

PROJECTS = os.path.join(ROOT, "tests", "projects")
CHECKS = "-checks=-*,pool-missing-reset"


class Fixes(TidyTest):
    def setUp(self):
        super().setUp()
        for folder in ("rules", "mends"):
            shutil.copytree(os.path.join(PROJECTS, folder), self.path(folder))

    def lines(self, name):
        with open(self.path(name), encoding="utf-8", newline="") as file:
            return file.read().split("\n")

    def tidy_one(self, name, *arguments):
        """[(line, message)]"""
        run = self.tidy(CHECKS, *arguments, self.path(name), "--", *harness.flags(name)[1:])
        return [(each[1], each[5]) for each in findings_in(run.stdout)]

    def claimed(self, name):
        """The lines that the source wants to be added, with their white space, as a list."""
        return [line.split(" mend: ")[1].split("*/")[0].strip()
                for line in self.lines(name) if " mend: " in line and "no mend" not in line]

    def test_fix(self):
        for name in ("mends/missing_reset.cc", "mends/missing_reset.c"):
            with self.subTest(name):
                before, wanted = self.lines(name), self.claimed(name)
                found = self.tidy_one(name)
                self.tidy_one(name, "--fix")
                after = self.lines(name)
                self.assertEqual(len(after), len(before) + len(wanted))
                compiler = os.path.join(os.path.dirname(harness.clang_tidy), "clang++")
                if os.path.exists(compiler):
                    language = "c" if name.endswith(".c") else "c++"
                    self.run_command(compiler, "-x", language, harness.flags(name)[1],
                                     "-fsyntax-only", self.path(name))
                left = self.tidy_one(name)
                self.assertLessEqual(len(left), len(found) - len(wanted))
                self.tidy_one(name, "--fix")
                self.assertEqual(self.lines(name), after, "a second run changes nothing")
                # Nothing is changed but that lines are added, and each is one that was promised.
                rest = list(before)
                for line in after:
                    if rest and line == rest[0]:
                        rest.pop(0)
                    else:
                        wanted.remove(line.strip())
                self.assertEqual((rest, wanted), ([], []))

    def test_fix_with_the_line_ends_of_windows(self):
        name = "mends/missing_reset.cc"
        wanted = self.claimed(name)
        text = "\r\n".join(self.lines(name))
        with open(self.path(name), "w", encoding="utf-8", newline="") as file:
            file.write(text)
        before = text.count("\r\n")
        self.tidy_one(name, "--fix")
        after = "\n".join(self.lines(name))
        self.assertEqual(after.count("\r\n"), before + len(wanted))
        self.assertEqual(after.count("\n"), after.count("\r\n"))

    def test_export(self):
        name = "mends/missing_reset.cc"
        wanted = self.claimed(name)
        self.tidy_one(name, "--export-fixes=" + self.path("fixes.yaml"))
        with open(self.path("fixes.yaml"), encoding="utf-8") as file:
            exported = yaml.safe_load(file)
        text = "\n".join(self.lines(name))
        found = []
        for each in exported["Diagnostics"]:
            self.assertEqual(each["DiagnosticName"], "pool-missing-reset")
            for edit in each["DiagnosticMessage"]["Replacements"]:
                self.assertEqual((edit["Length"], text[edit["Offset"] - 1]), (0, "\n"))
                found.append(edit["ReplacementText"].strip())
        self.assertEqual(sorted(found), sorted(wanted))

    def test_sarif(self):
        name = "mends/missing_reset.cc"
        self.database(name)
        shutil.copy(self.path("mends/.pool-audit.yaml"), self.folder)
        run = self.run_command(harness.pool_audit, "check", self.folder, "--root", self.folder,
                               "--checks", "pool-missing-reset", "--no-cache", "--no-scan",
                               "--format", "sarif", "--fail-on", "never")
        found = [change["replacements"][0]["insertedContent"]["text"].strip()
                 for result in json.loads(run.stdout)["runs"][0]["results"]
                 for fix in result.get("fixes", [])
                 for change in fix["artifactChanges"]]
        self.assertEqual(sorted(found), sorted(self.claimed(name)))

    def test_suppressed_findings_are_left_alone(self):
        name = "mends/missing_reset.cc"
        text = "\n".join(self.lines(name)).replace("// mend:", "// NOLINT(pool-*): mend:")
        self.write(name, text)
        self.tidy_one(name, "--fix")
        self.assertEqual("\n".join(self.lines(name)), text)


if __name__ == "__main__":
    main()
