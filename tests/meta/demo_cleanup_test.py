"""scripts/demo-cleanup from end to end: the service is audited, cleaned up, built at each step, and has fewer
findings than before.

    demo_cleanup_test.py POOL_AUDIT
"""

import json
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SCRIPT = os.path.join(ROOT, "scripts", "demo-cleanup")


def cleanup(*arguments):
    return subprocess.run([SCRIPT, *arguments], capture_output=True, text=True, check=False,
                          timeout=800, env={**os.environ, "POOL_AUDIT_SKIP_SETUP": "1"})


def findings(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        return {(each["rule"], each["place"]["file"]) for each in json.load(file)["findings"]}


class Cleanup(unittest.TestCase):
    def test_the_service_ends_with_fewer_findings(self):
        with tempfile.TemporaryDirectory() as folder:
            done = cleanup("--program", PROGRAM, "--output", folder)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            before = findings(folder, "before.json")
            after = findings(folder, "after.json")
            self.assertLess(after, before, "nothing is new, and something is gone")
            self.assertIn(("pool-unbounded", "src/book.cc"), before - after)
            self.assertIn(("pool-cold", "src/reports.cc"), before - after)
            with open(os.path.join(folder, "service", "src", "book.cc"), encoding="utf-8") as file:
                book = file.read()
            self.assertIn("const auto level = levels_pool.acquire();", book)
            self.assertNotIn("LevelPool", book)
            with open(os.path.join(folder, "service", "src", "reports.cc"), encoding="utf-8") as file:
                reports = file.read()
            self.assertIn("const auto page = std::make_unique<std::string>();", reports)
            self.assertNotIn("report_pages", reports)
            self.assertNotIn("pool/pool.h", reports)

    def test_wrong_options(self):
        for arguments, complaint in ((("--output",), "needs a value"),
                                     (("--program", "/no/such"), "is no program"),
                                     (("--fast",), "unknown argument")):
            done = cleanup(*arguments)
            self.assertEqual(done.returncode, 2)
            self.assertIn(complaint, done.stderr)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()
