"""What the end-to-end tests of pool-audit share: projects in temporary folders, and runs of the
binary whose path is the first argument of every test script."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
SCHEMA = os.path.join(ROOT, "docs", "formats", "inventory.schema.json")
VALIDATE = os.path.join(ROOT, "tests", "tool", "report", "validate.py")
PROJECTS = os.path.join(ROOT, "tests", "projects")
BINARY = ""

# Clang's driver is never run: a compile command names a language and flags.
CXX = ["c++", "-std=c++20"]
C = ["cc", "-std=c11"]

# A pool that a model knows, in the fewest lines.
POOL_H = """\
#pragma once
template <class T> struct Pool { T* get(); void put(T*); };
struct Buffer { int length; char bytes[60]; };
extern Pool<Buffer> buffers;
"""
USER_CC = """\
#include "pool.h"
int NAME() { Buffer* b = buffers.get(); int n = b->length; buffers.put(b); return n; }
"""
MODEL = """\
pools:
  - id: test.pool
    pool: {type: "Pool<$T>"}
    acquire:
      - {fn: get, object: return, fails: never}
    release:
      - {fn: put, object: arg(0)}
"""


class Run:
    """A finished run. Both streams as bytes and, as far as they are UTF-8, as text."""

    def __init__(self, done):
        self.code = done.returncode
        self.bytes = done.stdout or b""
        self.out = self.bytes.decode("utf-8", "replace")
        self.err = (done.stderr or b"").decode("utf-8", "replace")

    def report(self):
        return json.loads(self.bytes)

    def stats(self):
        """The numbers of --stats by their names."""
        (line,) = [each for each in self.err.splitlines() if " from the cache" in each]
        return {name: int(number) for number, name in
                (part.strip().split(" ", 1) for part in line.split(","))}


class Project:
    """A source tree with its compile database in `build`, in a folder of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.cache = os.path.join(folder, "..", os.path.basename(folder) + ".cache")
        os.makedirs(self.path("build"), exist_ok=True)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, content):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        return path

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def entry(self, name, flags=None):
        if flags is None:
            flags = C if name.endswith(".c") else CXX
        return {"directory": self.folder, "file": name,
                "arguments": [*flags, "-Iinclude", "-c", name]}

    def database(self, entries):
        """Sources by name, or whole entries."""
        whole = [self.entry(each) if isinstance(each, str) else each for each in entries]
        self.write("build/compile_commands.json", json.dumps(whole))
        return whole

    def pools(self, *names):
        """A project of sources that all use the pool `buffers`."""
        self.write(".pool-audit.yaml", MODEL)
        self.write("include/pool.h", POOL_H)
        for name in names:
            self.write(name, USER_CC.replace("NAME", os.path.splitext(os.path.basename(name))[0]))
        self.database(names)
        return self


class EndToEnd(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="pool-audit-test-")
        self.addCleanup(folder.cleanup)
        self.folder = os.path.realpath(folder.name)
        # Nothing of the user who runs the tests gets in.
        self.environment = {"PATH": os.environ["PATH"], "HOME": os.path.join(self.folder, "home"),
                            "TMPDIR": os.path.join(self.folder, "tmp"), "LC_ALL": "C"}
        for name in ("home", "tmp"):
            os.mkdir(os.path.join(self.folder, name))

    def built_with(self, sanitizer):
        """Whether the tool under test carries the run time of "tsan", "asan", ..."""
        with open(BINARY, "rb") as file:
            return f"__{sanitizer}_init".encode() in file.read()

    def project(self, name="project", like=None):
        """An empty project, or a copy of one in tests/projects."""
        folder = os.path.join(self.folder, name)
        if like is None:
            os.makedirs(folder)
        else:
            shutil.copytree(os.path.join(PROJECTS, like), folder, symlinks=True)
        return Project(folder)

    def command(self, *arguments):
        return [BINARY, *arguments]

    def run_tool(self, *arguments, cwd=None, **settings):
        done = subprocess.run(self.command(*arguments), stdin=subprocess.DEVNULL,
                              capture_output=True, check=False, timeout=240,
                              cwd=cwd or self.folder,
                              env=settings.pop("env", self.environment), **settings)
        return Run(done)

    def inventory(self, project, *arguments, code=0, **settings):
        """A run that reports JSON; every report must fit the schema."""
        run = self.run_tool(project.path("build"), "--root", project.folder, "--format", "json",
                            "--cache-dir", project.cache, *arguments, **settings)
        self.assertEqual(run.code, code, run.err + run.out[:2000])
        self.assert_fits_schema(run.bytes)
        return run

    def assert_fits_schema(self, report):
        path = os.path.join(self.folder, "report-to-validate.json")
        with open(path, "wb") as file:
            file.write(report)
        done = subprocess.run([sys.executable, "-B", VALIDATE, SCHEMA, path], check=False,
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)


def runtime():
    """What compiles with the headers of the runtime, and what links with it, where it was built."""
    library = os.path.join(os.path.dirname(os.path.dirname(BINARY)), "runtime", "libpool.a")
    return (["-isystem", os.path.join(ROOT, "runtime", "include")],
            [library] if os.path.exists(library) else [])


def pool(report, name):
    (found,) = [each for each in report["pools"] if each["name"] == name]
    return found


def sites(one):
    """Sites in short: (kind, file, function, api, through, pairing)."""
    return [(s["kind"], s["place"]["file"], s["function"], s["api"], s["through"], s["pairing"])
            for s in one["sites"]]


def units(report):
    """{file: (state, reason)}; files that occur once."""
    return {each["file"]: (each["state"], each["reason"]) for each in report["units"]}


def main():
    global BINARY
    if len(sys.argv) < 2 or not os.access(sys.argv[1], os.X_OK):
        sys.exit("usage: " + sys.argv[0] + " POOL_AUDIT [TEST]...")
    BINARY = os.path.abspath(sys.argv.pop(1))
    unittest.main(module="__main__")
