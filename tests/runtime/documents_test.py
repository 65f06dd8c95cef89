"""Compiles every C++ block of the runtime's documents, the blocks of one page being one program, and
every public header by itself; compares the environment variables that are read and documented.

Arguments: the repository, a C++ compiler.
"""
import pathlib
import re
import shutil
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

    def test_headers_compile_alone(self):
        headers = sorted((repository / "runtime/include/pool").rglob("*.h"))
        self.assertGreater(len(headers), 20)
        compilers = {compiler} | {name for name in ("g++", "clang++-22") if shutil.which(name)}
        for each in sorted(compilers):
            for header in headers:
                # Twice: a guard that is misspelt shows.
                line = f'#include "{header}"\n'
                result = subprocess.run(
                    [each, "-std=c++20", "-Wall", "-Wextra", "-Wundef", "-Werror", "-fsyntax-only",
                     f"-I{repository}/runtime/include", "-x", "c++", "-"],
                    input=line * 2, text=True, capture_output=True, check=False)
                self.assertEqual(result.returncode, 0, f"{each} {header}:\n{result.stderr}")

    def test_environment_variables(self):
        code = "".join(path.read_text() for path in (repository / "runtime/src").glob("*.cc"))
        read = set(re.findall(r'(?:getenv\(|of_environment\(|variable\{)"(POOL_\w+)"', code))
        self.assertEqual(read, set(re.findall(r'"(POOL_[A-Z_]+)"', code)), "a name that is not read")
        pages = "".join(path.read_text() for folder in ("docs/runtime", "runtime/include", "runtime/src")
                        for path in sorted((repository / folder).rglob("*.[mh]*")))
        told = set(re.findall(r"\bPOOL_[A-Z_]+\b", pages))
        self.assertEqual(read - told, set(), "read, but told nowhere")
        # What is written as a setting or called an environment variable has to be read.
        settings = set(re.findall(r"\b(POOL_[A-Z_]+)=", pages))
        settings |= set(re.findall(r"nvironment\s+(?://\s*)?variable[s]?\s+`?(POOL_[A-Z_]+)", pages))
        macros = set(re.findall(r"#\s*define\s+(POOL_[A-Z_]+)", pages))
        tests = (repository / "tests/runtime/stress.h").read_text()
        read |= set(re.findall(r'getenv\("(POOL_\w+)"', tests))
        self.assertEqual(settings - macros - read, set(), "told, but not read")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
