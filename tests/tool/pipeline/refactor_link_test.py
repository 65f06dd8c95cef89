#!/usr/bin/env python3
"""What a removal takes away is needed by nobody: programs in which another unit reaches for a function or
variable of the pool without its header. Whatever the removal does, the program links and says what it
said before."""

import subprocess

from harness import EndToEnd, main

NODE_H = """\
#pragma once
struct node { struct node* next; int number; };
struct node* node_get(void);
void node_put(struct node* node);
"""
POOL_C = """\
#include "node.h"

#include <stdlib.h>

struct node* spare_nodes;
int spare_count;

struct node* node_get(void) {
  struct node* node = spare_nodes;
  if (node == NULL) return malloc(sizeof *node);
  spare_nodes = node->next;
  spare_count--;
  return node;
}

void node_put(struct node* node) {
  node->next = spare_nodes;
  spare_nodes = node;
  spare_count++;
}
"""
MAIN_C = """\
#include <stdio.h>

#include "node.h"

int other(int number);

int main(void) {
  struct node* node = node_get();
  if (node == NULL) return 1;
  node->number = 3;
  printf("%d\\n", node->number);
  node_put(node);
  printf("%d\\n", other(4));
  return 0;
}
"""
# What is common to the other units.
OTHER = """\
struct node { struct node* next; int number; };
struct node* node_get(void);
void node_put(struct node* node);
int other(int number) {
  struct node* node = node_get();
  int out;
  if (node == 0) return 0;
  node->number = number;
  out = node->number;
  node_put(node);
  return out;
}
"""
# Never gets by name: the pool's own function stands in a table.
TABLE = """\
struct node { struct node* next; int number; };
struct node* node_get(void);
static struct node* (*const calls[])(void) = {node_get};
int other(int number) { return number + (calls[0] != 0); }
"""
# With a helper that no header declares and only the pool calls.
HELPED = POOL_C.replace("struct node* node_get(void) {", """\
int node_zero(void) { return 0; }

struct node* node_get(void) {""", 1).replace("spare_count++;", "spare_count += 1 + node_zero();")


class Links(EndToEnd):
    def build_and_run(self, work, units):
        done = subprocess.run(["clang-22", "-std=gnu11", "-Iinclude", "-o", self.folder + "/program", *units],
                              cwd=work.folder, check=False, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return subprocess.run([self.folder + "/program"], check=True, capture_output=True, text=True).stdout

    def remove(self, other, name="src/other.c", pool=POOL_C):
        """The run, and whether it changed anything."""
        work = self.project()
        for path, text in (("include/node.h", NODE_H), ("src/pool.c", pool), ("src/main.c", MAIN_C),
                           (name, other)):
            work.write(path, text)
        units = ["src/pool.c", "src/main.c", name]
        work.database(units)
        before = self.build_and_run(work, units)
        run = self.run_tool("refactor", "remove", work.path("build"), "--root", work.folder, "--cache-dir",
                            work.cache, "--pool", "spare_nodes", "--apply", "--allow-dirty")
        self.assertIn(run.code, (0, 1), run.err)
        self.assertEqual(self.build_and_run(work, units), before, run.err)
        return run, work.read("src/pool.c").decode() != pool

    def stays(self, name, other, pool=POOL_C):
        """Nothing is changed, and the place is named."""
        run, changed = self.remove(other, name, pool)
        self.assertFalse(changed, run.err)
        self.assertIn(name, run.err)

    def test_a_caller_that_declares_the_functions_itself(self):
        _, changed = self.remove(OTHER)
        self.assertTrue(changed)

    def test_a_function_that_another_unit_declares_itself(self):
        _, changed = self.remove("int node_size(void);\nint other(int n) { return n + node_size(); }\n",
                                 pool=POOL_C + "\nint node_size(void) { return (int)sizeof(struct node); }\n")
        self.assertTrue(changed)

    def test_a_helper_that_another_unit_declares_itself(self):
        self.remove("int node_zero(void);\nint other(int n) { return n + node_zero(); }\n", pool=HELPED)

    def test_a_helper_that_the_build_calls(self):
        self.remove("int node_zero(void);\nint other(int n) { return n + node_zero(); }\n", "build/other.c",
                    pool=HELPED)

    def test_a_helper_whose_name_another_unit_puts_together(self):
        self.remove("#define ZERO(of) of##_zero\nint ZERO(node)(void);\n"
                    "int other(int n) { return n + ZERO(node)(); }\n", pool=HELPED)

    def test_a_count_that_another_unit_declares_itself(self):
        self.stays("src/other.c", "extern int spare_count;\nint other(int n) { return n + spare_count; }\n")

    def test_a_count_that_the_build_reads(self):
        self.stays("build/other.c", "extern int spare_count;\nint other(int n) { return n + spare_count; }\n")

    def test_a_variable_whose_name_another_unit_puts_together(self):
        self.remove("#define OF(a, b) a##_##b\nstruct node;\nextern struct node* OF(spare, nodes);\n"
                    "int other(int n) { return OF(spare, nodes) == 0 ? n : n - 100 * (n > 9); }\n")

    def test_a_caller_that_the_build_writes(self):
        self.remove(OTHER, "build/other.c")

    def test_names_that_another_unit_puts_together(self):
        self.remove(OTHER.replace("int other(", "#define CALL(of, what) of##_##what\nint other(")
                    .replace("= node_get()", "= CALL(node, get)()"))

    def test_an_address_that_another_unit_takes(self):
        self.remove(OTHER.replace("= node_get()", "= take()")
                    .replace("int other(", "static struct node* (*const take)(void) = node_get;\nint other("))

    def test_a_table_that_the_build_writes(self):
        self.remove(TABLE, "build/other.c")

    def test_a_table_of_names_that_are_put_together(self):
        self.remove("#define NAME(of, what) of##_##what\n" + TABLE.replace("node_get", "NAME(node, get)"))

    def test_names_that_others_put_together(self):
        """A macro that makes other names is in nobody's way."""
        _, changed = self.remove("#define NAME(of, what) of##_##what\n"
                                 "int other(int n) { int NAME(a, b) = n; return a_b; }\n")
        self.assertTrue(changed)


if __name__ == "__main__":
    main()
