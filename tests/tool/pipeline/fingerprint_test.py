#!/usr/bin/env python3
"""What the fingerprints of real findings survive, from the source to the report: moved lines, another
style of formatting, functions in another order; and what they tell apart."""

import collections
import json
import os
import re
import shutil
import subprocess
import unittest

from harness import MODEL, EndToEnd, main

POOL_H = """\
#pragma once
template <class T> struct Pool {
  explicit Pool(int most = 0);
  T* get(unsigned long size = 0, const char* why = "");
  void put(T*);
};
struct Buffer { int length; char bytes[60]; };
struct Point { int x, y; };
extern Pool<Buffer> buffers;
void fill(const Buffer& buffer);
void run(void (*step)(int));
"""
# Every function that loses an object is on its own between blank lines, so that a test can move it.
PARTS = {
    "head": '#include "pool.h"\n',
    "plain": """\
int send(bool ready) {
  Buffer* b = buffers.get(1000000, "a long reason to take "
                                   "a buffer from the pool");
  if (!ready) return -1;
  buffers.put(b);
  return 0;
}
""",
    "method": """\
namespace net {
class Server {
 public:
  int serve(bool ready);
  int paint() { return more_points_.get(1000000)->x; }
 private:
  static const Pool<Point> points_;
  const volatile Pool<Pool<Pool<Point>>> pools_;
  Pool<Point> more_points_;
};
int Server::serve(bool ready) {
  Buffer* const b = buffers.get(sizeof(const unsigned char) * 8, "method");
  if (!ready) { return -1; }
  buffers.put(b);
  return 0;
}
}  // namespace net
""",
    "inner": """\
namespace {
void hidden(const Buffer& other) {
  Buffer* b = buffers.get(other.length);
  if (other.length > 7) return;
  buffers.put(b);
}
}  // namespace
void outer() {
  Buffer here;
  hidden(here);
  run([](int step) {
    Buffer* b = buffers.get(step);
    if (step > 7) return;
    buffers.put(b);
  });
  run([](int step) {
    Buffer* b = buffers.get(step);
    if (step > 7) return;
    buffers.put(b);
  });
}
""",
    "template": """\
template <class T> void generic(T size) {
  Buffer* b = buffers.get(size);
  if (size > 7) return;
  buffers.put(b);
}
void use_generic() { generic(1); generic(2L); }
""",
    "line": """\
void two() { buffers.get(); buffers.get(); }
""",
    "twins": """\
namespace a { void warm() { buffers.get(7); } }
namespace b { void warm() { buffers.get(7); } }
void warm(int) { buffers.get(7); }
void warm(long) { buffers.get(7); }
""",
}
STYLES = (
    "{BasedOnStyle: Google, ColumnLimit: 40, IndentWidth: 2, DerivePointerAlignment: false, "
    "AllowShortFunctionsOnASingleLine: None, AllowShortIfStatementsOnASingleLine: Never}",
    "{BasedOnStyle: GNU, ColumnLimit: 160, IndentWidth: 8, UseTab: Always, PointerAlignment: Middle, "
    "BreakBeforeBraces: Allman, SpaceBeforeParens: Always, SpacesInParentheses: true, "
    "AlwaysBreakAfterReturnType: All, QualifierAlignment: Right, InsertBraces: true, "
    "Standard: c++03, SpacesInAngles: Always, SeparateDefinitionBlocks: Always, "
    "IntegerLiteralSeparator: {Decimal: 3}, FixNamespaceComments: true, SortIncludes: Never}",
)
RULES = "pool-missing-put,pool-discarded-get,pool-tiny-type"


class Fingerprints(EndToEnd):
    def setUp(self):
        super().setUp()
        self.work = self.project()
        self.work.write(".pool-audit.yaml", MODEL)
        self.work.write("include/pool.h", POOL_H)
        self.work.database(["a.cc"])

    def findings(self, source, file="a.cc"):
        self.work.write(file, source)
        run = self.run_tool("check", self.work.path("build"), "--root", self.work.folder,
                            "--cache-dir", self.work.cache, "--checks", RULES, "--exit-zero",
                            "--format", "json")
        self.assertEqual(run.code, 0, run.err)
        found = json.loads(run.bytes)["findings"]
        prints = [each["fingerprint"] for each in found]
        self.assertEqual(len(set(prints)), len(prints), "two findings share a fingerprint")
        return found

    def prints(self, source):
        return {each["fingerprint"] for each in self.findings(source)}

    def whole(self, order=None):
        return "\n".join(PARTS[name] for name in order or PARTS)

    def test_the_source_is_worth_it(self):
        count = collections.Counter(each["rule"] for each in self.findings(self.whole()))
        self.assertGreaterEqual(count["pool-missing-put"], 5, count)
        self.assertEqual(count["pool-discarded-get"], 6, count)
        self.assertGreaterEqual(count["pool-tiny-type"], 1, count)

    def test_moved_lines(self):
        before = self.prints(self.whole())
        moved = "// A comment.\n\n\n" + self.whole().replace("\n", "\n\n  // another\n")
        moved = re.sub(r'(take "\n)\n  // another\n', r"\1", moved)
        self.assertEqual(self.prints(moved), before)
        self.assertEqual(self.prints(self.whole().replace("\n", "\r\n")), before)

    @unittest.skipUnless(shutil.which("clang-format-22"), "clang-format is not there")
    def test_two_very_different_styles(self):
        before = self.prints(self.whole())
        texts = set()
        for style in STYLES:
            done = subprocess.run(["clang-format-22", "--style", style, "--assume-filename=a.cc"],
                                  input=self.whole(), capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            texts.add(done.stdout)
            self.assertEqual(self.prints(done.stdout), before, done.stdout)
        self.assertEqual(len(texts - {self.whole()}), 2)

    def test_functions_in_another_order(self):
        before = self.prints(self.whole())
        order = ["head", "twins", "line", "template", "inner", "method", "plain"]
        self.assertEqual(self.prints(self.whole(order)), before)

    def test_findings_less_leave_the_others(self):
        names = [each for each in PARTS if each not in ("plain", "line", "template")]
        self.assertLess(self.prints(self.whole(names)), self.prints(self.whole()))

    def test_two_on_one_line(self):
        found = self.findings(PARTS["head"] + PARTS["line"])
        self.assertEqual(len({each["place"]["line"] for each in found}), 1)
        self.assertEqual(len(found), 2)

    def test_equal_functions(self):
        found = self.findings(PARTS["head"] + PARTS["twins"])
        self.assertEqual(len(found), 4)
        renamed = self.findings(PARTS["head"] + PARTS["twins"].replace("namespace b", "namespace c"))
        before = {each["function"]: each["fingerprint"] for each in found}
        after = {each["function"]: each["fingerprint"] for each in renamed}
        self.assertEqual(before["a::warm"], after["a::warm"])
        self.assertNotEqual(before["b::warm"], after["c::warm"])

    def test_another_name_is_another_finding(self):
        before = self.prints(PARTS["head"] + PARTS["plain"])
        self.assertFalse(before & self.prints(PARTS["head"] + PARTS["plain"].replace("send", "post")))

    def test_another_file_is_another_finding(self):
        before = self.prints(PARTS["head"] + PARTS["plain"])
        os.remove(self.work.path("a.cc"))
        self.work.database(["b.cc"])
        after = self.findings(PARTS["head"] + PARTS["plain"], "b.cc")
        self.assertFalse(before & {each["fingerprint"] for each in after})


if __name__ == "__main__":
    main()
