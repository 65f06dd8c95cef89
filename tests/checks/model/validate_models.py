#!/usr/bin/env python3
"""Validates model files against the format's JSON Schema, and checks that it refuses bad ones.

usage: validate_models.py SCHEMA GOOD_FOLDER BAD_FOLDER
"""

import pathlib
import sys

import jsonschema
import yaml


class WordLoader(yaml.SafeLoader):
    """Reads plain scalars as text, as the tool does: `yes` and `0.5` are words, numbers aside."""


WordLoader.yaml_implicit_resolvers = {
    first: [pair for pair in resolvers if pair[0] in ("tag:yaml.org,2002:int",
                                                      "tag:yaml.org,2002:null")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
BOOLEANS = {"true": True, "false": False}


def with_booleans(value):
    """Plain true and false are booleans again wherever they are values."""
    if isinstance(value, dict):
        return {key: with_booleans(child) for key, child in value.items()}
    if isinstance(value, list):
        return [with_booleans(child) for child in value]
    return BOOLEANS.get(value, value) if isinstance(value, str) else value


def load(path):
    return with_booleans(yaml.load(path.read_text(encoding="utf-8"), Loader=WordLoader))


def main(schema_path, good, bad):
    schema = yaml.safe_load(pathlib.Path(schema_path).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    failures = 0
    good_files = sorted(pathlib.Path(good).glob("*.yaml"))
    bad_files = sorted(pathlib.Path(bad).glob("*.yaml"))
    for path in good_files:
        for error in validator.iter_errors(load(path)):
            print(f"{path}: {'/'.join(map(str, error.absolute_path))}: {error.message}")
            failures += 1
    for path in bad_files:
        if validator.is_valid(load(path)):
            print(f"{path}: expected the schema to refuse this file")
            failures += 1
    if not good_files or not bad_files:
        print("expected files to validate in both folders")
        failures += 1
    print(f"{len(good_files)} good and {len(bad_files)} bad files, {failures} failures")
    return failures != 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
