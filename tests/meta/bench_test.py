"""Tests of scripts/bench: how it calls the compiler, and that its page says what its figures say."""

import importlib.machinery
import importlib.util
import json
import os
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LOADER = importlib.machinery.SourceFileLoader("bench", os.path.join(ROOT, "scripts", "bench"))
bench = importlib.util.module_from_spec(importlib.util.spec_from_loader("bench", LOADER))
LOADER.exec_module(bench)


class Bench(unittest.TestCase):
    def test_calls_the_front_end_only(self):
        self.assertEqual(
            bench.syntax_only({"command": "/usr/bin/c++ -DX='a b' -MD -MF x.d -o x.o -c x.cc"}),
            ["clang++-22", "-DX=a b", "x.cc", "-fsyntax-only", "-w"])
        self.assertEqual(bench.syntax_only({"arguments": ["gcc", "-c", "x.c"]}),
                         ["clang-22", "x.c", "-fsyntax-only", "-w"])

    def test_counts_the_cpu_time_of_grandchildren(self):
        used, code = bench.measure(["sh", "-c", "sh -c 'i=0; while [ $i -lt 30000 ]; do "
                                    "i=$((i+1)); done'; exit 3"], good=(3,))
        self.assertEqual(code, 3)
        self.assertGreater(used["cpu"], 0)
        self.assertGreater(used["mib"], 0)

    def test_leaves_a_touched_source_as_it_was(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "a.cc")
            with open(path, "wb") as file:
                file.write(b"int a;\n")
            before = os.stat(path).st_mtime_ns
            with self.assertRaises(KeyError):
                with bench.Touched(path):
                    self.assertGreater(os.path.getsize(path), 7)
                    raise KeyError
            with open(path, "rb") as file:
                self.assertEqual(file.read(), b"int a;\n")
            self.assertEqual(os.stat(path).st_mtime_ns, before)

    def test_page_shows_ratios_to_the_floor(self):
        used = {"cpu": 10.0, "wall": 5.0, "mib": 100.0}
        page = bench.render({"x": {
            "units": 3, "sample": 2, "jobs": 2, "analysed": 1, "skipped": 2, "failed": 0,
            "pools": 4, "clang": "22", "machine": "m",
            "rows": {"floor": used, "cold": {"cpu": 2.5, "wall": 1.0, "mib": 50.0}}}})
        self.assertIn("| pool-audit, cold | 2.50 | 0.250 | 1.00 | 0.200 | 50 |", page)
        self.assertIn("every 2. one", page)

    def test_page_is_rendered_from_the_figures(self):
        results = {}
        if os.path.exists(bench.JSON):
            with open(bench.JSON, encoding="utf-8") as file:
                results = json.load(file)
        page = ""
        if os.path.exists(bench.PAGE):
            with open(bench.PAGE, encoding="utf-8") as file:
                page = file.read()
        self.assertEqual(page, bench.render(results) if results else "", "run scripts/bench --render")


if __name__ == "__main__":
    unittest.main()
