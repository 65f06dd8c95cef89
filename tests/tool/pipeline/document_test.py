#!/usr/bin/env python3
"""pool-audit document: the comment above each pool, written, kept, checked and taken back."""

import glob
import json
import os
import subprocess
import unittest

import harness

END = 1_700_006_400  # 2023-11-15
SECONDS = 7200
MODEL_C = """\
  - id: test.c_pool
    pool: {type: "struct c_pool"}
    acquire:
      - {fn: pool_take, pool: arg(0), object: return, fails: never}
    release:
      - {fn: pool_give, pool: arg(0), object: arg(1)}
"""
POOL_H = harness.POOL_H.replace("extern Pool<Buffer> buffers;\n", "")
POOL_CC = """\
#include "pool.h"

// Receive buffers, one for each packet.
static Pool<Buffer> packets;

int use() { Buffer* b = packets.get(); int n = b->length; packets.put(b); return n; }
"""
BLOCK = """\
// pool-audit begin
// Hot: 12.4k gets/s at peak in one process, 100 % of gets reuse an object
// (2023-11-15, 2 hours).
// Bound: not known. Benchmark: none named
// pool-audit end
"""
POOL_C = """\
struct c_pool { int spare; };
struct node { int value[16]; };
struct node *pool_take(struct c_pool *);
void pool_give(struct c_pool *, struct node *);

/* Nodes of the tree. */
static struct c_pool nodes;

int use_nodes(void) {
  struct node *n = pool_take(&nodes);
  int value = n->value[0];
  pool_give(&nodes, n);
  return value;
}
"""
BLOCK_C = """\
/* pool-audit begin
 * Cold: 3 gets/s at peak in one process, 100 % of gets reuse an object
 * (2023-11-15, 2 hours).
 * Bound: not known. Benchmark: none named
 * pool-audit end */
"""
AFTER = POOL_CC.replace("static Pool", BLOCK + "static Pool")
AFTER_C = POOL_C.replace("static struct c_pool", BLOCK_C + "static struct c_pool")


def snapshot(pools, end=END):
    """What the pool library writes at the end of a process; `pools`: gets a second by name."""
    return json.dumps({
        "schema_version": 1, "taken_ms": end * 1000, "started_ms": (end - SECONDS) * 1000,
        "pools": [{"name": name, "kind": "sharded_pool", "gets_local": rate * SECONDS,
                   "puts_kept": rate * SECONDS} for name, rate in pools.items()]})


class Document(harness.EndToEnd):
    def setUp(self):
        super().setUp()
        self.environment["XDG_STATE_HOME"] = os.path.join(self.folder, "state")
        self.here = self.project()
        self.here.write(".pool-audit.yaml", harness.MODEL + MODEL_C)
        self.here.write("include/pool.h", POOL_H)
        self.source("packets.cc", POOL_CC)
        self.source("nodes.c", POOL_C)
        self.measured()

    def source(self, name, text):
        self.here.write(name, text)
        self.here.database([each for each in ("packets.cc", "nodes.c")
                            if os.path.exists(self.here.path(each))])

    def measured(self, packets=12_400, nodes=3, end=END):
        self.here.write("stats.json", snapshot({"packets": packets, "nodes": nodes}, end))

    def audit(self, *words, code=0):
        run = self.run_tool(*words, self.here.path("build"), "--root", self.here.folder,
                            "--cache-dir", self.here.cache,
                            "--telemetry", self.here.path("stats.json"))
        self.assertEqual(run.code, code, run.err + run.out)
        return run

    def document(self, *words, code=0):
        run = self.audit("document", *words, code=code)
        self.assertNotIn("withdrawn", run.err)
        return run

    def apply(self, **more):
        return self.document("--apply", "--allow-dirty", **more)

    def text(self, name):
        return self.here.read(name).decode()

    def test_the_patch_is_printed_and_nothing_written(self):
        run = self.document()
        self.assertIn("+// Hot: 12.4k gets/s at peak", run.out)
        self.assertIn("+ * Cold: 3 gets/s at peak", run.out)
        self.assertEqual(self.text("packets.cc"), POOL_CC)
        self.assertEqual(self.document().out, run.out)

    def test_written_once_and_taken_back(self):
        self.apply()
        self.assertEqual(self.text("packets.cc"), AFTER)
        self.assertEqual(self.text("nodes.c"), AFTER_C)
        self.assertIn("nothing to change", self.apply().err)
        self.assertEqual(self.text("packets.cc"), AFTER)
        run = self.run_tool("refactor", "undo", "--root", self.here.folder)
        self.assertEqual(run.code, 0, run.err)
        self.assertEqual(self.text("packets.cc"), POOL_CC)
        self.assertEqual(self.text("nodes.c"), POOL_C)

    def test_lines_that_end_in_crlf_stay_so(self):
        self.source("packets.cc", POOL_CC.replace("\n", "\r\n"))
        self.source("nodes.c", POOL_C.replace("\n", "\r\n"))
        self.apply()
        self.assertEqual(self.text("packets.cc"), AFTER.replace("\n", "\r\n"))
        self.assertEqual(self.text("nodes.c"), AFTER_C.replace("\n", "\r\n"))
        self.assertIn("nothing to change", self.apply().err)
        self.document("--check")

    def test_a_block_is_replaced_and_the_benchmark_kept(self):
        self.source("packets.cc", AFTER.replace("none named", "bench/receive.cc, of 2026"))
        self.measured(packets=200, end=END + 86_400)
        self.apply()
        text = self.text("packets.cc")
        self.assertEqual(text.count("pool-audit begin"), 1)
        self.assertIn("// Warm: 200 gets/s", text)
        self.assertIn("2023-11-16", text)
        self.assertIn("Benchmark: bench/receive.cc, of 2026\n// pool-audit end\n", text)
        self.assertIn("// Receive buffers, one for each packet.\n// pool-audit begin\n", text)

    def test_the_check_fails_when_a_block_is_missing_or_drifts_by_a_class(self):
        self.assertIn("'packets' has no block", self.document("--check", code=1).err)
        self.apply()
        self.assertNotIn("packets", self.document("--check").err)
        self.measured(packets=90_000)  # another number of the same class
        self.document("--check")
        self.measured(packets=300)
        run = self.document("--check", code=1)
        self.assertIn("packets.cc:", run.err)
        self.assertIn("the block of 'packets' says '12.4k gets/s', which is hot; it is warm, at "
                      "peak 300 gets/s", run.err)
        self.assertNotIn("nodes", run.err)
        self.document("--check", "--pool", "nodes")
        self.assertEqual(self.text("packets.cc"), AFTER)

    def test_the_rules_understand_what_is_written(self):
        rules = ("--checks", "-*,pool-undocumented,pool-stale-doc")
        before = self.audit("check", *rules, code=1).out
        self.assertIn("leaves out its rate, its bound and where it is benchmarked", before)
        self.apply()
        self.assertNotIn("warning:", self.audit("check", *rules).out)
        self.measured(packets=300)
        stale = self.audit("check", *rules, code=1).out
        self.assertIn("the comment of 'packets' says '12.4k gets/s', which is hot", stale)
        self.assertNotIn("'nodes'", stale)
        # The purpose is still the documentation's first line.
        pools = self.audit("inventory", "--format", "json").report()["pools"]
        (packets,) = [each for each in pools if each["name"] == "packets"]
        self.assertTrue(packets["documentation"].startswith("Receive buffers"), packets)
        (nodes,) = [each for each in pools if each["name"] == "nodes"]
        self.assertTrue(nodes["documentation"].startswith("Nodes of the tree."), nodes)

    def test_rounded_to_the_threshold_the_class_is_what_was_measured(self):
        self.measured(packets=10_004)
        self.apply()
        self.assertIn("// Class: hot, close to a threshold with 10k gets in one second",
                      self.text("packets.cc"))
        self.document("--check")
        self.audit("check", "--checks", "-*,pool-undocumented,pool-stale-doc")

    def test_what_shares_its_line_is_by_hand(self):
        self.source("packets.cc", POOL_CC.replace("> packets;", "> packets, others;"))
        run = self.apply(code=1)
        self.assertIn("by hand: 'packets': several pools are declared on this line", run.err)
        self.assertEqual(self.text("packets.cc").count("pool-audit begin"), 0)
        self.assertEqual(self.text("nodes.c"), AFTER_C)

    def test_so_is_what_comes_out_of_a_macro_or_has_a_comment_behind_it(self):
        for text, reason in (("#define POOL static Pool<Buffer> packets\nPOOL;", "the macro POOL"),
                             ("static Pool<Buffer> packets;  // mine", "the comment behind it")):
            self.source("packets.cc", POOL_CC.replace("static Pool<Buffer> packets;", text))
            before = self.text("packets.cc")
            self.assertIn(reason, self.apply(code=1).err)
            self.assertEqual(self.text("packets.cc"), before)

    def test_members_in_a_header_and_a_pool_in_a_function(self):
        self.here.write("include/pool.h", POOL_H + "struct Server {\n  int use();\n\n private:\n"
                        "  // Of one server.\n  Pool<Buffer> replies;\n};\n")
        self.source("packets.cc", '#include "pool.h"\nint Server::use() {\n  Buffer* b = '
                    "replies.get();\n  replies.put(b);\n  static Pool<Buffer> spares;\n"
                    "  spares.put(spares.get());\n  return 0;\n}\n")
        self.here.write("stats.json", snapshot({"Server::replies": 200, "use()::spares": 7}))
        self.apply()
        self.assertIn("  // Of one server.\n  // pool-audit begin\n  // Warm: 200 gets/s",
                      self.text("include/pool.h"))
        self.document("--check")

    def test_a_pool_that_was_not_measured_is_left_out(self):
        self.here.write("stats.json", snapshot({"packets": 12_400}))
        self.assertIn("left out: 'nodes' was not measured", self.apply().err)
        self.assertEqual(self.text("nodes.c"), POOL_C)
        self.document("--check")

    def test_without_telemetry_it_says_so(self):
        run = self.run_tool("document", self.here.path("build"))
        self.assertEqual(run.code, 2)
        self.assertIn("add --telemetry SOURCE", run.err)
        self.assertIn("leave out --apply", self.document("--check", "--apply", code=2).err)

    def test_a_series_of_patches_that_git_takes(self):
        def git(*words):
            subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@t", *words], check=True,
                           cwd=self.here.folder, env=self.environment, capture_output=True)

        self.here.write(".gitignore", "build\nstats.json\n")
        git("init", "-q", "-b", "main")
        git("add", ".")
        git("commit", "-q", "-m", "one")
        series = self.here.path("build/series")
        self.document("--patches", series)
        self.assertEqual(self.text("packets.cc"), POOL_CC)
        git("am", "-q", *sorted(glob.glob(series + "/*.patch")))
        self.assertEqual(self.text("packets.cc"), AFTER)
        self.assertEqual(self.text("nodes.c"), AFTER_C)
        self.document("--check")
        # Committed, so that it may be written without more.
        self.measured(packets=300, nodes=4)
        self.document("--apply")
        self.assertIn("// Warm: 300 gets/s", self.text("packets.cc"))

    def test_a_tree_without_git_is_not_written(self):
        self.assertIn("no git repository", self.document("--apply", code=2).err)
        self.assertEqual(self.text("packets.cc"), POOL_CC)


if __name__ == "__main__":
    harness.main()
