#!/usr/bin/env python3
"""scripts/new-rule, in a copy of what it needs: the two files compile and are listed."""

import os
import shutil
import subprocess
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class NewRule(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="pool-audit-test-")
        self.addCleanup(folder.cleanup)
        self.copy = folder.name
        for name in ("scripts", "checks"):
            shutil.copytree(os.path.join(ROOT, name), os.path.join(self.copy, name))

    def run_script(self, *arguments):
        return subprocess.run([os.path.join(self.copy, "scripts", "new-rule"), *arguments],
                              check=False, capture_output=True, text=True)

    def path(self, *names):
        return os.path.join(self.copy, "checks", "rules", *names)

    def test_makes_a_rule_that_compiles_and_is_listed(self):
        done = self.run_script("pool-half-full", "a pool that is never full")
        self.assertEqual(done.returncode, 0, done.stderr)
        compiled = subprocess.run(
            ["clang++-22", "-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Werror",
             "-I", self.copy, self.path("half-full", "rule.cc")],
            check=False, capture_output=True, text=True)
        self.assertEqual(compiled.returncode, 0, compiled.stderr)
        formatted = subprocess.run(
            ["clang-format-22", "--dry-run", "-Werror",
             f"--style=file:{os.path.join(ROOT, '.clang-format')}",
             self.path("half-full", "rule.cc")],
            check=False, capture_output=True, text=True)
        self.assertEqual(formatted.returncode, 0, formatted.stderr)
        listed = os.path.join(self.copy, "all_rules.cc")
        subprocess.run(["cmake", "-DRULES=half-full/rule.cc", f"-DFOLDER={self.path()}",
                        f"-DOUTPUT={listed}", "-P", self.path("embed.cmake")], check=True)
        with open(listed, encoding="utf-8") as file:
            text = file.read()
        self.assertIn("&half_full, R\"rule(# pool-half-full\n", text)

    def test_refuses_what_is_there_and_names_that_are_none(self):
        for arguments, words in (
                (("missing-put", "x"), "is there already"), (("Half", "x"), "is no name"),
                (("../half", "x"), "is no name"), (("half-", "x"), "is no name"),
                (("half", 'a "b"'), "without quotes"), (("half",), "expected NAME and SUMMARY")):
            with self.subTest(arguments):
                done = self.run_script(*arguments)
                self.assertEqual(done.returncode, 2)
                self.assertIn(words, done.stderr)
        self.assertFalse(os.path.exists(self.path("half")))


if __name__ == "__main__":
    unittest.main()
