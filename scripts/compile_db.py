#!/usr/bin/env python3
"""Turns what `make -nwk` prints into a compile_commands.json, and tidies an existing one.

    make -nwk >make.log; compile_db.py make.log --output compile_commands.json
    compile_db.py --missing compile_commands.json    sources that are not there: folder TAB file
    compile_db.py --prune compile_commands.json      drops the entries of such sources

Understands directory changes (make -w, `cd x && ...`), continued lines, libtool, ccache, automake's
dependency bookkeeping and its `test -f 'x.c' || echo '../src/'`x.c way of naming a source. A command
counts when it runs a C or C++ compiler with -c on one source file. Everything else is passed over.
"""

import argparse
import json
import os
import re
import shlex
import sys

COMPILER = re.compile(r"^(?:[a-z0-9_]+-)*(?:cc|c\+\+|gcc|g\+\+|clang|clang\+\+)(?:-[0-9.]+)?$")
SOURCE = re.compile(r"\.(?:c|cc|cp|cpp|cxx|c\+\+|C)$")
ENTER = re.compile(r"^\S*make(?:\[\d+\])?: Entering directory ['`](.*)'$")
LEAVE = re.compile(r"^\S*make(?:\[\d+\])?: Leaving directory ['`](.*)'$")
# automake: `test -f 'a.cc' || echo '../src/'`a.cc (the file's name follows the backquotes)
TEST_F = re.compile(r"`test -f '?([^'` ]+)'? \|\| echo '?([^'`]*)'?`(\S+)")
WITH_VALUE = {"-o", "-I", "-D", "-U", "-include", "-isystem", "-iquote", "-idirafter", "-imacros",
              "-MF", "-MT", "-MQ", "-x", "-Xclang", "-arch", "-isysroot", "--param"}


def logical_lines(lines):
    """Joins lines that end in a backslash."""
    held = ""
    for line in lines:
        line = line.rstrip("\n")
        if line.endswith("\\"):
            held += line[:-1] + " "
            continue
        yield held + line
        held = ""
    if held:
        yield held


def simple_commands(line):
    """Splits a shell line into lists of words at ; && || | & and parentheses."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=";&|()")
    lexer.whitespace_split = True
    lexer.commenters = ""
    words = []
    try:
        for token in lexer:
            if token and set(token) <= set(";&|()"):
                if words:
                    yield words
                words = []
            else:
                words.append(token)
    except ValueError:  # unbalanced quotes: not a command that we know
        return
    if words:
        yield words


def strip_wrappers(words):
    """Drops what stands before the compiler: assignments, env, ccache, libtool and its shell."""
    if "--mode=compile" in words:
        words = words[words.index("--mode=compile") + 1:]
    while words and (re.match(r"^[A-Za-z_]\w*=", words[0])
                     or os.path.basename(words[0]) in ("env", "ccache", "distcc")):
        words = words[1:]
    return words


def entry_of(words, directory):
    words = strip_wrappers(words)
    if not words or not COMPILER.match(os.path.basename(words[0])) or "-c" not in words:
        return None
    sources = []
    output = ""
    skip = False
    for word, following in zip(words[1:], words[2:] + [""]):
        if skip:
            skip = False
            continue
        if word == "-o":
            output = following
        if word in WITH_VALUE:
            skip = True
        elif not word.startswith("-") and SOURCE.search(word):
            sources.append(word)
    if len(sources) != 1:
        return None
    entry = {"directory": directory, "file": sources[0], "arguments": words}
    if output:
        entry["output"] = output
    return entry


def resolve_test_f(line, directory):
    def choose(match):
        tested, prefix, name = match.groups()
        found = os.path.exists(os.path.join(directory, tested))
        return name if found else prefix + name

    return TEST_F.sub(choose, line)


def database(lines, start):
    """The entries of a log, each once, in the order of the log."""
    stack = [start]
    entries = {}
    for line in logical_lines(lines):
        if match := ENTER.match(line):
            stack.append(os.path.join(stack[-1], match.group(1)))
            continue
        if LEAVE.match(line):
            if len(stack) > 1:
                stack.pop()
            continue
        directory = stack[-1]
        line = resolve_test_f(line, directory)
        # What other backquotes would print is unknown, and no compiler is called in them.
        line = re.sub(r"`[^`]*`", "", line)
        for words in simple_commands(line):
            if words[0] == "cd" and len(words) == 2:
                directory = os.path.normpath(os.path.join(directory, words[1]))
                continue
            entry = entry_of(words, directory)
            if entry:
                key = (entry["directory"], entry["file"], entry.get("output", ""))
                entries.setdefault(key, entry)
    return list(entries.values())


def is_missing(entry):
    return not os.path.exists(os.path.join(entry["directory"], entry["file"]))


def read_database(path):
    with open(path, encoding="utf-8", errors="surrogateescape") as file:
        return json.load(file)


def write_database(entries, path):
    with open(path, "w", encoding="utf-8", errors="surrogateescape") as out:
        json.dump(entries, out, indent=1)
        out.write("\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("log", nargs="?", help="output of make -nwk")
    parser.add_argument("--output", help="the compile database to write")
    parser.add_argument("--directory", default=os.getcwd(), help="folder that make ran in")
    parser.add_argument("--missing", metavar="DATABASE", help="list sources that are not there")
    parser.add_argument("--prune", metavar="DATABASE", help="drop entries without a source")
    options = parser.parse_args()

    if options.missing:
        for entry in filter(is_missing, read_database(options.missing)):
            print(entry["directory"], entry["file"], sep="\t")
        return
    if options.prune:
        entries = read_database(options.prune)
        kept = [entry for entry in entries if not is_missing(entry)]
        write_database(kept, options.prune)
        print(f"dropped {len(entries) - len(kept)} entries whose source is not there")
        return
    if not options.log or not options.output:
        parser.error("expected a log and --output")
    with open(options.log, encoding="utf-8", errors="surrogateescape") as log:
        entries = database(log, options.directory)
    if not entries:
        sys.exit(f"error: {options.log}: no compile command in it; was make run with -n and V=1?")
    write_database(entries, options.output)


if __name__ == "__main__":
    main()
