"""scripts/demo from end to end: a service under load, a Prometheus that scrapes it, and reports that
know what each pool is.

    demo_script_test.py POOL_AUDIT
"""

import json
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DEMO = os.path.join(ROOT, "scripts", "demo")
CLASSES = {
    "line_buffers": "hot", "queries": "hot", "replies": "hot", "price_windows": "warm",
    "sessions": "warm", "backends": "warm", "error_replies": "warm", "tickets": "warm",
    "audit_records": "cold", "report_pages": "cold", "helpers": "cold", "levels": "unmeasured",
    "batches": "unmeasured",
}
RULES = {
    "pool-duplicate", "pool-incomplete-reset", "pool-missing-put", "pool-os-handle",
    "pool-side-effecting-factory", "pool-stale-doc", "pool-tiny-type", "pool-unbounded",
    "pool-unchecked-get", "pool-use-after-put",
}


def demo(*arguments):
    return subprocess.run([DEMO, *arguments], capture_output=True, text=True, check=False,
                          timeout=500, env={**os.environ, "POOL_AUDIT_SKIP_SETUP": "1"})


class Demo(unittest.TestCase):
    def test_from_the_load_to_the_decision(self):
        with tempfile.TemporaryDirectory() as folder:
            done = demo("--program", PROGRAM, "--seconds", "15", "--output", folder)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            for name in ("pools.txt", "pools.md", "pools.html", "stats.json"):
                self.assertGreater(os.path.getsize(os.path.join(folder, name)), 1000, name)
            with open(os.path.join(folder, "pools.json"), encoding="utf-8") as file:
                report = json.load(file)
        verdicts = {pool["name"].rsplit("::", 1)[-1]: pool["verdict"] for pool in report["pools"]}
        classes = {name: each["class"] for name, each in verdicts.items()}
        self.assertEqual(classes, CLASSES)
        cold = verdicts["report_pages"]
        self.assertEqual(cold["action"], "observe", "too short for a removal, and it says so")
        self.assertRegex(" ".join(cold["missing"]), "watched for .* of 30 days")
        self.assertEqual({each["rule"] for each in report["findings"]}, RULES)
        self.assertTrue(all(each["place"]["file"].startswith("examples/service/")
                            for each in report["findings"]), "nothing else is wrong")
        self.assertIn("hot", done.stdout)

    def test_wrong_options(self):
        for arguments, complaint in ((("--seconds", "5"), "from 10 to 3600"),
                                     (("--seconds",), "needs a value"),
                                     (("--program", "/no/such"), "is no program"),
                                     (("--fast",), "unknown argument")):
            done = demo(*arguments)
            self.assertEqual(done.returncode, 2)
            self.assertIn(complaint, done.stderr)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()
