#!/usr/bin/env python3
"""Validates reports against docs/formats/inventory.schema.json.

usage: validate.py [--self-test] SCHEMA REPORT...

Exits with 1 and names the member when a report does not fit. --self-test also damages each report
in every way that the schema forbids, and fails when a damaged one is accepted: it proves that the
schema looks at every member.
"""

import copy
import json
import sys

import jsonschema


def wrong(schema_errors):
    for error in schema_errors:
        where = "/" + "/".join(str(step) for step in error.absolute_path)
        yield f"{where}: {error.message}"


def paths(value, prefix=()):
    """Every value below `value`, as the steps that lead to it."""
    if isinstance(value, dict):
        for key, child in value.items():
            yield prefix + (key,)
            yield from paths(child, prefix + (key,))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield prefix + (index,)
            yield from paths(child, prefix + (index,))


def parent_of(report, steps):
    for step in steps[:-1]:
        report = report[step]
    return report


def damaged(report):
    """(description, report) for each way to damage it: no member may be missing, of another type,
    or joined by one that nobody knows. Of the elements of an array, one of a kind is enough."""
    seen = set()
    for steps in list(paths(report)):
        shape = tuple("*" if isinstance(step, int) else step for step in steps)
        kind = (shape, type(parent_of(report, steps)[steps[-1]]))
        if kind in seen:
            continue
        seen.add(kind)
        name = "/" + "/".join(str(step) for step in steps)
        if isinstance(steps[-1], str) and steps[-1] != "macro":
            copy_ = copy.deepcopy(report)
            del parent_of(copy_, steps)[steps[-1]]
            yield f"without {name}", copy_
        copy_ = copy.deepcopy(report)
        parent_of(copy_, steps)[steps[-1]] = True
        yield f"{name} is true", copy_
        value = parent_of(report, steps)[steps[-1]]
        if isinstance(value, dict):
            copy_ = copy.deepcopy(report)
            parent_of(copy_, steps)[steps[-1]]["no such member"] = 1
            yield f"{name} has a member too many", copy_
        if isinstance(value, int) and steps[-1] not in ("score", "points"):
            copy_ = copy.deepcopy(report)
            parent_of(copy_, steps)[steps[-1]] = -1
            yield f"{name} is negative", copy_


def main(arguments):
    self_test = "--self-test" in arguments
    files = [argument for argument in arguments if argument != "--self-test"]
    with open(files[0], encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    failures = 0
    for name in files[1:]:
        with open(name, encoding="utf-8") as file:
            report = json.load(file)
        for message in wrong(validator.iter_errors(report)):
            print(f"{name}: {message}", file=sys.stderr)
            failures += 1
        if not self_test:
            continue
        for description, other in damaged(report):
            if validator.is_valid(other):
                print(f"{name}: accepted {description}", file=sys.stderr)
                failures += 1
    if len(files) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
