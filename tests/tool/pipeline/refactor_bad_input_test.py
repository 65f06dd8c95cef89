#!/usr/bin/env python3
"""What goes wrong around a refactoring: names that are not there, files that cannot be written, a disk
that is full, an interrupt, a kill. The sources are whole afterwards, and the message says what to do."""

import os
import resource
import signal
import stat
import subprocess
import time
import unittest

from crash_test import HANG, PATIENT, children_of
from harness import MODEL, POOL_H, main, runtime
from refactor_test import LIST_C, Refactor


class BadInput(Refactor):
    def setUp(self):
        super().setUp()
        self.sources({"src/list.c": LIST_C})
        self.before = self.all_text()

    def remove(self, *arguments, code=0, **settings):
        run = self.run_tool("refactor", "remove", self.work.path("build"), "--root", self.work.folder,
                            "--cache-dir", self.work.cache, "--pool", "free_nodes", "--allow-dirty",
                            *arguments, **settings)
        self.assertEqual(run.code, code, run.err + run.out)
        return run

    def tearDown(self):
        # Nothing half-written, and nothing of ours beside it.
        self.assertEqual(self.all_text(), self.before)
        left = [name for _, _, names in os.walk(self.work.folder) for name in names if ".tmp." in name]
        self.assertEqual(left, [])
        super().tearDown()

    def test_names_that_are_not_there(self):
        run = self.refactor("remove", "--pool", "fre_nodes", code=2)
        self.assertIn("did you mean free_nodes?", run.err)
        run = self.refactor("remove", "--pool", "free_nodes", "--caller", "mian", code=2)
        self.assertIn("no function called 'mian'", run.err)
        self.assertIn("did you mean 'main'?", run.err)
        run = self.refactor("remove", "--pool", "free_nodes", "--caller", "somebody_else", code=2)
        self.assertNotIn("did you mean", run.err)
        run = self.refactor("remov", "--pool", "free_nodes", code=2)
        self.assertIn("remove", run.err)
        run = self.refactor("remove", code=2)
        self.assertIn("--pool NAME", run.err)
        run = self.refactor("guard", "--pool", "", code=2)
        self.assertIn("expected a name, found nothing", run.err)

    def test_a_unit_that_cannot_be_read(self):
        """What it does with the pool is not known, and that is said."""
        self.work.write("src/broken.c", "#include \"gone.h\"\n" + LIST_C.replace("free_nodes", "others"))
        self.addCleanup(os.remove, self.work.path("src/broken.c"))
        self.work.database(["src/list.c", "src/broken.c"])
        self.before = self.all_text()
        for kind in ("remove", "migrate", "instrument"):
            run = self.run_tool("refactor", kind, self.work.path("build"), "--root", self.work.folder,
                                "--cache-dir", self.work.cache, "--pool", "free_nodes", "--allow-dirty")
            self.assertRegex(run.err, r"src/broken\.c: could not be read: what it does with the pool is not "
                                      r"known \(src/broken\.c:1:10: .*gone\.h.*\)")

    def test_an_edit_in_a_unit_that_cannot_be_read(self):
        """Nobody can say whether it would compile."""
        self.work.write("src/list.c", LIST_C.replace("#include <stdio.h>", "#include <stdio.h>\n#include \"gone.h\""))
        self.before = self.all_text()
        run = self.refactor("remove", "--pool", "free_nodes", code=1)
        self.assertIn("src/list.c did not compile before, so that an edit in it cannot be verified", run.err)
        self.assertEqual(run.out, "")

    def test_a_read_only_file(self):
        os.chmod(self.work.path("src/list.c"), stat.S_IRUSR | stat.S_IRGRP)
        run = self.remove("--apply", code=2)
        self.assertIn("src/list.c: is read-only", run.err)

    def test_counting_what_cannot_be_counted(self):
        headers = runtime()[0]
        self.work.database([self.work.entry("src/list.c", ["cc", "-std=c11", *headers])])
        run = self.refactor("instrument", "--pool", "free_nodez", code=2)
        self.assertIn("did you mean free_nodes?", run.err)
        run = self.refactor("instrument", "--runtime-include", self.work.folder, code=2)
        self.assertIn("there is no pool/pool.h in it", run.err)
        run = self.refactor("instrument", "--caller", "main", code=2)
        self.assertIn("--caller", run.err)
        os.chmod(self.work.path("src/list.c"), stat.S_IRUSR | stat.S_IRGRP)
        run = self.run_tool("refactor", "instrument", self.work.path("build"), "--root", self.work.folder,
                            "--cache-dir", self.work.cache, "--apply", "--allow-dirty")
        self.assertEqual(run.code, 2, run.err)
        self.assertIn("src/list.c: is read-only", run.err)

    @unittest.skipIf(os.geteuid() == 0 and not os.path.exists("/proc/self/status"), "cannot step down")
    def test_a_folder_that_may_not_be_written(self):
        # For the superuser nothing is read-only: somebody else tries.
        other = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
        for folder in (self.folder, self.work.cache, os.path.join(self.folder, "state"),
                       os.path.join(self.folder, "home"), os.path.join(self.folder, "tmp")):
            os.makedirs(folder, exist_ok=True)
            os.chmod(folder, 0o777)
        os.chmod(self.work.path("src"), 0o555)
        self.addCleanup(os.chmod, self.work.path("src"), 0o755)
        run = self.remove("--apply", code=2, **other)
        self.assertIn("src/list.c: cannot create the file: Permission denied", run.err)
        self.assertIn("all other files are as they were", run.err)

    def test_a_disk_that_is_full(self):
        # The journal holds both texts of the file, which is more than a file may have here.
        text = LIST_C + "/* " + "x" * 600_000 + " */\n"
        self.sources({"src/list.c": text})
        self.before = self.all_text()
        self.remove()  # fills the cache

        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (700_000, 700_000))
        run = self.remove("--apply", code=2, preexec_fn=limit)
        self.assertIn("cannot write the file: File too large", run.err)

    def test_a_file_that_changed_behind_the_cache(self):
        self.remove()
        path = self.work.path("src/list.c")
        then = os.stat(path)
        # As long as before, and as old.
        changed = LIST_C.replace("MOST_SPARES", "MAXI_SPARES").replace("free_count", "free_total")
        self.work.write("src/list.c", changed.replace("free_total", "free_count"))
        os.utime(path, ns=(then.st_atime_ns, then.st_mtime_ns))
        self.before = self.all_text()
        run = self.remove()
        self.assertIn("-#define MAXI_SPARES 8", run.out)

    def test_a_caller_outside_of_the_tree(self):
        outside = os.path.join(self.folder, "outside.c")
        with open(outside, "w", encoding="utf-8") as file:
            file.write("struct node; struct node *node_alloc(void); void node_free(struct node *);\n"
                       "void outside(void) { node_free(node_alloc()); }\n")
        self.sources({"src/list.c": LIST_C.replace("static struct node *node_alloc", "struct node *node_alloc")
                      .replace("static void node_free", "void node_free")})
        self.work.database(["src/list.c", outside])
        self.before = self.all_text()
        # The functions stay, and whoever calls them is not touched.
        run = self.remove()
        self.assertIn("-  free_nodes = n->next;", run.out)
        self.assertNotIn("outside.c", run.out)
        for function in ("-struct node *node_alloc(void)", "-void node_free("):
            self.assertNotIn(function, run.out)

    def test_a_caller_outside_of_the_tree_that_would_have_to_change(self):
        outside = os.path.join(self.folder, "outside.c")
        with open(outside, "w", encoding="utf-8") as file:
            file.write('#include "project/include/pool.h"\n'
                       "int outside(void) { int *n = pool_get(&numbers); pool_put(&numbers, n); return 0; }\n")
        self.work.write("include/pool.h", "struct pool { int *spare; };\nextern struct pool numbers;\n"
                        "int *pool_get(struct pool *p);\nvoid pool_put(struct pool *p, int *n);\n")
        self.work.write("src/pool.c", '#include "pool.h"\n\nstruct pool numbers;\n')
        self.work.write(".pool-audit.yaml", "pools:\n  - id: test.c\n    pool: {type: \"pool\"}\n"
                        "    acquire:\n      - {fn: pool_get, pool: arg(0), object: return}\n"
                        "    release:\n      - {fn: pool_put, pool: arg(0), object: arg(1)}\n")
        self.work.database(["src/list.c", "src/pool.c", self.work.entry(outside)])
        self.before = self.all_text()
        run = self.refactor("encapsulate", "--pool", "numbers", code=1)
        self.assertIn("is not a file of the project", run.err)
        self.assertNotIn("static struct pool", run.out)
        with open(outside, encoding="utf-8") as file:
            self.assertIn("pool_get(&numbers)", file.read())


class Interrupted(Refactor):
    def start(self, *arguments):
        process = subprocess.Popen(self.command("refactor", "remove", self.work.path("build"), "--root",
                                                self.work.folder, "--cache-dir", self.work.cache,
                                                "--pool", "free_nodes", "--apply", "--allow-dirty",
                                                *arguments),
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   cwd=self.folder, env=self.environment, start_new_session=True)
        self.addCleanup(process.kill)
        return process

    def wait_until(self, condition):
        for _ in range(2400):
            if condition():
                return
            time.sleep(0.05)
        self.fail("did not happen in two minutes")

    def test_an_interrupt_while_it_reads(self):
        self.sources({"src/list.c": LIST_C})
        self.work.write(".pool-audit.yaml", MODEL)
        self.work.write("include/pool.h", POOL_H)
        self.work.write("src/hang.cc", HANG)
        self.work.database(["src/list.c", self.work.entry("src/hang.cc", PATIENT)])
        before = self.all_text()
        process = self.start()
        self.wait_until(lambda: children_of(process.pid))
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=120)
        self.assertEqual(process.returncode, 128 + signal.SIGINT)
        self.assertEqual(self.all_text(), before)

    def start_testing(self):
        """A run that has written its files and waits for the test command."""
        self.sources({"src/list.c": LIST_C})
        before = self.all_text()
        mark = os.path.join(self.folder, "mark")
        process = self.start("--test-command", f"touch {mark}; sleep 600")
        self.wait_until(lambda: os.path.exists(mark))
        self.assertNotEqual(self.all_text(), before)
        return process, before

    def test_an_interrupt_while_the_test_command_runs(self):
        process, before = self.start_testing()
        os.killpg(process.pid, signal.SIGINT)
        _, error = process.communicate(timeout=120)
        self.assertNotEqual(process.returncode, 0)
        self.assertIn(b"all files are as they were", error)
        self.assertEqual(self.all_text(), before)

    def test_a_kill_while_the_test_command_runs(self):
        process, before = self.start_testing()
        process.kill()
        process.wait(timeout=60)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)
        self.undo()
        self.assertEqual(self.all_text(), before)


if __name__ == "__main__":
    main()
