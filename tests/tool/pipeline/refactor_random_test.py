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

# How a get begins that sets its object up, and how a put ends it: each is one of several.
TAKES = ("""\
    Part* part = nullptr;
    if (!idle_parts_.empty()) {
      part = idle_parts_.back();  // the last one
      idle_parts_.pop_back();
    } else {
      part = new Part();
    }
""", """\
    Part* part;
    if (idle_parts_.size() > 0) {
      part = idle_parts_.back();
      idle_parts_.pop_back();
    } else part = new Part;
""", """\
    Part* part = nullptr;
    {
      if (idle_parts_.empty() == false) {
        part = idle_parts_.back();
        idle_parts_.pop_back();
      }
    }
    if (part == nullptr) part = new Part();
""")
GIVES = ("""\
    if (idle_parts_.size() >= most_idle_) {
      delete part;
      return;
    }
    idle_parts_.push_back(part);
""", """\
    if (idle_parts_.size() < most_idle_) {
      part->reset();
      idle_parts_.push_back(part);
    } else {
      delete part;
    }
""", """\
    part->reset();
    idle_parts_.push_back(part);
""")
# The spares are members of a class that does more; the get takes an argument.
MEMBER = """\
class PartStock {
 public:
  explicit PartStock(std::size_t most) : name_("stock"), idle_parts_(), most_idle_(most), given_(0) {}
  ~PartStock() { for (Part* part : idle_parts_) delete part; }
  Part* fetch_part(int used) {
@LOCK@@TAKE@    part->reset();
    part->used = used;
    return part;
  }
  void recycle_part(Part* part) {
@LOCK@@GIVE@  }
  // How long the name is.
  int total() const { return given_ + static_cast<int>(name_.size()); }

 private:
  std::string name_;
@MUTEX@  std::vector<Part*> idle_parts_;
  std::size_t most_idle_;
  int given_;
};
"""
C_POOL = """\
#include <stdlib.h>
#include <string.h>
#include "parts.h"

#define MOST_IDLE_PARTS 3

static struct part *idle_parts;
static int idle_part_count; /* of them */

struct part *fetch_part(int used) {
@TAKE@  if (part == NULL) abort();
  memset(part, 0, sizeof *part);
  part->used = used;
  return part;
}

void recycle_part(struct part *part) {
@GIVE@}
"""
C_TAKES = ("""\
  struct part *part = idle_parts;
  if (part != NULL) {
    idle_parts = part->next;
    idle_part_count--;
  } else {
    part = malloc(sizeof *part);
  }
""", """\
  struct part *part;
  if (idle_parts) {
    part = idle_parts;
    idle_parts = part->next;
    --idle_part_count;
  } else
    part = malloc(sizeof(struct part));
""", """\
  struct part *part = idle_parts;
  if (!part) part = calloc(1, sizeof *part);
  else { idle_parts = part->next; idle_part_count -= 1; }
""")
C_GIVES = ("""\
  if (idle_part_count >= MOST_IDLE_PARTS) {
    free(part);
    return;
  }
  part->next = idle_parts;
  idle_parts = part;
  idle_part_count++;
""", """\
  if (idle_part_count < MOST_IDLE_PARTS) {
    part->next = idle_parts;
    idle_parts = part;
    ++idle_part_count;
  } else free(part);
""")
C_HEAD = """\
struct part {
  struct part *next;
  int used;
};
struct part *fetch_part(int used);
void recycle_part(struct part *part);
"""


class Writer:
    """One program. Every object goes back on every path, in the function that took it or in one to
    which it was handed."""

    names = NAMES

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


class MemberWriter(Writer):
    """The pool is a part of a class that stays, and its get takes an argument."""

    names = ("idle_parts_", "most_idle_", "stock_mutex_")

    def program(self):
        locked = self.random.random() < 0.5
        pool = MEMBER.replace("@TAKE@", self.random.choice(TAKES))
        pool = pool.replace("@GIVE@", self.random.choice(GIVES))
        pool = pool.replace("@LOCK@", "    std::lock_guard<std::mutex> lock(stock_mutex_);\n" if locked
                            else "").replace("@MUTEX@", "  std::mutex stock_mutex_;\n" if locked else "")
        if "most_idle_)" not in pool.replace("most_idle_(", ""):
            pool = pool.replace("most_idle_(most), ", "").replace("  std::size_t most_idle_;\n", "")
            pool = pool.replace("std::size_t most)", "std::size_t)")
        files = super().program()
        for name, text in files.items():
            text = text.replace(POOL, pool).replace("fetch_part()", "fetch_part(n)")
            text = text.replace("#include <mutex>\n", "#include <cstddef>\n#include <mutex>\n#include <string>\n")
            text = re.sub(r"^((?:static )?PartStock part_stock);", r"\1(2);", text, flags=re.M)
            if "int main() {\n" in text:
                text = text.replace("int main() {\n", "int main() {\n"
                                    '  std::printf("%d\\n", part_stock.total());\n')
            files[name] = text
        return files


class CWriter(Writer):
    """A list in a C file, behind two functions."""

    names = ("idle_parts", "idle_part_count", "MOST_IDLE_PARTS")

    def program(self):
        pool = C_POOL.replace("@TAKE@", self.random.choice(C_TAKES))
        pool = pool.replace("@GIVE@", self.random.choice(C_GIVES))
        functions = [self.function(index) for index in range(self.random.randint(2, 5))]
        prints = "".join(f'{self.tab}printf("%d\\n", f{i}({self.random.randint(0, 9)}));\n'
                         for i in range(len(functions)))
        return {"src/parts.h": C_HEAD, "src/parts.c": pool, "src/main.c":
                '#include <stdio.h>\n#include "parts.h"\n\n'
                "static void look(struct part *part, int n) { part->used += n; }\n\n" +
                "\n".join(functions) + f"\nint main(void) {{\n{prints}{self.tab}return 0;\n}}\n"}

    def use(self, name, depth):
        return self.line(depth, self.random.choice([
            f"look({name}, n);", f"sum += {name}->used;", f"{name}->used++; /* a step */",
            f"if ({name} != NULL) sum += {name}->used;", f"look({name}, {name}->used);"]))

    def end(self, name, depth):
        return self.line(depth, f"recycle_part({name});")

    def object(self, depth, index):
        return super().object(depth, index).replace("auto* ", "struct part *").replace(
            "auto ", "struct part *").replace("Part* ", "struct part *").replace(
                "part_stock.fetch_part()", "fetch_part(n)")


def writer(seed):
    return (Writer, MemberWriter, CWriter)[seed % 3](seed)


class RandomPrograms(EndToEnd):
    def output(self, work, units):
        compiler = ["clang-22"] if units[0].endswith(".c") else ["clang++-22", "-std=c++20"]
        done = subprocess.run([*compiler, "-O0", "-fsanitize=address,undefined", "-o",
                               work.path("program"), *(work.path(each) for each in units)],
                              check=False, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        done = subprocess.run([work.path("program")], check=False, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_print_the_same_without_the_pool(self):
        first = int(os.environ.get("SEED", "1"))
        self.environment["XDG_STATE_HOME"] = os.path.join(self.folder, "state")
        for seed in range(first, first + int(os.environ.get("COUNT", "9"))):
            with self.subTest(seed=seed):
                self.run_program(seed)

    def run_program(self, seed):
        made = writer(seed)
        files = made.program()
        work = self.project(f"p{seed}")
        for name, text in files.items():
            work.write(name, text)
        units = [name for name in files if name.endswith((".c", ".cc"))]
        work.database(units)
        before = self.output(work, units)
        (pool,) = self.inventory(work).report()["pools"]
        run = self.run_tool("refactor", "remove", work.path("build"), "--root", work.folder,
                            "--cache-dir", work.cache, "--pool", pool["name"], "--apply",
                            "--allow-dirty")
        self.assertEqual(run.code, 0, run.err + "".join(files.values()))
        text = "".join(work.read(name).decode() for name in files)
        for name in made.names:
            self.assertNotIn(name, text)
        self.assertEqual(self.output(work, units), before, text)


if __name__ == "__main__":
    main()
