"""Builds examples/service with the compiler and the sanitizers of this build, and runs it: it ends by
itself, the counters of its pools are those that its comments promise, and its metrics can be scraped.

    demo_service_test.py CXX SANITIZE FOLDER

Its bugs are on the way of malformed lines. Plain builds send some; builds with sanitizers send none,
since AddressSanitizer ends the process at a use after put and reports a leak, as it should.
"""

import json
import os
import re
import subprocess
import sys
import time
import unittest
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HOT, COLD = 10000, 100
CLASSES = {
    "quotes.line_buffers": "hot", "quotes.queries": "hot", "quotes.replies": "hot",
    "quotes.price_windows": "warm", "quotes.sessions": "warm", "quotes.backends": "warm",
    "quotes.tickets": "warm", "quotes.audit_records": "cold", "quotes.report_pages": "cold",
    "quotes.helpers": "cold",
}
SECONDS = 3


def gets(pool):
    return sum(pool["gets_" + how] for how in
               ("private", "local", "depot", "victim", "waited", "created", "failed", "timeout"))


class Service(unittest.TestCase):
    def run_service(self, *arguments, code=0):
        file = os.path.join(FOLDER, "stats.json")
        if os.path.exists(file):
            os.remove(file)
        done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=False,
                              timeout=120, env={**os.environ, "POOL_STATS_FILE": file})
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        if code != 0:
            return done.stderr
        with open(file, encoding="utf-8") as stats:
            return {each["name"]: each for each in json.load(stats)["pools"]}

    def errors(self):
        return "0" if SANITIZE else "100"

    def test_rates_are_those_of_the_comments(self):
        pools = self.run_service("--seconds", str(SECONDS), "--errors", self.errors())
        for name, wanted in CLASSES.items():
            rate = gets(pools[name]) / SECONDS
            found = "hot" if rate > HOT else "cold" if rate < COLD else "warm"
            self.assertEqual(found, wanted, f"{name}: {rate} gets/s")
        self.assertNotIn("quotes.export_batches", pools, "nobody has exported: unmeasured")
        self.assertNotIn("levels", " ".join(pools), "the hand-written pool has no telemetry")

    def test_the_leak_shows_and_nothing_else(self):
        pools = self.run_service("--seconds", "1", "--errors", self.errors())
        out = {name for name, pool in pools.items() if pool["out"] != 0}
        self.assertEqual(out, set() if SANITIZE else {"quotes.sessions"})

    def test_an_export_makes_its_pool(self):
        pools = self.run_service("--seconds", "0.1", "--errors", "0", "--export")
        self.assertEqual(gets(pools["quotes.export_batches"]), 1)

    def test_metrics_while_it_runs(self):
        wanted = set(CLASSES)
        with subprocess.Popen([PROGRAM, "--seconds", "20", "--errors", "0", "--metrics"],
                              stdout=subprocess.PIPE, text=True) as service:
            self.addCleanup(service.kill)
            address = service.stdout.readline().strip()
            self.assertRegex(address, r"^http://127\.0\.0\.1:\d+/metrics$")
            names = set()
            for _ in range(100):  # a static pool is there from its first use
                with urllib.request.urlopen(address, timeout=20) as answer:
                    metrics = answer.read().decode()
                names = set(re.findall(r'pool_gets_total\{pool="([^"]+)"', metrics))
                if wanted <= names:
                    break
                time.sleep(0.1)
            service.terminate()
        self.assertLessEqual(wanted, names)

    def test_wrong_options(self):
        self.assertIn("--seconds takes a number",
                      self.run_service("--seconds", "soon", code=2))
        self.assertIn("--rate takes a number", self.run_service("--rate", code=2))
        self.assertIn("unknown argument '--fast'", self.run_service("--fast", code=2))


def build():
    flags = "-Werror"
    if SANITIZE:
        flags += f" -fsanitize={SANITIZE} -fno-omit-frame-pointer"
    for command in (["cmake", "-G", "Ninja", "-S", os.path.join(ROOT, "examples", "service"),
                     "-B", FOLDER, "-DCMAKE_CXX_COMPILER=" + CXX, "-DCMAKE_CXX_FLAGS=" + flags],
                    ["cmake", "--build", FOLDER]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    CXX, SANITIZE, FOLDER = sys.argv[1:4]
    del sys.argv[1:4]
    PROGRAM = os.path.join(FOLDER, "quotes")
    build()
    unittest.main()
