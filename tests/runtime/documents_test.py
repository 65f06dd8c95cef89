"""Compiles every C++ block of the runtime's documents. The blocks of one page are one program.

Arguments: the repository, a C++ compiler.
"""
import pathlib
import re
import subprocess
import sys
import unittest

repository = pathlib.Path(sys.argv[1])
compiler = sys.argv[2]

PRELUDE = """
#include <chrono>
#include <cstdio>
#include <memory>
#include <memory_resource>
#include <mutex>
#include <source_location>
#include <string>
#include <vector>
#include "pool/pool.h"
"""


def blocks(page):
    return re.findall(r"^```cpp\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL)


class Documents(unittest.TestCase):
    def test_blocks_compile(self):
        seen = 0
        for page in sorted((repository / "docs/runtime").glob("*.md")):
            code = blocks(page)
            if not code:
                continue
            seen += len(code)
            result = subprocess.run(
                [compiler, "-std=c++20", "-Wall", "-Wextra", "-Werror", "-fsyntax-only",
                 f"-I{repository}/runtime/include", "-x", "c++", "-"],
                input=PRELUDE + "\n".join(code), text=True, capture_output=True, check=False)
            self.assertEqual(result.returncode, 0, f"{page}:\n{result.stderr}")
        self.assertGreater(seen, 5, "the pages have lost their blocks")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
