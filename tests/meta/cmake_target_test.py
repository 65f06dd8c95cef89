"""Tests of cmake/PoolAuditTarget.cmake: a small client project, built with Ninja and a stand-in for
pool-audit that writes down how it was called."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
FAKE = os.path.join(HERE, "data", "fake_pool_audit.py")


class CMakeTarget(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.source = os.path.join(self.folder.name, "source")
        self.build = os.path.join(self.folder.name, "build")
        self.log = os.path.join(self.folder.name, "log")
        shutil.copytree(os.path.join(HERE, "data", "cmake_project"), self.source)

    def configure(self, program=FAKE, *arguments):
        return subprocess.run(
            ["cmake", "-G", "Ninja", "-S", self.source, "-B", self.build,
             "-DCMAKE_C_COMPILER=clang-22", "-DCMAKE_CXX_COMPILER=clang++-22",
             "-DPOOL_AUDIT_CMAKE=" + os.path.join(ROOT, "cmake"),
             "-DPOOL_AUDIT_EXECUTABLE=" + program, *arguments],
            capture_output=True, text=True, check=False)

    def make(self, *targets):
        """Builds, and returns the sources that were read."""
        open(self.log, "w", encoding="utf-8").close()
        done = subprocess.run(["ninja", "-C", self.build, *targets], capture_output=True, text=True,
                              env={**os.environ, "FAKE_LOG": self.log}, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        with open(self.log, encoding="utf-8") as log:
            return sorted(log.read().split())

    def touch(self, name):
        """Makes a file newer than all that was built. The clock of a file system moves in steps, and
        what is touched within the step that an output was written in is no newer than it."""
        path = os.path.join(self.source, name)
        built = max(os.lstat(os.path.join(folder, file)).st_mtime_ns
                    for folder, _, files in os.walk(self.build) for file in files)
        deadline = time.monotonic() + 10
        os.utime(path)
        while os.stat(path).st_mtime_ns <= built:
            self.assertLess(time.monotonic(), deadline, "the clock of the file system stands")
            time.sleep(0.001)
            os.utime(path)

    def report(self, name):
        with open(os.path.join(self.build, "pool-audit", name), encoding="utf-8") as file:
            return json.load(file)

    def command_of(self, report, source):
        (command,) = [c for c in self.report(report)["commands"]
                      if any(word.endswith(source) for word in c)]
        return command

    def test_reads_only_what_changed(self):
        self.assertEqual(self.configure().returncode, 0)
        self.assertEqual(self.make("all"), [], "reports are no part of `all`")
        self.assertEqual(self.make("pool-audit-client"), ["main.cc", "other.cc"])
        self.assertEqual(self.make("pool-audit-client"), [])
        self.assertEqual(self.make("pool-audit-everything"), ["base.cc", "plain.c"])
        self.touch("lib/base.h")
        self.assertEqual(self.make("pool-audit-everything"), ["base.cc", "main.cc"])
        self.touch("app/prefix.h")
        self.assertEqual(self.make("pool-audit-everything"), ["main.cc", "other.cc"])
        self.touch("lib/plain.c")
        self.assertEqual(self.make("pool-audit-client"), [])

    def test_passes_the_flags_of_the_target(self):
        self.assertEqual(self.configure().returncode, 0)
        self.make("pool-audit-everything", "pool-audit-client", "pool-audit-base")
        main = self.command_of("client.json", "main.cc")
        self.assertIn('-DWITH_BASE="a b"', main)
        self.assertIn("-I" + os.path.join(self.source, "lib"), main)
        at = main.index("-isystem")
        self.assertEqual(main[at + 1], os.path.join(self.source, "system"))
        self.assertNotIn("-I" + os.path.join(self.source, "system"), main)
        self.assertIn("-std=gnu++20", self.command_of("base.json", "base.cc"))
        self.assertEqual(len(self.report("everything.json")["commands"]), 4)

    def test_writes_every_format_and_names_the_root(self):
        self.assertEqual(self.configure().returncode, 0)
        self.make("pool-audit-client")
        self.assertTrue(os.path.exists(os.path.join(self.build, "pool-audit", "client.md")))
        arguments = self.report("client.json")["arguments"]
        self.assertEqual(arguments[arguments.index("--root") + 1], self.source)

    def test_findings_against_a_baseline(self):
        lists = os.path.join(self.source, "CMakeLists.txt")
        with open(lists, "a", encoding="utf-8") as file:
            file.write("pool_audit_report(gate TARGETS client BASELINE known.baseline FORMATS sarif "
                       "csv ARGUMENTS --fail-on findings)\n")
        done = self.configure()
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("there is no baseline", " ".join(done.stderr.split()))
        baseline = os.path.join(self.source, "known.baseline")
        with open(baseline, "w", encoding="utf-8") as file:
            file.write("# pool-audit baseline 1\n")
        done = self.configure()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.make("pool-audit-gate")
        arguments = self.report("gate.sarif")["arguments"]
        self.assertEqual(arguments[arguments.index("--baseline") + 1], baseline)
        self.assertIn("findings", arguments)
        self.assertTrue(os.path.exists(os.path.join(self.build, "pool-audit", "gate.csv")))
        before = os.stat(os.path.join(self.build, "pool-audit", "gate.csv")).st_mtime_ns
        self.touch("known.baseline")
        self.assertEqual(self.make("pool-audit-gate"), [], "facts are as they were")
        self.assertGreater(os.stat(os.path.join(self.build, "pool-audit", "gate.csv")).st_mtime_ns,
                           before)

    def test_another_pool_audit_reads_everything_again(self):
        program = os.path.join(self.folder.name, "pool-audit")
        shutil.copy(FAKE, program)
        self.assertEqual(self.configure(program).returncode, 0)
        self.make("pool-audit-client")
        with open(program, "a", encoding="utf-8") as file:
            file.write("\n# a new version\n")
        self.touch(program)
        self.assertEqual(self.make("pool-audit-client"), ["main.cc", "other.cc"])

    def test_twins_stay_out_of_the_compile_database(self):
        self.assertEqual(self.configure().returncode, 0)
        with open(os.path.join(self.build, "compile_commands.json"), encoding="utf-8") as file:
            sources = sorted(os.path.basename(e["file"]) for e in json.load(file)
                             if "cmake_pch" not in e["file"])
        self.assertEqual(sources, ["base.cc", "main.cc", "other.cc", "plain.c"])

    def test_names_what_is_wrong(self):
        lists = os.path.join(self.source, "CMakeLists.txt")
        with open(lists, encoding="utf-8") as file:
            good = file.read()
        for line, expected in (("pool_audit_target(nobody)", "no target 'nobody'"),
                               ("pool_audit_target(dependency)", "has no C or C++ source"),
                               ("pool_audit_report(all_of_it TARGETS dependency)",
                                "give 'dependency' to pool_audit_target first"),
                               ("add_executable(x app/other.cc)\npool_audit_target(x FORMATS pdf)",
                                "unknown format 'pdf'")):
            with open(lists, "w", encoding="utf-8") as file:
                file.write(good + line + "\n")
            done = self.configure()
            self.assertNotEqual(done.returncode, 0, line)
            self.assertIn(expected, " ".join(done.stderr.split()))


if __name__ == "__main__":
    sys.exit(unittest.main())
