#!/usr/bin/env python3
"""docs/rules.md and docs/rules are those of the rules, and scripts/rule-docs says when they are not."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BINARY = ""


class RuleDocs(unittest.TestCase):
    def run_script(self, root, *arguments):
        return subprocess.run([os.path.join(root, "scripts", "rule-docs"), *arguments, BINARY],
                              check=False, capture_output=True, text=True)

    def test_are_those_of_the_rules(self):
        done = self.run_script(ROOT, "--check")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_drift_is_found_and_mended(self):
        with tempfile.TemporaryDirectory(prefix="pool-audit-test-") as copy:
            shutil.copytree(os.path.join(ROOT, "scripts"), os.path.join(copy, "scripts"))
            os.mkdir(os.path.join(copy, "docs"))
            self.assertNotEqual(self.run_script(copy, "--check").returncode, 0)
            self.assertEqual(self.run_script(copy).returncode, 0)
            self.assertEqual(self.run_script(copy, "--check").returncode, 0)
            page = os.path.join(copy, "docs", "rules", "pool-missing-put.md")
            with open(page, "a", encoding="utf-8") as file:
                file.write("\nby hand\n")
            stale = os.path.join(copy, "docs", "rules", "pool-that-went.md")
            shutil.copy(page, stale)
            drift = self.run_script(copy, "--check")
            self.assertNotEqual(drift.returncode, 0)
            self.assertIn("by hand", drift.stdout)
            self.assertIn("pool-that-went.md", drift.stdout)
            self.assertEqual(self.run_script(copy).returncode, 0)
            self.assertFalse(os.path.exists(stale))

    def test_a_program_that_is_not_there(self):
        done = subprocess.run([os.path.join(ROOT, "scripts", "rule-docs"), "--check", "/nowhere"],
                              check=False, capture_output=True, text=True)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("is not there", done.stderr)


if __name__ == "__main__":
    BINARY = os.path.abspath(sys.argv.pop(1))
    unittest.main()
