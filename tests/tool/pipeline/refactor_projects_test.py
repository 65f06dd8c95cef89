#!/usr/bin/env python3
"""Projects before and after `refactor remove`: both build and print the same, and every file comes out
as it stands in `after`, byte by byte.

The projects are in tests/projects/refactor/NAME/{before,after}. UPDATE=1 in the environment writes
`after` anew; the difference is to be read before it is committed."""

import os
import shutil
import subprocess

from harness import PROJECTS, EndToEnd, main

FOLDER = os.path.join(PROJECTS, "refactor")

# Project: the pools to remove, in this order.
CASES = {
    "bigger_class": ["Tree::m_free"],
    "c_sized": ["spare_lines"],
    "class_operators": ["Event::pool_"],
    "get_with_arguments": ["main()::pool"],
    "library_pools": ["work::Jobs::job_pool_", "work::Jobs::mark_pool_"],
    "owners": ["main()::small"],
}


def files_in(folder):
    return sorted(os.path.relpath(os.path.join(parent, name), folder)
                  for parent, _, names in os.walk(folder) for name in names)


class Projects(EndToEnd):
    def setUp(self):
        super().setUp()
        self.environment["XDG_STATE_HOME"] = os.path.join(self.folder, "state")

    def output(self, folder):
        units = [name for name in files_in(folder) if name.endswith((".c", ".cc"))]
        compiler = ["clang-22"] if units[0].endswith(".c") else ["clang++-22", "-std=c++20"]
        program = os.path.join(self.folder, "program")
        done = subprocess.run([*compiler, "-Wall", "-Wextra", "-Werror", "-fsanitize=address,undefined",
                               "-o", program, *units], cwd=folder, check=False,
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        done = subprocess.run([program], check=False, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def remove(self, case, pools):
        before = os.path.join(FOLDER, case, "before")
        work = self.project(case)
        for name in files_in(before):
            os.makedirs(os.path.dirname(work.path(name)), exist_ok=True)
            shutil.copyfile(os.path.join(before, name), work.path(name), follow_symlinks=False)
        work.database([name for name in files_in(before) if name.endswith((".c", ".cc"))])
        for pool in pools:
            run = self.run_tool("refactor", "remove", work.path("build"), "--root", work.folder,
                                "--cache-dir", work.cache, "--pool", pool, "--apply",
                                "--allow-dirty")
            self.assertEqual(run.code, 0, run.err + run.out)
            self.assertNotIn("by hand", run.err)
            self.assertNotIn("withdrawn", run.err)
        return work

    def test_come_out_as_written(self):
        self.assertEqual(sorted(CASES), sorted(os.listdir(FOLDER)))
        for case, pools in CASES.items():
            with self.subTest(case=case):
                after = os.path.join(FOLDER, case, "after")
                work = self.remove(case, pools)
                names = files_in(os.path.join(FOLDER, case, "before"))
                if os.environ.get("UPDATE"):
                    shutil.rmtree(after, ignore_errors=True)
                    for name in names:
                        os.makedirs(os.path.dirname(os.path.join(after, name)), exist_ok=True)
                        shutil.copyfile(work.path(name), os.path.join(after, name),
                                        follow_symlinks=False)
                self.assertEqual(files_in(after), names)
                for name in names:
                    with open(os.path.join(after, name), "rb") as stored:
                        self.assertEqual(work.read(name).decode(), stored.read().decode(), name)
                self.assertEqual(self.output(os.path.join(FOLDER, case, "before")),
                                 self.output(after))


if __name__ == "__main__":
    main()
