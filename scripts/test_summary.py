#!/usr/bin/env python3
"""Closes a test run with one line: how many test programs passed, and how many cases were in them.

    test_summary.py RESULTS.xml      (what `ctest --output-junit` wrote)

Exits with 2 when no test ran, so that a filter that matches nothing is never taken for success.
"""

import re
import sys
import xml.etree.ElementTree as xml

GTEST_RAN = re.compile(r"^\[=+\] (\d+) tests? from \d+ test suites? ran", re.MULTILINE)
UNITTEST_RAN = re.compile(r"^Ran (\d+) tests? in ", re.MULTILINE)


def main():
    try:
        suite = xml.parse(sys.argv[1]).getroot()
    except (OSError, xml.ParseError) as problem:
        sys.exit(f"error: no test results: {problem}")
    states = [case.get("status") for case in suite.iter("testcase")]
    passed = states.count("run")
    failed = states.count("fail")
    skipped = len(states) - passed - failed
    cases = sum(int(number) for out in suite.iter("system-out")
                for pattern in (GTEST_RAN, UNITTEST_RAN)
                for number in pattern.findall(out.text or ""))
    print(f"test programs, with {cases} cases in them:")
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    if passed + failed == 0:
        print("error: no test ran", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
