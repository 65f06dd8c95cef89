#!/usr/bin/env python3
"""pool-audit refactor migrate, of pools that hand out memory: programs say the same with the blocks of
the runtime, under the address sanitizer, and what would not is left as it is, with the reason."""

import os
import shutil
import sys

from harness import PROJECTS, main
from migrate_test import Migrate

CASES = os.path.join(PROJECTS, "refactor")


def read(case, name):
    with open(os.path.join(CASES, case, "before", name), encoding="utf-8") as file:
        return file.read()


POCO = {"include/Poco/MemoryPool.h": read("migrate-memory-operators", "include/Poco/MemoryPool.h")}
BOOST = {"include/boost/pool/pool.hpp": read("migrate-memory-members", "include/boost/pool/pool.hpp")}
STREAMS = {**POCO, **{name: read("migrate-memory-operators", name)
                      for name in ("include/streams.h", "src/streams.cc", "src/main.cc")}}
STORE_CC = """\
#include <boost/pool/pool.hpp>
#include <cstdio>

struct Node {
  int value;
};

class Store {
 public:
  Node* take() {
    void* block = blocks_.malloc();
    return block != nullptr ? new (block) Node{1} : nullptr;
  }
  void give(Node* node) { blocks_.free(node); }

 private:
  boost::pool<> blocks_{sizeof(Node)};
};

int main() {
  Store store;
  Node* kept = store.take();
  Node* node = store.take();
  node->value += kept->value;
  std::printf("%d\\n", node->value);
  store.give(node);
}
"""


class Memory(Migrate):
    def one(self, *changes, **files):
        text = STORE_CC
        for old, new in changes:
            self.assertIn(old, text)
            text = text.replace(old, new)
        return self.sources({**BOOST, "src/main.cc": text, **files})

    def move(self, pool, code=0):
        return self.refactor("migrate", "--pool", pool, "--apply", "--allow-dirty", code=code)

    def moves(self, pool, *wanted):
        before = self.output()
        self.move(pool)
        self.assertEqual(self.output(), before)
        for each in wanted:
            self.assertIn(each, self.all_text())

    def by_hand(self, pool, reason):
        before = self.all_text()
        run = self.move(pool, code=1)
        self.assertIn(reason, run.err)
        self.assertIn("by hand", run.err)
        self.assertEqual(self.all_text(), before)


class Moves(Memory):
    def test_members_of_the_same_name(self):
        """Each class has its own, and none takes another's for an earlier step of its own."""
        self.sources(STREAMS)
        self.moves("net::Input::_pool", "pool::block_pool Input::_pool_blocks(")
        self.moves("net::Output::_pool",
                   "pool::block_pool Output::_pool_blocks(\n"
                   "    {.bytes = sizeof(Output), .prefilled = 2}, {.name = \"net.Output._pool\"});\n",
                   "\tstatic pool::block_pool _pool_blocks;\n\n\tint _sum = 0;",
                   "_pool_blocks.put(ptr);")
        for name in ("Poco::", "_pool.get", "_pool.release", '#include "Poco/MemoryPool.h"'):
            for file in ("include/streams.h", "src/streams.cc"):
                self.assertNotIn(name, self.text(file))

    def test_what_is_not_given_back_ends_with_the_pool(self):
        """Else the address sanitizer would find it at the exit."""
        self.one()
        self.moves("blocks_", ".at_end = ::pool::rest::freed")

    def test_memory_of_malloc(self):
        self.one(("boost::pool<> blocks_", "boost::pool<boost::default_user_allocator_new_delete> blocks_"))
        self.moves("blocks_", "blocks_pool_.get_or_null()")

    def test_a_constructor_that_throws(self):
        """Its memory goes back to the pool that it is of."""
        text = STREAMS["src/main.cc"].replace(
            "  std::size_t size = 0;\n", "  std::size_t size = 0;\n  try {\n    delete new net::Input(nullptr);\n"
            "  } catch (const std::exception&) {\n    size = 1;\n  }\n").replace(
                "#include <thread>\n", "#include <stdexcept>\n#include <thread>\n")
        header = STREAMS["include/streams.h"].replace(
            "\tstd::size_t size() const", "\texplicit Input(std::nullptr_t) { throw std::runtime_error(\"no\"); }\n"
            "\tstd::size_t size() const").replace("#include <string>\n", "#include <stdexcept>\n#include <string>\n")
        self.sources({**STREAMS, "src/main.cc": text, "include/streams.h": header})
        self.moves("net::Input::_pool", "_pool_blocks")

    def test_objects_of_a_static_that_ends_behind_the_pool(self):
        """It was made first, so that its destructor runs when the pool has ended."""
        text = STREAMS["src/main.cc"].replace("int main() {\n", """\
struct Last {
  net::Input* held = nullptr;
  ~Last() { std::printf("%zu\\n", held->size()); }
};

int main() {
  static Last last;
  last.held = new net::Input("abc");
""")
        streams = STREAMS["src/streams.cc"]
        self.sources({**STREAMS, "src/main.cc": text, "src/streams.cc": streams})
        self.environment["ASAN_OPTIONS"] = "detect_leaks=0"  # it is never given back, on either side
        self.moves("net::Input::_pool", "_pool_blocks")

    def test_a_variable_with_a_declaration(self):
        self.sources({**BOOST, "include/nodes.h": "#pragma once\n#include <boost/pool/pool.hpp>\n\n"
                      "struct Node { int value; };\n\nextern boost::pool<> nodes;\n",
                      "src/nodes.cc": "#include \"nodes.h\"\n\nboost::pool<> nodes(sizeof(Node));\n",
                      "src/main.cc": "#include <cstdio>\n#include \"nodes.h\"\n\nint main() {\n"
                      "  void* node = nodes.malloc();\n  std::printf(\"%d\\n\", node != nullptr);\n"
                      "  nodes.free(node);\n}\n"})
        self.moves("nodes", "extern ::pool::block_pool nodes_pool;\n", "nodes_pool.put(node);")

    def test_a_size_with_constants(self):
        self.one(("class Store", "enum { kHeader = 16 };\nconstexpr int kMore = 2 * kHeader;\n\nclass Store"),
                 ("{sizeof(Node)}", "{sizeof(Node) + kHeader * 2 + kMore, 8}"))
        self.moves("blocks_", "{.bytes = sizeof(Node) + kHeader * 2 + kMore, .at_end = ::pool::rest::freed}")


class Objects(Memory):
    """Of a pool that makes one for each user: where that is noticed, an assignment is not the same."""

    def objects(self, *changes):
        text = read("migrate-boost", "src/main.cc")
        for old, new in changes:
            self.assertIn(old, text)
            text = text.replace(old, new)
        return self.sources({"include/boost/pool/object_pool.hpp":
                             read("migrate-boost", "include/boost/pool/object_pool.hpp"), "src/main.cc": text})

    def test_a_destructor_that_counts(self):
        self.objects(("struct Point {", "static int alive = 0;\n\nstruct Point {\n  ~Point() { --alive; }"),
                     ("    point->x += i;", "    ++alive;\n    point->x += i;"),
                     ("%d\\n\", Canvas().draw(5)", "%d %d\\n\", Canvas().draw(5), alive"))
        self.by_hand("points", "objects are made and destroyed for each user, and this is seen elsewhere")

    def test_a_member_that_numbers_itself(self):
        self.objects(("struct Point {", "static int last = 0;\n\nstruct Id {\n  Id() : number(++last) {}\n"
                      "  int number;\n};\n\nstruct Point {\n  Id id;"),
                     ("sum += point->x", "sum += point->id.number + point->x"))
        self.by_hand("points", "and this is seen elsewhere: 'Id::Id'")

    def test_members_that_are_set(self):
        self.objects(("struct Point {\n  int x = 1;", "struct Point {\n  Point() : x(1) {}\n  int x;"))
        self.moves("points", "object = {};")


class ByHand(Memory):
    def test_a_bound(self):
        self.sources({**STREAMS, "src/streams.cc": STREAMS["src/streams.cc"].replace(
            "_pool(sizeof(Output), 2)", "_pool(sizeof(Output), 2, 5)")})
        self.by_hand("net::Output::_pool", "the pool is bounded by 5, and what it does there has no equal")

    def test_asked_for_a_count(self):
        self.sources({**STREAMS, "src/streams.cc": STREAMS["src/streams.cc"].replace(
            "void* Output::operator new(std::size_t)\n{\n",
            "void* Output::operator new(std::size_t)\n{\n\tif (_pool.allocated() > 90) return nullptr;\n")})
        self.by_hand("net::Output::_pool", "here is neither a get nor a put")

    def test_a_size_that_an_argument_gives(self):
        self.one(("{sizeof(Node)}", ""), (" public:\n", " public:\n  explicit Store(int bytes) : blocks_(bytes) {}\n"),
                 ("Store store", "Store store(sizeof(Node))"))
        self.by_hand("blocks_", "'bytes' is no constant that shows")

    def test_a_size_that_another_unit_knows(self):
        self.one(("class Store", "extern const int node_bytes;\n\nclass Store"), ("{sizeof(Node)}", "{node_bytes}"),
                 **{"src/bytes.cc": "extern const int node_bytes;\nconst int node_bytes = 4;\n"})
        self.by_hand("blocks_", "'node_bytes' is no constant that shows")

    def test_a_size_with_an_effect(self):
        self.one(("class Store", "static int asked = 0;\nstatic int bytes() { return 4 + asked++; }\n\nclass Store"),
                 ("{sizeof(Node)}", "{bytes()}"))
        self.by_hand("blocks_", "'bytes()' is no constant that shows")

    def test_two_constructors_that_differ(self):
        self.one(("{sizeof(Node)}", ""), (" public:\n", " public:\n  Store() : blocks_(sizeof(Node)) {}\n"
                                          "  explicit Store(int) : blocks_(sizeof(Node) + 8) {}\n"))
        self.by_hand("blocks_", "the pool is made in several ways")

    def test_memory_that_is_counted(self):
        self.one(("class Store", """\
static int blocks_of_memory = 0;

struct counted {
  static char* malloc(std::size_t bytes) {
    ++blocks_of_memory;
    return new char[bytes];
  }
  static void free(char* block) { delete[] block; }
};

class Store"""), ("boost::pool<>", "boost::pool<counted>"), ("std::printf(\"%d\\n\", node->value)",
                  "std::printf(\"%d %d\\n\", node->value, blocks_of_memory)"))
        self.by_hand("blocks_", "its memory comes from counted, which may do more than new and delete")

    def test_a_pool_of_each_thread(self):
        self.one(("class Store", "static thread_local boost::pool<> blocks_{sizeof(Node)};\n\nclass Store"),
                 ("\n private:\n  boost::pool<> blocks_{sizeof(Node)};\n", ""))
        self.by_hand("blocks_", "each thread has a pool of its own, which ends with it")

    def test_all_at_once(self):
        self.one(("  void give(", "  void clear() { blocks_.purge_memory(); }\n  void give("),
                 ("  store.give(node);", "  store.clear();"))
        self.by_hand("blocks_", "all blocks are given back at once here")

    def test_a_name_for_something_else(self):
        self.one(("  void give(", "  boost::pool<>& blocks() { return blocks_; }\n  void give("))
        self.by_hand("blocks_", "the pool is named here for something else than a call")

    def test_an_assertion_of_more(self):
        self.one(("{ blocks_.free(node); }", "{\n    assert(blocks_.is_from(node) && node->value++);\n"
                  "    blocks_.free(node);\n  }"), ("#include <cstdio>", "#include <cassert>\n#include <cstdio>"))
        self.by_hand("blocks_", "neither a get nor a put")

    def test_a_class_template(self):
        """The definition of its pool has a head that is no part of it."""
        self.one(("class Store", "template <class T>\nclass Store"), ("Node*", "T*"), ("new (block) Node", "new (block) T"),
                 ("  boost::pool<> blocks_{sizeof(Node)};", "  static boost::pool<> blocks_;"),
                 ("int main() {\n  Store store;\n  T* kept", "template <class T>\nboost::pool<> Store<T>::blocks_(sizeof(T));\n\n"
                  "int main() {\n  Store<Node> store;\n  Store<long> other;\n  other.give(other.take());\n  Node* kept"),
                 ("  T* node", "  Node* node"))
        before = self.output()
        run = self.run_tool("refactor", "migrate", self.work.path("build"), "--root", self.work.folder,
                            "--cache-dir", self.work.cache, "--pool", "blocks_", "--apply", "--allow-dirty")
        self.assertEqual(run.code, 1, run.err)
        self.assertEqual(self.output(), before)


if __name__ == "__main__":
    if len(sys.argv) < 3 or not shutil.which("git"):
        sys.exit("usage: " + sys.argv[0] + " POOL_AUDIT LIBPOOL [TEST]...")
    import migrate_test
    migrate_test.LIBRARY = os.path.abspath(sys.argv.pop(2))
    main()
