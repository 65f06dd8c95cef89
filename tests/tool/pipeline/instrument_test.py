#!/usr/bin/env python3
"""pool-audit refactor instrument from end to end: unmeasured pools are counted, built with the runtime
and run; what the program exports is what it did, and the tool joins it to the pools and says how hot
they are.

Arguments: POOL_AUDIT LIBPOOL."""

import json
import os
import subprocess
import sys

import harness
from harness import ROOT, EndToEnd, main

LIBRARY = ""
RUNTIME = os.path.join(ROOT, "runtime", "include")

STOCK_H = """\
#pragma once
#include <mutex>
#include <vector>

namespace net {

struct Buffer {
  std::vector<char> bytes;
  char rest[100];
};

class BufferPool {
 public:
  ~BufferPool() {
    for (Buffer* each : spare_) delete each;
  }
  Buffer* acquire() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (spare_.empty()) return new Buffer;
    Buffer* out = spare_.back();
    spare_.pop_back();
    return out;
  }
  void release(Buffer* buffer) {
    buffer->bytes.clear();
    std::lock_guard<std::mutex> lock(mutex_);
    if (spare_.size() < 4) {
      spare_.push_back(buffer);
    } else {
      delete buffer;
    }
  }

 private:
  std::mutex mutex_;
  std::vector<Buffer*> spare_;
};

extern BufferPool buffers;

}  // namespace net

extern "C" int nodes_used(int times);
"""
MAIN_CC = """\
#include "stock.h"

#include <chrono>
#include <cstdio>
#include <thread>

net::BufferPool net::buffers;

static int use(int depth) {
  net::Buffer* buffer = net::buffers.acquire();
  buffer->bytes.push_back('x');
  int sum = static_cast<int>(buffer->bytes.size());
  if (depth > 0) sum += use(depth - 1);
  net::buffers.release(buffer);
  return sum;
}

int main() {
  long sum = use(5);
  for (int i = 0; i < 100000; ++i) sum += use(0);
  std::printf("%ld %d\\n", sum, nodes_used(3));
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
}
"""
LIST_C = """\
#include <stdlib.h>

struct node {
  struct node *next;
  int value;
  char rest[64];
};

static struct node *free_nodes;

static struct node *node_alloc(void) {
  struct node *n = free_nodes;
  if (!n) return calloc(1, sizeof *n);
  free_nodes = n->next;
  return n;
}

static void node_free(struct node *n) {
  n->next = free_nodes;
  free_nodes = n;
}

int nodes_used(int times) {
  int sum = 0;
  for (int i = 0; i < times; i++) {
    struct node *n = node_alloc();
    if (!n) return -1;
    sum += ++n->value;
    node_free(n);
  }
  return sum;
}
"""
TEMPLATE_CC = """\
#include <chrono>
#include <cstdio>
#include <thread>
#include <vector>

namespace net {

template <class T, int kMost = 1>
class Spares {
 public:
  ~Spares() {
    for (T* each : free_) delete each;
  }
  T* get() {
    if (free_.empty()) return new T();
    T* spare = free_.back();
    free_.pop_back();
    return spare;
  }
  void put(T* object) {
    if (free_.size() < kMost) {
      free_.push_back(object);
    } else {
      delete object;
    }
  }

 private:
  std::vector<T*> free_;
};

struct Page {
  char bytes[200] = {};
};

static Spares<Page> pages;

}  // namespace net

namespace {

struct Leaf {
  int number = 0;
};

}  // namespace

static net::Spares<Leaf, 5> leaves;
static net::Spares<Leaf> few_leaves;

int main() {
  for (int i = 0; i < 4; ++i) net::pages.put(net::pages.get());
  net::Page* page = net::pages.get();
  net::pages.put(new net::Page);
  net::pages.put(page);
  Leaf* one = leaves.get();
  leaves.put(one);
  one = leaves.get();
  Leaf* two = leaves.get();
  one->number = two->number = 3;
  leaves.put(two);
  Leaf* three = few_leaves.get();
  few_leaves.put(three);
  std::printf("%d\\n", one->number + three->number);
  delete one;
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
}
"""
OUT_CC = """\
#include <chrono>
#include <cstdio>
#include <thread>
#include <vector>

struct Job {
  int number = 0;
};

class JobPool {
 public:
  ~JobPool() {
    for (Job* each : spares_) delete each;
  }
  bool get(Job** out) {
    if (!spares_.empty()) {
      *out = spares_.back();
      spares_.pop_back();
      return true;
    }
    if (made_ == 2) return false;
    ++made_;
    *out = new Job;
    return true;
  }
  void put(Job* job) { spares_.push_back(job); }

 private:
  int made_ = 0;
  std::vector<Job*> spares_;
};

static JobPool jobs;

int main() {
  Job* one = nullptr;
  Job* two = nullptr;
  Job* three = nullptr;
  std::printf("%d", jobs.get(&one));
  std::printf("%d", jobs.get(&two));
  std::printf("%d", jobs.get(&three));
  jobs.put(one);
  std::printf("%d\\n", jobs.get(&three) && three == one);
  jobs.put(two);
  jobs.put(three);
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
}
"""
COUNTS = ("gets_local", "gets_created", "gets_failed", "puts_kept", "puts_dropped_bound", "idle", "out", "live")


class Instrumented(EndToEnd):
    def setUp(self):
        super().setUp()
        self.environment["XDG_STATE_HOME"] = os.path.join(self.folder, "state")
        self.work = self.project()
        self.work.write("src/stock.h", STOCK_H)
        self.work.write("src/main.cc", MAIN_CC)
        self.work.write("src/list.c", LIST_C)
        self.units = ["src/main.cc", "src/list.c"]
        self.know_runtime(True)

    def know_runtime(self, known):
        found = ["-isystem", RUNTIME] if known else []
        self.work.database([self.work.entry(each, [*(harness.C if each.endswith(".c") else harness.CXX),
                                                   *found]) for each in self.units])

    def instrument(self, *arguments, code=0):
        run = self.run_tool("refactor", "instrument", self.work.path("build"), "--root", self.work.folder,
                            "--cache-dir", self.work.cache, *arguments)
        self.assertEqual(run.code, code, run.err)
        return run

    def build_and_run(self, **environment):
        objects = []
        for unit in self.units:
            compiler = ["clang-22", "-std=c11"] if unit.endswith(".c") else ["clang++-22", "-std=c++20"]
            objects.append(self.work.path(os.path.basename(unit) + ".o"))
            done = subprocess.run([*compiler, "-Wall", "-Wextra", "-Werror", "-isystem", RUNTIME, "-c",
                                   self.work.path(unit), "-o", objects[-1]], check=False,
                                  capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
        done = subprocess.run(["clang++-22", "-pthread", "-o", self.work.path("program"), *objects, LIBRARY],
                              check=False, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        done = subprocess.run([self.work.path("program")], check=False, capture_output=True, text=True,
                              env={**self.environment, **environment})
        self.assertEqual(done.returncode, 0, done.stderr)
        for name in [*objects, self.work.path("program")]:
            os.remove(name)
        return done.stdout

    def sources(self):
        return [self.work.read(each).decode() for each in ("src/stock.h", "src/main.cc", "src/list.c")]

    def test_counts_are_right_and_join(self):
        before = self.build_and_run()
        self.instrument("--apply", "--allow-dirty")
        stats = os.path.join(self.folder, "stats.json")
        self.assertEqual(self.build_and_run(POOL_STATS_FILE=stats), before)

        with open(stats, encoding="utf-8") as file:
            exported = {each["name"]: each for each in json.load(file)["pools"]}
        self.assertEqual(sorted(exported), ["free_nodes", "net::buffers"])
        counts = [tuple(exported[name][key] for key in COUNTS) for name in ("net::buffers", "free_nodes")]
        # Six at once, four of them kept; then one that is used again and again.
        self.assertEqual(counts, [(100000, 6, 0, 100004, 2, 4, 0, 4), (2, 1, 0, 3, 0, 1, 0, 1)])
        self.assertEqual({each["kind"] for each in exported.values()}, {"meter"})
        self.assertEqual(exported["net::buffers"]["type"], "net::Buffer")
        self.assertEqual(exported["net::buffers"]["site"].split(":")[0], self.work.path("src/stock.h"))
        self.assertEqual(exported["free_nodes"]["object_bytes"], 80)

        # Without telemetry nobody knows; with it one is hot and the other is not.
        report = self.inventory(self.work, "--telemetry", stats).report()
        pools = {each["name"]: each for each in report["pools"]}
        self.assertEqual({name: each["verdict"]["class"] for name, each in pools.items()},
                         {"net::buffers": "hot", "free_nodes": "cold"})
        for each in pools.values():
            self.assertEqual(each["verdict"]["confidence"], "name")
        measured = pools["net::buffers"]["telemetry"]
        self.assertEqual([measured[key] for key in ("hits", "created", "unserved", "puts", "dropped")],
                         [100000, 6, 0, 100006, 2])
        self.assertEqual(report["telemetry"]["leftovers"], [])
        found = self.run_tool("check", self.work.path("build"), "--root", self.work.folder, "--cache-dir",
                              self.work.cache, "--telemetry", stats, "--checks", "-*,pool-unmeasured")
        self.assertEqual(found.code, 0, found.out)

    def only(self, text):
        """A program of one source file."""
        self.units = ["src/main.cc"]
        self.work.write("src/main.cc", text)
        self.know_runtime(True)

    def measured(self):
        """Names and counts that the program exports, and the report that joins them."""
        stats = os.path.join(self.folder, "stats.json")
        before = self.build_and_run()
        self.instrument("--apply", "--allow-dirty")
        self.assertEqual(self.build_and_run(POOL_STATS_FILE=stats), before)
        with open(stats, encoding="utf-8") as file:
            exported = {each["name"]: tuple(each[key] for key in COUNTS[:5]) for each in json.load(file)["pools"]}
        return exported, self.inventory(self.work, "--telemetry", stats).report()

    def test_a_class_template_is_counted_by_type(self):
        self.only(TEMPLATE_CC)
        exported, report = self.measured()
        self.assertEqual(exported, {"net::Spares<net::Page>": (4, 1, 0, 5, 1), "net::Spares<(anonymous namespace)::Leaf, 5>": (1, 2, 0, 2, 0),
                                    "net::Spares<(anonymous namespace)::Leaf>": (0, 1, 0, 1, 0)})
        self.assertEqual({each["name"]: (each["verdict"]["confidence"], each["telemetry"]["hits"],
                                         each["telemetry"]["created"]) for each in report["pools"]},
                         {"net::pages": ("name", 4, 1), "leaves": ("name", 1, 2), "few_leaves": ("name", 0, 1)})
        self.assertEqual(report["telemetry"]["leftovers"], [])

    def test_counts_of_several_pools_are_of_none(self):
        """Of one class and one type: what they did together is told of neither."""
        self.only(TEMPLATE_CC.replace("Spares<Leaf> few", "Spares<Leaf, 5> few"))
        exported, report = self.measured()
        self.assertEqual(exported, {"net::Spares<net::Page>": (4, 1, 0, 5, 1), "net::Spares<(anonymous namespace)::Leaf, 5>": (1, 3, 0, 3, 0)})
        self.assertEqual({each["name"]: each["verdict"]["confidence"] for each in report["pools"]},
                         {"net::pages": "name", "leaves": "none", "few_leaves": "none"})
        (left,) = report["telemetry"]["leftovers"]
        self.assertIn("it counts 2 pools of one class together", left["reason"])

    def test_a_get_by_an_argument(self):
        self.only(OUT_CC)
        exported, report = self.measured()
        self.assertEqual(exported, {"jobs": (1, 2, 1, 3, 0)})
        (pool,) = report["pools"]
        self.assertEqual((pool["name"], pool["verdict"]["confidence"], pool["telemetry"]["hits"],
                          pool["telemetry"]["created"], pool["telemetry"]["unserved"]), ("jobs", "name", 1, 2, 1))

    def test_pools_stay_pools(self):
        """Whoever counts a pool wants to see it: no count hides it from the inventory."""
        cases = os.path.join(harness.PROJECTS, "refactor")
        for case in sorted(each for each in os.listdir(cases) if each.startswith("instrument-")):
            names = []
            for side in ("before", "after"):
                work = self.project(f"{case}-{side}", like=f"refactor/{case}/{side}")
                units = sorted(each for each in os.listdir(work.path("src")) if each.endswith((".c", ".cc")))
                work.database([work.entry(f"src/{each}", [*(harness.C if each.endswith(".c") else harness.CXX),
                                                          "-isystem", RUNTIME]) for each in units])
                names.append(sorted(each["name"] for each in self.inventory(work).report()["pools"]))
            self.assertEqual(names[0], names[1], case)

    def test_what_several_pools_share_is_said(self):
        self.only(TEMPLATE_CC.replace("Spares<Leaf> few", "Spares<Leaf, 5> few"))
        run = self.instrument("--pool", "few_leaves")
        self.assertIn("one meter counts few_leaves and leaves together: telemetry is joined to none of them", run.err)
        self.assertIn("+  inline static pool::meter<T, Spares> free_meter_;", run.out)

    def test_a_second_run_changes_nothing(self):
        self.instrument("--apply", "--allow-dirty")
        texts = self.sources()
        run = self.instrument("--apply", "--allow-dirty")
        self.assertEqual(run.err.count("a meter counts it already"), 2, run.err)
        self.assertIn("nothing to change", run.err)
        self.assertEqual(self.sources(), texts)

    def test_one_pool(self):
        run = self.instrument("--pool", "free_nodes")
        self.assertIn('POOL_METER("free_nodes", struct node)', run.out)
        self.assertNotIn("stock.h", run.out)
        run = self.instrument("--pool", "fre_nodes", code=2)
        self.assertIn("did you mean free_nodes?", run.err)

    def test_undo(self):
        texts = self.sources()
        self.instrument("--apply", "--allow-dirty")
        self.assertNotEqual(self.sources(), texts)
        run = self.run_tool("refactor", "undo", "--root", self.work.folder)
        self.assertEqual(run.code, 0, run.err)
        self.assertEqual(self.sources(), texts)

    def test_patches_carry_the_evidence(self):
        folder = os.path.join(self.folder, "series")
        self.instrument("--patches", folder)
        names = sorted(os.listdir(folder))
        self.assertEqual(len(names), 2, names)
        texts = []
        for name in names:
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                texts.append(file.read())
        (patch,) = [each for each in texts if "count what free_nodes is used for" in each]
        flat = " ".join(patch.split())
        for words in ("made at src/list.c:13", "hit at src/list.c:15", "kept at src/list.c:20",
                      "Telemetry calls it free_nodes.", "git revert"):
            self.assertIn(words, flat)

    def test_a_build_that_does_not_know_the_runtime(self):
        self.know_runtime(False)
        texts = self.sources()
        run = self.instrument("--apply", "--allow-dirty", code=1)
        self.assertIn("the build does not find the headers of the runtime", run.err)
        self.assertEqual(self.sources(), texts)
        run = self.instrument("--runtime-include", self.folder, code=2)
        self.assertIn("there is no pool/pool.h in it", run.err)
        run = self.instrument("--runtime-include", RUNTIME)
        self.assertIn("+#include <pool/meter.h>", run.out)

    def test_a_language_that_is_too_old(self):
        self.units = ["src/main.cc"]
        self.work.database([self.work.entry("src/main.cc", ["c++", "-std=c++17", "-isystem", RUNTIME])])
        run = self.instrument(code=1)
        self.assertIn("they need C++20", run.err)

    def test_a_name_that_is_taken(self):
        self.work.write("src/list.c", LIST_C.replace("static struct node *node_alloc",
                                                     "int free_nodes_meter;\nstatic struct node *node_alloc"))
        run = self.instrument("--pool", "free_nodes", code=1)
        self.assertIn("the name 'free_nodes_meter' is taken", run.err)

    def test_a_pool_of_a_library(self):
        """Its own code is not there to count in: each place is named."""
        work = self.project("library").pools("src/a.cc", "src/b.cc")
        run = self.run_tool("refactor", "instrument", work.path("build"), "--root", work.folder,
                            "--cache-dir", work.cache)
        self.assertEqual(run.code, 1, run.err)
        self.assertEqual(run.err.count("a get from a pool of a library, which does not tell whether it made "
                                       "the object: count it here"), 2, run.err)
        self.assertEqual(run.err.count("a put into a pool of a library"), 2, run.err)

    def test_a_pool_of_the_runtime(self):
        self.work.write("src/main.cc", """\
#include <pool/sharded_pool.h>
#include <string>
static pool::sharded_pool<std::string> texts({}, {.name = "texts"});
int main() { texts.put(texts.get()); }
""")
        run = self.instrument("--pool", "texts")
        self.assertIn("the runtime counts it already", run.err)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("usage: " + sys.argv[0] + " POOL_AUDIT LIBPOOL [TEST]...")
    LIBRARY = os.path.abspath(sys.argv.pop(2))
    main()
