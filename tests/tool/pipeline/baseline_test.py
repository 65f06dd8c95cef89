#!/usr/bin/env python3
"""Baselines, --since and diff: what is new, what is known, what is gone, and what fails a run."""

import os
import subprocess

from harness import EndToEnd, main

LEAKS_CC = """\
#include "pool.h"
int send(bool ready) {
  Buffer* b = buffers.get();
  if (!ready) return -1;
  buffers.put(b);
  return 0;
}
"""
DROP = "void warm() { buffers.get(); }\n"
LOST = "object taken from 'buffers' is not put back on every path"
DROPPED = "object taken from 'buffers' is dropped: nobody can put it back"
RULES = ("--checks", "pool-missing-put,pool-discarded-get")


class Comparison(EndToEnd):
    def setUp(self):
        super().setUp()
        self.work = self.project().pools("src/clean.cc")
        self.work.write("src/leaks.cc", LEAKS_CC)
        self.work.database(["src/clean.cc", "src/leaks.cc"])
        self.baseline = self.work.path("pools.baseline")

    def run_on_build(self, *arguments, code=0, rules=RULES):
        count = 2 if arguments[0] == "baseline" else 1
        run = self.run_tool(*arguments[:count], self.work.path("build"), "--root",
                            self.work.folder, "--cache-dir", self.work.cache, *rules,
                            *arguments[count:])
        self.assertEqual(run.code, code, run.err + run.out)
        return run

    def create(self):
        return self.run_on_build("baseline", "create", "-o", self.baseline)

    def check(self, *arguments, code=0):
        return self.run_on_build("check", *arguments, code=code)

    def report(self, name):
        path = self.work.path(name)
        self.check("-o", path, "--exit-zero")
        return path

    def git(self, *arguments):
        done = subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@t", *arguments],
                              cwd=self.work.folder, check=False, capture_output=True, text=True,
                              env=self.environment)
        self.assertEqual(done.returncode, 0, done.stderr + done.stdout)
        return done.stdout

    def repository(self):
        self.work.write(".gitignore", "build\n")
        self.git("init", "-q", "-b", "main")
        self.git("add", ".")
        self.git("commit", "-q", "-m", "one")


class Baseline(Comparison):
    def test_what_is_accepted_is_neither_shown_nor_counted(self):
        self.check(code=1)
        run = self.create()
        self.assertIn("1 entry in the baseline", run.err)
        lines = self.work.read("pools.baseline").decode().splitlines()
        self.assertEqual(lines[0], "# pool-audit baseline 1")
        self.assertRegex(lines[1], r"^[0-9a-f]{32}\tpool-missing-put\tsrc/leaks.cc\t" + LOST + "$")
        known = self.check("--baseline", self.baseline)
        self.assertNotIn(LOST, known.out)
        self.assertIn("0 new", known.out)
        self.assertIn("1 known", known.out)

    def test_a_new_finding_fails(self):
        self.create()
        self.work.write("src/leaks.cc", "\n\n" + LEAKS_CC + DROP)
        run = self.check("--baseline", self.baseline, code=1)
        self.assertIn(DROPPED, run.out)
        self.assertNotIn(LOST, run.out)

    def test_entries_that_are_stale_fail_apart_from_new_findings(self):
        self.create()
        self.work.write("src/leaks.cc", LEAKS_CC.replace("return -1", "{}"))
        relaxed = self.check("--baseline", self.baseline)
        self.assertIn("nothing is found any more for 1 entry", relaxed.err)
        self.assertIn("fixed: " + LOST, relaxed.out)
        self.check("--baseline", self.baseline, "--strict-baseline", code=1)
        run = self.run_on_build("baseline", "prune", "--baseline", self.baseline)
        self.assertIn("1 entry removed, 0 entries left", run.err)
        self.check("--baseline", self.baseline, "--strict-baseline")

    def test_what_was_not_looked_at_is_not_stale(self):
        self.create()
        before = self.work.read("pools.baseline")
        some = ("--checks", "pool-discarded-get")
        self.run_on_build("check", "--baseline", self.baseline, "--strict-baseline", rules=some)
        self.run_on_build("check", "--baseline", self.baseline, "--strict-baseline", "--only",
                          "src/clean.cc")
        run = self.run_on_build("baseline", "prune", "--baseline", self.baseline, rules=some)
        self.assertIn("1 could not be checked", run.err)
        self.assertEqual(self.work.read("pools.baseline"), before)

    def test_a_failed_unit_changes_no_baseline(self):
        self.create()
        before = self.work.read("pools.baseline")
        self.work.database(["src/clean.cc", "src/leaks.cc", "src/absent.cc"])
        self.run_on_build("baseline", "create", "-o", self.baseline, code=3)
        self.run_on_build("baseline", "prune", "--baseline", self.baseline, code=3)
        self.assertEqual(self.work.read("pools.baseline"), before)

    def test_of_a_report(self):
        report = self.report("report.json")
        run = self.run_tool("baseline", "create", "--from", report, "-o", self.baseline)
        self.assertEqual(run.code, 0, run.err)
        made = self.work.read("pools.baseline")
        self.create()
        self.assertEqual(self.work.read("pools.baseline"), made)

    def test_bad_input(self):
        for content, complaint in ((b"nonsense\n", "pools.baseline:1:1: expected a fingerprint"),
                                   (b"<<<<<<< a\n", "a merge left a conflict"),
                                   (None, "there is no baseline")):
            if content is None:
                os.remove(self.baseline)
            else:
                self.work.write("pools.baseline", content)
            run = self.check("--baseline", self.baseline, code=2)
            self.assertIn(complaint, run.err)
        run = self.run_tool("check", self.work.path("build"), "--baseline", "x", "--since", "HEAD")
        self.assertEqual(run.code, 2)
        self.assertIn("choose one", run.err)

    def test_json_has_all_findings_with_their_state(self):
        self.create()
        self.work.write("src/leaks.cc", LEAKS_CC + DROP)
        run = self.check("--baseline", self.baseline, "--format", "json", code=1)
        self.assert_fits_schema(run.bytes)
        report = run.report()
        self.assertEqual([each["rule"] for each in report["findings"]],
                         ["pool-missing-put", "pool-discarded-get"])
        comparison = report["comparison"]
        self.assertEqual(comparison["unchanged"], [report["findings"][0]["fingerprint"]])
        self.assertEqual(comparison["introduced"], [report["findings"][1]["fingerprint"]])

    def test_sarif_has_the_baseline_state(self):
        self.create()
        self.work.write("src/leaks.cc", DROP.replace("void", '#include "pool.h"\nvoid'))
        run = self.check("--baseline", self.baseline, "--format", "sarif", code=1)
        states = {each["ruleId"]: each["baselineState"]
                  for each in run.report()["runs"][0]["results"]}
        self.assertEqual(states, {"pool-discarded-get": "new", "pool-missing-put": "absent"})


class GitMerge(Comparison):
    def test_two_branches_merge_without_conflict(self):
        entry = "{}\tpool-x\tsrc/a.cc\ttext\n"
        lines = [entry.format(digit * 32) for digit in "123456"]
        write = lambda *which: self.work.write(
            "pools.baseline", "# pool-audit baseline 1\n" + "".join(lines[i] for i in which))
        write(0, 1, 2)
        self.work.write(".gitattributes", "*.baseline merge=pool-audit-baseline\n")
        self.repository()
        self.git("config", "merge.pool-audit-baseline.driver",
                 " ".join(self.command("baseline", "merge", "%O", "%A", "%B")))
        self.git("checkout", "-q", "-b", "other")
        write(0, 2, 3)
        self.git("commit", "-q", "-a", "-m", "two")
        self.git("checkout", "-q", "main")
        write(1, 2, 4)
        self.git("commit", "-q", "-a", "-m", "three")
        self.git("merge", "-q", "other", "-m", "both")
        self.assertEqual(self.work.read("pools.baseline").decode(),
                         "# pool-audit baseline 1\n" + lines[2] + lines[3] + lines[4])


class Since(Comparison):
    def test_only_what_a_change_brings_in(self):
        self.repository()
        self.assertIn("0 new", self.check("--since", "HEAD").out)
        self.work.write("src/leaks.cc", "// moved\n" + LEAKS_CC + DROP)
        run = self.check("--since", "HEAD", code=1)
        self.assertIn(DROPPED, run.out)
        self.assertNotIn(LOST, run.out)

    def test_a_mend_and_a_new_file(self):
        self.repository()
        self.work.write("src/leaks.cc", LEAKS_CC.replace("return -1", "{}"))
        self.work.write("src/new.cc", '#include "pool.h"\n' + DROP)
        self.work.database(["src/clean.cc", "src/leaks.cc", "src/new.cc"])
        run = self.check("--since", "main", code=1)
        self.assertIn("src/leaks.cc:3:15: fixed: " + LOST, run.out)
        self.assertIn("src/new.cc:2:15: warning: " + DROPPED, run.out)

    def test_commands_with_relative_paths(self):
        """As meson writes them: the build folder is the working folder."""
        self.work.write("build/gen/made.h", '#define MADE "pool.h"\n')
        self.work.write("src/leaks.cc", LEAKS_CC.replace('"pool.h"', "<made.h>\n#include MADE"))
        self.work.database([{"directory": self.work.path("build"), "file": "../src/leaks.cc",
                             "arguments": ["c++", "-std=c++20", "-I../include", "-Igen", "-c",
                                           "../src/leaks.cc"]}])
        self.repository()
        self.work.write("src/leaks.cc", self.work.read("src/leaks.cc") + DROP.encode())
        run = self.check("--since", "HEAD", code=1)
        self.assertIn("1 new · 0 fixed · 1 known", run.out)

    def test_a_build_folder_beside_the_sources(self):
        outside = self.work.path("../out")
        self.repository()
        os.rename(self.work.path("build"), outside)
        os.symlink(outside, self.work.path("build"))
        self.work.write("src/leaks.cc", LEAKS_CC + DROP)
        run = self.check("--since", "HEAD", code=1)
        self.assertIn("1 new · 0 fixed · 1 known", run.out)

    def test_a_cause_in_another_file(self):
        """The changed line is three calls away from the finding: no filter on lines sees it."""
        self.work.write("include/back.h", "struct Buffer;\nvoid give_back(Buffer* b);\n")
        self.work.write("src/back.cc", '#include "pool.h"\n#include "back.h"\n'
                        "void give_back(Buffer* b) { buffers.put(b); }\n")
        self.work.write("src/leaks.cc", '#include "pool.h"\n#include "back.h"\n'
                        "void use() { Buffer* b = buffers.get(); give_back(b); }\n")
        self.work.database(["src/leaks.cc", "src/back.cc"])
        self.repository()
        self.work.write("src/back.cc", '#include "back.h"\nvoid give_back(Buffer*) {}\n')
        run = self.check("--since", "HEAD", code=1)
        self.assertIn("src/leaks.cc:3:26: warning: ", run.out)

    def test_the_repository_stays_as_it_is(self):
        self.repository()
        self.work.write("src/leaks.cc", LEAKS_CC + DROP)
        self.git("add", ".")
        before = self.git("status", "--porcelain=v2"), self.git("worktree", "list")
        self.check("--since", "HEAD", code=1)
        self.assertEqual((self.git("status", "--porcelain=v2"), self.git("worktree", "list")),
                         before)
        self.assertEqual([each for each in os.listdir(self.environment["TMPDIR"])], [])

    def test_bad_revisions_and_no_repository(self):
        run = self.check("--since", "HEAD", code=2)
        self.assertIn("--since wants a git repository", run.err)
        self.repository()
        for revision in ("no-such", "--output=x"):
            run = self.check("--since=" + revision, code=2)
            self.assertIn("there is no revision '" + revision, run.err)


class Diff(Comparison):
    def test_of_two_reports(self):
        before = self.report("before.json")
        self.work.write("src/leaks.cc", LEAKS_CC.replace("return -1", "{}") + DROP)
        after = self.report("after.json")
        run = self.run_tool("diff", before, after)
        self.assertEqual(run.code, 1, run.err)
        self.assertIn("src/leaks.cc:8:15: warning: " + DROPPED, run.out)
        self.assertIn("src/leaks.cc:3:15: fixed: " + LOST, run.out)
        self.assertEqual(self.run_tool("diff", after, after).code, 0)
        self.assertEqual(self.run_tool("diff", before, after, "--exit-zero").code, 0)
        markdown = self.run_tool("diff", before, after, "--format", "markdown").out
        self.assertIn("**1 new finding**, 1 fixed, 0 known", markdown)
        page = self.run_tool("diff", before, after, "--format", "html").out
        self.assertIn("<b>1</b> introduced, <b>1</b> fixed, 0 unchanged", page)

    def test_a_new_pool(self):
        before = self.report("before.json")
        self.work.write("include/pool.h", self.work.read("include/pool.h") +
                        b"extern Pool<Buffer> others;\n")
        self.work.write("src/clean.cc", '#include "pool.h"\n'
                        "void other() { Buffer* b = others.get(); others.put(b); }\n")
        run = self.run_tool("diff", before, self.report("after.json"))
        self.assertEqual(run.code, 0, run.out)
        self.assertIn("new pool others", run.out)

    def test_what_is_no_report(self):
        self.work.write("odd.json", "[1]")
        run = self.run_tool("diff", self.work.path("odd.json"), self.work.path("odd.json"))
        self.assertEqual(run.code, 2)
        self.assertIn("odd.json", run.err)
        self.assertEqual(self.run_tool("diff", "one.json").code, 2)


class Limits(Comparison):
    def test_max_issues_and_exit_zero(self):
        self.work.write("src/leaks.cc", LEAKS_CC + DROP)
        self.check(code=1)
        self.check("--max-issues", "1", code=1)
        self.check("--max-issues", "2")
        self.check("--exit-zero")
        self.create()
        self.work.write("src/leaks.cc", LEAKS_CC + DROP + DROP.replace("warm", "hot"))
        self.check("--baseline", self.baseline, "--max-issues", "1")
        self.check("--baseline", self.baseline, "--max-issues", "0", code=1)

    def test_exit_zero_hides_no_error(self):
        self.work.database(["src/leaks.cc", "src/absent.cc"])
        self.check("--exit-zero", code=3)
        self.check("--exit-zero", "--baseline", "absent.baseline", code=2)


if __name__ == "__main__":
    main()
