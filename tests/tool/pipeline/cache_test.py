"""What the cache saves, and what can happen to it."""

import json
import os
import resource
import subprocess

from harness import EndToEnd, main, units


def files_below(folder):
    return sorted(os.path.join(where, name)
                  for where, _, names in os.walk(folder) for name in names)


class Cache(EndToEnd):
    def setUp(self):
        super().setUp()
        self.tree = self.project().pools("a.cc", "b.cc", "c.cc")
        self.tree.write("include/only_b.h", "inline int only_b() { return 1; }\n")
        self.tree.write("b.cc", b'#include "only_b.h"\n' + self.tree.read("b.cc"))

    def stats(self, *arguments):
        return self.inventory(self.tree, "--stats", *arguments).stats()

    def assert_extracts(self, count):
        stats = self.stats()
        self.assertEqual((stats["extracted"], stats["from the cache"]), (count, 3 - count))

    def test_extracts_only_what_depends_on_a_change(self):
        self.assert_extracts(3)
        self.assert_extracts(0)
        os.utime(self.tree.path("a.cc"))
        self.assert_extracts(0)
        before = self.tree.read("a.cc")
        self.tree.write("a.cc", before + b"// more\n")
        self.assert_extracts(1)
        self.tree.write("a.cc", before)
        self.assert_extracts(0)
        header = self.tree.read("include/only_b.h")
        self.tree.write("include/only_b.h", b"// more\n" + header)
        self.assert_extracts(1)
        self.tree.write("include/only_b.h", header)
        self.assert_extracts(0)
        self.tree.write("include/pool.h", self.tree.read("include/pool.h") + b"struct More {};\n")
        self.assert_extracts(3)
        self.tree.database([self.tree.entry("a.cc", ["c++", "-std=c++20", "-DMORE"]), "b.cc",
                            "c.cc"])
        self.assert_extracts(1)

    def test_costs_of_each_phase(self):
        run = self.inventory(self.tree, "--stats=json")
        (line,) = run.err.splitlines()
        found = json.loads(line)
        self.assertEqual((found["extracted"], found["rounds"]), (3, 2))
        self.assertEqual(list(found["cpu_seconds"]),
                         ["load", "scan", "extract", "link", "analyse", "rules", "other"])
        self.assertGreater(found["analysis_of_extraction"], 0)
        found = json.loads(self.inventory(self.tree, "--stats=json").err)
        self.assertEqual((found["extracted"], found["analysis_of_extraction"]), (0, 0))
        self.assertIn("; 2 rounds\n", self.inventory(self.tree, "--stats").err)

    def test_what_was_a_part_then_is_whole_once_the_rest_is_gone(self):
        # What calls the wrapper of a.cc is found in a second round, and only because of the first.
        self.tree.write("a.cc", '#include "pool.h"\nBuffer* wrapped() { return buffers.get(); }\n')
        self.tree.write("late.cc", "struct Buffer; Buffer* wrapped();\n"
                                   "bool late() { return wrapped() != nullptr; }\n")
        self.tree.database(["a.cc", "late.cc"])
        both = self.inventory(self.tree, "--stats=json")
        self.assertEqual(json.loads(both.err)["rounds"], 2)
        again = self.inventory(self.tree, "--stats=json")
        self.assertEqual(again.out, both.out)
        self.assertEqual(json.loads(again.err)["rounds"], 2)
        self.tree.database(["a.cc"])
        alone = self.inventory(self.tree)
        self.assertEqual(alone.out, self.inventory(self.tree, "--no-cache").out)
        self.assertNotIn("late.cc", alone.out)

    def test_a_header_that_appears_earlier_on_the_search_path(self):
        self.tree.database([self.tree.entry(name, ["c++", "-Ifirst"])
                            for name in ("a.cc", "b.cc", "c.cc")])
        self.tree.write("b.cc", b'#include "pool.h"\n' + self.tree.read("b.cc"))
        self.assert_extracts(3)
        self.tree.write("first/only_b.h", "inline int only_b() { return buffers.get()->length; }\n")
        self.assert_extracts(1)
        found = self.inventory(self.tree)
        self.assertIn("first/only_b.h", found.out)
        os.remove(self.tree.path("first/only_b.h"))
        self.assert_extracts(0)
        self.assertNotIn("first/only_b.h", self.inventory(self.tree).out)
        self.tree.write("first/only_b.h", "inline int only_b() { return buffers.get()->length; }\n")
        self.assert_extracts(0)
        self.assertEqual(self.inventory(self.tree).bytes, found.bytes)

    def test_a_changed_model_links_again_and_extracts_nothing(self):
        self.assertEqual(self.inventory(self.tree).report()["pools"][0]["model"], "test.pool")
        model = self.tree.read(".pool-audit.yaml").replace(b"test.pool", b"other.pool")
        self.tree.write(".pool-audit.yaml", model)
        run = self.inventory(self.tree, "--stats")
        self.assertEqual(run.report()["pools"][0]["model"], "other.pool")
        self.assertEqual(run.stats()["extracted"], 0)

    def test_unusable_folders_cost_only_the_speed(self):
        expected = self.inventory(self.tree, "--no-cache").bytes
        self.tree.write("file", "in the way")
        for folder in (self.tree.path("file/below"), self.tree.path("file"), "/proc/nowhere"):
            run = self.inventory(self.tree, "--cache-dir", folder)
            self.assertEqual(run.bytes, expected)
            self.assertIn("cache", run.err)
            self.assertIn(folder, run.err)
        self.assertEqual(self.tree.read("file"), b"in the way")
        self.assertEqual(os.listdir(self.environment["TMPDIR"]), [], "nothing is left behind")

    def test_a_folder_that_turned_read_only_is_still_read(self):
        expected = self.inventory(self.tree).bytes
        folders = [where for where, _, _ in os.walk(self.tree.cache)]
        before = files_below(self.tree.cache)

        def restore():
            for folder in folders:
                os.chmod(folder, 0o755)
        self.addCleanup(restore)
        for folder in folders:
            os.chmod(folder, 0o555)
        run = self.inventory(self.tree, "--stats")
        self.assertEqual(run.bytes, expected)
        self.assertEqual(run.stats()["extracted"], 0)
        if os.geteuid() != 0:  # rights do not bind the superuser
            self.assertEqual(files_below(self.tree.cache), before)

    def test_damaged_entries_are_made_again(self):
        expected = self.inventory(self.tree).bytes
        damages = {
            "garbage": lambda old: b"\xff\x00garbage" * 20,
            "empty": lambda old: b"",
            "cut": lambda old: old[:len(old) // 2],
            "one bit": lambda old: old[:-1] + bytes([old[-1] ^ 1]) if old else b"",
            "too long": lambda old: old + b"more",
            "text": lambda old: b"{}",
        }
        for name, damage in damages.items():
            with self.subTest(name):
                for path in files_below(self.tree.cache):
                    with open(path, "rb") as file:
                        old = file.read()
                    with open(path, "wb") as file:
                        file.write(damage(old))
                self.assertEqual(self.inventory(self.tree).bytes, expected)
                again = self.inventory(self.tree, "--stats")
                self.assertEqual(again.bytes, expected)
                self.assertEqual(again.stats()["extracted"], 0)

    def test_entries_that_are_folders_or_gone(self):
        expected = self.inventory(self.tree).bytes
        for number, path in enumerate(files_below(self.tree.cache)):
            os.remove(path)
            if number % 2:
                os.mkdir(path)
        for _ in range(2):
            self.assertEqual(self.inventory(self.tree).bytes, expected)

    def test_full_disk(self):
        expected = self.inventory(self.tree, "--no-cache").bytes
        # ThreadSanitizer resizes a file before main(): it does not start where none can grow.
        smallest = () if self.built_with("tsan") else (0,)
        for limit in (*smallest, 100, 4096):
            with self.subTest(limit):
                run = self.inventory(
                    self.tree, "-j1",
                    preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
                self.assertEqual(run.bytes, expected)
                self.assertEqual(self.inventory(self.tree).bytes, expected)

    def test_full_disk_for_the_report(self):
        output = os.path.join(self.folder, "report.json")
        with open(output, "w", encoding="utf-8") as file:
            file.write("the last report")
        run = self.run_tool(
            self.tree.path("build"), "--no-cache", "-o", output,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10)))
        self.assertEqual(run.code, 2)
        self.assertIn(output, run.err)
        with open(output, encoding="utf-8") as file:
            self.assertEqual(file.read(), "the last report")
        self.assertEqual([name for name in os.listdir(self.folder) if "report" in name],
                         ["report.json"])

    def test_two_runs_at_once(self):
        expected = self.inventory(self.tree, "--no-cache").bytes
        runs = [subprocess.Popen(
            self.command(self.tree.path("build"), "--root", self.tree.folder, "--format", "json",
                         "--cache-dir", self.tree.cache, "-j1"),
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            for _ in range(4)]
        for run in runs:
            out, err = run.communicate(timeout=240)
            self.assertEqual(run.returncode, 0, err)
            self.assertEqual(out, expected)
        self.assert_extracts(0)

    def test_failed_units_are_tried_again(self):
        self.tree.write("a.cc", b'#include "missing.h"\n' + self.tree.read("a.cc"))
        first = self.inventory(self.tree, code=3)
        second = self.inventory(self.tree, code=3)
        self.assertEqual(second.bytes, first.bytes)
        self.tree.write("include/missing.h", "")
        report = self.inventory(self.tree).report()
        self.assertEqual(units(report)["a.cc"], ("analysed", ""))

    def test_commands(self):
        self.inventory(self.tree)
        path = self.run_tool("cache", "path", "--cache-dir", self.tree.cache)
        self.assertEqual((path.code, path.out), (0, self.tree.cache + "\n"))
        self.assertNotIn(": 0 entries",
                         self.run_tool("cache", "stats", "--cache-dir", self.tree.cache).out)
        self.assertEqual(self.run_tool("cache", "clear", "--cache-dir", self.tree.cache).code, 0)
        self.assertIn(": 0 entries, 0 bytes",
                      self.run_tool("cache", "stats", "--cache-dir", self.tree.cache).out)
        self.assert_extracts(3)
        self.assertEqual(self.run_tool("cache", "path").out,
                         os.path.join(self.environment["HOME"], ".cache/pool-audit") + "\n")


if __name__ == "__main__":
    main()
