#!/usr/bin/env python3
"""Random programs with a pool: `refactor remove` leaves no identifier of it, and the program prints the
same before and after, built with the address sanitizer.

SEED and COUNT in the environment choose the programs; a failure names its seed."""

import os
import random
import re
import subprocess

from harness import EndToEnd, main

POOL = """\
class PartStock {
 public:
  ~PartStock() { for (Part* part : idle_parts_) delete part; }
  Part* fetch_part() {
    std::lock_guard<std::mutex> lock(stock_mutex_);
    if (idle_parts_.empty()) return new Part;
    Part* part = idle_parts_.back();
    idle_parts_.pop_back();
    return part;
  }
  void recycle_part(Part* part) {
    part->reset();
    std::lock_guard<std::mutex> lock(stock_mutex_);
    idle_parts_.push_back(part);
  }

 private:
  std::mutex stock_mutex_;
  std::vector<Part*> idle_parts_;
};
"""
OBJECT = """\
struct Part {
  std::vector<int> items;
  int used = 0;
  void reset() { items.clear(); used = 0; }
};
"""
NAMES = ("PartStock", "part_stock", "fetch_part", "recycle_part", "idle_parts_", "stock_mutex_")


class Writer:
    """One program. Every object goes back on every path, in the function that took it or in one to
    which it was handed."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.tab = self.random.choice(["  ", "    ", "\t"])
        self.functions = []
        self.handing = False

    def program(self):
        for index in range(self.random.randint(2, 5)):
            self.functions.append(self.function(index))
        if self.random.random() < 0.5:
            self.handing = True
            self.functions.append(self.handed())
        calls = [f"f{i}({self.random.randint(0, 9)})" for i in range(9)
                 if any(f" f{i}(" in each for each in self.functions)]
        if self.handing:
            calls.append("ended(3)")
        prints = "".join(f'{self.tab}std::printf("%d\\n", {call});\n' for call in calls)
        own = self.random.random() < 0.5
        head = "#pragma once\n#include <mutex>\n#include <vector>\n\n" + OBJECT + "\n" + POOL
        use = ("static void look(Part* part, int n) { part->used += n; }\n"
               "static int peek(const Part& part) { return part.used; }\n\n")
        if own:
            return {"src/parts.h": head, "src/main.cc":
                    '#include <cstdio>\n#include "parts.h"\n\nstatic PartStock part_stock;\n\n' + use +
                    "\n".join(self.functions) + f"\nint main() {{\n{prints}}}\n"}
        heads = "".join(head + ";\n" for each in self.functions
                        for head in re.findall(r"^(?:int|Part\*) \w+\(.*?\)", each, re.M))
        return {"src/parts.h": head + "\nextern PartStock part_stock;\n" + heads,
                "src/work.cc": '#include "parts.h"\n\nPartStock part_stock;\n\n' + use +
                "\n".join(self.functions),
                "src/main.cc": '#include <cstdio>\n#include "parts.h"\n\n'
                f"int main() {{\n{prints}}}\n"}

    def line(self, depth, text):
        return self.tab * depth + text + "\n"

    def use(self, name, depth):
        kind = self.random.randrange(9)
        if kind == 0:
            return self.line(depth, f"look({name}, n);")
        if kind == 1:
            return self.line(depth, f"sum += peek(*{name});")
        if kind == 2:
            return self.line(depth, f"{name}->items.push_back(n);")
        if kind == 3:
            return self.line(depth, f"if ({name} != nullptr) sum += {name}->used;")
        if kind == 4:
            return (self.line(depth, "for (int i = 0; i < n; ++i) {") +
                    self.line(depth + 1, f"{name}->used += i;  // a step") + self.line(depth, "}"))
        if kind == 5:
            return self.line(depth, f"if (!{name}) return -2;")
        if kind == 6:
            return self.line(depth, f"look({name}, peek(*{name}));")
        if kind == 7:
            return self.line(depth, f"(*{name}).used++;")
        return self.line(depth, f"sum += static_cast<int>({name}->items.size()) + {name}->used;")

    def end(self, name, depth):
        return self.line(depth, f"part_stock.recycle_part({name});")

    def object(self, depth, index):
        name = self.random.choice(["part", "p", "x"]) + str(index)
        text = self.line(depth, f"{self.random.choice(['Part*', 'auto*', 'auto'])} {name} = "
                         "part_stock.fetch_part();")
        for _ in range(self.random.randint(1, 4)):
            text += self.use(name, depth)
            if self.random.random() < 0.25:
                text += (self.line(depth, f"if (sum > {self.random.randint(0, 40)}) {{") +
                         self.end(name, depth + 1) + self.line(depth + 1, "return sum;") +
                         self.line(depth, "}"))
        return text + self.end(name, depth)

    def function(self, index):
        text = self.line(0, f"int f{index}(int n) {{") + self.line(1, "int sum = n;")
        for i in range(self.random.randint(1, 2)):
            where = self.random.randrange(3)
            if where == 0:
                text += self.object(1, i)
            elif where == 1:
                text += self.line(1, "for (int round = 0; round < 3; ++round) {")
                text += self.object(2, i) + self.line(1, "}")
            else:
                text += self.line(1, "if (n > 2) {") + self.object(2, i) + self.line(1, "}")
        return text + self.line(1, "return sum;") + self.line(0, "}")

    def handed(self):
        return ("Part* begun(int n) {\n" + self.line(1, "Part* part = part_stock.fetch_part();") +
                self.line(1, "part->used = n;") + self.line(1, "return part;") + "}\n\n"
                "int ended(int n) {\n" + self.line(1, "Part* part = begun(n);") +
                self.line(1, "const int sum = part->used * 2;") + self.end("part", 1) +
                self.line(1, "return sum;") + "}\n")


class RandomPrograms(EndToEnd):
    def output(self, work, units):
        done = subprocess.run(["clang++-22", "-std=c++20", "-O0", "-fsanitize=address,undefined",
                               "-o", work.path("program"), *(work.path(each) for each in units)],
                              check=False, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        done = subprocess.run([work.path("program")], check=False, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_print_the_same_without_the_pool(self):
        first = int(os.environ.get("SEED", "1"))
        self.environment["XDG_STATE_HOME"] = os.path.join(self.folder, "state")
        for seed in range(first, first + int(os.environ.get("COUNT", "8"))):
            with self.subTest(seed=seed):
                self.run_program(seed)

    def run_program(self, seed):
        files = Writer(seed).program()
        work = self.project(f"p{seed}")
        for name, text in files.items():
            work.write(name, text)
        units = [name for name in files if name.endswith(".cc")]
        work.database(units)
        before = self.output(work, units)
        (pool,) = self.inventory(work).report()["pools"]
        run = self.run_tool("refactor", "remove", work.path("build"), "--root", work.folder,
                            "--cache-dir", work.cache, "--pool", pool["name"], "--apply",
                            "--allow-dirty")
        self.assertEqual(run.code, 0, run.err + "".join(files.values()))
        text = "".join(work.read(name).decode() for name in files)
        for name in NAMES:
            self.assertNotIn(name, text)
        self.assertEqual(self.output(work, units), before, text)


if __name__ == "__main__":
    main()
