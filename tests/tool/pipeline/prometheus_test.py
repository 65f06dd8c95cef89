#!/usr/bin/env python3
"""From a real Prometheus on loopback to the verdicts of the command.

usage: prometheus_test.py POOL_AUDIT PROMETHEUS PROMTOOL [TEST]...
"""

import json
import os
import pathlib
import shutil
import sys
import tempfile
import time

import harness

sys.path.append(os.path.join(harness.HERE, "..", "telemetry"))
import prometheus_fixture  # noqa: E402, in the folder above

DAY = 86_400
STEP = 240
END = int(time.time()) // STEP * STEP
START = END - 32 * DAY
PROGRAMS = []

POOL_H = """\
#pragma once
template <class T> struct Pool { T* get(); void put(T*); };
template <int> struct Object { int length; char bytes[60]; };
"""
NAMES = ("hot", "warm", "cold", "late", "dumped")
POOLS_CC = '#include "pool.h"\n' + "".join(f"static Pool<Object<{number}>> {name};\n"
                                          for number, name in enumerate(NAMES)) + "".join(
    f"int use_{name}() {{ auto* b = {name}.get(); {name}.put(b); return 0; }}\n" for name in NAMES)


def history():
    """32 days: `hot` by its peaks alone, `cold` in two processes, `late` since three days."""
    series = {}

    def add(labels, rate, since=START):
        value = 0.0
        points = series.setdefault(labels, [])
        for at in range(since, END + 1, STEP):
            points.append((value, at))
            value += rate(at) * STEP
    add('pool="hot",instance="a:1"', lambda at: 20_000 if at % DAY < 3600 else 10)
    add('pool="warm",instance="a:1"', lambda at: 10_000)
    add('pool="cold",instance="a:1"', lambda at: 60)
    add('pool="cold",instance="b:1"', lambda at: 60)
    add('pool="late",instance="a:1"', lambda at: 5, END - 3 * DAY)
    add('pool="elsewhere",instance="a:1"', lambda at: 5)
    lines = ["# TYPE pool_gets counter", "# HELP pool_gets Objects taken."]
    for labels, points in series.items():
        lines += [f'pool_gets_total{{{labels},result="local"}} {value} {at}' for value, at in points]
    return "\n".join(lines) + "\n# EOF\n"


class Prometheus(harness.EndToEnd):
    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, folder)
        cls.url = prometheus_fixture.start(cls, *PROGRAMS, folder, history())

    def setUp(self):
        super().setUp()
        self.here = self.project("project")
        self.here.write(".pool-audit.yaml", harness.MODEL)
        self.here.write("include/pool.h", POOL_H)
        self.here.write("pools.cc", POOLS_CC)
        self.here.database(["pools.cc"])

    def audit(self, *words, code=0, command="inventory"):
        run = self.run_tool(command, self.here.path("build"), "--root", self.here.folder,
                            "--telemetry", self.url, "--telemetry-step", "4m", *words)
        self.assertEqual(run.code, code, run.err + run.out[:2000])
        return run

    def test_a_month_of_history(self):
        report = self.audit("--format", "json").report()
        pools = {pool["name"]: pool for pool in report["pools"]}
        self.assertEqual({name: pool["verdict"]["class"] for name, pool in pools.items()},
                         {"hot": "hot", "warm": "warm", "cold": "cold", "late": "cold",
                          "dumped": "unmeasured"})
        self.assertAlmostEqual(pools["hot"]["telemetry"]["process"]["peak"], 20_000, places=3)
        self.assertLess(pools["hot"]["telemetry"]["process"]["mean"], 1000)
        # Two processes of 60 gets a second are two cold pools, and 120 gets of a fleet.
        self.assertAlmostEqual(pools["cold"]["telemetry"]["process"]["peak"], 60, places=3)
        self.assertAlmostEqual(pools["cold"]["telemetry"]["fleet"]["peak"], 120, places=3)
        self.assertEqual(len(pools["cold"]["telemetry"]["instances"]), 2)
        self.assertEqual(pools["cold"]["verdict"]["action"], "remove")
        self.assertEqual(pools["cold"]["verdict"]["missing"], [])
        self.assertAlmostEqual(pools["cold"]["telemetry"]["window_seconds"], 31 * DAY, delta=STEP)
        self.assertAlmostEqual(pools["cold"]["telemetry"]["end"], END, delta=10 * STEP)
        self.assertEqual(pools["late"]["verdict"]["action"], "observe")
        self.assertIn("watched for 3 days of 30 days", pools["late"]["verdict"]["missing"])
        self.assertEqual([each["what"] for each in report["telemetry"]["leftovers"]], ["elsewhere"])
        self.assert_fits_schema(json.dumps(report).encode())

    def test_a_shorter_window_opens_no_gate(self):
        report = self.audit("--telemetry-window", "7d", "--format", "json").report()
        (cold,) = [pool for pool in report["pools"] if pool["name"] == "cold"]
        self.assertEqual(cold["verdict"]["action"], "observe")
        self.assertEqual(cold["telemetry"]["window_seconds"], 7 * DAY)

    def test_together_with_a_dump(self):
        dump = {"schema_version": 1, "taken_ms": END * 1000, "started_ms": (END - 10) * 1000,
                "pools": [{"name": "dumped", "gets_local": 5000}]}
        run = self.audit("--telemetry", self.here.write("dump.json", json.dumps(dump)))
        self.assertRegex(run.out, r"(?m)^  warm +500 +500 .*dumped$")
        self.assertIn("the telemetry covers 5 of 5 pools", run.out)

    def test_the_finding(self):
        run = self.audit(command="check", code=1)
        self.assertIn("'cold' is cold: at peak 60 gets/s; a candidate for removal [pool-cold]", run.out)
        self.assertNotIn("'late' is cold", run.out)

    def test_what_the_server_says_of_an_error(self):
        run = self.audit("--telemetry", self.url + "/nowhere", code=2)
        self.assertIn("expected the address of a Prometheus server", run.err)
        run = self.audit("--telemetry-token", self.here.path("no-such-token"), code=2)
        self.assertIn("no-such-token", run.err)


if __name__ == "__main__":
    PROGRAMS = sys.argv[2:4]
    del sys.argv[2:4]
    harness.main()
