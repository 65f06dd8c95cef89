"""`extract`, `link`, `facts print` and --dump: the stages as commands of their own, alone and in a
build by Ninja."""

import json
import os
import subprocess

from harness import MODEL, EndToEnd, ROOT, main, units
from inventory_test import MAIL


class MapAndReduce(EndToEnd):
    def setUp(self):
        super().setUp()
        self.mail = self.project(like="mail")
        self.mail.database(MAIL)

    def extract(self, name, *command, code=0):
        output = self.mail.path("facts/" + name.replace("/", "_") + ".facts")
        os.makedirs(os.path.dirname(output), exist_ok=True)
        how = command or (self.mail.path(name), "-p", self.mail.path("build"))
        run = self.run_tool("extract", "--root", self.mail.folder, "-o", output, *how,
                            cwd=self.mail.folder)
        self.assertEqual(run.code, code, run.err)
        self.assertEqual(run.out, "")
        return output

    def link(self, *arguments, code=0):
        run = self.run_tool("link", "--root", self.mail.folder, "--format", "json", *arguments)
        self.assertEqual(run.code, code, run.err)
        self.assert_fits_schema(run.bytes)
        return run

    def test_gives_the_pools_of_inventory(self):
        facts = [self.extract(name) for name in MAIL]
        linked = self.link(*facts)
        report = linked.report()
        whole = self.inventory(self.mail, "--no-scan").report()
        self.assertEqual(report["pools"], whole["pools"])
        self.assertEqual(report["candidates"], whole["candidates"])
        self.assertEqual(units(report), units(whole))
        self.assertEqual(self.link(*reversed(facts)).bytes, linked.bytes)
        listing = self.mail.write("facts.list", "\n".join(facts) + "\n")
        self.assertEqual(self.link("@" + listing).bytes, linked.bytes)

    def test_a_command_of_ones_own(self):
        known = self.extract("src/read.cc")
        with open(known, "rb") as file:
            expected = file.read()
        given = self.extract("other", "--", "c++", "-std=c++20", "-Iinclude", "-c", "src/read.cc")
        with open(given, "rb") as file:
            self.assertTrue(file.read() == expected)

    def test_extract_to_standard_output(self):
        known = self.extract("src/read.cc")
        run = self.run_tool("extract", "--root", self.mail.folder, "-p", self.mail.path("build"),
                            "-o", "-", self.mail.path("src/read.cc"))
        self.assertEqual(run.code, 0, run.err)
        with open(known, "rb") as file:
            self.assertTrue(run.bytes == file.read())
        run = self.run_tool("extract", "-p", self.mail.path("build"), self.mail.path("src/read.cc"))
        self.assertEqual((run.code, run.out), (2, ""))
        self.assertIn("--output", run.err)

    def test_depfile(self):
        self.mail.write(".pool-audit.yaml", MODEL)
        depfile = self.mail.path("read.d")
        output = self.extract("read", "--depfile", depfile, "-p", self.mail.path("build"),
                              self.mail.path("src/read.cc"))
        with open(depfile, encoding="utf-8") as file:
            target, names = file.read().replace("\\\n", " ").split("\n")[0].split(":", 1)
        self.assertEqual(target, output)
        self.assertEqual(sorted(names.split()), sorted(self.mail.path(name) for name in (
            ".pool-audit.yaml", "include/mail/letter.h", "include/mail/letters.h",
            "include/mail/pool.h", "src/read.cc")))
        run = self.run_tool("extract", "--depfile", depfile, "-o", "-", "-p",
                            self.mail.path("build"), self.mail.path("src/read.cc"))
        self.assertEqual((run.code, run.out), (2, ""))
        self.assertIn("--output", run.err)

    def test_the_same_facts_twice(self):
        facts = [self.extract(name) for name in MAIL]
        self.assertEqual(self.link(*facts, *facts).report()["pools"],
                         self.link(*facts).report()["pools"])

    def test_lists_that_name_nothing(self):
        for name, content, said in (("empty.list", "\n\n", "no facts files"),
                                    ("wrong.list", "nowhere.facts\n", "nowhere.facts")):
            with self.subTest(name=name):
                run = self.run_tool("link", "@" + self.mail.write(name, content))
                self.assertEqual((run.code, run.out), (2, ""))
                self.assertIn(said, run.err)
        run = self.run_tool("link", "@" + self.mail.path("missing.list"))
        self.assertEqual((run.code, run.out), (2, ""))
        self.assertIn("missing.list", run.err)

    def test_facts_do_not_depend_on_the_place(self):
        moved = self.project("moved here", like="mail")
        moved.database(MAIL)
        for name in ("src/read.cc", "src/packet.c"):
            with open(self.extract(name), "rb") as file:
                expected = file.read()
            run = self.run_tool("extract", "--root", moved.folder, "-p", moved.path("build"),
                                "-o", "-", moved.path(name))
            self.assertEqual(run.code, 0, run.err)
            self.assertTrue(run.bytes == expected, name)

    def test_print(self):
        run = self.run_tool("facts", "print", self.extract("src/read.cc"))
        self.assertEqual((run.code, run.err), (0, ""))
        self.assertTrue(run.out.startswith("unit src/read.cc\n"), run.out[:100])
        self.assertIn("call mail::Pool::get", run.out.replace("<mail::Letter>", ""))
        self.assertNotIn(self.folder, run.out)

    def test_damaged_facts_are_named(self):
        good = self.extract("src/read.cc")
        with open(good, "rb") as file:
            content = file.read()
        changed = bytearray(content)
        changed[len(changed) // 2] ^= 0x10
        for name, damaged in (("empty", b""), ("text", b"int main() {}\n"), ("cut", content[:-7]),
                              ("head", content[:20]), ("changed", bytes(changed)),
                              ("long", content + b"x")):
            path = self.mail.write(f"damaged-{name}", damaged)
            for command in (("link", good, path), ("facts", "print", path)):
                with self.subTest(name=name, command=command[0]):
                    run = self.run_tool(*command)
                    self.assertEqual((run.code, run.out), (2, ""))
                    self.assertIn(path + ": ", run.err)
        run = self.run_tool("link", good, self.mail.path("nowhere"))
        self.assertEqual(run.code, 2)
        self.assertIn(self.mail.path("nowhere"), run.err)

    def test_compile_errors(self):
        self.mail.write("src/read.cc", self.mail.read("src/read.cc") + b"int broken( {\n")
        facts = [self.extract("src/letters.cc"), self.extract("src/read.cc", code=3)]
        report = self.link(*facts, code=3).report()
        self.assertEqual(units(report)["src/letters.cc"], ("analysed", ""))
        self.assertEqual(units(report)["src/read.cc"][0], "failed")
        (broken,) = [unit for unit in report["units"] if unit["file"] == "src/read.cc"]
        self.assertIn("src/read.cc:13:", " ".join(broken["notes"]))

    def test_a_source_that_nobody_compiles(self):
        self.mail.write("src/stray.cc", "int stray;\n")
        output = self.mail.path("stray.facts")
        run = self.run_tool("extract", "-p", self.mail.path("build"), "-o", output,
                            self.mail.path("src/stray.cc"))
        self.assertEqual((run.code, run.out), (2, ""))
        self.assertFalse(os.path.exists(output))
        self.assertIn("src/stray.cc", run.err)


class Dump(EndToEnd):
    def dump(self, stage):
        mail = self.project(like="mail")
        mail.database([*MAIL, "src/gone.cc"])
        run = self.run_tool(mail.path("build"), "--root", mail.folder, "--dump", stage)
        self.assertEqual((run.code, run.err), (0, ""))
        return json.loads(run.bytes)

    def test_load(self):
        value = self.dump("load")
        self.assertEqual([unit["file"] for unit in value["units"]], MAIL)
        self.assertEqual([bad["file"] for bad in value["bad"]], ["src/gone.cc"])
        self.assertIn("-Iinclude", value["units"][0]["arguments"])

    def test_scan(self):
        value = {unit["file"]: unit for unit in self.dump("scan")}
        self.assertEqual(sorted(value), MAIL)
        self.assertFalse(value["src/unrelated.cc"]["selected"])
        self.assertTrue(value["src/left.cc"]["selected"])
        owners = [name for name, unit in value.items()
                  if "include/mail/letters.h" in unit["analyses"]]
        self.assertEqual(len(owners), 1, "one source analyses a header")


class Ninja(EndToEnd):
    """cmake/PoolAuditTarget.cmake with the real program."""

    def setUp(self):
        super().setUp()
        self.mail = self.project(like="mail")
        library = " ".join(name for name in MAIL if name != "src/packet_user.cc")
        self.mail.write("CMakeLists.txt", f"""\
cmake_minimum_required(VERSION 3.25)
project(mail LANGUAGES C CXX)
set(CMAKE_CXX_STANDARD 20)
list(APPEND CMAKE_MODULE_PATH {ROOT}/cmake)
include(PoolAuditTarget)
add_library(mail STATIC {library})
target_include_directories(mail PUBLIC include)
add_library(user STATIC src/packet_user.cc)
target_link_libraries(user PRIVATE mail)
pool_audit_target(mail)
pool_audit_target(user)
pool_audit_report(all TARGETS mail user)
""")
        self.cmake("-G", "Ninja", "-S", self.mail.folder, "-B", self.mail.path("build"),
                   "-DCMAKE_C_COMPILER=clang-22", "-DCMAKE_CXX_COMPILER=clang++-22",
                   "-DPOOL_AUDIT_EXECUTABLE=" + self.command()[0])

    def cmake(self, *arguments):
        done = subprocess.run(["cmake", *arguments], capture_output=True, text=True, check=False,
                              env=self.environment)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def report(self):
        """Builds the report over both targets; returns it and how many sources were read."""
        out = self.cmake("--build", self.mail.path("build"), "--target", "pool-audit-all", "-v",
                         "-j2")
        with open(self.mail.path("build/pool-audit/all.json"), "rb") as file:
            content = file.read()
        self.assert_fits_schema(content)
        return json.loads(content), sum("launcher.sh" in line for line in out.splitlines())

    def test_same_pools_and_only_what_changed(self):
        report, count = self.report()
        self.assertEqual(count, len(MAIL))
        self.mail.database(MAIL)
        whole = self.inventory(self.mail, "--no-scan").report()
        self.assertEqual(report["pools"], whole["pools"])
        self.assertEqual(units(report), units(whole))
        self.assertEqual(self.report()[1], 0)
        self.mail.write("src/read.cc", self.mail.read("src/read.cc") + b"// more\n")
        self.assertEqual(self.report()[1], 1)
        header = "include/mail/letters.h"
        self.mail.write(header, self.mail.read(header).replace(b"stamps{8}", b"stamps{9}"))
        report, count = self.report()
        self.assertEqual(count, 4, "letters, pass, read and write include it")
        (stamps,) = [p for p in report["pools"] if p["name"] == "mail::stamps"]
        self.assertEqual(stamps["bound"]["capacity"], "9")


if __name__ == "__main__":
    main()
