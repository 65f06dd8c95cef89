#!/usr/bin/env python3
"""clang-tidy with the module says what `pool-audit check` says of each source of the rules' tests
and of each example on the rules' pages: places, messages, notes in their order, and fixes."""

import concurrent.futures
import glob
import json
import os
import re
import shutil
import subprocess

import yaml

import harness
from harness import ROOT, TidyTest, findings_in, main

SOURCES = os.path.join(ROOT, "tests", "projects", "rules")


def fences_of(page):
    """[(line, file, code)] of the C++ examples; example.cc is a file without a name."""
    with open(page, encoding="utf-8") as file:
        text = file.read()
    return [(text.count("\n", 0, match.start()) + 1, match[1].strip() or "example.cc", match[2])
            for match in re.finditer(r"^```cpp(.*)\n((?:.*\n)*?)```$", text, re.M)]


def joined(edits):
    """[[file, begin, end, text]] in their order; those that touch are one, as clang has them."""
    out = []
    for edit in sorted(edits):
        if out and out[-1][0] == edit[0] and out[-1][2] == edit[1]:
            out[-1] = [edit[0], out[-1][1], edit[2], out[-1][3] + edit[3]]
        else:
            out.append(edit)
    return out


class Equality(TidyTest):
    def make_cases(self):
        """Each source in a folder of its own, with what it includes: {folder: source}."""
        cases = {}
        every = [os.path.relpath(os.path.join(folder, name), SOURCES)
                 for folder, _, names in os.walk(SOURCES) for name in sorted(names)]
        for source in sorted(every):
            if not source.endswith((".c", ".cc")):
                continue
            folder = re.sub(r"[./]", "_", source)
            for name in every:
                if name == source or name.endswith((".h", ".yaml")):
                    os.makedirs(os.path.dirname(self.path(f"{folder}/{name}")), exist_ok=True)
                    shutil.copy(os.path.join(SOURCES, name), self.path(f"{folder}/{name}"))
            cases[folder] = source
        for page in sorted(glob.glob(os.path.join(ROOT, "checks", "rules", "*", "rule.md"))):
            for line, name, code in fences_of(page):
                folder = f"{os.path.basename(os.path.dirname(page))}_{line}"
                self.prelude(folder)
                unit = '#include "prelude.h"\n'
                if name == "example.cc":
                    unit += code
                else:
                    self.write(f"{folder}/{name}", code)
                    unit += f'#include "{name}"\n'
                self.write(f"{folder}/example.cc", unit)
                cases[folder] = "example.cc"
        return cases

    def said_by_tool(self, case):
        folder, source = case
        entry = {"directory": self.path(folder), "file": source,
                 "arguments": [*harness.flags(source), "-c", source]}
        self.write(f"{folder}/build/compile_commands.json", json.dumps([entry]))
        done = subprocess.run(
            [harness.pool_audit, "check", self.path(f"{folder}/build"), "--root",
             self.path(folder), "--checks", "pool-*", "--no-cache", "--no-scan", "--format",
             "json", "--fail-on", "never"],
            env=self.environment, capture_output=True, check=False, timeout=240)
        if done.returncode != 0:
            raise AssertionError(f"{folder}: {done.stderr.decode()}")
        return folder, source, json.loads(done.stdout)

    def expected(self, cases):
        """Findings as findings_in() has them, and the edits of rules with safe fixes."""
        rules = {rule["id"]: rule for rule in json.loads(
            self.run_command(harness.pool_audit, "rules", "--format", "json").stdout)}
        findings, edits = [], []
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            for folder, source, report in pool.map(self.said_by_tool, cases.items()):
                def at(place, folder=folder):
                    return [self.path(f"{folder}/{place['file']}"), place["line"], place["column"]]

                pools = {each["id"]: each for each in report["pools"]}
                for each in report["findings"]:
                    rule = rules[each["rule"]]
                    # What several units have to agree on is said of pools of this unit alone.
                    if rule["scope"] == "program":
                        of = pools.get(each["pool"])
                        if (not of or of["visibility"] != "private"
                                or of["place"]["file"] != source):
                            continue
                    notes = [[*at(note["place"]), note["text"]] for note in each["notes"]]
                    findings.append([*at(each["place"]), "warning", each["rule"], each["message"],
                                     notes])
                    if rule["fix"] == "safe" and each["edits"]:
                        edits.append(joined([self.edit(folder, edit) for edit in each["edits"]]))
        # What is measured shows in no source.
        return findings, edits, {each for each in rules if rules[each]["scope"] != "telemetry"}

    def edit(self, folder, edit):
        place = edit["place"]
        file = self.path(f"{folder}/{place['file']}")
        return [file, self.offset(file, place["line"], place["column"]),
                self.offset(file, place["end_line"], place["end_column"]), edit["text"]]

    @staticmethod
    def offset(file, line, column):
        with open(file, "rb") as source:
            return sum(map(len, source.readlines()[:line - 1])) + column - 1

    @staticmethod
    def offered(path):
        """The replacements of --export-fixes, those of one finding together."""
        with open(path, encoding="utf-8") as file:
            diagnostics = yaml.safe_load(file)["Diagnostics"]
        return [joined([[edit["FilePath"], edit["Offset"], edit["Offset"] + edit["Length"],
                         edit["ReplacementText"]]
                        for edit in each["DiagnosticMessage"]["Replacements"]])
                for each in diagnostics if each["DiagnosticMessage"]["Replacements"]]

    def test_same_findings(self):
        cases = self.make_cases()
        self.assertGreater(len(cases), 30)
        expected, edits, rules = self.expected(cases)
        self.database(*(f"{folder}/{source}" for folder, source in cases.items()))
        fixes = self.path("fixes.yaml")
        run = self.tidy("-p", self.folder, "-checks=-*,pool-*", "-header-filter=.*",
                        f"-export-fixes={fixes}",
                        *(self.path(f"{folder}/{source}") for folder, source in cases.items()))
        found = findings_in(run.stdout)
        for folder, source in cases.items():
            def inside(findings, folder=folder):
                return sorted(each for each in findings
                              if each[0].startswith(self.path(folder) + "/"))

            with self.subTest(folder):
                self.assertEqual(inside(found), inside(expected))
        self.assertEqual(len(found), len(expected))
        self.assertEqual({each[4] for each in found}, rules, "rules without a finding")
        self.assertEqual(sorted(self.offered(fixes)), sorted(edits))


if __name__ == "__main__":
    main()
