#!/usr/bin/env python3
"""Loaded into another version of clang-tidy the module says so and ends the run.

    guard_test.py MODULE POOL_AUDIT CLANG_TIDY_FOLDER OTHER_VERSION OTHER_CLANG_TIDY

OTHER_VERSION is preloaded to have a clang-tidy that names another version; OTHER_CLANG_TIDY is one,
or empty when none is installed.
"""

import sys

import harness
from harness import TidyTest, main

MESSAGE = r"error: libPoolTidy.so is built for clang-tidy \d+ and cannot be loaded into '.*%s.*'"


class Guard(TidyTest):
    def refused(self, binary, version, **environment):
        self.write("a.cc", "int a;\n")
        run = self.run_command(binary, "-load", harness.module, "-checks=-*,pool-*,bugprone-*",
                               self.path("a.cc"), "--", code=None,
                               env={**self.environment, **environment})
        self.assertNotEqual(run.returncode, 0)
        self.assertRegex(run.stderr, MESSAGE % version)

    def test_the_right_version(self):
        listed = self.tidy("-checks=-*,pool-*", "-list-checks").stdout
        self.assertIn("pool-missing-put", listed)

    def test_another_version(self):
        self.refused(harness.clang_tidy, "version 7.0.1", LD_PRELOAD=other_version)


class Installed(Guard):
    """The same with a clang-tidy that really is another one."""

    def test_another_version(self):
        self.refused(other_clang_tidy, "version")


if __name__ == "__main__":
    other_version, other_clang_tidy = sys.argv[4:6]
    del sys.argv[4:6]
    if not other_clang_tidy:
        del Installed
    main()
