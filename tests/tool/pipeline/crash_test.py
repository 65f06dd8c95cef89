"""A unit that makes the compiler crash, hang or eat memory costs that unit alone, and an interrupt
costs what had not been reached."""

import os
import signal
import subprocess
import time

from harness import EndToEnd, main, sites, units

# Two to the power of DEPTH steps in a constant expression, no limit of the compiler in the way.
HANG = """\
#include "pool.h"
constexpr unsigned long spin(unsigned depth) {
  return depth == 0 ? 1 : spin(depth - 1) + spin(depth - 1);
}
static_assert(spin(60) == 1);
int use() { Buffer* b = buffers.get(); buffers.put(b); return 0; }
"""
PATIENT = ["c++", "-std=c++20", "-fconstexpr-steps=4294967295"]

# Twice as large with each line, all of it kept in memory.
MEMORY = '#include "pool.h"\n' + """\
template <unsigned long N, class... T> struct Grow : Grow<N - 1, T..., T..., struct A> {};
template <class... T> struct Grow<0, T...> {};
struct A {};
int use() { Buffer* b = buffers.get(); Grow<40> grow; buffers.put(b); return 0; }
"""


def children_of(pid):
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
        return [int(word) for word in file.read().split()]


def is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


class Isolation(EndToEnd):
    def setUp(self):
        super().setUp()
        self.tree = self.project().pools("a.cc", "bad.cc", "c.cc", "d.cc")

    def bad_reason(self, *arguments):
        """The reason reported for bad.cc; all others are analysed."""
        report = self.inventory(self.tree, *arguments, code=3).report()
        states = units(report)
        state, reason = states.pop("bad.cc")
        self.assertEqual(state, "failed")
        self.assertEqual(set(states.values()), {("analysed", "")})
        gets = [site for site in sites(report["pools"][0]) if site[0] == "get"]
        self.assertEqual([site[1] for site in gets if site[1] != "bad.cc"],
                         ["a.cc", "c.cc", "d.cc"])
        return reason

    def test_crash(self):
        for pragma in ("crash", "llvm_fatal_error"):
            for jobs in ("-j1", "-j2"):
                with self.subTest(pragma=pragma, jobs=jobs):
                    self.tree.write("bad.cc", f'#include "pool.h"\n#pragma clang __debug {pragma}\n'
                                              "int use() { return buffers.get()->length; }\n")
                    reason = self.bad_reason(jobs)
                    self.assertIn("crashed: SIG", reason)
                    self.assertNotIn(self.folder, reason)

    def test_stack_overflow(self):
        self.tree.write("bad.cc", '#include "pool.h"\nint n = use(buffers);\nint m = '
                        + "(" * 300000 + "1" + ")" * 300000 + ";\n")
        self.tree.database(["a.cc", self.tree.entry("bad.cc", ["c++", "-fbracket-depth=1000000"]),
                            "c.cc", "d.cc"])
        self.environment["ASAN_OPTIONS"] = "handle_segv=0"  # else it exits in an orderly way
        self.assertIn("crashed: SIGSEGV", self.bad_reason("--time-limit", "60"))

    def test_every_unit_crashes(self):
        names = [f"bad{n}.cc" for n in range(4)]
        for name in names:
            self.tree.write(name, '#include "pool.h"\nint x = use(buffers);\n'
                                  "#pragma clang __debug crash\n")
        self.tree.database(names)
        report = self.inventory(self.tree, code=3).report()
        self.assertEqual({state for state, _ in units(report).values()}, {"failed"})

    def test_hang(self):
        self.tree.write("bad.cc", HANG)
        self.tree.database(["a.cc", self.tree.entry("bad.cc", PATIENT), "c.cc", "d.cc"])
        reason = self.bad_reason("--time-limit", "2")
        self.assertIn("2 s", reason)

    def test_memory(self):
        self.tree.write("bad.cc", MEMORY)
        self.tree.database(["a.cc", self.tree.entry("bad.cc", ["c++", "-ftemplate-depth=100000"]),
                            "c.cc", "d.cc"])
        reason = self.bad_reason("--memory-limit", "400", "--time-limit", "100")
        self.assertIn("memory", reason)

    def test_crashed_unit_in_the_cache(self):
        self.tree.write("bad.cc", '#include "pool.h"\nint x = use(buffers);\n'
                                  "#pragma clang __debug crash\n")
        first = self.bad_reason()
        self.assertEqual(self.bad_reason(), first)
        self.tree.write("bad.cc", '#include "pool.h"\n')
        self.inventory(self.tree)


class Interrupt(EndToEnd):
    def setUp(self):
        super().setUp()
        names = ["a.cc", "b.cc", "hang.cc", "z.cc"]
        self.tree = self.project().pools(*names)
        self.whole = self.inventory(self.tree, "--no-cache")
        self.good = self.tree.read("hang.cc")
        self.tree.write("hang.cc", HANG)
        self.tree.database([self.tree.entry(name, PATIENT) for name in names])

    def interrupt(self, number, group=False):
        """Sends a signal once a worker is busy with hang.cc; returns code, report, workers."""
        process = subprocess.Popen(
            self.command(self.tree.path("build"), "--root", self.tree.folder, "--format", "json",
                         "--cache-dir", self.tree.cache, "-j1", "--time-limit", "0"),
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            start_new_session=True)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.kill)
        # Two units have been stored, so the third keeps the worker busy for ever.
        deadline = time.monotonic() + 120
        while len(self.stored_facts()) < 2 or not children_of(process.pid):
            self.assertIsNone(process.poll(), "the run ended by itself")
            self.assertLess(time.monotonic(), deadline, "the run does not get to hang.cc")
            time.sleep(0.05)
        workers = children_of(process.pid)
        if group:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
        out, err = process.communicate(timeout=120)
        return process.returncode, out, err, workers

    def stored_facts(self):
        done = self.run_tool("cache", "stats", "--cache-dir", self.tree.cache)
        # A unit leaves a manifest, a result and its facts at least; four files were scanned.
        count = int(done.out.rpartition(": ")[2].split()[0])
        return range(max(0, count - 5) // 3)

    def assert_good_end(self, number, group):
        code, out, err, workers = self.interrupt(number, group)
        self.assertEqual(code, 128 + number, err)
        self.assertIn(b"interrupted", err)
        deadline = time.monotonic() + 30
        while any(is_alive(worker) for worker in workers):
            self.assertLess(time.monotonic(), deadline, "a worker is left behind")
            time.sleep(0.05)
        self.assert_fits_schema(out)
        self.assertIn(b'"not reached: the run was interrupted"', out)
        self.assertIn(b'"file": "a.cc", "line": 2', out)
        self.assertEqual(os.listdir(self.environment["TMPDIR"]), [])
        # The cache is whole, and keeps what was done.
        self.tree.write("hang.cc", self.good)
        after = self.inventory(self.tree, "--stats")
        self.assertEqual(after.bytes, self.whole.bytes)
        self.assertGreaterEqual(after.stats()["from the cache"], 2)

    def test_interrupt(self):
        self.assert_good_end(signal.SIGINT, group=False)

    def test_terminate(self):
        self.assert_good_end(signal.SIGTERM, group=False)

    def test_control_c_reaches_the_workers_too(self):
        self.assert_good_end(signal.SIGINT, group=True)

    def test_killed(self):
        code, _, _, workers = self.interrupt(signal.SIGKILL)
        self.assertEqual(code, -signal.SIGKILL)
        for worker in workers:
            self.addCleanup(end, worker)
        self.tree.write("hang.cc", self.good)
        self.assertEqual(self.inventory(self.tree).bytes, self.whole.bytes)


def end(worker):
    if is_alive(worker):
        os.kill(worker, signal.SIGKILL)


if __name__ == "__main__":
    main()
