#!/usr/bin/env python3
"""Suppressions and the rules of .pool-audit.yaml: what is hidden, shown, counted and complained of."""

import json

from harness import EndToEnd, MODEL, main

LEAKS_CC = """\
#include "pool.h"
int lost(bool ready) {
  Buffer* b = buffers.get();
  if (!ready) return -1;
  buffers.put(b);
  return 0;
}
void warm() {
  buffers.get();
}
"""
LOST = ": warning: object taken from 'buffers' is not put back on every path [pool-missing-put]"
DROPPED = ": warning: object taken from 'buffers' is dropped: nobody can put it back " \
          "[pool-discarded-get]"
GET = "  Buffer* b = buffers.get();"
WARM = "  buffers.get();"


# Two rules, whatever others are on by default.
RULES = "rules: {checks: [pool-missing-put, pool-discarded-get]}\n"


class Project(EndToEnd):
    def setUp(self):
        super().setUp()
        self.work = self.project().pools("src/clean.cc")
        self.config("")
        self.leaks()
        self.work.database(["src/clean.cc", "src/legacy/leaks.cc"])

    def leaks(self, *changes):
        text = LEAKS_CC
        for old, new in changes:
            self.assertIn(old, text)
            text = text.replace(old, new)
        self.work.write("src/legacy/leaks.cc", text)

    def config(self, text):
        own = "" if "rules:" in text or "extends:" in text else RULES
        self.work.write(".pool-audit.yaml", MODEL + text + own)

    def check(self, *arguments, code=1):
        run = self.run_tool("check", self.work.path("build"), "--root", self.work.folder,
                            "--cache-dir", self.work.cache, *arguments)
        self.assertEqual(run.code, code, run.err + run.out)
        return run

    def report(self, *arguments, code=1):
        run = self.check("--format", "json", *arguments, code=code)
        self.assert_fits_schema(run.bytes)
        return run.report()

    def states(self, *arguments, code=1):
        return [(each["kind"], each["rule"], each["state"])
                for each in self.report(*arguments, code=code)["suppressions"]]


class Comments(Project):
    def test_with_a_reason(self):
        self.leaks((GET, GET + "  // NOLINT(pool-missing-put): the caller stops then"))
        run = self.check()
        self.assertNotIn("pool-missing-put", run.out)
        self.assertIn("src/legacy/leaks.cc:9:3" + DROPPED, run.out)
        self.assertRegex(run.out, r"(?m)^1 finding +1 pool-discarded-get · 1 suppressed$")
        shown = self.check("--show-suppressed").out
        self.assertIn("leaks.cc:3:15: suppressed: object taken from 'buffers' is not put back on "
                      "every path [pool-missing-put]", shown)
        self.assertIn("leaks.cc:3:34: note: suppressed here: the caller stops then", shown)
        markdown = self.check("--format", "markdown", "--show-suppressed").out
        self.assertIn("### Findings: 1", markdown)
        self.assertIn("### Suppressed findings: 1", markdown)
        report = self.report()
        self.assertEqual([each["suppressed"] and each["suppressed"]["reason"]
                          for each in report["findings"]], ["the caller stops then", None])
        self.assertEqual(report["suppressions"][0]["hidden"], 1)

    def test_also_in_the_cache(self):
        self.leaks((GET, GET + "  // NOLINT(pool-missing-put): the caller stops then"))
        first = self.check()
        again = self.check("--stats")
        self.assertEqual(first.bytes, again.bytes)
        self.assertEqual(again.stats()["extracted"], 0)

    def test_every_form(self):
        for name, changes in {
                "c": [(GET, GET + "  /* NOLINT(pool-*): tested by hand */"),
                      (WARM, "  /* NOLINTNEXTLINE(pool-discarded-get) - warms up */\n" + WARM)],
                "block": [("int lost", "// NOLINTBEGIN(pool-*): rewritten soon\nint lost"),
                          ("  buffers.get();\n}", "  buffers.get();\n}\n// NOLINTEND(pool-*)")],
                "bare": [(GET, GET + "  // NOLINT"), (WARM, WARM + "  // NOLINT")]}.items():
            with self.subTest(name):
                self.leaks(*changes)
                self.assertIn("2 suppressed", self.check(code=0).out)
                self.check("--strict-suppressions", code=0)
                self.assertEqual(self.check("--fail-on", "unpaired", code=0).code, 0)

    def test_without_a_reason(self):
        self.leaks((GET, GET + "  // NOLINT(pool-missing-put)"))
        run = self.check()
        self.assertIn("src/legacy/leaks.cc:3:15" + LOST, run.out)
        self.assertIn("src/legacy/leaks.cc:3:34: warning: 'NOLINT(pool-missing-put)' gives no "
                      "reason, and is not heeded; add ': why' behind it [suppression]", run.out)
        self.assertEqual(self.states(), [("nolint", "pool-missing-put", "unexplained")])

    def test_in_a_string(self):
        self.leaks((GET, GET.replace(";", '; const char* s = "// NOLINT(pool-*): no";')))
        self.assertIn("src/legacy/leaks.cc:3:15" + LOST, self.check().out)
        self.assertEqual(self.states(), [])

    def test_unused(self):
        self.leaks(("  return 0;", "  return 0;  // NOLINT(pool-missing-put): old"))
        place = "src/legacy/leaks.cc:6:17: warning: 'NOLINT(pool-missing-put)' suppresses nothing"
        self.assertIn(place, self.check().out)
        self.check("--fail-on", "never", code=0)
        self.check("--fail-on", "never", "--strict-suppressions", code=1)
        # Its rule did not run, or a part of the program was left out: nobody can tell.
        for arguments in (("--checks", "pool-discarded-get"), ("--only", "src/legacy/**")):
            self.assertEqual(self.states(*arguments), [("nolint", "pool-missing-put", "unchecked")])
        self.work.write("src/clean.cc", '#include "pool.h"\n#include "nowhere.h"\n'
                                        "int f() { return buffers.get()->length; }\n")
        self.assertEqual(self.states(code=3), [("nolint", "pool-missing-put", "unchecked")])

    def test_unknown_rules(self):
        self.leaks((GET, GET + "  // NOLINT(pool-mising-put): why"))
        self.assertIn("no rule matches 'NOLINT(pool-mising-put)'; did you mean pool-missing-put?",
                      self.check().out)

    def test_in_headers(self):
        self.work.write("include/warm.h", '#include "pool.h"\ninline void warm_up() {\n'
                                          "  buffers.get();  // NOLINT(pool-*): warms up\n}\n")
        self.work.write("src/legacy/leaks.cc", '#include "warm.h"\nvoid f() { warm_up(); }\n')
        self.assertEqual(self.states(code=0), [("nolint", "pool-*", "used")])

    def test_from_facts_files(self):
        self.leaks((GET, GET + "  // NOLINT(pool-missing-put): the caller stops then"))
        facts = self.work.path("leaks.facts")
        done = self.run_tool("extract", "-p", self.work.path("build"), "--root", self.work.folder,
                             "-o", facts, self.work.path("src/legacy/leaks.cc"))
        self.assertEqual(done.code, 0, done.err)
        run = self.run_tool("link", "--root", self.work.folder, "--format", "json", facts)
        self.assert_fits_schema(run.bytes)
        self.assertEqual([bool(each["suppressed"]) for each in run.report()["findings"]],
                         [True, False])


class List(Project):
    ENTRY = "suppressions:\n  - {rule: \"%s\", path: \"%s\", reason: leaves next year}\n"

    def test_hides_below_a_path(self):
        self.config(self.ENTRY % ("pool-*", "src/legacy/**"))
        self.assertIn("2 suppressed", self.check(code=0).out)
        report = self.report(code=0)
        self.assertEqual([each["suppressed"]["kind"] for each in report["findings"]],
                         ["config", "config"])
        self.assertEqual(report["findings"][0]["suppressed"]["place"]["file"], ".pool-audit.yaml")
        self.assertEqual(self.report(code=0)["suppressions"][0]["hidden"], 2)

    def test_one_pool(self):
        entry = "suppressions:\n  - {rule: pool-*, path: '**', pool: %s, reason: r}\n"
        self.config(entry % "buf*")
        self.check(code=0)
        self.config(entry % "others")
        self.assertIn("hides nothing [suppression]", self.check().out)

    def test_unused(self):
        for path, state in (("src/clean.cc", "unused"), ("src/gone/**", "unused"),
                            ("build/**", "unchecked")):
            self.config(self.ENTRY % ("pool-*", path))
            self.assertEqual(self.states(), [("config", "pool-*", state)], path)

    def test_errors(self):
        lines = MODEL.count("\n")
        self.config("suppressions:\n  - {rule: pool-mising-put, path: a}\n")
        run = self.check(code=2)
        self.assertIn(f".pool-audit.yaml:{lines + 2}:12: expected the id of a rule", run.err)
        self.assertIn("did you mean pool-missing-put?", run.err)
        self.assertIn("expected 'reason' in a suppression", run.err)
        checked = self.run_tool("model", "check", self.work.path(".pool-audit.yaml"))
        self.assertEqual(checked.code, 2)
        self.assertIn("did you mean pool-missing-put?", checked.err)


class RulesSection(Project):
    def test_checks(self):
        self.config("rules: {checks: [pool-discarded-get]}\n")
        run = self.check()
        self.assertIn(DROPPED, run.out)
        self.assertNotIn("pool-missing-put", run.out)
        self.config("rules: {checks: [-pool-discarded-get]}\n")
        run = self.check()
        self.assertIn(LOST, run.out)
        self.assertNotIn("pool-discarded-get", run.out)

    def test_the_command_line_wins(self):
        self.config("rules: {checks: [pool-discarded-get]}\n")
        self.assertNotIn(DROPPED, self.check("--checks", "pool-missing-put").out)
        self.check("--checks", "-pool-discarded-get", code=0)
        self.check("--no-user-model", code=0)

    def test_what_is_in_force(self):
        self.config("rules:\n  checks: [-pool-missing-put]\n"
                    "  options: {pool-tiny-type: {MinimumBytes: 32}}\n")
        run = self.run_tool("rules", cwd=self.work.path("src"))
        self.assertRegex(run.out, r"(?m)^  off  pool-missing-put ")
        self.assertRegex(run.out, r"(?m)^ +MinimumBytes = 32 \(default \d+\)$")
        listed = json.loads(self.run_tool("rules", "--format", "json", "--rule-option",
                                          "pool-tiny-type.MinimumBytes=48",
                                          cwd=self.work.folder).bytes)
        (tiny,) = [each for each in listed if each["id"] == "pool-tiny-type"]
        self.assertEqual(tiny["options"][0]["value"], 48)
        plain = self.run_tool("rules", "--no-user-model", cwd=self.work.folder)
        self.assertRegex(plain.out, r"(?m)^  on   pool-missing-put ")

    def test_a_shared_file(self):
        self.work.write("shared.yaml", "rules: {checks: [pool-discarded-get]}\n")
        self.config("extends: shared.yaml\n")
        self.assertNotIn("pool-missing-put", self.check().out)
        self.config("extends: shared.yaml\nrules: {checks: [-pool-discarded-get]}\n")
        self.check(code=0)

    def test_errors(self):
        lines = MODEL.count("\n")
        self.config("rules:\n  options: {pool-tiny-type: {MinimumByte: 3}}\n")
        for run in (self.check(code=2), self.run_tool("rules", cwd=self.work.folder),
                    self.run_tool("model", "check", self.work.path(".pool-audit.yaml"))):
            self.assertEqual(run.code, 2)
            self.assertIn(f":{lines + 2}:30: unknown key 'MinimumByte' in the options of "
                          "pool-tiny-type; did you mean 'MinimumBytes'?", run.err)

    def test_both_kinds_of_errors_in_one_file(self):
        path = self.work.write("bad.yaml", "polls: []\nrules: {chekcs: []}\n")
        run = self.run_tool("model", "check", path)
        self.assertIn(":1:1: unknown key 'polls'", run.err)
        self.assertIn(":2:9: unknown key 'chekcs' in 'rules'; did you mean 'checks'?", run.err)


class Fingerprints(Project):
    def prints(self):
        found = self.report()["findings"]
        values = {(each["rule"], each["function"], each["place"]["column"]): each["fingerprint"]
                  for each in found}
        self.assertEqual(len({each["fingerprint"] for each in found}), len(found))
        return values

    def test_survive_formatting_and_moves(self):
        before = self.report()["findings"]
        functions = LEAKS_CC.split("void warm")
        body = functions[0].split("\n", 1)[1]
        self.work.write("src/legacy/leaks.cc", '#include "pool.h"\n// moved\n\nvoid warm() {\n'
                        "  buffers /* all */\n      .get( );\n}\n" + body)
        after = self.report()["findings"]
        self.assertNotEqual([each["place"] for each in before], [each["place"] for each in after])
        self.assertEqual({(each["rule"], each["fingerprint"]) for each in before},
                         {(each["rule"], each["fingerprint"]) for each in after})

    def test_two_on_one_line(self):
        self.leaks((WARM, WARM + WARM))
        self.assertEqual(len(self.prints()), 3)

    def test_the_code_is_part_of_it(self):
        before = self.prints()
        self.leaks(("void warm()", "void heat()"))
        after = self.prints()
        self.assertEqual(len(set(before.values()) & set(after.values())), 1)


if __name__ == "__main__":
    main()
