"""Tests of scripts/compile_db.py on the kinds of lines that real makefiles print."""

import os
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "scripts"))
import compile_db  # noqa: E402


def entries(text, start="/src"):
    return compile_db.database(text.splitlines(keepends=True), start)


class CompileDb(unittest.TestCase):
    def test_plain_command(self):
        self.assertEqual(entries("clang-22 -Iinclude -O2 -c -o src/a.o src/a.c\n"), [{
            "directory": "/src", "file": "src/a.c", "output": "src/a.o",
            "arguments": ["clang-22", "-Iinclude", "-O2", "-c", "-o", "src/a.o", "src/a.c"]}])

    def test_follows_make_into_folders_and_back(self):
        text = ("make: Entering directory '/src'\n"
                "make[1]: Entering directory '/src/lib'\n"
                "gcc -c -o a.o a.c\n"
                "make[1]: Leaving directory '/src/lib'\n"
                "gcc -c -o b.o b.c\n")
        self.assertEqual([e["directory"] for e in entries(text, "/")], ["/src/lib", "/src"])

    def test_continued_lines_libtool_and_dependency_bookkeeping(self):
        text = ("depbase=`echo a.lo | sed 's|[^/]*$|.deps/&|;s|\\.lo$||'`;\\\n"
                "/bin/bash ../libtool  --tag=CXX   --mode=compile clang++-22 -DX='\"a b\"' "
                "-MT a.lo -MD -MP -MF $depbase.Tpo -c -o a.lo a.cc &&\\\n"
                "mv -f $depbase.Tpo $depbase.Plo\n")
        (entry,) = entries(text)
        self.assertEqual(entry["file"], "a.cc")
        self.assertEqual(entry["arguments"][:2], ["clang++-22", '-DX="a b"'])

    def test_automake_chooses_between_two_places_of_a_source(self):
        with tempfile.TemporaryDirectory() as folder:
            line = "gcc -c -o x-a.o `test -f 'a.c' || echo '../lib/'`a.c\n"
            self.assertEqual(entries(line, folder)[0]["file"], "../lib/a.c")
            with open(os.path.join(folder, "a.c"), "w", encoding="utf-8"):
                pass
            self.assertEqual(entries(line, folder)[0]["file"], "a.c")

    def test_cd_holds_for_the_rest_of_the_line(self):
        text = "(cd sub && ccache gcc -c a.c)\ngcc -c b.c\n"
        self.assertEqual([(e["directory"], e["file"]) for e in entries(text)],
                         [("/src/sub", "a.c"), ("/src", "b.c")])

    def test_passes_over_everything_else(self):
        text = ("echo cc -c a.c is what would run; gcc -o prog a.o b.o\n"
                "gcc -E -c\n"
                "ar cr lib.a a.o\n"
                "gcc -c 'unbalanced\n"
                "moc -c a.cc\n")
        self.assertEqual(entries(text), [])

    def test_each_command_once(self):
        self.assertEqual(len(entries("gcc -c a.c -o a.o\ngcc -c a.c -o a.o\n")), 1)
        self.assertEqual(len(entries("gcc -c a.c -o a.o\ngcc -DY -c a.c -o b.o\n")), 2)

    def test_values_of_flags_are_no_sources(self):
        (entry,) = entries("gcc -include pre.c -MF dep.c -c a.c\n")
        self.assertEqual(entry["file"], "a.c")


if __name__ == "__main__":
    unittest.main()
