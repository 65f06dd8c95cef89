"""Tests of scripts/prove: that it sees each difference, with a program that is told how to differ."""

import os
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
STAND_IN = """#!{python}
import json, os, sys
arguments = sys.argv[1:]
differs = os.environ.get("DIFFERS", "")
pools = ["a"]
if differs and differs in " ".join(arguments):
    pools.append("b")
scanned = "--no-scan" not in arguments
report = {{"summary": {{"units": {{"total": 2, "skipped": 1 if scanned else 0}}}},
          "units": ["skipped" if scanned else "analysed"], "pools": pools}}
with open(arguments[arguments.index("-o") + 1], "w") as file:
    json.dump(report, file)
sys.exit(int(os.environ.get("CODE", "0")))
"""


class Prove(unittest.TestCase):
    def run_with(self, **environment):
        with tempfile.TemporaryDirectory() as folder:
            build = os.path.join(folder, "project", "build")
            os.makedirs(build)
            with open(os.path.join(build, "compile_commands.json"), "w", encoding="utf-8") as file:
                file.write(f'[{{"directory": "{folder}/project", "file": "a.cc"}}]')
            program = os.path.join(folder, "pool-audit")
            with open(program, "w", encoding="utf-8") as file:
                file.write(STAND_IN.format(python=sys.executable))
            os.chmod(program, 0o755)
            run = subprocess.run([os.path.join(ROOT, "scripts", "prove"), build, "--pool-audit",
                                  program], env={**os.environ, **environment}, text=True,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            return run.returncode, run.stdout

    def test_equal_reports(self):
        code, text = self.run_with()
        self.assertEqual(code, 0)
        self.assertIn("1 pools, 1 of 2 units skipped; the same", text)

    def test_incomplete_reports_count(self):
        self.assertEqual(self.run_with(CODE="3")[0], 0)

    def test_sees_what_differs(self):
        for mark, name in [("two-workers", "two workers"), ("warm-cache", "a warm cache"),
                           ("moved.json", "a moved checkout"), ("--no-scan", "--no-scan")]:
            code, text = self.run_with(DIFFERS=mark)
            self.assertEqual(code, 1, mark)
            self.assertIn(f"DIFFERENT with {name}", text)

    def test_a_run_that_fails_proves_nothing(self):
        self.assertEqual(self.run_with(CODE="2")[0], 2)

    def test_a_program_that_is_not_there(self):
        run = subprocess.run([os.path.join(ROOT, "scripts", "prove"), "./x/build", "--pool-audit",
                              "/nonexistent"], stderr=subprocess.PIPE, text=True)
        self.assertEqual(run.returncode, 2)
        self.assertIn("/nonexistent", run.stderr)


if __name__ == "__main__":
    unittest.main()
