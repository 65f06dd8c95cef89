"""The CMake path with the real pool-audit: what the map and the reduce of a build find in the bundled
example is what one run over its compile database finds.

    cmake_tool_test.py POOL_AUDIT
"""

import json
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
INCLUDE = """
list(APPEND CMAKE_MODULE_PATH {cmake})
include(PoolAuditTarget)
cmake_language(DEFER CALL pool_audit_target gateway ROOT {root})
"""


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        build = os.path.join(folder, "build")
        included = os.path.join(folder, "include.cmake")
        with open(included, "w", encoding="utf-8") as file:
            file.write(INCLUDE.format(cmake=os.path.join(ROOT, "cmake"), root=ROOT))
        run("cmake", "-G", "Ninja", "-S", os.path.join(ROOT, "examples"), "-B", build,
            "-DCMAKE_C_COMPILER=clang-22", "-DCMAKE_CXX_COMPILER=clang++-22",
            "-DPOOL_AUDIT_EXECUTABLE=" + program, "-DCMAKE_PROJECT_INCLUDE=" + included)
        run("ninja", "-C", build, "pool-audit-gateway")
        with open(os.path.join(build, "pool-audit", "gateway.json"), encoding="utf-8") as file:
            joined = json.load(file)["pools"]
        whole = json.loads(run(program, "inventory", build, "--root", ROOT, "--format", "json",
                               "--quiet", "--no-cache"))["pools"]
        again = run("ninja", "-C", build, "pool-audit-gateway")
        if "no work to do" not in again:
            sys.exit("a second build reads sources again:\n" + again)
    if not joined or joined != whole:
        names = [sorted(pool["name"] for pool in pools) for pools in (joined, whole)]
        sys.exit(f"the reports differ: the build found {names[0]}, one run found {names[1]}")
    print(f"Ran 1 test in 1 build: {len(joined)} pools both ways")


if __name__ == "__main__":
    main()
