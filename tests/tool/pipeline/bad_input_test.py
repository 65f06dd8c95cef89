"""Bad input: a message that helps, the right exit code, and a report of all the rest."""

import json
import os
import subprocess

from harness import CXX, EndToEnd, main, sites, units


class Database(EndToEnd):
    def setUp(self):
        super().setUp()
        self.tree = self.project().pools("a.cc", "b.cc")

    def refused(self, *arguments, code=2, **settings):
        run = self.run_tool(*arguments, **settings)
        self.assertEqual(run.code, code, run.err + run.out)
        self.assertEqual(run.out, "")
        self.assertTrue(run.err.startswith("pool-audit: "), run.err)
        return run.err

    def of_text(self, text):
        self.tree.write("build/compile_commands.json", text)
        return self.refused(self.tree.path("build"))

    def test_no_database(self):
        os.remove(self.tree.path("build/compile_commands.json"))
        self.assertIn("compile_commands.json", self.refused(self.tree.path("build")))
        self.assertIn("nowhere", self.refused(self.tree.path("nowhere")))
        self.assertIn("which build?", self.refused(cwd=self.tree.folder))

    def test_empty(self):
        for text in ("", "[]", " \n", "[ ]\n"):
            with self.subTest(text):
                self.assertIn("compile_commands.json", self.of_text(text))

    def test_malformed(self):
        self.assertIn("compile_commands.json:2:", self.of_text('[\n{"file": }]\n'))
        self.assertIn("compile_commands.json:3:", self.of_text('[\n{"file": "a.cc",\n'))
        for text in ("{}", "3", "null", '"a.cc"', b"\xff\xfe", b"[\x00]", "[" * 100000):
            with self.subTest(text=text[:9]):
                self.assertIn("compile_commands.json", self.of_text(text))

    def test_a_folder_in_place_of_the_database(self):
        os.remove(self.tree.path("build/compile_commands.json"))
        os.mkdir(self.tree.path("build/compile_commands.json"))
        self.assertIn("compile_commands.json", self.refused(self.tree.path("build")))

    def test_entries_of_wrong_shape_cost_only_themselves(self):
        self.tree.database(["a.cc"])
        good = json.loads(self.tree.read("build/compile_commands.json"))
        bad = [3, None, {}, {"file": "b.cc"}, {"file": 7, "directory": [], "command": {}},
               {"directory": self.tree.folder, "file": "b.cc", "arguments": []},
               {"directory": self.tree.folder, "file": "b.cc", "command": "c++ 'b.cc"}]
        self.tree.write("build/compile_commands.json", json.dumps(bad + good))
        report = self.inventory(self.tree, code=3).report()
        self.assertEqual([p["name"] for p in report["pools"]], ["buffers"])
        self.assertEqual(report["summary"]["units"],
                         {"total": 8, "analysed": 1, "skipped": 0, "failed": 7})
        for unit in report["units"]:
            self.assertTrue(unit["state"] == "analysed" or unit["reason"], unit)

    def test_ten_thousand_entries_that_are_mostly_not_there(self):
        self.tree.database(["a.cc", "b.cc", *(f"gone/{n}.cc" for n in range(10000))])
        report = self.inventory(self.tree, code=3).report()
        self.assertEqual(report["summary"]["units"],
                         {"total": 10002, "analysed": 2, "skipped": 0, "failed": 10000})
        self.assertEqual([p["name"] for p in report["pools"]], ["buffers"])

    def test_duplicates_are_read_once(self):
        once = self.inventory(self.tree)
        self.tree.database(["a.cc", "b.cc", "a.cc", self.tree.path("b.cc"), "./a.cc"])
        again = self.inventory(self.tree, "--stats", "--no-cache")
        self.assertEqual(again.report()["pools"], once.report()["pools"])

    def test_command_and_response_file(self):
        expected = self.inventory(self.tree).bytes
        self.tree.write("flags.rsp", '-Iinclude "-DNAME=a b"\n-c')
        quoted = " ".join(CXX)
        for form in ({"command": f"{quoted} '-Iinclude' -c \"a.cc\""},
                     {"command": f"ccache {quoted} @flags.rsp a.cc -o 'a b.o'"},
                     {"arguments": [*CXX, "@flags.rsp", "a.cc"]}):
            with self.subTest(form):
                self.tree.database([{"directory": self.tree.folder, "file": "a.cc", **form},
                                    "b.cc"])
                self.assertEqual(self.inventory(self.tree).bytes, expected)

    def test_response_file_that_is_not_there(self):
        self.tree.database([self.tree.entry("a.cc", [*CXX, "@gone.rsp"]), "b.cc"])
        first, second = self.inventory(self.tree).report()["units"]
        self.assertIn("left out @gone.rsp", " ".join(first["notes"]))
        self.assertEqual((second["file"], second["notes"]), ("b.cc", []))

    def test_flags_of_gcc_are_dropped_with_a_note(self):
        self.tree.database([self.tree.entry("a.cc", [
            *CXX, "-fconserve-stack", "-fno-var-tracking-assignments", "-Wno-such-thing"]), "b.cc"])
        report = self.inventory(self.tree).report()
        (notes,) = [unit["notes"] for unit in report["units"] if unit["file"] == "a.cc"]
        for flag in ("-fconserve-stack", "-fno-var-tracking-assignments"):
            self.assertIn(flag, " ".join(notes))

    def test_paths_of_another_machine(self):
        expected = self.inventory(self.tree).bytes
        other = "/builder/17/src"
        self.tree.database([{"directory": other, "file": f"{other}/{name}",
                             "arguments": [*CXX, f"-I{other}/include", "-c", f"{other}/{name}"]}
                            for name in ("a.cc", "b.cc")])
        report = self.inventory(self.tree, code=3).report()
        self.assertEqual((report["pools"], report["summary"]["units"]["failed"]), ([], 2))
        run = self.inventory(self.tree, "--path-map", f"{other}={self.tree.folder}")
        self.assertEqual(run.bytes, expected)

    def test_globs_that_leave_nothing(self):
        self.assertIn("--only", self.refused(self.tree.path("build"), "--only", "nowhere/*"))


class Sources(EndToEnd):
    def setUp(self):
        super().setUp()
        self.tree = self.project().pools("good.cc", "bad.cc")

    def bad_unit(self, code=3):
        """The report's entry of bad.cc; good.cc is reported whatever is wrong with the other."""
        report = self.inventory(self.tree, code=code).report()
        self.assertIn(("get", "good.cc", "good", "get", "", "all-paths"),
                      sites(report["pools"][0]))
        self.assertEqual(units(report)["good.cc"], ("analysed", ""))
        (unit,) = [each for each in report["units"] if each["file"] == "bad.cc"]
        self.assertEqual(unit["state"], "failed" if code == 3 else "analysed")
        return unit

    def test_missing_source(self):
        os.remove(self.tree.path("bad.cc"))
        self.assertIn("not there", self.bad_unit()["reason"])

    def test_missing_header(self):
        self.tree.write("bad.cc", '#include "generated.h"\n#include "pool.h"\nint x;\n')
        unit = self.bad_unit()
        self.assertIn("generated.h", unit["reason"] + " ".join(unit["notes"]))
        self.assertIn("bad.cc:1:10", " ".join(unit["notes"]))

    def test_syntax_error(self):
        self.tree.write("bad.cc", '#include "pool.h"\nint broken( { return 3 }\n'
                                  "int fine() { return buffers.get()->length; }\n")
        unit = self.bad_unit()
        self.assertIn("compile errors", unit["reason"])
        self.assertIn("bad.cc:2:", " ".join(unit["notes"]))

    def test_errors_are_told_with_their_places(self):
        self.tree.write("bad.cc", '#include "pool.h"\nint a = one;\nint b = two;\n')
        run = self.inventory(self.tree, code=3)
        self.assertIn("1 of 2 translation units are incomplete", run.err)
        self.assertRegex(run.err, r"bad\.cc: bad\.cc:2:9: .*'one' \(and 1 more\)")
        self.assertNotIn("'two'", run.err)
        run = self.inventory(self.tree, "--verbose", code=3)
        self.assertRegex(run.err, r"bad\.cc:2:9: .*'one'")
        self.assertRegex(run.err, r"bad\.cc:3:9: .*'two'")
        self.assertNotIn("bad.cc:2", self.inventory(self.tree, "--quiet", code=3).err)

    def test_nothing_but_noise(self):
        for text in (b"", b"\n", b"buffers"):
            with self.subTest(text):
                self.tree.write("bad.cc", text)
                report = self.inventory(self.tree, code=3 if text == b"buffers" else 0).report()
                self.assertEqual(units(report)["good.cc"], ("analysed", ""))
        self.tree.write("bad.cc", b"buffers \x00\xff\xfe\x01" * 2000)
        self.bad_unit()

    def test_not_utf8(self):
        self.tree.write("bad.cc", '#include "pool.h"\n// gr\u00fc\u00df dich\n'
                                  'const char* word = "\u00e4";\n'
                                  "// taken from the \u00fcbrigen\n"
                                  "static Pool<Buffer> latin;\n"
                                  "int bad() { Buffer* b = latin.get(); latin.put(b); return 0; }\n"
                                  .encode("latin-1"))
        report = self.inventory(self.tree).report()
        self.assertEqual([p["name"] for p in report["pools"] if p["place"]["file"] == "bad.cc"],
                         ["latin"])

    def test_a_folder_as_source(self):
        os.remove(self.tree.path("bad.cc"))
        os.mkdir(self.tree.path("bad.cc"))
        self.assertTrue(self.bad_unit()["reason"])

    def test_a_large_source(self):
        text = '#include "pool.h"\n' + "".join(
            f"static const char text{n}[] = \"{'x' * 2000}\";\n" for n in range(2500))
        self.assertGreater(len(text), 5_000_000)
        self.tree.write("bad.cc", text + USE_BAD)
        self.bad_unit(code=0)

    def test_deeply_nested_templates(self):
        self.tree.write("bad.cc", '#include "pool.h"\n'
                        "template <class T> struct Wrap { T t; };\n"
                        "Pool<" + "Wrap<" * 200 + "int" + ">" * 200 + "> deep;\n"
                        "int bad() { auto* one = deep.get(); deep.put(one); return 0; }\n")
        report = self.inventory(self.tree).report()
        self.assertIn("deep", [p["name"] for p in report["pools"]])

    def test_deeply_nested_code(self):
        self.tree.write("bad.cc", '#include "pool.h"\nint bad() { Buffer* b = buffers.get(); '
                        "int n = " + "(" * 200 + "1" + ")" * 200 + ";" +
                        "if (n) {" * 100 + "}" * 100 + " buffers.put(b); return n; }\n")
        self.bad_unit(code=0)
        self.tree.write("bad.cc", '#include "pool.h"\nint n = ' + "(" * 100000 + "1;\n")
        self.bad_unit()


USE_BAD = "int bad() { Buffer* b = buffers.get(); buffers.put(b); return 0; }\n"


class CommandLine(EndToEnd):
    def setUp(self):
        super().setUp()
        self.tree = self.project().pools("a.cc")
        self.build = self.tree.path("build")

    def refused(self, *arguments):
        run = self.run_tool(*arguments)
        self.assertEqual((run.code, run.out), (2, ""), run.err)
        return run.err

    def test_suggestions(self):
        self.assertIn("--format", self.refused(self.build, "--fromat", "json"))
        self.assertIn("inventory", self.refused("invntory", self.build))
        self.assertIn("json", self.refused(self.build, "--format", "jsno"))
        self.assertIn("buffers", self.refused(self.build, "--no-cache", "--pool", "Buffer"))
        self.assertIn("'bufers'", self.refused(self.build, "--no-cache", "--pool", "bufers"))

    def test_broken_model(self):
        self.tree.write(".pool-audit.yaml", "pools:\n  - id: x\n    pol: {type: Pool}\n")
        message = self.refused(self.build, "--root", self.tree.folder)
        self.assertIn(".pool-audit.yaml:3:5", message)
        self.assertIn("pool", message)
        self.tree.write(".pool-audit.yaml", "pools: [\n")
        self.assertIn(".pool-audit.yaml:", self.refused(self.build, "--root", self.tree.folder))
        run = self.run_tool(self.build, "--root", self.tree.folder, "--no-user-model")
        self.assertEqual(run.code, 0, run.err)

    def test_output_into_a_folder_that_is_not_there(self):
        target = os.path.join(self.folder, "nowhere", "report.json")
        self.assertIn(target, self.refused(self.build, "-o", target))
        self.assertFalse(os.path.exists(os.path.dirname(target)))

    def test_a_reader_that_goes_away(self):
        for form in ("json", "text"):
            reader, writer = os.pipe()
            os.close(reader)
            done = subprocess.run(self.command(self.build, "--format", form, "--no-cache"),
                                  stdout=writer, stderr=subprocess.PIPE, env=self.environment,
                                  check=False, timeout=240)
            os.close(writer)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn(b"standard output", done.stderr)

    def test_a_closed_standard_output(self):
        done = subprocess.run(self.command(self.build, "--no-cache"), stdin=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, env=self.environment, check=False,
                              preexec_fn=lambda: os.close(1), timeout=240)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn(b"standard output", done.stderr)

    def test_a_full_device(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run(self.command(self.build, "--no-cache"), stdout=full,
                                  stderr=subprocess.PIPE, env=self.environment, check=False,
                                  timeout=240)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"standard output", done.stderr)

    def test_nothing_on_standard_error_when_all_is_well(self):
        run = self.run_tool(self.build, "--no-cache")
        self.assertEqual((run.code, run.err), (0, ""))


if __name__ == "__main__":
    main()
