#!/usr/bin/env python3
"""Write the active view of a source tree: the text that the compiler really reads.

  active.py SOURCE_ROOT COMPILE_COMMANDS OUT_DIR

Each file under SOURCE_ROOT that some entry of the compile database includes is written to OUT_DIR at
the same relative path, with the same line numbers. A line that no entry compiles (it stands inside
a false #if) is empty, comments are blanks, string contents are kept, macros are not expanded. Counts
made by grep on that view are counts of what is compiled.

Uses `gcc -E -fdirectives-only`, which evaluates conditionals and expands no macro.
"""
import json
import os
import re
import shlex
import subprocess
import sys
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor

MARKER = re.compile(r'# (\d+) "((?:[^"\\]|\\.)*)"')


def preprocess(entry):
    arguments = entry.get("arguments") or shlex.split(entry["command"])
    kept, take_next = [], False
    for a in arguments[1:]:
        if take_next or a.startswith(("-I", "-D", "-U", "-isystem", "-iquote", "-include", "-std=")):
            take_next = not take_next and a in ("-I", "-D", "-U", "-isystem", "-iquote", "-include")
            kept.append(a)
    source = os.path.join(entry["directory"], entry["file"])
    driver = "gcc" if source.endswith(".c") else "g++"
    run = subprocess.run([driver, "-E", "-fdirectives-only", "-w", *kept, source],
                         cwd=entry["directory"], capture_output=True, text=True, errors="replace")
    return entry, run.stdout, run.returncode, run.stderr[:300]


def active_lines(text, directory):
    """Lines of each file that survive the conditionals: {path: {line}}."""
    lines, path, at = defaultdict(set), None, 0
    for row in text.split("\n"):
        m = MARKER.match(row)
        if m:
            at, path = int(m.group(1)), os.path.normpath(os.path.join(directory, m.group(2)))
            continue
        if path and row.strip():
            lines[path].add(at)
        at += 1
    return lines


def without_comments(text):
    out, i, n = [], 0, len(text)
    while i < n:
        c = text[i]
        if text.startswith("//", i):
            while i < n and text[i] != "\n":
                i += 1
        elif text.startswith("/*", i):
            end = text.find("*/", i + 2)
            end = n if end < 0 else end + 2
            out.append(re.sub(r"[^\n]", " ", text[i:end]))
            i = end
        elif c in "\"'":
            j = i + 1
            while j < n and text[j] != c and text[j] != "\n":
                j += 2 if text[j] == "\\" else 1
            out.append(text[i:j + 1])
            i = j + 1
        else:
            out.append(c)
            i += 1
    return "".join(out)


def main():
    root, database, out = (os.path.realpath(a) for a in sys.argv[1:4])
    active = defaultdict(set)
    with open(database) as f:
        entries = json.load(f)
    with ThreadPoolExecutor(2) as workers:
        for entry, text, code, error in workers.map(preprocess, entries):
            if code:
                print(f"{entry['file']}: {error}", file=sys.stderr)
            for path, lines in active_lines(text, entry["directory"]).items():
                active[path] |= lines
    written = 0
    for path, lines in active.items():
        if not os.path.realpath(path).startswith(root + os.sep) or not os.path.isfile(path):
            continue
        with open(path, errors="replace") as f:
            rows = without_comments(f.read()).split("\n")
        # A macro definition continued over lines is one line of output: its rows go with its first.
        keep, joined = [], False
        for number, row in enumerate(rows, 1):
            keep.append(row if number in lines or joined else "")
            joined = (number in lines or joined) and row.endswith("\\")
        target = os.path.join(out, os.path.relpath(os.path.realpath(path), root))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "w") as f:
            f.write("\n".join(keep))
        written += 1
    print(f"{len(entries)} entries, {written} files")


if __name__ == "__main__":
    main()
