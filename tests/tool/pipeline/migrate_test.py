#!/usr/bin/env python3
"""pool-audit refactor migrate: programs are built with the real runtime and run on both sides, say the
same, build at every step, and come back byte by byte."""

import json
import os
import shutil
import subprocess
import sys

from harness import PROJECTS, ROOT, main
from refactor_test import CLASS_CC, CLASS_H, MAIN_CC, MANY_CC, Refactor

RUNTIME = os.path.join(ROOT, "runtime", "include")
LIBRARY = ""
PLAN = "pool-migration.json"
HANDED = """\
Buffer* made(int n) {
  Buffer* b = spare_buffers.acquire();
  fill(b, n);
  return b;
}

int handed(int n) {
  Buffer* b = made(n);
  const int sum = b->used;
  spare_buffers.release(b);
  return sum;
}
"""


class Migrate(Refactor):
    def sources(self, files):
        super().sources(files)
        entries = [self.work.entry(name) for name in self.units]
        for each in entries:
            each["arguments"][1:1] = ["-isystem", RUNTIME]
        self.work.database(entries)
        return self

    def build_command(self):
        return ("clang++-22 -std=c++20 -Iinclude -Wall -Wextra -Werror -fsanitize=address,undefined "
                f"-isystem {RUNTIME} -o program " + " ".join(self.units) + f" {LIBRARY} -pthread")

    def classes(self, **more):
        return self.sources({"include/pool.h": CLASS_H.replace("int many(int n);", "int many(int n);\n"
                                                               "int handed(int n);"),
                             "src/pool.cc": CLASS_CC + "\n" + HANDED, "src/many.cc": MANY_CC,
                             "src/main.cc": MAIN_CC.replace("%d\\n\"", "%d %d\\n\"").replace(
                                 "many(9)", "many(9), handed(4)"), **more})

    def migrate(self, *arguments, code=0):
        return self.refactor("migrate", "--pool", "spare_buffers", *arguments, code=code)

    def sub(self, command, *arguments, code=0):
        run = self.run_tool("refactor", "migrate", command,
                            *([] if command == "rollback" else [self.work.path("build")]), "--root",
                            self.work.folder, *([] if command == "rollback" else
                                                ["--cache-dir", self.work.cache]), *arguments)
        self.assertEqual(run.code, code, run.err + run.out)
        return run

    def steps(self):
        (one,) = json.loads(self.text(PLAN))["migrations"]
        return one["state"], {", ".join(each["functions"]): each["state"] for each in one["steps"]}

    def commit(self, message):
        self.git("add", ".")
        self.git("commit", "-q", "-m", message)


class AClass(Migrate):
    def test_all_callers_at_once(self):
        self.classes()
        before = self.output()
        self.migrate("--apply", "--allow-dirty")
        self.assertEqual(self.output(), before)
        source = self.text("src/pool.cc")
        self.assertIn("pool::sharded_pool<Buffer> spare_buffers_pool(\n"
                      "    {.reset = [](Buffer& object) { object.reset(); }}, "
                      "{.name = \"spare_buffers\"});\n", source)
        self.assertIn("  auto b = spare_buffers_pool.acquire();  // one a call\n  fill(b.get(), n);\n",
                      source)
        self.assertIn("  if (n == 7) {\n    return -1;\n  }\n  return sum;\n", source)
        self.assertIn("  Buffer* b = spare_buffers_pool.get();\n  fill(b, n);\n  return b;\n", source)
        self.assertIn("  spare_buffers_pool.put(b);\n", source)
        self.assertIn("\n// Spare buffers, behind a lock.\n"
                      "extern pool::sharded_pool<Buffer> spare_buffers_pool;\n",
                      self.text("include/pool.h"))
        for name in ("BufferPool", "spare_buffers.", "<mutex>", "migrating"):
            self.assertNotIn(name, self.all_text())
        self.assertEqual(self.steps(), ("done", {"many": "done", "sum_of": "done",
                                                 "handed, made": "done"}))

    def test_one_caller_at_a_time(self):
        self.classes().repository()
        first = {name: self.text(name) for name in ("include/pool.h", "src/pool.cc", "src/many.cc")}
        before = self.output()
        self.migrate("--caller", "many", "--apply")
        self.assertEqual(self.output(), before)
        self.assertEqual(self.steps(), ("open", {"many": "done", "sum_of": "open",
                                                 "handed, made": "open"}))
        self.assertIn("\n// pool-audit migrating: to spare_buffers_pool. Callers left: sum_of, handed,\n// "
                      "made.\nBufferPool spare_buffers;\n", self.text("src/pool.cc"))
        self.commit("two")
        # A hand-made change counts.
        self.work.write("src/pool.cc", self.text("src/pool.cc").replace(
            "Buffer* b = spare_buffers.acquire();  // one", "Buffer* b = spare_buffers_pool.get();  //",
            1).replace("spare_buffers.release(b)", "spare_buffers_pool.put(b)", 2))
        run = self.sub("status")
        self.assertIn("2 of 3 steps done", run.out)
        self.assertIn("  done: sum_of\n", run.out)
        self.assertIn("  open: handed, made\n", run.out)
        self.git("checkout", "-q", "src/pool.cc")
        series = os.path.join(self.folder, "series")
        self.sub("resume", "--patches", series)
        self.git("am", "-q", *sorted(os.path.join(series, each) for each in os.listdir(series)))
        self.assertEqual(self.steps()[0], "done")
        done = subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@t", "rebase", "-q", "--exec",
                               self.build_command() + " && ./program", "HEAD~3"], check=False,
                              cwd=self.work.folder, capture_output=True, text=True,
                              env=self.environment)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout.count(before), 3, done.stdout)
        self.assertIn("the old pool is gone", self.sub("status").out)
        # What somebody changed elsewhere stays.
        self.work.write("src/many.cc", "// mine\n" + self.text("src/many.cc"))
        self.commit("mine")
        self.sub("rollback")
        first["src/many.cc"] = "// mine\n" + first["src/many.cc"]
        for name, text in first.items():
            self.assertEqual(self.text(name), text, name)
        self.assertFalse(os.path.exists(self.work.path(PLAN)))
        self.undo()
        self.assertEqual(self.steps()[0], "done")

    def test_the_comment_follows(self):
        self.classes()
        self.migrate("--caller", "many", "--apply", "--allow-dirty")
        self.migrate("--caller", "sum_of", "--apply", "--allow-dirty")
        mark = "// pool-audit migrating: to spare_buffers_pool. Callers left: handed, made.\n"
        self.assertIn("\n" + mark + "BufferPool spare_buffers;\n", self.text("src/pool.cc"))
        self.assertIn("\n" + mark + "extern BufferPool spare_buffers;\n", self.text("include/pool.h"))

    def by_reference(self):
        """One caller hands its pointer on by reference, which no lease has."""
        self.classes()
        self.work.write("src/many.cc", self.text("src/many.cc").replace(
            "int many", "static void add(Buffer*& to, int n) { to->used += n; }\n\nint many").replace(
                "item->used += i;", "add(item, i);"))

    def test_a_caller_that_cannot_follow(self):
        self.by_reference()
        before = self.output()
        run = self.migrate("--apply", "--allow-dirty", code=1)
        self.assertIn("withdrawn: use spare_buffers_pool in many", run.err)
        self.assertIn("\n// pool-audit migrating: to spare_buffers_pool. Callers left: many.\n"
                      "BufferPool spare_buffers;\n", self.text("src/pool.cc"))
        self.assertEqual(self.steps(), ("open", {"many": "open", "sum_of": "done",
                                                 "handed, made": "done"}))
        self.assertEqual(self.output(), before)

    def test_nobody_can_follow(self):
        self.by_reference()
        before = self.all_text()
        run = self.migrate("--caller", "many", "--apply", "--allow-dirty", code=1)
        self.assertIn("withdrawn: use spare_buffers_pool in many", run.err)
        self.assertEqual(self.all_text(), before)

    def test_a_new_caller_meanwhile(self):
        self.classes()
        self.migrate("--caller", "many", "--apply", "--allow-dirty")
        self.work.write("src/main.cc", self.text("src/main.cc").replace(
            "int main", "int late() {\n  Buffer* b = spare_buffers.acquire();\n  int n = b->used;\n"
            "  spare_buffers.release(b);\n  return n;\n}\nint main"))
        self.assertIn("  not in the file: late\n", self.sub("status", code=1).out)
        run = self.run_tool("check", self.work.path("build"), "--root", self.work.folder,
                            "--cache-dir", self.work.cache, "--checks", "pool-migrating")
        self.assertEqual(run.code, 1, run.err)
        self.assertEqual(run.out.count("'spare_buffers' is on its way out; use 'spare_buffers_pool'"),
                         2, run.out)

    def test_a_bound_a_member_and_a_reset_in_the_get(self):
        header = CLASS_H.replace("    b->reset();\n", "").replace(
            "    free_.push_back(b);", "    if (free_.size() >= 16) {\n      delete b;\n      return;\n"
            "    }\n    free_.push_back(b);").replace(
            "    free_.pop_back();\n", "    free_.pop_back();\n    b->values.clear();\n"
            "    b->used = 0;\n").replace(
            "extern BufferPool spare_buffers;", "class Server {\n public:\n  int run(int n);\n\n "
            "private:\n\tBufferPool buffers_;  // of this server\n};")
        source = CLASS_CC.replace("BufferPool spare_buffers;\n", "").replace(
            "int sum_of", "int Server::run").replace("spare_buffers", "buffers_") + (
                "int sum_of(int n) {\n  Server server;\n  return server.run(n) + server.run(n);\n}\n")
        self.sources({"include/pool.h": header, "src/pool.cc": source,
                      "src/main.cc": MAIN_CC.replace(" %d\\n", "\\n").replace(", many(9)", "")})
        before = self.output()
        self.refactor("migrate", "--pool", "buffers_", "--apply", "--allow-dirty")
        self.assertEqual(self.output(), before)
        self.assertIn(
            "\tpool::bounded_pool<Buffer> buffers_pool_{\n\t\t16,\n\t\tpool::bound::idle,\n"
            "\t\t{.reset = [](Buffer& object) { object.values.clear(); object.used = 0; }},\n"
            "\t\tpool::order::lifo,\n\t\t\"Server.buffers_\"};\n", self.text("include/pool.h"))
        self.assertIn("auto b = buffers_pool_.acquire();", self.text("src/pool.cc"))


class ABound(Migrate):
    """Of a member of a class, which the pool's class keeps in a member of its own."""

    def server(self, member="BufferPool buffers_{4};", constructor="explicit BufferPool(size_t limit) : limit_(limit) {}",
               limit="size_t limit_;", more="", of_server="", body=""):
        header = CLASS_H.replace(
            "    free_.push_back(b);", "    if (free_.size() >= limit_) {\n      delete b;\n      return;\n"
            "    }\n    free_.push_back(b);").replace(
                "  ~BufferPool()", f"  {constructor}\n  ~BufferPool()").replace(
                    "  std::vector<Buffer*> free_;", f"  {limit}\n  std::vector<Buffer*> free_;").replace(
                        " private:", more + " private:").replace(
                            "extern BufferPool spare_buffers;",
                            f"class Server {{\n public:\n{of_server}  int run(int n);\n\n private:\n  {member}\n}};")
        source = CLASS_CC.replace("BufferPool spare_buffers;\n", body).replace(
            "int sum_of", "int Server::run").replace("spare_buffers", "buffers_") + (
                "int sum_of(int n) {\n  Server server;\n  return server.run(n) + server.run(n);\n}\n")
        return self.sources({"include/pool.h": header, "src/pool.cc": source,
                             "src/main.cc": MAIN_CC.replace(" %d\\n", "\\n").replace(", many(9)", "")})

    def moves(self, bound):
        before = self.output()
        self.refactor("migrate", "--pool", "buffers_", "--apply", "--allow-dirty")
        self.assertEqual(self.output(), before)
        self.assertIn(f"pool::bounded_pool<Buffer> buffers_pool_{{\n      {bound},\n      pool::bound::idle,",
                      self.text("include/pool.h"))

    def by_hand(self):
        run = self.refactor("migrate", "--pool", "buffers_", "--apply", "--allow-dirty", code=1)
        self.assertIn("its bound does not show", run.err)
        self.assertNotIn("pool::", self.all_text())

    def test_in_the_declaration(self):
        self.server()
        self.moves("4")

    def test_in_a_constructor_of_its_class(self):
        self.server(member="BufferPool buffers_;", of_server="  Server() : buffers_(6) {}\n")
        self.moves("6")

    def test_in_the_pools_own_member(self):
        self.server(member="BufferPool buffers_;", constructor="BufferPool() = default;", limit="size_t limit_ = 9;")
        self.moves("9")

    def test_by_one_of_two_constructors(self):
        self.server(constructor="explicit BufferPool(size_t limit) : limit_(limit) {}\n  BufferPool() : limit_(3) {}")
        self.moves("4")

    def test_that_the_constructor_doubles(self):
        self.server(constructor="explicit BufferPool(size_t limit) : limit_(2 * limit) {}")
        self.by_hand()

    def test_of_a_parameter_that_is_changed(self):
        self.server(constructor="explicit BufferPool(size_t limit) { ++limit; limit_ = limit; }", limit="size_t limit_ = 1;")
        self.by_hand()

    def test_that_the_get_changes(self):
        header_get = "Buffer* acquire() {\n"
        self.server()
        self.work.write("include/pool.h", self.text("include/pool.h").replace(
            header_get, header_get + "    ++limit_;\n"))
        self.by_hand()

    def test_that_somebody_sets(self):
        self.server(more="  void set_limit(size_t n) { limit_ = n; }\n", of_server="  Server() { buffers_.set_limit(7); }\n")
        run = self.refactor("migrate", "--pool", "buffers_", "--apply", "--allow-dirty", code=1)
        self.assertIn("by hand", run.err)
        self.assertNotIn("pool::", self.all_text())

    def test_that_differs_from_constructor_to_constructor(self):
        self.server(member="BufferPool buffers_;", of_server="  Server() : buffers_(6) {}\n  explicit Server(int) : buffers_(7) {}\n")
        self.by_hand()

    def test_that_an_argument_gives(self):
        self.server(member="BufferPool buffers_;", of_server="  explicit Server(size_t n = 5) : buffers_(n) {}\n")
        self.by_hand()


LIST_CC = """\
#include "node.h"

namespace net {

static Node* free_nodes;

Node* node_alloc() {
  Node* n = free_nodes;
  if (n == nullptr) return new Node;
  free_nodes = n->next;
  return n;
}

void node_free(Node* n) {
  n->next = free_nodes;
  free_nodes = n;
}

}  // namespace net
"""
NODE_H = """\
#pragma once

namespace net {

struct Node {
  Node* next = nullptr;
  int value = 0;
};

Node* node_alloc();
void node_free(Node* node);

}  // namespace net
"""
NODE_MAIN = """\
#include <cstdio>

#include "node.h"

int main() {
  int sum = 0;
  for (int i = 0; i < 20; i++) {
    net::Node* n = net::node_alloc();
    n->value = i;
    sum += n->value;
    net::node_free(n);
  }
  std::printf("%d\\n", sum);
}
"""


class AFreeList(Migrate):
    def test_with_functions_in_a_header(self):
        self.sources({"include/node.h": NODE_H, "src/node.cc": LIST_CC, "src/main.cc": NODE_MAIN})
        self.refactor("migrate", "--pool", "free_nodes", "--apply", "--allow-dirty")
        self.assertEqual(self.output(), "190\n")
        self.assertEqual(self.text("src/node.cc"), '#include "node.h"\n\nnamespace net {\n\n'
                         'pool::sharded_pool<Node> free_nodes_pool({}, {.name = "net.free_nodes"});\n\n'
                         '}  // namespace net\n')
        self.assertIn("extern pool::sharded_pool<Node> free_nodes_pool;\n", self.text("include/node.h"))
        self.assertIn("    auto n = net::free_nodes_pool.acquire();\n", self.text("src/main.cc"))
        self.assertNotIn("node_alloc", self.all_text())


TOKENS_CC = """\
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

struct Tokens {
  std::vector<std::string> words;
  int used = 0;
};

thread_local std::vector<std::unique_ptr<Tokens>> spare_tokens;

static std::unique_ptr<Tokens> get_tokens() {
  if (spare_tokens.empty()) return std::make_unique<Tokens>();
  std::unique_ptr<Tokens> tokens = std::move(spare_tokens.back());
  spare_tokens.pop_back();
  return tokens;
}

static void put_tokens(std::unique_ptr<Tokens> tokens) {
  tokens->words.clear();
  tokens->used = 0;
  if (spare_tokens.size() < 8) spare_tokens.push_back(std::move(tokens));
}

static int split(const char* word) {
  std::unique_ptr<Tokens> tokens = get_tokens();
  tokens->words.push_back(word);
  tokens->used += 3;
  const int size = static_cast<int>(tokens->words.size()) + tokens->used;
  put_tokens(std::move(tokens));
  return size;
}

int main() { std::printf("%d %d\\n", split("a"), split("b")); }
"""


class SmartPointers(Migrate):
    def test_an_object_that_is_assigned_anew(self):
        text = TOKENS_CC.replace("  tokens->words.clear();\n  tokens->used = 0;\n",
                                 "  *tokens = Tokens();\n")
        raw = text.replace("std::unique_ptr<Tokens>", "Tokens*").replace(
            "std::make_unique<Tokens>()", "new Tokens").replace("std::move(tokens)", "tokens").replace(
                "std::move(spare_tokens.back())", "spare_tokens.back()").replace(
                    "if (spare_tokens.size() < 8) ", "").replace('split("b")); }', """split("b"));
  for (Tokens* each : spare_tokens) delete each;
  spare_tokens.clear();
}""")
        for each in (raw, raw.replace("  std::vector<std::string> words;", "  int words[4];").replace(
                "tokens->words.push_back(word);", "tokens->words[0] = *word;").replace(
                    "static_cast<int>(tokens->words.size())", "1")):
            # No hook says it: the put stays, with the reset.
            self.sources({"src/tokens.cc": each})
            before = self.output()
            self.refactor("migrate", "--pool", "spare_tokens", "--apply", "--allow-dirty")
            self.assertIn("  *tokens = Tokens();\n  spare_tokens_pool.put(tokens);\n",
                          self.text("src/tokens.cc"))
            self.assertIn('split("b"));\n  spare_tokens_pool.trim();\n}', self.text("src/tokens.cc"))
            self.assertEqual(self.output(), before)

    def test_what_is_reset_through_one(self):
        self.sources({"src/tokens.cc": TOKENS_CC})
        self.refactor("migrate", "--pool", "spare_tokens", "--apply", "--allow-dirty")
        self.assertEqual(self.output(), "4 4\n")
        self.assertIn("{.reset = [](Tokens& object) { object.words.clear(); object.used = 0; }}",
                      self.text("src/tokens.cc"))
        self.assertIn("  auto tokens = spare_tokens_pool.acquire();\n", self.text("src/tokens.cc"))


class InPlace(Migrate):
    def test_a_pool_that_tells_others(self):
        self.classes(**{
            "include/pool.h": CLASS_H.replace("// Spare", "inline int gets;\ninline void count_get() { ++gets; }"
                                              "\n// Spare").replace(
                "Buffer* acquire() {\n", "Buffer* acquire() {\n    count_get();\n").replace(
                    "int many(int n);", "int many(int n);\nint handed(int n);"),
            "src/main.cc": MAIN_CC.replace("%d\\n\"", "%d %d %d\\n\"").replace(
                "many(9)", "many(9), handed(4), gets")})
        before = self.output()
        self.migrate("--apply", "--allow-dirty")
        self.assertEqual(self.output(), before)
        self.assertIn("    count_get();\n", self.text("include/pool.h"))
        self.assertIn("    return free_pool_.get();\n", self.text("include/pool.h"))
        self.assertNotIn("free_;", self.text("include/pool.h"))
        self.assertEqual(self.sub("status").out.count("the old pool is gone"), 1)

    def bound(self, code=1, **parts):
        """A template with a bound that each pool has for itself."""
        folder = os.path.join(PROJECTS, "refactor", "migrate-in-place-template", "before")
        files = {}
        for name in ("object_pool.h", "main.cc"):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                files["src/" + name] = file.read()
        for before, after in parts.values():
            self.assertTrue(any(before in text for text in files.values()), before)
            files = {name: text.replace(before, after) for name, text in files.items()}
        self.sources(files)
        return self.refactor("migrate", "--pool", "pages", "--apply", "--allow-dirty", code=code).err

    def test_a_bound_that_may_be_none(self):
        """A pool of the runtime with no room at all cannot be made."""
        reason = "whether its bound is more than none does not show, which a new pool needs"
        self.assertIn(reason, self.bound(one=("pages(16)", "pages(0)")))
        self.assertIn(reason, self.bound(one=("pages(16)", "pages(sizeof(Row) - 16)")))
        self.assertIn(reason, self.bound(other=("rows;", "rows(0);")))
        self.assertIn(reason, self.bound(made=(
            "ObjectPool<Row> rows;", "auto owned = std::make_unique<ObjectPool<Row>>(0);\n"
            "  ObjectPool<Row>& rows = *owned;")))
        self.assertIn(reason, self.bound(asked=(
            "static ObjectPool<Page> pages(16)", "static const std::size_t most = std::string(\"\").size();\n"
            "static ObjectPool<Page> pages(most)")))
        self.assertIn(reason, self.bound(second=("pages(16)", "pages(16, 0)"), constructor=(
            "  explicit ObjectPool(std::size_t most = 32) : most_(most) {}",
            "  explicit ObjectPool(std::size_t = 1, std::size_t most = 32) noexcept : most_(most) {}\n"
            "  ObjectPool(const ObjectPool& other) : most_(other.most_) {}")))
        self.assertIn(reason, self.bound(second=("pages(16)", "pages(16, 0)"), constructor=(
            "  explicit ObjectPool(std::size_t most = 32) : most_(most) {}",
            "  static int twice(std::size_t most) { return most > 1 ? (most) : 2; }\n"
            "  explicit ObjectPool(std::size_t = 1, std::size_t most = 32) noexcept : most_(most) {}")))
        self.assertIn(reason, self.bound(default=("most = 32", "most = 0")))
        self.assertIn(reason, self.bound(two=("  explicit ObjectPool",
                                              "  explicit ObjectPool(char) : most_(2) {}\n"
                                              "  explicit ObjectPool")))

    def test_a_bound_that_is_more_than_none(self):
        self.bound(code=0, second=("pages(16)", "pages(16, 4)"), constructor=(
            "  explicit ObjectPool(std::size_t most = 32) : most_(most) {}",
            "  explicit ObjectPool(std::size_t = 1, std::size_t most = 32) noexcept : most_(most) {}"))
        self.bound(code=0, constant=("static ObjectPool<Page> pages(16)",
                                     "static constexpr std::size_t kMost = 16;\nstatic ObjectPool<Page> pages(kMost)"))

    def test_a_bound_that_changes(self):
        self.assertIn("its bound does not show", self.bound(
            setter=("  int taken()", "  void limit(std::size_t most) { most_ = most; }\n  int taken()"),
            member=("const std::size_t most_", "std::size_t most_")))

    def test_memory_that_is_not_constructed(self):
        """The new pool would stand in it."""
        text = ("#include <cstdio>\n#include <cstdlib>\n\nstruct Node {\n  Node* next;\n  int n;\n};\n"
                "struct Cache {\n  Node* free_nodes;\n  int taken;\n};\n\n"
                "static Node* take_node(Cache* cache, int n) {\n  Node* node;\n"
                "  if (cache->free_nodes) {\n    node = cache->free_nodes;\n"
                "    cache->free_nodes = node->next;\n  } else {\n    node = new Node;\n  }\n"
                "  node->n = n;\n  return node;\n}\n\n"
                "static void give_node(Cache* cache, Node* node) {\n  node->next = cache->free_nodes;\n"
                "  cache->free_nodes = node;\n}\n\n"
                "int main() {\n  Cache* cache = static_cast<Cache*>(std::calloc(1, sizeof(Cache)));\n"
                "  Node* node = take_node(cache, 4);\n  std::printf(\"%d\\n\", node->n);\n"
                "  give_node(cache, node);\n}\n")
        self.sources({"src/main.cc": text})
        run = self.refactor("migrate", "--pool", "Cache", "--apply", "--allow-dirty", code=1)
        self.assertIn("the class has no constructor: whether its objects are constructed does not show",
                      run.err)
        zeroed = text.replace("  int taken;\n", "  int taken;\n  Cache() { memset(this, 0, sizeof *this); }"
                              "\n").replace("<cstdlib>", "<cstring>").replace(
                                  "static_cast<Cache*>(std::calloc(1, sizeof(Cache)))", "new Cache")
        self.sources({"src/main.cc": zeroed})
        run = self.refactor("migrate", "--pool", "Cache", "--apply", "--allow-dirty", code=1)
        self.assertIn("the constructor zeroes memory, which may be that of the new pool", run.err)


class NotCertain(Migrate):
    def by_hand(self, reason, **files):
        self.classes(**files)
        before = self.all_text()
        run = self.migrate("--apply", "--allow-dirty", code=1)
        self.assertIn(reason, run.err)
        self.assertIn("by hand", run.err)
        self.assertEqual(self.all_text(), before)

    def test_a_get_with_arguments(self):
        self.by_hand("that no hook can do", **{"include/pool.h": CLASS_H.replace(
            "Buffer* acquire() {", "Buffer* acquire(int n = 0) {").replace(
                "    free_.pop_back();\n    return b;", "    free_.pop_back();\n    b->used = n;\n"
                "    return b;").replace("int many(int n);", "int many(int n);\nint handed(int n);")})

    def test_a_pool_that_tells_others_of_a_spare(self):
        """What is done for each get stays in the get; this new pool tells nobody."""
        self.by_hand("the pool calls count_get, which the new one would not", **{
            "include/pool.h": CLASS_H.replace("// Spare", "void count_get();\n// Spare").replace(
                "    free_.pop_back();\n", "    free_.pop_back();\n    count_get();\n").replace(
                    "int many(int n);", "int many(int n);\nint handed(int n);")})

    def test_a_pool_that_is_asked_how_much_it_has(self):
        """It would tell of a pool that nobody takes from any more."""
        self.by_hand("is still named here", **{
            "include/pool.h": CLASS_H.replace(" private:", "  size_t spares() const { return free_.size(); }\n"
                                              " private:").replace(
                "int many(int n);", "int many(int n);\nint handed(int n);"),
            "src/main.cc": MAIN_CC.replace("%d\\n\"", "%d %d %zu\\n\"").replace(
                "many(9)", "many(9), handed(4), spare_buffers.spares()")})
        self.assertFalse(os.path.exists(self.work.path(PLAN)))

    def test_a_caller_in_a_macro_keeps_those_that_share_its_objects(self):
        """The others go."""
        self.classes(**{"src/pool.cc": CLASS_CC + "\n#define GIVE(x) spare_buffers.release(x)\n" +
                        HANDED.replace("spare_buffers.release(b)", "GIVE(b)")})
        before = self.output()
        run = self.migrate("--apply", "--allow-dirty", code=1)
        self.assertIn("comes out of the macro GIVE", run.err)
        self.assertEqual(self.output(), before)
        self.assertEqual(self.steps(), ("open", {"many": "done", "sum_of": "done",
                                                 "handed, made": "by hand"}))
        self.assertIn("Buffer* b = spare_buffers.acquire();", self.text("src/pool.cc"))

    def test_a_build_without_the_runtime(self):
        self.classes()
        self.work.database(self.units)
        run = self.migrate("--apply", "--allow-dirty", code=1)
        self.assertIn("does not find the headers of the runtime; add them to it", run.err)
        self.assertNotIn("pool::", self.all_text())
        run = self.migrate("--runtime-include", RUNTIME)
        self.assertIn("+pool::sharded_pool<Buffer> spare_buffers_pool(", run.out)
        run = self.migrate("--runtime-include", self.folder, code=2)
        self.assertIn("there is no pool/pool.h in it", run.err)

    def test_a_damaged_file(self):
        self.classes().work.write(PLAN, '{"pool_migration": 1,\n oops')
        for run in (self.migrate(code=2), self.sub("status", code=2), self.sub("rollback", code=2)):
            self.assertIn(PLAN + ":2:1: is no JSON here", run.err)
        os.remove(self.work.path(PLAN))
        self.assertIn("nothing was begun here", self.sub("resume", code=2).err)
        self.assertIn("nothing was begun here", self.sub("rollback", code=2).err)

    def test_a_rollback_looks_no_further_than_its_repository(self):
        folder = os.path.join(self.folder, "outer", "inner")
        os.makedirs(folder)
        with open(os.path.join(self.folder, "outer", PLAN), "w", encoding="utf-8") as file:
            file.write("{}")
        run = self.run_tool("refactor", "migrate", "rollback", cwd=folder)
        self.assertEqual(run.code, 2, run.err)
        self.assertIn("inner: nothing was begun here: there is no pool-migration.json", run.err)


if __name__ == "__main__":
    if len(sys.argv) < 3 or not shutil.which("git"):
        sys.exit("usage: " + sys.argv[0] + " POOL_AUDIT LIBPOOL [TEST]...")
    LIBRARY = os.path.abspath(sys.argv.pop(2))
    main()
