#!/usr/bin/env python3
"""pool-audit refactor: what is planned, verified, written and taken back. Programs are built and run on
both sides of a removal, and say the same."""

import glob
import os
import subprocess
import unittest

from harness import ROOT, EndToEnd, main

CLASS_H = """\
#pragma once
#include <mutex>
#include <vector>

struct Buffer {
  std::vector<int> values;
  int used = 0;
  void reset() { values.clear(); used = 0; }
};

// Spare buffers, behind a lock.
class BufferPool {
 public:
  ~BufferPool() { for (Buffer* b : free_) delete b; }
  Buffer* acquire() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (free_.empty()) return new Buffer;
    Buffer* b = free_.back();
    free_.pop_back();
    return b;
  }
  void release(Buffer* b) {
    b->reset();
    std::lock_guard<std::mutex> lock(mutex_);
    free_.push_back(b);
  }

 private:
  std::mutex mutex_;
  std::vector<Buffer*> free_;
};

extern BufferPool spare_buffers;
int sum_of(int n);
int many(int n);
"""
CLASS_CC = """\
#include "pool.h"

BufferPool spare_buffers;

static void fill(Buffer* b, int n) {
  for (int i = 0; i < n; ++i) b->values.push_back(i);
  b->used = n;
}

int sum_of(int n) {
  Buffer* b = spare_buffers.acquire();  // one a call
  fill(b, n);
  int sum = 0;
  for (int v : b->values) sum += v;
  if (n == 7) {
    spare_buffers.release(b);
    return -1;
  }
  spare_buffers.release(b);
  return sum;
}
"""
CLASS_AFTER = """\
#include "pool.h"

#include <memory>

static void fill(Buffer* b, int n) {
  for (int i = 0; i < n; ++i) b->values.push_back(i);
  b->used = n;
}

int sum_of(int n) {
  auto b = std::make_unique<Buffer>();  // one a call
  fill(b.get(), n);
  int sum = 0;
  for (int v : b->values) sum += v;
  if (n == 7) {
    return -1;
  }
  return sum;
}
"""
MANY_CC = """\
#include "pool.h"

int many(int n) {
\tint sum = 0;
\tfor (int i = 0; i < n; ++i) {
\t\tBuffer* item = spare_buffers.acquire();
\t\titem->used += i;
\t\tsum += item->used;
\t\tspare_buffers.release(item);
\t}
\treturn sum;
}
"""
MAIN_CC = """\
#include <cstdio>
#include "pool.h"
int main() { std::printf("%d %d %d\\n", sum_of(5), sum_of(7), many(9)); }
"""
LIST_C = """\
#include <stdio.h>
#include <stdlib.h>

#define MOST_SPARES 8

struct node {
  struct node *next;
  int value;
};

static struct node *free_nodes;
static int free_count;

static struct node *node_alloc(void) {
  struct node *n = free_nodes;
  if (n == NULL) return malloc(sizeof *n);
  free_nodes = n->next;
  free_count--;
  return n;
}

static void node_free(struct node *n) {
  if (free_count >= MOST_SPARES) {
    free(n);
    return;
  }
  n->next = free_nodes;
  free_nodes = n;
  free_count++;
}

int main(void) {
  int i, sum = 0;
  for (i = 0; i < 20; i++) {
    struct node *n = node_alloc();
    if (n == NULL) return 1;
    n->value = i;
    sum += n->value;
    node_free(n);
  }
  printf("%d\\n", sum);
  return 0;
}
"""
LIST_AFTER = """\
#include <stdio.h>
#include <stdlib.h>

struct node {
  int value;
};

int main(void) {
  int i, sum = 0;
  for (i = 0; i < 20; i++) {
    struct node *n = malloc(sizeof *n);
    if (n == NULL) return 1;
    n->value = i;
    sum += n->value;
    free(n);
  }
  printf("%d\\n", sum);
  return 0;
}
"""


class Refactor(EndToEnd):
    def setUp(self):
        super().setUp()
        self.environment["XDG_STATE_HOME"] = os.path.join(self.folder, "state")
        self.work = self.project()

    def refactor(self, *arguments, code=0):
        run = self.run_tool("refactor", arguments[0], self.work.path("build"), "--root",
                            self.work.folder, "--cache-dir", self.work.cache, *arguments[1:])
        self.assertEqual(run.code, code, run.err + run.out)
        return run

    def undo(self, *arguments, code=0):
        run = self.run_tool("refactor", "undo", "--root", self.work.folder, *arguments)
        self.assertEqual(run.code, code, run.err)
        return run

    def sources(self, files):
        for name, text in files.items():
            self.work.write(name, text)
        self.units = [name for name in files if name.endswith((".c", ".cc"))]
        self.work.database(self.units)
        return self

    def text(self, name):
        return self.work.read(name).decode()

    def all_text(self):
        names = glob.glob(self.work.path("**/*.[ch]*"), recursive=True)
        return "".join(self.text(os.path.relpath(each, self.work.folder)) for each in names
                       if "/build/" not in each)

    def git(self, *arguments, code=0):
        done = subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@t", *arguments],
                              cwd=self.work.folder, check=False, capture_output=True, text=True,
                              env=self.environment)
        self.assertEqual(done.returncode, code, done.stderr + done.stdout)
        return done.stdout

    def repository(self):
        self.work.write(".gitignore", "build\nprogram\n")
        self.git("init", "-q", "-b", "main")
        self.git("config", "core.autocrlf", "false")
        self.git("add", ".")
        self.git("commit", "-q", "-m", "one")

    def command(self, *arguments):
        return super().command(*arguments)

    def build_command(self):
        compiler = "clang-22" if self.units[0].endswith(".c") else "clang++-22 -std=c++20"
        return compiler + " -Iinclude -Wall -Werror -fsanitize=address,undefined -o program " + \
            " ".join(self.units)

    def output(self):
        """What the program prints, built with the address sanitizer."""
        done = subprocess.run(self.build_command() + " && ./program", shell=True, check=False,
                              cwd=self.work.folder, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr + self.all_text())
        return done.stdout


class Remove(Refactor):
    def both_sides(self, pool):
        before = self.output()
        self.refactor("remove", "--pool", pool, "--apply", "--allow-dirty")
        self.assertEqual(self.output(), before)

    def classes(self):
        return self.sources({"include/pool.h": CLASS_H, "src/pool.cc": CLASS_CC,
                             "src/many.cc": MANY_CC, "src/main.cc": MAIN_CC})

    def test_a_class_used_from_several_units(self):
        self.classes().both_sides("spare_buffers")
        self.assertEqual(self.text("src/pool.cc"), CLASS_AFTER)
        self.assertIn("\t\tauto item = std::make_unique<Buffer>();\n\t\titem->used += i;\n"
                      "\t\tsum += item->used;\n\t}\n", self.text("src/many.cc"))
        for name in ("BufferPool", "spare_buffers", "acquire", "mutex", "Spare buffers"):
            self.assertNotIn(name, self.all_text())
        self.assertIn("\n};\n\nint sum_of(int n);\n", self.text("include/pool.h"))

    def test_a_second_run_finds_no_such_pool(self):
        self.classes().both_sides("spare_buffers")
        run = self.refactor("remove", "--pool", "spare_buffers", code=2)
        self.assertIn("spare_buffers", run.err)

    def test_lines_that_end_in_crlf_stay_so(self):
        self.classes()
        for name in ("src/pool.cc", "include/pool.h"):
            self.work.write(name, self.text(name).replace("\n", "\r\n"))
        self.both_sides("spare_buffers")
        self.assertEqual(self.text("src/pool.cc"), CLASS_AFTER.replace("\n", "\r\n"))

    def test_a_static_list_in_c(self):
        self.sources({"src/list.c": LIST_C}).both_sides("free_nodes")
        self.assertEqual(self.text("src/list.c"), LIST_AFTER)

    def test_through_symbolic_links(self):
        self.classes()
        os.rename(self.work.path("include/pool.h"), self.work.path("src/real.h"))
        os.symlink("../src/real.h", self.work.path("include/pool.h"))
        self.both_sides("spare_buffers")
        self.assertTrue(os.path.islink(self.work.path("include/pool.h")))
        self.assertNotIn("BufferPool", self.text("src/real.h"))

    def test_objects_that_go_from_one_function_to_another(self):
        handed = CLASS_CC.replace("int sum_of", "Buffer* made(int n) {\n"
                                  "  Buffer* b = spare_buffers.acquire();\n  fill(b, n);\n"
                                  "  return b;\n}\n\nint sum_of", 1)
        handed = handed.replace("Buffer* b = spare_buffers.acquire();  // one a call\n  fill(b, n);",
                                "Buffer* b = made(n);")
        self.classes().work.write("src/pool.cc", handed)
        self.both_sides("spare_buffers")
        self.assertIn("Buffer* b = new Buffer();", self.text("src/pool.cc"))
        self.assertEqual(self.text("src/pool.cc").count("delete b;"), 2)


SETTING_UP = CLASS_H.replace("""\
    if (free_.empty()) return new Buffer;
    Buffer* b = free_.back();
    free_.pop_back();
    return b;
""", """\
    Buffer* b = nullptr;
    if (free_.empty()) {
      b = new Buffer;
    } else {
      b = free_.back();
      free_.pop_back();
    }
    b->used = 0;
    return b;
""")


class KeepNoSpares(Refactor):
    """The second form: where a get is more than a place to take one from, or a call of it cannot be
    replaced, the pool's functions stay, and keep no spares."""

    def hollow(self, pool="spare_buffers", **files):
        self.sources({"include/pool.h": CLASS_H, "src/pool.cc": CLASS_CC, "src/many.cc": MANY_CC,
                      "src/main.cc": MAIN_CC, **files})
        callers = [self.text("src/" + name) for name in ("pool.cc", "many.cc", "main.cc")]
        before = self.output()
        run = self.refactor("remove", "--pool", pool, "--apply", "--allow-dirty")
        self.assertNotIn("by hand", run.err)
        self.assertEqual(self.output(), before)
        self.assertEqual(callers,
                         [self.text("src/" + name) for name in ("pool.cc", "many.cc", "main.cc")])
        header = self.text("include/pool.h")
        for gone in ("free_", "mutex", "vector<Buffer"):
            self.assertNotIn(gone, header)
        self.assertIn("Buffer* acquire(", header)
        return header

    def test_a_put_out_of_a_macro(self):
        macro = "#define GIVE(x) spare_buffers.release(x)\n"
        self.hollow(**{"src/many.cc": MANY_CC.replace("\n\n", "\n" + macro, 1).replace(
            "spare_buffers.release(item)", "GIVE(item)")})

    def test_a_get_with_arguments(self):
        sized = CLASS_H.replace("Buffer* acquire() {", "Buffer* acquire(int n = 0) {").replace(
            "    free_.pop_back();\n    return b;", "    free_.pop_back();\n    b->used = n;\n"
            "    return b;")
        self.hollow(**{"include/pool.h": sized})

    def test_a_get_that_sets_up_the_object(self):
        header = self.hollow(**{"include/pool.h": SETTING_UP})
        self.assertIn("    Buffer* b = new Buffer;\n    b->used = 0;\n    return b;\n", header)

    def test_a_pool_in_a_local_that_is_handed_down(self):
        self.hollow(pool="local_buffers", **{
            "include/pool.h": CLASS_H.replace("extern BufferPool spare_buffers;\n", "").replace(
                "int sum_of(int n);", "int sum_of(BufferPool& spare_buffers, int n);").replace(
                "int many(int n);", "int many(BufferPool& spare_buffers, int n);"),
            "src/pool.cc": CLASS_CC.replace("BufferPool spare_buffers;\n", "").replace(
                "int sum_of(int n)", "int sum_of(BufferPool& spare_buffers, int n)"),
            "src/many.cc": MANY_CC.replace("many(int n)", "many(BufferPool& spare_buffers, int n)"),
            "src/main.cc": MAIN_CC.replace("int main() { ", "int main() {\n  BufferPool local_buffers;\n"
                                           "  ").replace("sum_of(", "sum_of(local_buffers, ").replace(
                                               "many(", "many(local_buffers, ")})

    def test_a_name_that_somebody_else_uses(self):
        self.hollow(**{"src/main.cc": MAIN_CC.replace(
            "int main() {", "void* keep = &spare_buffers;\nint main() {")})


class NotCertain(Refactor):
    """What is left to a person, with the place and the reason; then nothing changes."""

    def by_hand(self, reason, header):
        self.sources({"include/pool.h": header, "src/pool.cc": CLASS_CC, "src/many.cc": MANY_CC,
                      "src/main.cc": MAIN_CC})
        self.output()  # it is a program
        before = self.all_text()
        run = self.refactor("remove", "--pool", "spare_buffers", "--apply", "--allow-dirty", code=1)
        self.assertIn(reason, run.err)
        self.assertIn("by hand", run.err)
        self.assertEqual(self.all_text(), before)

    def sized(self, header):
        """With an argument, so that the calls stay."""
        changed = header.replace("Buffer* acquire() {", "Buffer* acquire(int n = 0) {")
        self.assertNotEqual(changed, header)
        return changed.replace("    return b;\n", "    b->used = n;\n    return b;\n", 1)

    def test_a_pool_that_also_keeps_what_it_makes(self):
        self.by_hand("also keeps what it makes", SETTING_UP.replace(
            "    b->used = 0;\n    return", "    made_.push_back(b);\n    b->used = 0;\n    return").replace(
                " private:\n", " private:\n  std::vector<Buffer*> made_;\n", 1))

    def test_objects_that_are_made_ahead_of_time(self):
        header = self.sized(CLASS_H)
        start = header.index("    if (free_.empty())")
        end = header.index("\n", start)
        header = header[:start] + "    if (free_.empty()) return nullptr;" + header[end:]
        header = header.replace(" public:\n", " public:\n  BufferPool() {\n    for (int i = 0; i < 9; ++i) "
                                "free_.push_back(new Buffer);\n  }\n", 1)
        self.by_hand("ahead of time", header)

    def test_an_object_that_is_used_behind_its_put(self):
        self.by_hand("is used behind the place where it is put", self.sized(CLASS_H).replace(
            "    free_.push_back(b);\n", "    free_.push_back(b);\n    b->used = 0;\n"))


RUNTIME_CC = """\
#include <stdio.h>
#include <string>
#include <utility>

#include "pool/pool.h"

static pool::sharded_pool<std::string> named({.create = [] { return new std::string("name"); }});
static pool::sharded_pool<std::string> greeted({.prepare = [](std::string& s) { s = "hello"; }});
static pool::bounded_pool<std::string> few(2);
static pool::sharded_pool<std::string> moved;
static pool::sharded_pool<std::string> typed;

static size_t size_of(pool::lease<std::string> text) { return text ? text->size() : 0; }

int main() {
  const auto a = named.acquire();
  const auto b = greeted.acquire();
  const auto c = few.acquire();
  auto d = moved.acquire();
  const size_t moved_size = size_of(std::move(d));
  const pool::lease<std::string> e = typed.acquire();
  printf("%zu %zu %zu %zu %zu\\n", a->size(), b->size(), c->size(), moved_size, e->size());
}
"""


class RuntimePools(Refactor):
    """Pools of the runtime: what its hooks and its bound do for an object would be lost."""

    def test_what_a_plain_object_would_not_be(self):
        self.work.write("src/main.cc", RUNTIME_CC)
        runtime = os.path.join(ROOT, "runtime", "include")
        self.work.database([self.work.entry("src/main.cc", ["c++", "-std=c++20", "-isystem", runtime])])
        for pool, place, reason in (
                ("named", 7, "the hook 'create' of the pool may make it another than a new one"),
                ("greeted", 8, "the hook 'prepare' of the pool may make it another than a new one"),
                ("few", 9, "the pool is bounded: what happens at the bound would be lost"),
                ("moved", 19, "the lease is used as no std::unique_ptr can be"),
                ("typed", 21, "the lease is not kept in a local of type auto")):
            run = self.refactor("remove", "--pool", pool, "--apply", "--allow-dirty", code=1)
            lines = [each for each in run.err.splitlines() if "by hand" in each]
            self.assertEqual(len(lines), 1, run.err)
            self.assertTrue(lines[0].startswith(f"src/main.cc:{place}:"), run.err)
            self.assertIn(reason, lines[0])
            self.assertEqual(self.text("src/main.cc"), RUNTIME_CC)


class Withdrawn(Refactor):
    def test_what_would_not_compile(self):
        # A deleted operator new: the pool was the only one who could make one.
        header = CLASS_H.replace("  int used = 0;", "  int used = 0;\n"
                                 "  friend class BufferPool;\n private:\n  Buffer() = default;\n"
                                 " public:")
        self.sources({"include/pool.h": header, "src/pool.cc": CLASS_CC, "src/many.cc": MANY_CC,
                      "src/main.cc": MAIN_CC})
        before = self.all_text()
        run = self.refactor("remove", "--pool", "spare_buffers", "--apply", "--allow-dirty", code=1)
        self.assertIn("withdrawn: ", run.err)
        self.assertIn("would not compile", run.err)
        self.assertEqual(self.all_text(), before)

    def test_a_pool_that_stays_keeps_its_includes(self):
        # Its name is pasted together where no token shows it; the include could go without harm.
        header = CLASS_H.replace("#include <mutex>\n", '#include <mutex>\n#include "count.h"\n').replace(
            "  std::mutex mutex_;\n", "  std::mutex mutex_;\n  Count gets_;\n").replace(
            "    if (free_.empty())", "    ++gets_.value;\n    if (free_.empty())").replace(
            "struct Buffer {", '#include "more.h"\n\nstruct Buffer {')
        self.sources({"include/pool.h": header, "include/count.h": "#pragma once\nstruct Count { int value = 0; };\n",
                      "include/more.h": '#pragma once\n#include "count.h"\ninline Count other;\n',
                      "src/pool.cc": CLASS_CC, "src/many.cc": MANY_CC, "src/main.cc": MAIN_CC.replace(
                          "int main() {", "#define POOL_OF(kind) kind##Pool\nint main() {\n"
                          "  static_assert(sizeof(POOL_OF(Buffer)) > 1);\n ")})
        before = self.output()
        run = self.refactor("remove", "--pool", "spare_buffers", "--apply", "--allow-dirty", code=1)
        self.assertIn("withdrawn: remove the pool spare_buffers: ", run.err)
        self.assertIn("withdrawn: remove includes that only spare_buffers needed: "
                      "it needs 'remove the pool spare_buffers', which was withdrawn", run.err)
        self.assertIn('#include "count.h"', self.text("include/pool.h"))
        self.assertEqual(self.output(), before)

    def test_no_such_pool(self):
        self.sources({"src/list.c": LIST_C})
        run = self.refactor("remove", "--pool", "free_node", code=2)
        self.assertIn("free_nodes", run.err)


class Writing(Refactor):
    def setUp(self):
        super().setUp()
        self.sources({"src/list.c": LIST_C})

    def remove(self, *arguments, code=0):
        return self.refactor("remove", "--pool", "free_nodes", *arguments, code=code)

    def test_without_apply_there_is_a_patch_that_git_takes(self):
        self.repository()
        run = self.remove()
        self.assertEqual(self.text("src/list.c"), LIST_C)
        patch = self.work.write("build/x.patch", run.bytes)
        self.git("apply", patch)
        self.assertEqual(self.text("src/list.c"), LIST_AFTER)

    def test_patches_of_files_with_crlf(self):
        self.work.write("src/list.c", LIST_C.replace("\n", "\r\n"))
        self.repository()
        series = self.work.path("build/series")
        self.assertIn("git am --keep-cr", self.remove("--patches", series).err)
        patches = sorted(os.path.join(series, each) for each in os.listdir(series))
        self.git("am", "-q", "--keep-cr", *patches)
        self.assertEqual(self.text("src/list.c"), LIST_AFTER.replace("\n", "\r\n"))

    def test_apply_and_undo(self):
        self.repository()
        self.remove("--apply")
        self.assertEqual(self.text("src/list.c"), LIST_AFTER)
        self.assertIn("1 file restored", self.undo().err)
        self.assertEqual(self.text("src/list.c"), LIST_C)
        self.assertIn("nothing to undo", self.undo(code=2).err)

    def test_undo_leaves_what_was_changed_since(self):
        self.repository()
        self.remove("--apply")
        self.work.write("src/list.c", LIST_AFTER + "/* mine */\n")
        self.assertIn("was changed since", self.undo(code=2).err)
        self.assertIn("/* mine */", self.text("src/list.c"))

    def test_a_dirty_tree_is_refused(self):
        self.assertIn("no git repository", self.remove("--apply", code=2).err)
        self.repository()
        self.work.write("src/list.c", LIST_C + "\n")
        self.assertIn("not committed", self.remove("--apply", code=2).err)
        self.assertEqual(self.text("src/list.c"), LIST_C + "\n")

    def test_a_test_command_that_fails_takes_it_back(self):
        self.repository()
        run = self.remove("--apply", "--test-command", "grep -q node_alloc src/list.c", code=1)
        self.assertIn("all files are as they were", run.err)
        self.assertEqual(self.text("src/list.c"), LIST_C)
        self.remove("--apply", "--test-command", self.build_command() + " && ./program")
        self.assertEqual(self.text("src/list.c"), LIST_AFTER)

    def test_one_caller_by_its_name(self):
        """`any` is no name of `many`."""
        self.sources({"include/pool.h": CLASS_H, "src/pool.cc": CLASS_CC, "src/many.cc": MANY_CC,
                      "src/main.cc": MAIN_CC})
        arguments = ("remove", "--pool", "spare_buffers", "--caller")
        self.assertIn("did you mean 'many'?", self.refactor(*arguments, "any", code=2).err)
        patch = self.refactor(*arguments, "many").out
        self.assertIn("src/many.cc", patch)
        self.assertNotIn("src/pool.cc", patch)

    def test_a_folder_whose_name_the_shell_would_take_apart(self):
        self.work = self.project("it's a $(folder)")
        self.sources({"src/list.c": LIST_C})
        self.repository()
        self.remove("--apply", "--test-command", "test -f src/list.c")
        self.assertEqual(self.text("src/list.c"), LIST_AFTER)

    def test_a_series_that_builds_at_each_commit(self):
        self.sources({"include/pool.h": CLASS_H, "src/pool.cc": CLASS_CC, "src/many.cc": MANY_CC,
                      "src/main.cc": MAIN_CC})
        self.repository()
        folder = self.work.path("build/series")
        self.refactor("remove", "--pool", "spare_buffers", "--patches", folder)
        patches = sorted(glob.glob(folder + "/*.patch"))
        self.assertGreaterEqual(len(patches), 3, patches)  # two callers, the pool
        self.git("am", "-q", *patches)
        self.git("rebase", "-q", "--exec", self.build_command() + " && ./program",
                 "HEAD~" + str(len(patches)))
        self.assertNotIn("BufferPool", self.all_text())
        self.assertIn("git revert", self.git("log", "-1", "--format=%b"))


if __name__ == "__main__":
    main()
