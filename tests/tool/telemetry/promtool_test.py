#!/usr/bin/env python3
"""The parser of Prometheus text takes what promtool takes, and nothing else: hand-made texts, the
seeds of the fuzzer, and mutations of them."""

import pathlib
import random
import subprocess
import sys
import unittest

promtool, check, seeds = sys.argv[1:4]

TEXTS = [
    "a 1\n", "a{} 1\n", "a{x=\"1\"} 1\n", "a{x=\"1\",} 1\n", "a{x=\"1\",,} 1\n", "a{,} 1\n",
    "a{x=\"1\"}1\n", "a 1 1700000000000\n", "a 1 -5\n", "a 1 1.5\n", "a 1 1 1\n", "a\n", "a \n",
    "a NaN\n", "a nan\n", "a +Inf\n", "a inf\n", "a -Inf\n", "a Infinity\n", "a 1e3\n", "a .5\n",
    "a 5.\n", "a +5\n", "a -5\n", "a --5\n", "a 1,5\n", "a{x=\"\\n\"} 1\n", "a{x=\"\\\"\"} 1\n",
    "a{x=\"\\\\\"} 1\n", "a{x=\"\\t\"} 1\n", "a{x=1} 1\n", "a{x=\"1\"\n", "a{x} 1\n", "{} 1\n",
    "1a 1\n", "a:b 1\n", ":a 1\n", "a{b:c=\"1\"} 1\n", "a{x=\"1\",x=\"2\"} 1\n", "a-b 1\n",
    "# a comment\na 1\n", "#a\n", "  a   1  \n", "\ta{ x = \"1\" , y = \"2\" } 1\n", "\n\n",
    "a{x=\"ä\"} 1\n", "ä 1\n", "a{x=\"}\"} 1\n", "a{x=\"1\"} 1 # no\n",
]
# What promtool says of whole metrics, not of one line: samples that stand twice, or apart, or of a
# type that forbids them. The parser looks at lines alone.
WHOLE = ("was collected before", "second ", "TYPE", "HELP", "for metric name", "histogram",
         "duplicate", "is not a")


def accepted_by_promtool(text):
    run = subprocess.run([promtool, "check", "metrics"], input=text.encode(), capture_output=True,
                         check=False)
    errors = run.stderr.decode(errors="replace")
    parse_error = "error while linting: " in errors or "text format parsing error" in errors
    return not parse_error, errors


def accepted(text):
    run = subprocess.run([check], input=text.encode(), capture_output=True, check=False)
    return run.returncode == 0, run.stdout.decode(errors="replace")


class Promtool(unittest.TestCase):
    def compare(self, text):
        wanted, why = accepted_by_promtool(text)
        found, message = accepted(text)
        if found and not wanted and any(word in why for word in WHOLE):
            return False
        self.assertEqual(found, wanted, f"{text!r}\npromtool: {why}\nparser: {message}")
        return True

    def test_by_hand(self):
        for text in TEXTS:
            with self.subTest(text):
                self.compare(text)

    def test_seeds_and_mutations(self):
        chooser = random.Random(11)
        files = sorted(pathlib.Path(seeds).iterdir())
        self.assertGreater(len(files), 2)
        compared = 0
        for file in files:
            text = file.read_bytes().decode()
            if text.rstrip().endswith("# EOF"):
                continue  # OpenMetrics is not what promtool reads
            self.compare(text)
            lines = [line for line in text.splitlines() if line and not line.startswith("#")]
            for _ in range(40):
                line = list(chooser.choice(lines))
                at = chooser.randrange(len(line))
                line[at:at + chooser.randrange(3)] = chooser.choice(
                    ["", " ", "{", "}", "\"", "\\", ",", "=", "x", "9", ".", "#", "-", "e"])
                compared += self.compare("".join(line) + "\n")
        self.assertGreater(compared, 60)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
