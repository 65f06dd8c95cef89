#!/usr/bin/env python3
"""Telemetry through the command line: every kind of file, classes, the gate, rules, reports."""

import json
import os
import subprocess
import sys

import harness

DAY = 86_400
END = 1_700_006_400

NAMES = ("hot", "edge_hot", "edge_cold", "cold", "counted", "unknown")
# Each of another type, for pools of one type are a finding of their own. The first is on line 2.
POOLS_CC = '#include "pool.h"\n' + "".join(f"static Pool<Object<{number}>> {name};\n"
                                          for number, name in enumerate(NAMES)) + "".join(
    f"int use_{name}() {{ auto* b = {name}.get(); {name}.put(b); return 0; }}\n" for name in NAMES)
POOL_H = """\
#pragma once
template <class T> struct Pool { T* get(); void put(T*); };
template <int> struct Object { int length; char bytes[60]; };
"""
COLD_LINE = 2 + NAMES.index("cold")
COUNTED_LINE = 2 + len(NAMES) + NAMES.index("counted")


def snapshot(pools, seconds, end=END, **more):
    """What the pool library writes at the end of a process; `pools`: gets by name."""
    return json.dumps({
        "schema_version": 1, "taken_ms": end * 1000, "started_ms": (end - seconds) * 1000, **more,
        "pools": [{"name": name, "kind": "sharded_pool", "gets_local": gets, "puts_kept": gets}
                  for name, gets in pools.items()]})


def scrapes(name, rate, days, step=3600):
    """Prometheus text of many scrapes."""
    lines = ["# TYPE pool_gets_total counter"]
    start = END - days * DAY
    for at in range(start, END + 1, step):
        lines.append(f'pool_gets_total{{pool="{name}",instance="a:1",result="local"}} '
                     f'{rate * (at - start)} {at * 1000}')
    return "\n".join(lines) + "\n"


class Telemetry(harness.EndToEnd):
    def setUp(self):
        super().setUp()
        self.here = self.project("project")
        project = self.here
        project.write(".pool-audit.yaml", harness.MODEL)
        project.write("include/pool.h", POOL_H)
        project.write("pools.cc", POOLS_CC)
        project.database(["pools.cc"])

    def audit(self, *words, code=0, command="inventory"):
        run = self.run_tool(command, self.here.path("build"), "--root", self.here.folder, *words)
        self.assertEqual(run.code, code, run.err + run.out[:2000])
        return run

    def known(self, *words, **more):
        """Pools by name, of the JSON report."""
        report = self.audit(*words, "--format", "json", **more).report()
        return {pool["name"]: pool for pool in report["pools"]}, report

    def classes(self, *words, **more):
        pools, _ = self.known(*words, **more)
        return {name: pool["verdict"]["class"] for name, pool in pools.items()
                if pool["verdict"]["class"] != "unmeasured"}

    # ---- sources

    def several(self):
        """A snapshot, scrapes and counts of lines, and a name that fits nothing."""
        self.here.write("stats/dump.json", snapshot(
            {"hot": 10_001 * 100, "edge_hot": 10_000 * 100, "edge_cold": 100 * 100, "gone": 5}, 100))
        self.here.write("stats/scrapes.prom", scrapes("cold", 7, 31))
        self.here.write("stats/lines.info", f"SF:/ci/build/pools.cc\nDA:{COUNTED_LINE},3000\n"
                           "end_of_record\n")
        return ["--telemetry", self.here.path("stats"), "--telemetry-seconds", "10"]

    def test_several_kinds_at_once(self):
        pools, report = self.known(*self.several())
        self.assertEqual({name: pool["verdict"]["class"] for name, pool in pools.items()},
                         {"hot": "hot", "edge_hot": "warm", "edge_cold": "warm", "cold": "cold",
                          "counted": "warm", "unknown": "unmeasured"})
        self.assertEqual({name: pool["verdict"]["action"] for name, pool in pools.items()},
                         {"hot": "leave", "edge_hot": "review", "edge_cold": "review",
                          "cold": "remove", "counted": "review", "unknown": "instrument"})
        self.assertEqual(pools["hot"]["telemetry"]["process"]["peak"], 10_001)
        self.assertEqual(pools["counted"]["telemetry"]["process"]["peak"], 300)
        self.assertEqual(pools["counted"]["verdict"]["confidence"], "site")
        self.assertIsNone(pools["unknown"]["telemetry"])
        self.assertEqual(report["telemetry"]["leftovers"],
                         [{"what": "gone", "reason": "no pool is called 'gone'"}])
        self.assertEqual((report["telemetry"]["measurements"], report["telemetry"]["joined"]),
                         (6, 5))

    def test_the_same_as_text(self):
        run = self.audit(*self.several())
        self.assertRegex(run.out, r"(?m)^  hot +10k +10k +100 % +0 % +leave it alone +hot$")
        self.assertIn("1 hot · 3 warm · 1 cold · 1 unmeasured", run.out)
        self.assertIn("the telemetry covers 5 of 6 pools; 1 of 6 measurements joined none", run.out)
        self.assertIn("gone: no pool is called 'gone'", run.out)
        one = self.audit(*self.several(), "--pool", "cold").out
        self.assertIn("cold: remove it", one)
        self.assertIn("31 days, 100 % of it measured, 745 points", one)
        self.assertNotIn("gone", one)

    def test_every_format_is_written(self):
        outputs = []
        for name in ("r.txt", "r.md", "r.sarif", "r.csv", "r.json"):
            outputs += ["-o", self.here.path(name)]
        self.audit(*self.several(), *outputs)
        self.assertIn("| hot | 10k |", self.here.read("r.md").decode())
        results = json.loads(self.here.read("r.sarif"))["runs"][0]["results"]
        self.assertEqual([(each["ruleId"], each["properties"]["poolClass"]) for each in results],
                         [("pool-cold", "cold")])
        self.assertIn(b",cold\r\n", self.here.read("r.csv"))
        self.assert_fits_schema(self.here.read("r.json"))

    def test_without_telemetry_nothing_is_said_of_it(self):
        pools, report = self.known()
        self.assertIsNone(report["telemetry"])
        self.assertIsNone(pools["hot"]["verdict"])
        self.assertNotIn("telemetry", self.audit().out)

    # ---- what compilers count, as docs/guides/telemetry.md has it

    def counted_program(self):
        self.here.write("include/pool.h", """\
#pragma once
template <class T> struct Pool {
  T* get() { T* top = top_; top_ = nullptr; return top ? top : new T; }
  void put(T* object) { delete top_; top_ = object; }
  T* top_ = nullptr;
};
struct Object { int length; };
""")
        self.here.write("pools.cc", """\
#include "pool.h"
static Pool<Object> often, never;
static int use(Pool<Object>& pool) {
  Object* object = pool.get();
  pool.put(object);
  return 1;
}
int main(int count, char**) {
  int sum = 0;
  for (int i = 0; i < 3000; ++i) {
    Object* object = often.get();
    sum += object->length = i;
    often.put(object);
  }
  if (count > 5) {
    Object* object = never.get();
    never.put(object);
  }
  return sum < 0 ? use(never) : 0;
}
""")

    def run_in_build(self, *command):
        environment = {**self.environment, "LLVM_PROFILE_FILE": "default.profraw"}
        return subprocess.run(command, cwd=self.here.path("build"), check=True, timeout=120,
                              capture_output=True, env=environment).stdout

    def assert_counted(self, counts):
        pools, _ = self.known("--telemetry", self.here.write("counts.json", counts),
                              "--telemetry-seconds", "10")
        self.assertEqual(pools["often"]["telemetry"]["process"]["peak"], 300)
        self.assertEqual(pools["often"]["verdict"]["class"], "warm")
        self.assertEqual(pools["never"]["verdict"]["class"], "cold")

    def test_counts_of_gcov(self):
        self.counted_program()
        self.run_in_build("g++", "--coverage", "-I../include", "-c", "../pools.cc")
        self.run_in_build("g++", "--coverage", "pools.o", "-o", "program")
        self.run_in_build("./program")
        self.assert_counted(self.run_in_build("gcov", "--json-format", "--stdout", "pools.gcda"))

    def test_counts_of_llvm_cov(self):
        self.counted_program()
        self.run_in_build("clang++-22", "-fprofile-instr-generate", "-fcoverage-mapping",
                          "-I../include", "../pools.cc", "-o", "program")
        self.run_in_build("./program")
        self.run_in_build("llvm-profdata-22", "merge", "-o", "p.profdata", "default.profraw")
        self.assert_counted(self.run_in_build("llvm-cov-22", "export", "./program",
                                              "-instr-profile=p.profdata"))

    # ---- the gate of a removal

    def test_the_gate(self):
        for text, missing in ((scrapes("cold", 7, 31), []),
                              (scrapes("cold", 7, 2), ["watched for 2 days of 30 days",
                                                       "49 of 100 scrapes"]),
                              (scrapes("cold", 7, 31, step=DAY), ["32 of 100 scrapes"])):
            path = self.here.write("scrapes.prom", text)
            pools, report = self.known("--telemetry", path)
            self.assertEqual(pools["cold"]["verdict"]["missing"], missing)
            self.assertEqual(pools["cold"]["verdict"]["action"], "observe" if missing else "remove")
            self.assertEqual([each["rule"] for each in report["findings"]],
                             [] if missing else ["pool-cold"])

    def test_the_project_says_what_is_hot_and_what_is_enough(self):
        self.here.write(".pool-audit.yaml", harness.MODEL + """\
telemetry:
  hot_above: 50
  cold_below: 10
  window_days: 1
  points: 2
  names: {counted: other.name}
""")
        path = self.here.write("dump.json", snapshot(
            {"hot": 51 * DAY, "cold": 9 * DAY, "edge_cold": 10 * DAY, "other.name": DAY}, DAY))
        pools, report = self.known("--telemetry", path)
        self.assertEqual(pools["hot"]["verdict"]["class"], "hot")
        self.assertEqual(pools["edge_cold"]["verdict"]["class"], "warm")
        self.assertEqual(pools["cold"]["verdict"]["action"], "remove")
        self.assertEqual(pools["counted"]["verdict"]["class"], "cold")
        self.assertEqual(report["thresholds"]["window_seconds"], DAY)

    # ---- rules

    def test_findings_and_their_suppression(self):
        sources = ["--telemetry", self.here.write("scrapes.prom", scrapes("cold", 7, 31))]
        run = self.audit(*sources, command="check", code=1)
        self.assertIn(f"pools.cc:{COLD_LINE}:", run.out)
        self.assertIn("'cold' is cold: at peak 7 gets/s; a candidate for removal [pool-cold]", run.out)
        self.assertNotIn("pool-cold", self.audit(command="check").out)
        self.here.write("pools.cc", POOLS_CC.replace(
            " cold;\n", " cold;  // NOLINT(pool-cold): part of the interface\n"))
        quiet = self.audit(*sources, command="check")
        self.assertIn("1 suppressed", quiet.out)
        # Without telemetry nobody knows whether the remark is of use.
        report = self.audit("--format", "json", command="check").report()
        self.assertEqual([each["state"] for each in report["suppressions"]], ["unchecked"])

    def test_rules_that_look_at_telemetry_need_some(self):
        run = self.audit("--checks", "pool-cold", command="check", code=2)
        self.assertIn("pool-cold looks at telemetry; add --telemetry SOURCE", run.err)
        self.audit("--checks", "pool-*,-pool-undocumented", command="check")
        path = self.here.write("dump.json", snapshot({"hot": 100}, 100))
        run = self.audit("--checks", "pool-unmeasured", "--telemetry", path, command="check",
                         code=1)
        self.assertIn("5 findings", run.out)

    def test_open_findings_ask_for_a_review(self):
        self.here.write("pools.cc", POOLS_CC.replace(" hot.put(b);", " if (b->length) hot.put(b);"))
        path = self.here.write("dump.json", snapshot({"hot": 100 * 20_000}, 100))
        pools, _ = self.known("--telemetry", path)
        self.assertEqual(pools["hot"]["verdict"]["action"], "review")
        self.assertIn("1 finding about its use", pools["hot"]["verdict"]["reasons"])

    # ---- earlier reports

    def test_a_class_is_kept_near_a_threshold(self):
        def report(rate, *words):
            path = self.here.write("dump.json", snapshot({"hot": rate * 100}, 100))
            pools, whole = self.known("--telemetry", path, *words)
            self.here.write(f"{rate}.json", json.dumps(whole))
            return pools["hot"]["verdict"], whole
        self.assertEqual(report(12_000)[0]["class"], "hot")
        before = ["--previous-report", self.here.path("12000.json")]
        kept, whole = report(9_000, *before)
        self.assertEqual(kept["class"], "hot")
        self.assertIn("it was hot before, and is not far enough past the threshold to change",
                      kept["reasons"])
        self.assertEqual(report(9_000)[0]["class"], "warm")
        self.assertEqual(report(7_999, *before)[0]["class"], "warm")
        self.assertEqual([each["label"] for each in whole["history"]], ["12000"])
        self.assertEqual(whole["history"][0]["end"], END)
        # Of two reports the later one counts.
        both = before + ["--previous-report", self.here.path("7999.json")]
        kept, whole = report(11_000, *both)
        self.assertEqual(kept["class"], "warm")
        self.assertEqual([each["label"] for each in whole["history"]], ["12000", "7999"])

    # ---- revisions

    def git(self, *words):
        return subprocess.run(["git", "-C", self.here.folder, "-c", "user.name=a", "-c",
                               "user.email=a@b", "-c", "commit.gpgsign=false", *words], check=True,
                              capture_output=True, text=True, env=self.environment).stdout.strip()

    def test_lines_of_another_revision(self):
        self.git("init", "-q")
        self.git("add", ".")
        self.git("commit", "-qm", "one")
        old = self.git("rev-parse", "HEAD")
        path = self.here.write("lines.info", f"SF:pools.cc\nDA:{COUNTED_LINE},3000\n"
                                  "end_of_record\n")
        counts = ["--telemetry", path, "--telemetry-seconds", "10"]
        pools, _ = self.known(*counts, "--telemetry-revision", old)
        self.assertEqual(pools["counted"]["verdict"]["confidence"], "site")
        self.here.write("pools.cc", "// moved\n" + POOLS_CC)
        self.assertEqual(self.classes(*counts), {"cold": "warm"}, "the line is another one now")
        pools, _ = self.known(*counts, "--telemetry-revision", old)
        self.assertEqual(pools["counted"]["verdict"]["class"], "warm")
        self.assertEqual(pools["counted"]["verdict"]["confidence"], "mapped")
        run = self.audit(*counts, "--telemetry-revision", "nonsense", code=2)
        self.assertIn("--telemetry-revision nonsense: ", run.err)

    def test_sites_of_a_revision_that_the_telemetry_names(self):
        self.git("init", "-q")
        self.git("add", ".")
        self.git("commit", "-qm", "one")
        dump = {"schema_version": 1, "taken_ms": END * 1000, "started_ms": END * 1000 - 100_000,
                "pools": [{"site": "/ci/project/pools.cc:2", "type": "Buffer",
                           "gets_local": 500_000}]}
        path = self.here.write("dump.json", json.dumps({**dump, "revision": "0000000"}))
        _, report = self.known("--telemetry", path)
        self.assertIn("the revision 0000000 of the telemetry is not known to git here",
                      report["telemetry"]["notes"][0])
        self.assertEqual(report["telemetry"]["joined"], 0)

    # ---- what is wrong

    def test_sources_that_are_none(self):
        for name, content, text in (
                ("empty.json", "", "it is empty"),
                ("broken.json", "{", "it is no JSON, or cut off"),
                ("other.json", "{}", 'an object with "schema_version" and "pools"'),
                ("packed", b"\x1f\x8b\x08", "unpack it first"),
                ("readme", "Hello world, this is text.", "expected a snapshot of the pool library")):
            with self.subTest(name):
                run = self.audit("--telemetry", self.here.write(name, content), code=2)
                self.assertIn(name, run.err)
                self.assertIn(text, run.err)
                self.assertEqual(run.out, "")
        run = self.audit("--telemetry", self.here.path("nowhere"), code=2)
        self.assertIn("nowhere", run.err)
        os.mkdir(self.here.path("bare"))
        run = self.audit("--telemetry", self.here.path("bare"), code=2)
        self.assertIn("the folder has none", run.err)

    def test_what_a_folder_holds_besides(self):
        self.several()
        self.here.write("stats/README", "Hello world, this is text.")
        self.here.write("stats/.hidden", "{")
        _, report = self.known("--telemetry", self.here.path("stats"))
        (note,) = [each for each in report["telemetry"]["notes"] if "README" in each]
        self.assertTrue(note.startswith("left out: "), note)

    def test_a_server_that_does_not_answer(self):
        run = self.audit("--telemetry", "http://127.0.0.1:9", code=2)
        self.assertIn("http://127.0.0.1:9", run.err)
        self.assertIn("is the server running", run.err)

    def test_options_without_telemetry(self):
        for words in (["--telemetry-seconds", "3"], ["--telemetry-window", "3d"],
                      ["--telemetry-revision", "HEAD"], ["--previous-report", "a.json"]):
            run = self.audit(*words, code=2)
            self.assertIn(f"{words[0]} is of no use without --telemetry SOURCE", run.err)
        for value in ("3", "d", "0s", "3w", "-1d", "99999999999d"):
            run = self.audit("--telemetry", "x", "--telemetry-window", value, code=2)
            self.assertIn("expected a duration such as 30d", run.err)

    def test_reports_that_are_none(self):
        path = self.here.write("dump.json", snapshot({"hot": 100}, 100))
        plain = self.audit("--format", "json")
        for content, text in ((plain.bytes, "made without --telemetry"), ("{}", "schema_version"),
                              ("[", "not JSON")):
            before = self.here.write("before.json", content)
            run = self.audit("--telemetry", path, "--previous-report", before, code=2)
            self.assertIn("before.json", run.err)
            self.assertIn(text, run.err)

    def test_a_section_that_is_wrong(self):
        self.here.write(".pool-audit.yaml", harness.MODEL + "telemetry: {hot_abve: 3}\n")
        run = self.audit(code=2)
        self.assertRegex(run.err, r"\.pool-audit\.yaml:\d+:\d+: .*hot_above")

    # ---- link

    def test_link_takes_telemetry_too(self):
        facts = self.here.path("pools.facts")
        self.run_tool("extract", "-p", self.here.path("build"), "-o", facts,
                      self.here.path("pools.cc"))
        report = self.run_tool("link", facts, "--root", self.here.folder, *self.several(),
                               "--format", "json").report()
        classes = {pool["name"]: pool["verdict"]["class"] for pool in report["pools"]}
        self.assertEqual(classes["hot"], "hot")
        self.assertEqual(classes["cold"], "cold")


if __name__ == "__main__":
    harness.main()
