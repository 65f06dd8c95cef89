#!/usr/bin/env python3
"""What users of clang-tidy expect of checks holds for those of the module: suppressions, header
filters, options, configuration files, errors, and many sources at once."""

import os
import shutil

import harness
from harness import ROOT, TidyTest, findings_in, main

LEAK = """\
int NAME(BufferPool& pool, bool ready) {
  Buffer* buffer = pool.get();REMARK
  if (!ready) return -1;
  pool.put(buffer);
  return 0;
}
"""
POINTS = """\
#include "prelude.h"
struct Point { int x; int y; };
static ObjectPool<Point> points;  // for the test
void use() { points.put(points.get()); }
"""
OWN_POOL = """\
struct Frame { char bytes[400]; };
template <class T> struct Frames { T* take(); void give(T*); };
int f(Frames<Frame>& frames, bool ready) {
  Frame* frame = frames.take();
  if (!ready) return -1;
  frames.give(frame);
  return 0;
}
"""
OWN_MODEL = """\
pools:
  - id: test.frames
    pool: {type: "Frames<$T>"}
    acquire:
      - {fn: take, object: return, fails: never}
    release:
      - {fn: give, object: arg(0)}
"""


def leak(name="send", remark=""):
    return LEAK.replace("NAME", name).replace("REMARK", remark)


class Suppression(TidyTest):
    def setUp(self):
        super().setUp()
        self.prelude()

    def lines(self, text):
        self.write("a.cc", '#include "prelude.h"\n' + text)
        return [line for _, line, _, _ in self.checked("a.cc", checks="-*,pool-missing-put")]

    def test_a_finding_without(self):
        self.assertEqual(self.lines(leak()), [3])

    def test_nolint(self):
        for remark in ("NOLINT", "NOLINT(pool-missing-put)", "NOLINT(pool-*): the caller knows"):
            with self.subTest(remark):
                self.assertEqual(self.lines(leak("a", "  // " + remark) + leak("b")), [9])

    def test_nolint_of_another_rule(self):
        self.assertEqual(self.lines(leak(remark="  // NOLINT(pool-double-put)")), [3])

    def test_nextline_and_block(self):
        body = leak().replace("  Buffer*", "  // NOLINTNEXTLINE(pool-missing-put)\n  Buffer*")
        self.assertEqual(self.lines(body), [])
        block = f"// NOLINTBEGIN(pool-missing-put)\n{leak('a')}// NOLINTEND(pool-missing-put)\n"
        self.assertEqual(self.lines(block + leak("b")), [11])


class Headers(TidyTest):
    def setUp(self):
        super().setUp()
        self.prelude()
        self.write("lib/leak.h", '#include "../prelude.h"\ninline ' + leak("in_header"))
        self.write("a.cc", '#include "lib/leak.h"\n' + leak())
        self.write("b.cc", '#include "lib/leak.h"\n')

    def files(self, *arguments, sources=("a.cc",)):
        return [(file, line) for file, line, _, _ in
                self.checked(*sources, arguments=arguments, checks="-*,pool-missing-put")]

    def test_filters(self):
        both = [("a.cc", 3), ("lib/leak.h", 3)]
        self.assertEqual(sorted(self.files("-header-filter=.*")), both)
        self.assertEqual(self.files("-header-filter=other"), both[:1])
        self.assertEqual(self.files("-header-filter=.*", "-line-filter=[{\"name\":\"leak.h\"}]"),
                         both[1:])

    def test_a_header_is_reported_once(self):
        found = self.files("-header-filter=.*", sources=("a.cc", "b.cc"))
        self.assertEqual(found.count(("lib/leak.h", 3)), 1)

    def test_system_headers_are_not_the_programs(self):
        self.write("a.cc", "#include <leak.h>\n")
        isystem = "-extra-arg=-isystem" + self.path("lib")
        self.assertEqual(self.files(isystem, "-header-filter=.*", "-system-headers"), [])


class Options(TidyTest):
    def setUp(self):
        super().setUp()
        self.prelude()
        self.write("a.cc", POINTS)

    def tiny(self, *arguments):
        return [check for _, _, check, _ in
                self.checked("a.cc", arguments=arguments, checks="-*,pool-tiny-type")]

    def test_a_number(self):
        self.assertEqual(self.tiny(), ["pool-tiny-type"])
        self.assertEqual(self.tiny("-config={CheckOptions: {pool-tiny-type.MinimumBytes: 8}}"), [])
        self.write(".clang-tidy", "CheckOptions:\n  pool-tiny-type.MinimumBytes: 8\n")
        self.assertEqual(self.tiny(), [])

    def test_no_number(self):
        config = "-config={CheckOptions: {pool-tiny-type.MinimumBytes: many}}"
        self.database("a.cc")
        run = self.tidy("-p", self.folder, "-checks=-*,pool-tiny-type", config, self.path("a.cc"))
        self.assertIn("invalid configuration value 'many' for option "
                      "'pool-tiny-type.MinimumBytes'", run.stdout)
        self.assertIn("'points' pools objects of 8 bytes", run.stdout)

    def test_dump_and_verify(self):
        dump = self.tidy("-dump-config", "-checks=-*,pool-*", "a.cc", "--").stdout
        self.assertRegex(dump, r"pool-tiny-type.MinimumBytes: '?64'?\n")
        self.write(".clang-tidy", "Checks: 'pool-*'\nCheckOptions:\n"
                   "  pool-tiny-type.MinimumBytes: 8\n  pool.Models: prelude.yaml\n")
        self.tidy("-verify-config")
        self.write(".clang-tidy", "CheckOptions:\n  pool-tiny-type.MinimalBytes: 8\n")
        run = self.tidy("-verify-config", code=1)
        self.assertIn("unknown check option 'pool-tiny-type.MinimalBytes'", run.stderr)


class Models(TidyTest):
    def setUp(self):
        super().setUp()
        self.write("src/deep/a.cc", OWN_POOL)

    def lost(self, *arguments):
        return [(line, check) for _, line, check, _ in self.checked(
            "src/deep/a.cc", arguments=arguments, checks="-*,pool-missing-put")]

    def test_the_nearest_file(self):
        self.assertEqual(self.lost(), [])
        self.write("src/.pool-audit.yaml", OWN_MODEL)
        self.assertEqual(self.lost(), [(4, "pool-missing-put")])

    def test_files_of_the_configuration(self):
        self.write("models/frames.yaml", OWN_MODEL)
        self.write("models/none.yaml", "pools: []\n")
        for files in ("models/frames.yaml", "models/none.yaml; models/frames.yaml",
                      self.path("models/frames.yaml")):
            with self.subTest(files):
                self.write(".clang-tidy", f"CheckOptions:\n  pool.Models: '{files}'\n")
                self.assertEqual(self.lost(), [(4, "pool-missing-put")])

    def errors(self):
        self.database("src/deep/a.cc")
        run = self.tidy("-p", self.folder, "-checks=-*,pool-*", self.path("src/deep/a.cc"), code=1)
        self.assertEqual(run.stdout.count("error: "), 1, run.stdout)
        return run.stdout

    def test_mistakes_are_errors(self):
        self.write(".pool-audit.yaml", "pools:\n  - id: test.frames\n    pol: {}\n")
        self.assertRegex(self.errors(), r"error: .*\.pool-audit\.yaml:3:\d+.*'pol'")
        self.write(".pool-audit.yaml", "pools: []\n")
        self.write(".clang-tidy", "CheckOptions:\n  pool.Models: 'none.yaml'\n")
        self.assertRegex(self.errors(), r"error: .*none\.yaml.*\[clang-tidy-config\]")


class Sources(TidyTest):
    def setUp(self):
        super().setUp()
        self.prelude()

    def test_errors_cost_what_they_touch(self):
        self.write("a.cc", '#include "prelude.h"\nint broken() { return nowhere; }\n' + leak())
        found = self.checked("a.cc", checks="-*,pool-missing-put", code=1)
        self.assertEqual([each[:3] for each in found], [("a.cc", 2, "clang-diagnostic-error"),
                                                        ("a.cc", 4, "pool-missing-put")])

    def test_plain_c(self):
        folder = os.path.join(ROOT, "tests", "projects", "rules")
        for name in (".pool-audit.yaml", "pool.h"):
            shutil.copy(os.path.join(folder, name), self.folder)
        self.write("a.c", '#include "pool.h"\nvoid f(void) {\n  struct item* item = c_get(items);\n'
                   "  c_put(items, item);\n  c_put(items, item);\n}\n")
        self.assertEqual([each[1:3] for each in self.checked("a.c", checks="-*,pool-double-put")],
                         [(5, "pool-double-put")])

    def test_each_unit_is_judged_by_itself(self):
        names = [f"u{i}.cc" for i in range(4)]
        for i, name in enumerate(names):
            self.write(name, '#include "prelude.h"\n' + "\n" * i + leak(f"f{i}"))
        found = self.checked(*names, checks="-*,pool-missing-put")
        self.assertEqual([each[:2] for each in found], [(f"u{i}.cc", 3 + i) for i in range(4)])

    def test_warnings_as_errors(self):
        self.write("a.cc", '#include "prelude.h"\n' + leak())
        (found,) = self.checked("a.cc", checks="-*,pool-missing-put", code=1,
                                arguments=["-warnings-as-errors=pool-missing-put"])
        self.assertEqual(found[2], "pool-missing-put,-warnings-as-errors")

    def test_uses_elsewhere_are_not_denied(self):
        # In another unit an object may be given back.
        text = '#include "prelude.h"\nSTATIC ObjectPool<Buffer> buffers;\n' \
               "void use() { buffers.get()->clear(); }\n"
        self.write("a.cc", text.replace("STATIC ", ""))
        self.write("b.cc", text.replace("STATIC", "static"))
        found = self.checked("a.cc", "b.cc", checks="-*,pool-no-reuse")
        self.assertEqual([each[:3] for each in found], [("b.cc", 2, "pool-no-reuse")])

    def test_run_clang_tidy(self):
        names = ["a.cc", "b.cc", "lib/c.cc"]
        for i, name in enumerate(names):
            self.write(name, '#include "' + "../" * name.count("/") + 'prelude.h"\n'
                       + leak(f"f{i}"))
        self.database(*names)
        run = self.run_command(harness.run_clang_tidy, "-p", self.folder, "-quiet", "-j", "2",
                               "-clang-tidy-binary", harness.clang_tidy, "-load", harness.module,
                               "-checks=-*,pool-missing-put")
        found = sorted(os.path.relpath(each[0], self.folder) for each in findings_in(run.stdout))
        self.assertEqual(found, names)


if __name__ == "__main__":
    main()
