#!/usr/bin/env python3
"""What pools do besides pooling is not lost in a refactoring: programs of one pool that says, counts or
makes something else, with guard, migrate and remove."""

import os

from harness import ROOT, main
from refactor_test import Refactor

POOL_CC = """\
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <vector>

HEAD
class Pool {
 public:
  ~Pool() { for (Part* each : free_) END }
  Part* get() {
    std::lock_guard<std::mutex> lock(mutex_);
    GET
    if (free_.empty()) return new MADE();
    Part* out = free_.back();
    free_.pop_back();
    return out;
  }
  void put(Part* part) {
    PUT
    std::lock_guard<std::mutex> lock(mutex_);
    free_.push_back(part);
  }

 private:
  std::mutex mutex_;
  int made_ = 0;
  std::vector<Part*> free_;
};

static Pool parts;

static int use(int n) {
  Part* p = parts.get();
  if (p == nullptr) return -1;
  p->number = n;
  int out = p->kind() + p->number;
  parts.put(p);
  return out;
}

int main() {
  int sum = 0;
  for (int i = 0; i < 6; ++i) sum += use(i);
  std::printf("%d\\n", sum);
}
"""
PART = """\
struct Part {
  virtual ~Part() = default;
  virtual int kind() { return 1; }
  int number = 0;
  char* text = nullptr;
  void (*done)() = nullptr;
};
"""


class KeepsWhatThePoolDoes(Refactor):
    """Whatever is done with the pool, by hand or not: the program says and leaks what it did before."""

    def same(self, head=PART, get="", made="Part", put="", end="delete each;"):
        text = (POOL_CC.replace("HEAD", head).replace("GET", get).replace("MADE", made)
                .replace("PUT", put).replace("END", end))
        if "made_" not in get:
            text = text.replace("  int made_ = 0;\n", "")
        self.sources({"src/main.cc": text})
        before = self.output()
        for kind in ("guard", "migrate", "remove"):
            self.work.write("src/main.cc", text)
            more = ["--runtime-include", os.path.join(ROOT, "runtime", "include")] if kind == "migrate" else []
            run = self.run_tool("refactor", kind, self.work.path("build"), "--root", self.work.folder,
                                "--cache-dir", self.work.cache, "--pool", "parts", "--apply",
                                "--allow-dirty", *more)
            if "no pool is called" in run.err:
                run = self.run_tool("refactor", kind, self.work.path("build"), "--root", self.work.folder,
                                    "--cache-dir", self.work.cache, "--pool", "Pool::free_", "--apply",
                                    "--allow-dirty", *more)
            self.assertIn(run.code, (0, 1), run.err)
            if kind == "migrate" and "written" in run.err:
                self.assertIn("pool::", self.text("src/main.cc"))
                continue
            self.assertEqual(self.output(), before, kind + run.err)

    def test_a_put_that_says_something(self):
        self.same(put='std::printf("put %d\\n", part->number);')

    def test_a_put_that_calls_back(self):
        self.same(put="if (part->done) part->done();")

    def test_a_put_that_frees_a_member(self):
        self.same(get="", put="std::free(part->text); part->text = static_cast<char*>(std::malloc(4));",
                  end="{ std::free(each->text); delete each; }")

    def test_a_get_that_counts_what_it_made(self):
        self.same(get="if (free_.empty() && made_ >= 3) return nullptr; if (free_.empty()) ++made_;")

    def test_objects_of_a_derived_class(self):
        self.same(head=PART + "struct Wheel : Part { int kind() override { return 100; } };\n", made="Wheel")

    def test_a_variable_that_others_read(self):
        self.same(head=PART + "static int puts_seen;\nint seen() { return puts_seen; }\n", put="++puts_seen;")


if __name__ == "__main__":
    main()
