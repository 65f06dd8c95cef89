"""What the tests of the clang-tidy module share: sources in folders of their own, and runs of
clang-tidy with the module loaded. Every test script is given

    MODULE POOL_AUDIT CLANG_TIDY_FOLDER    libPoolTidy.so, the tool, the bin folder of LLVM
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
PRELUDE = os.path.join(ROOT, "tests", "checks", "rules")
LINE = re.compile(r"^(?P<file>/[^:\n]*):(?P<line>\d+):(?P<column>\d+): (?P<level>warning|error|note): "
                  r"(?P<text>.*?)(?: \[(?P<check>[\w.,-]+)\])?$")

module = ""
pool_audit = ""
clang_tidy = ""
run_clang_tidy = ""


def flags(name):
    return ["cc", "-std=c11"] if name.endswith(".c") else ["c++", "-std=c++20"]


def findings_in(text):
    """What clang-tidy printed, as [[file, line, column, level, check, message, notes]]."""
    found = []
    for line in text.splitlines():
        match = LINE.match(line)
        if not match:
            continue
        place = [os.path.normpath(match["file"]), int(match["line"]), int(match["column"])]
        if match["level"] == "note":
            found[-1][-1].append([*place, match["text"]])
        else:
            found.append([*place, match["level"], match["check"], match["text"], []])
    return found


class TidyTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="pool-tidy-test-")
        self.addCleanup(folder.cleanup)
        self.folder = os.path.realpath(folder.name)
        # Nothing of the user who runs the tests gets in.
        self.environment = {"PATH": os.environ["PATH"], "HOME": self.folder, "TMPDIR": self.folder,
                            "LC_ALL": "C"}

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def prelude(self, folder="."):
        """The pools that the examples on the rules' pages stand on."""
        os.makedirs(self.path(folder), exist_ok=True)
        shutil.copy(os.path.join(PRELUDE, "prelude.h"), self.path(f"{folder}/prelude.h"))
        shutil.copy(os.path.join(PRELUDE, "prelude.yaml"), self.path(f"{folder}/.pool-audit.yaml"))

    def database(self, *names):
        """A compile database in the test's folder."""
        entries = [{"directory": os.path.dirname(self.path(name)), "file": self.path(name),
                    "arguments": [*flags(name), "-c", self.path(name)]} for name in names]
        self.write("compile_commands.json", json.dumps(entries))

    def run_command(self, *command, code=0, **settings):
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False,
                              timeout=240, cwd=self.folder, text=True,
                              env=settings.pop("env", self.environment), **settings)
        if code is not None:
            self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def tidy(self, *arguments, code=0, **settings):
        return self.run_command(clang_tidy, "-load", module, *arguments, code=code, **settings)

    def checked(self, *names, arguments=(), checks="-*,pool-*", code=0):
        """[(file relative to the test's folder, line, check, message)] of these sources."""
        self.database(*names)
        run = self.tidy("-p", self.folder, f"-checks={checks}", *arguments,
                        *(self.path(name) for name in names), code=code)
        return [(os.path.relpath(each[0], self.folder), each[1], each[4], each[5])
                for each in findings_in(run.stdout)]


def main():
    global module, pool_audit, clang_tidy, run_clang_tidy
    if len(sys.argv) < 4:
        sys.exit(f"usage: {sys.argv[0]} MODULE POOL_AUDIT CLANG_TIDY_FOLDER [TEST]...")
    module, pool_audit, folder = (os.path.abspath(each) for each in sys.argv[1:4])
    del sys.argv[1:4]
    clang_tidy = os.path.join(folder, "clang-tidy")
    run_clang_tidy = os.path.join(folder, "run-clang-tidy")
    unittest.main(module="__main__")
