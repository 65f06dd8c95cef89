#!/usr/bin/env python3
"""Stands in for pool-audit where only the build around it is tested: extract writes the compile
command as "facts" and a real dependency file, link writes the sources that it was given as JSON.
Each extract appends its source to $FAKE_LOG."""

import json
import os
import subprocess
import sys


def option(arguments, name):
    return [arguments[i + 1] for i, word in enumerate(arguments[:-1]) if word == name]


def extract(arguments):
    split = arguments.index("--")
    command = arguments[split + 1:]
    (output,) = option(arguments[:split], "--output")
    source = command[command.index("-c") + 1]
    for depfile in option(arguments[:split], "--depfile"):
        plain = [w for w in command if not w.startswith("-M") and not w.endswith((".o", ".d"))
                 and w not in ("-o", "-c")]
        subprocess.run(plain + ["-fsyntax-only", "-MD", "-MF", depfile, "-MT", output], check=True)
    with open(output, "w", encoding="utf-8") as out:
        json.dump(command, out)
    with open(os.environ["FAKE_LOG"], "a", encoding="utf-8") as log:
        log.write(os.path.basename(source) + "\n")


def link(arguments):
    (list_file,) = [word[1:] for word in arguments if word.startswith("@")]
    with open(list_file, encoding="utf-8") as names:
        commands = [json.load(open(name.strip(), encoding="utf-8")) for name in names]
    for output in option(arguments, "--output"):
        with open(output, "w", encoding="utf-8") as out:
            json.dump({"commands": commands, "arguments": arguments}, out)


if __name__ == "__main__":
    {"extract": extract, "link": link}[sys.argv[1]](sys.argv[2:])
