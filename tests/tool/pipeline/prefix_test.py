"""Beginnings that units share are parsed once, and headers have one owner: both cost no more work
than they save, and change no report."""

from harness import CXX, EndToEnd, main

PREFIX = """\
#include <map>
#include <memory>
#include <string>
#include <vector>
#include "common.h"
"""
COMMON = """\
#pragma once
#include <vector>
template <class T> struct Recycler {
  std::vector<T*> free_;
  T* get() { if (free_.empty()) return new T; T* t = free_.back(); free_.pop_back(); return t; }
  void put(T* t) { free_.push_back(t); }
};
inline int helper(int x) { return x + 1; }
"""
UNIT = PREFIX + """\
struct ThingN { int x; };
Recycler<ThingN> thingsN;
int useN() { ThingN* t = thingsN.get(); int n = helper(t->x); thingsN.put(t); return n; }
"""


class Prefix(EndToEnd):
    def units(self, count, text):
        project = self.project("shared")
        names = []
        for i in range(count):
            names.append(f"u{i}.cc")
            project.write(names[-1], text.replace("N", str(i)))
        project.database(names)
        return project

    def test_a_shared_beginning_is_parsed_once(self):
        project = self.units(8, UNIT)
        project.write("common.h", COMMON)
        run = self.inventory(project, "--no-cache", "--stats")
        self.assertEqual(run.stats()["shared prefix headers"], 1)
        self.assertEqual(len(run.report()["pools"]), 8)
        # Without a place for the precompiled header there is none, and nothing else changes.
        without = self.inventory(project, "--stats",
                                 env={**self.environment, "TMPDIR": "/nonexistent"})
        self.assertEqual(without.stats()["shared prefix headers"], 0)
        self.assertEqual(without.bytes, run.bytes)
        # What was found without it is found again with it.
        warm = self.inventory(project, "--stats")
        self.assertEqual(warm.stats()["extracted"], 0)
        self.assertEqual(warm.bytes, run.bytes)

    def test_a_change_of_a_shared_header_is_noticed(self):
        project = self.units(8, UNIT)
        project.write("common.h", COMMON)
        self.inventory(project)
        project.write("common.h", COMMON.replace("free_", "idle_"))
        changed = self.inventory(project, "--stats")
        self.assertEqual(changed.stats()["from the cache"], 0)
        self.assertEqual(len(changed.report()["pools"]), 8)

    def test_a_header_that_nobody_reads_costs_nobody_a_second_run(self):
        project = self.units(12, '#include "common.h"\n' + UNIT[len(PREFIX):])
        project.write("common.h", COMMON + '#ifdef NEVER\n#include "never.h"\n#endif\n')
        project.write("never.h", "#pragma once\ninline void* free_list_get() { return 0; }\n")
        run = self.inventory(project, "--stats")
        self.assertEqual(run.stats()["extracted"], 12)
        self.assertEqual(len(run.report()["pools"]), 12)

    def test_a_header_goes_to_the_unit_that_reads_it(self):
        project = self.units(6, '#include "common.h"\n' + UNIT[len(PREFIX):])
        project.write("common.h", COMMON + '#ifdef LAST\n#include "last.h"\n#endif\n')
        project.write("last.h", "#pragma once\nstruct Last { int x; };\n"
                                "inline Recycler<Last> lasts;\n"
                                "inline int last() { Last* l = lasts.get(); int n = l->x;\n"
                                "  lasts.put(l); return n; }\n")
        project.database([project.entry(f"u{i}.cc", CXX + (["-DLAST"] if i == 5 else []))
                          for i in range(6)])
        pools = {pool["name"]: pool for pool in self.inventory(project).report()["pools"]}
        self.assertIn("lasts", pools)
        self.assertEqual(len(pools["lasts"]["sites"]), 2)


if __name__ == "__main__":
    main()
