#!/usr/bin/env python3
"""pool-audit check, rules and explain: findings with their paths, in every format, with exit codes."""

import json
import xml.etree.ElementTree

from harness import EndToEnd, main

LEAKS_CC = """\
#include "pool.h"
int send(bool ready) {
  Buffer* b = buffers.get();
  if (!ready) return -1;
  buffers.put(b);
  return 0;
}
void warm() { buffers.get(); }
"""
LOST = "src/leaks.cc:3:15: warning: object taken from 'buffers' is not put back on every path " \
       "[pool-missing-put]"
DROPPED = "src/leaks.cc:8:15: warning: object taken from 'buffers' is dropped: nobody can put it " \
          "back [pool-discarded-get]"


class Check(EndToEnd):
    def setUp(self):
        super().setUp()
        self.work = self.project().pools("src/clean.cc")
        self.work.write("src/leaks.cc", LEAKS_CC)
        self.work.database(["src/clean.cc", "src/leaks.cc"])

    def check(self, *arguments, code=1):
        run = self.run_tool("check", self.work.path("build"), "--root", self.work.folder,
                            "--cache-dir", self.work.cache, *arguments)
        self.assertEqual(run.code, code, run.err + run.out)
        return run

    def test_findings_as_a_compiler_writes_them(self):
        lines = self.check().out.splitlines()
        self.assertIn(LOST, lines)
        self.assertIn(DROPPED, lines)
        branch = lines[lines.index(LOST) + 1]
        self.assertRegex(branch, r"^src/leaks.cc:4:\d+: note: taking the branch where .*ready.*")
        self.assertTrue(any(line.startswith("2 findings") for line in lines), lines)

    def test_the_second_run_says_the_same_from_the_cache(self):
        first = self.check()
        again = self.check("--stats")
        self.assertEqual(first.bytes, again.bytes)
        self.assertEqual(again.stats()["extracted"], 0)

    def test_a_factory_in_a_unit_without_pools_is_looked_into(self):
        self.work.write("src/thing.h", "struct Thing { Thing* next; char text[99]; };\n"
                        "Thing* brew();\n")
        self.work.write("src/thing.cc", '#include "thing.h"\n'
                        'extern "C" unsigned usleep(unsigned);\n'
                        "Thing* brew() { usleep(1); return new Thing; }\n")
        self.work.write("src/free.cc", '#include "thing.h"\nstatic Thing* free_things;\n'
                        "static Thing* make_thing() { return brew(); }\n"
                        "Thing* get_thing() { Thing* t = free_things;\n"
                        "  if (t) { free_things = t->next; return t; }\n"
                        "  return make_thing(); }\n"
                        "void put_thing(Thing* t) { t->next = free_things; free_things = t; }\n")
        self.work.database(["src/thing.cc", "src/free.cc"])
        out = self.check("--checks", "pool-side-effecting-factory").out
        self.assertIn("creating an object of 'free_things' sleeps: it calls usleep()", out)
        self.assertIn("src/thing.cc:3:17: note: calls usleep() here", out)

    def test_other_rules_are_not_answered_from_the_cache(self):
        self.check()
        only = self.check("--checks", "pool-discarded-get").out
        self.assertIn(DROPPED, only)
        self.assertNotIn("pool-missing-put", only)
        self.assertIn(LOST, self.check("--checks=pool-*,-pool-discarded-get").out)

    def test_json_and_markdown(self):
        report = self.check("--format", "json")
        self.assert_fits_schema(report.bytes)
        findings = report.report()["findings"]
        self.assertEqual([each["rule"] for each in findings],
                         ["pool-missing-put", "pool-discarded-get"])
        self.assertEqual(findings[0]["function"], "send")
        pools = {each["id"]: each["name"] for each in report.report()["pools"]}
        self.assertEqual(pools[findings[0]["pool"]], "buffers")
        self.assertIn("### Findings: 2", self.check("--format", "markdown").out)

    def test_html(self):
        file = self.work.path("r.html")
        self.check("-o", file)
        with open(file, encoding="utf-8") as page:
            text = page.read()
        self.assertTrue(text.startswith("<!DOCTYPE html>"))
        self.assertIn("2 findings", text)
        self.assertIn("<mark>buffers.get()</mark>", text, "the line of the source")
        self.assertIn('<a class="rule" href="#rule-pool-missing-put"', text)

    def test_formats_of_ci_systems(self):
        log = json.loads(self.check("--format", "sarif").bytes)
        results = log["runs"][0]["results"]
        self.assertEqual([each["ruleId"] for each in results],
                         ["pool-missing-put", "pool-discarded-get"])
        place = results[0]["locations"][0]["physicalLocation"]
        self.assertEqual(place["artifactLocation"]["uri"], "src/leaks.cc")
        self.assertIn("buffers.get()", place["region"]["snippet"]["text"])
        rules = [each["id"] for each in log["runs"][0]["tool"]["driver"]["rules"]]
        self.assertIn("pool-use-after-put", rules)
        self.assertNotIn("pool-undocumented", rules)
        self.assertIn("::warning file=src/leaks.cc,line=3,", self.check("--format", "github").out)
        issues = json.loads(self.check("--format", "gitlab").bytes)
        self.assertEqual(len({each["fingerprint"] for each in issues}), 2)
        suite = xml.etree.ElementTree.fromstring(self.check("--format", "junit").bytes)
        self.assertEqual(suite.get("failures"), "2")
        self.assertTrue(self.check("--format", "csv").out.startswith("rule,file,line"))
        self.check("-o", self.work.path("r.sarif"), "-o", self.work.path("r.csv"))

    def test_one_pool_alone(self):
        self.assertIn(LOST, self.check("--pool", "buffers").out)

    def test_exit_codes(self):
        self.check("--fail-on", "never", code=0)
        self.check("--fail-on", "unpaired", code=1)
        self.check("--only", "src/clean.cc", code=0)
        for command in ((), ("inventory",)):
            run = self.run_tool(*command, self.work.path("build"), "--fail-on", "findings")
            self.assertEqual(run.code, 1, run.err)

    def test_why_unproven(self):
        self.work.write("src/leaks.cc", LEAKS_CC + "Buffer* take() { return buffers.get(); }\n"
                        "void keep(Buffer*);\nvoid give() { keep(buffers.get()); }\n"
                        "void give_again() { keep(buffers.get()); }\n")
        text = self.check("--why-unproven").out
        self.assertRegex(text, r"(?m)^3 of 6 gets unproven$")
        first = text.index("  2  passed to a function that is not followed\n")
        self.assertLess(first, text.index("  1  returned to the caller\n"))
        self.assertIn("src/leaks.cc:11:20: get in give takes from buffers", text)
        run = self.check("--why-unproven=buf*", "--format", "json")
        self.assert_fits_schema(run.bytes)
        why = run.report()["why_unproven"]
        self.assertEqual(why["gets"],
                         why["proven_right"] + why["proven_wrong"] + why["unproven"])
        self.assertEqual([each["count"] for each in why["causes"]], [2, 1])
        self.assertIn("no pool matches 'x*'", self.check("--why-unproven=x*", code=2).err)
        self.assertIn("### Unproven gets: 3 of 6",
                      self.check("--why-unproven", "--format", "markdown").out)

    def test_inventory_holds_them_too(self):
        report = self.inventory(self.work).report()
        self.assertEqual(len(report["findings"]), 2)

    def test_what_does_not_exist(self):
        for arguments, text in (
                (("--checks", "pool-mising-put"), "did you mean pool-missing-put?"),
                (("--checks", " , "), "expected patterns"),
                (("--rule-option", "pool-missing-put.Depth=1"), "has no option 'Depth'"),
                (("--rule-option", "pool-none.Depth=1"), "there is no rule 'pool-none'"),
                (("--rule-option", "Depth=1"), "expected RULE.OPTION=NUMBER"),
                (("--rule-option", "a.b=1x"), "expected RULE.OPTION=NUMBER")):
            with self.subTest(arguments):
                self.assertIn(text, self.check(*arguments, code=2).err)


class TooMuchWork(EndToEnd):
    """A function that takes so many objects that following all of them would not end soon."""

    def test_the_bound_is_named_and_its_gets_are_unproven(self):
        work = self.project().pools("src/clean.cc")
        work.write("src/many.cc", '#include "pool.h"\nvoid many() {\n' +
                   "".join(f"  {{ Buffer* b{i} = buffers.get(); buffers.put(b{i}); }}\n"
                           for i in range(1000)) + "}\n")
        work.database(["src/clean.cc", "src/many.cc"])

        def check(*arguments):
            run = self.run_tool("check", work.path("build"), "--root", work.folder, "--no-cache",
                                "--why-unproven", *arguments)
            self.assertEqual(run.code, 0, run.err + run.out)
            return run

        run = check("--stats")
        self.assertRegex(run.out, r"(?m)^  \d+  too much work for one function$")
        self.assertRegex(run.err, r"(?m)^most work for one function: many, 20000000 of 20000000 "
                                  r"steps, \d+\.\d{3} CPU seconds$")
        run = check("--stats=json", "--format", "json")
        cost = json.loads(run.err)["highest_cost"]
        self.assertEqual((cost["function"], cost["steps"]), ("many", cost["most_steps"]))
        self.assertGreater(cost["cpu_seconds"], 0)
        why = run.report()["why_unproven"]
        self.assertGreater(why["proven_right"], 0, "what was proven before stands")
        self.assertEqual([each["text"] for each in why["causes"]],
                         ["too much work for one function"])
        self.assertEqual(why["gets"], why["proven_right"] + why["unproven"])


class Rules(EndToEnd):
    def test_list(self):
        text = self.run_tool("rules").out
        self.assertRegex(text, r"(?m)^  on   pool-raw-release +an object .* \[fix: review\]$")
        text = self.run_tool("rules", "--checks", "pool-discarded-get").out
        self.assertRegex(text, r"(?m)^  off  pool-missing-put ")

    def test_json_and_every_page(self):
        rules = json.loads(self.run_tool("rules", "--format", "json").bytes)
        self.assertIn("pool-missing-put", [rule["id"] for rule in rules])
        for rule in rules:
            page = self.run_tool("explain", rule["id"])
            self.assertEqual(page.code, 0)
            self.assertTrue(page.out.startswith(f"# {rule['id']}\n"), page.out[:80])
            for option in rule["options"]:
                self.assertIn(f"- `{option['name']}` (default {option['default']})", page.out)

    def test_markdown(self):
        text = self.run_tool("rules", "--format", "markdown").out
        self.assertRegex(text, r"(?m)^\| \[pool-missing-put\]\(rules/pool-missing-put.md\) \| "
                               r"an object .* \| yes \| function \| review \|  \|$")
        self.assertRegex(text, r"(?m)^\| \[pool-tiny-type\].* \| `MinimumBytes` \d+ \|$")
        off = self.run_tool("rules", "--format", "markdown", "--checks", "-pool-missing-put").out
        self.assertRegex(off, r"(?m)^\| \[pool-missing-put\].* \| no \|")

    def test_short_and_wrong_names(self):
        self.assertEqual(self.run_tool("explain", "missing-put").bytes,
                         self.run_tool("explain", "pool-missing-put").bytes)
        wrong = self.run_tool("explain", "mising-put")
        self.assertEqual(wrong.code, 2)
        self.assertIn("did you mean pool-missing-put?", wrong.err)


if __name__ == "__main__":
    main()
