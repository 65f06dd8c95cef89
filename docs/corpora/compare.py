#!/usr/bin/env python3
"""Hold an inventory of pool-audit against the ground truth of a corpus.

  compare.py INVENTORY.json TRUTH.json [--sites] [--candidates] [--json] [--min-recall R] [--max-false N]

A reported pool and a true one are the same when
  1. they stand in the same file, at most 3 lines apart, and the last part of their names agrees; or
  2. they stand at the same file and line (the declaration or one of the places in `also`: an extern
     declaration, a definition of a static member, a second level, a pointer to the same pool); or
  3. the names agree in their last two parts, and no other entry has that name.
Several reported pools may be one true pool; they count once, the rest are `duplicates`. A report of
a pool class counts for all its instances.

What was reported and is not a true pool is
  false alarm   it is in the list of lookalikes
  neutral       it is borderline, or the inside of a pool API (`category` in the truth file)
  extra         it is in no list: look at it, then correct the tool or the truth file

Recall counts true pools alone, precision is found / (found + false alarms + extras). Exit code: 0,
or 1 when --min-recall or --max-false is not met, or 2 for unusable input.
"""
import argparse
import json
import re
import sys
from collections import Counter, defaultdict


def parts(name):
    """The name's components without template arguments: `a::B<C>::d` and `struct B.d` -> [.., B, d]."""
    flat, depth = [], 0
    for c in name:
        depth += c == "<"
        if depth == 0:
            flat.append(c)
        depth -= c == ">"
    words = [w for w in re.split(r"::|\.|->", "".join(flat)) if w and "anonymous" not in w]
    return [re.sub(r"^(struct|class|union)\s+|\(.*$|\[.*$", "", w).strip() for w in words]


def places(entry):
    return [(entry["file"], entry["line"])] + [(a["file"], a["line"]) for a in entry.get("also", [])]


def labels(entry):
    return [entry["name"]] + [a["name"] for a in entry.get("also", []) if "name" in a]


class Index:
    """Finds the truth entries that a reported name and place belong to: as a rule one, or every
    instance of a pool class when the class itself was reported."""

    def __init__(self, entries):
        self.at, self.named = defaultdict(list), defaultdict(list)
        for e in entries:
            for p in places(e):
                self.at[p].append(e)
            for n in labels(e):
                self.named[tuple(parts(n)[-2:])].append(e)
        self.entries = entries

    def find(self, name, file, line):
        last = parts(name)[-1:]
        here = self.at.get((file, line), [])
        same = [e for e in here if any(parts(n)[-1:] == last for n in labels(e))]
        if same:
            return same
        for e in self.entries:
            near = any(f == file and abs(l - line) <= 3 for f, l in places(e))
            if near and any(parts(n)[-1:] == last for n in labels(e)):
                return [e]
        if here:
            return here
        two = tuple(parts(name)[-2:])
        found = {id(e): e for e in self.named.get(two, [])} if len(two) == 2 or not file else {}
        return list(found.values()) if len(found) == 1 else []


def normal(path):
    return re.sub(r"^(\./)+", "", path or "")


def place_of(item):
    place = item.get("place") or {}
    return normal(place.get("file")), int(place.get("line") or 0)


def site_counts(entry):
    calls, inner = Counter(), set()
    for s in entry.get("sites", []):
        key = (s["kind"], s["file"], s["line"])
        if s.get("inner") or s["kind"] not in ("get", "put"):
            inner.add(key)
        else:
            calls[key] += 1
    return calls, inner


def compare_sites(entry, pools):
    """(missing, extra): sites of the truth that no pool has, and the other way round.

    A site may be told once a line; the statement inside a get or put function is welcome, not asked for.
    """
    want, inner = site_counts(entry)
    have = set()
    for p in pools:
        for s in p.get("sites", []):
            if s.get("kind") in ("get", "put"):
                have.add((s["kind"], *place_of(s)))
                if s.get("through"):  # calls of wrappers stand in the notes of the truth
                    inner.add((s["kind"], *place_of(s)))
    return sorted(set(want) - have), sorted(have - set(want) - inner)


def judge(inventory, truth):
    index, looks = Index(truth["pools"]), Index(truth["lookalikes"])
    result = dict(found=[], missed=[], neutral=[], false_alarms=[], extra=[], duplicates=0)
    matched = defaultdict(list)
    for p in inventory["pools"]:
        file, line = place_of(p)
        entries = index.find(p["name"], file, line)
        look = [] if entries else looks.find(p["name"], file, line)
        shown = dict(name=p["name"], place=f"{file}:{line}", score=p.get("score", 0))
        pools = [e for e in entries if e["category"] == "pool"]
        for e in pools:
            matched[id(e)].append(p)
        if entries and not pools:
            result["neutral"].append({**shown, "why": entries[0]["category"]})
        elif look:
            result["false_alarms"].append({**shown, "why": look[0]["what"] + ": " + look[0]["why"]})
        elif pools:
            continue
        else:
            result["extra"].append(shown)
    for e in truth["pools"]:
        if e["category"] != "pool":
            continue
        shown = dict(name=e["name"], place=f"{e['file']}:{e['line']}", kind=e["kind"])
        pools = matched.get(id(e))
        if not pools:
            result["missed"].append(shown)
            continue
        result["duplicates"] += len(pools) - 1
        missing, extra = compare_sites(e, pools)
        wanted = set(site_counts(e)[0])
        result["found"].append({**shown, "as": [p["name"] for p in pools], "sites": len(wanted),
                                "missing_sites": missing, "extra_sites": extra})
    return result


def candidates_of(inventory, missed, truth):
    """Missed pools that the tool saw and scored too low."""
    by_name = {e["name"]: e for e in truth["pools"]}
    index = Index([by_name[m["name"]] for m in missed])
    for c in inventory.get("candidates", []):
        for e in index.find(c["name"], *place_of(c)):
            yield e["name"], c.get("score", 0), c.get("why_not", "")


def render(result, truth, show_sites, near):
    found, missed = result["found"], result["missed"]
    total = len(found) + len(missed)
    wrong = len(result["false_alarms"]) + len(result["extra"])
    sites = sum(f["sites"] for f in found)
    lost = sum(len(f["missing_sites"]) for f in found)
    more = sum(len(f["extra_sites"]) for f in found)
    print(f"{truth['tree']} {truth['version']}: found {len(found)} of {total}, missed {len(missed)}, "
          f"false alarms {len(result['false_alarms'])}, extra {len(result['extra'])}, "
          f"neutral {len(result['neutral'])}, duplicates {result['duplicates']}")
    print(f"  recall {ratio(len(found), total)}  precision {ratio(len(found), len(found) + wrong)}  "
          f"sites of the found pools {sites - lost} of {sites}, {more} more than there are")
    for title, key in (("missed", "missed"), ("false alarm", "false_alarms"), ("extra", "extra"),
                       ("neutral", "neutral")):
        for x in result[key]:
            note = x.get("kind") or x.get("why") or ""
            print(f"  {title}: {x['name']} ({x['place']})" + (f" [{note}]" if note else ""))
    for name, score, why in near:
        print(f"  candidate: {name} scored {score}" + (f" ({why})" if why else ""))
    if show_sites:
        for f in found:
            for title, key in (("missing", "missing_sites"), ("extra", "extra_sites")):
                for kind, file, line in f[key]:
                    print(f"  {title} {kind} of {f['name']}: {file}:{line}")


def ratio(part, whole):
    return f"{part / whole:.3f}" if whole else "-"


def load(path, keys):
    try:
        with open(path) as f:
            data = json.load(f)
    except (OSError, ValueError) as e:
        print(f"{path}: {e}" if isinstance(e, ValueError) else e, file=sys.stderr)
        sys.exit(2)
    data = data.get("inventory", data) if isinstance(data, dict) else data
    if not isinstance(data, dict) or any(not isinstance(data.get(k), list) for k in keys):
        print(f"{path}: expected an object with the lists {', '.join(keys)}", file=sys.stderr)
        sys.exit(2)
    return data


def main():
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("inventory")
    cli.add_argument("truth")
    cli.add_argument("--sites", action="store_true", help="list the sites that differ")
    cli.add_argument("--candidates", action="store_true", help="name missed pools among the candidates")
    cli.add_argument("--json", action="store_true", help="print the result as JSON")
    cli.add_argument("--min-recall", type=float, default=0.0)
    cli.add_argument("--max-false", type=int, help="bound on false alarms and extras together")
    a = cli.parse_args()
    inventory, truth = load(a.inventory, ["pools"]), load(a.truth, ["pools", "lookalikes"])
    result = judge(inventory, truth)
    if a.json:
        print(json.dumps(result, indent=1))
    else:
        near = candidates_of(inventory, result["missed"], truth) if a.candidates else []
        render(result, truth, a.sites, list(near))
    total = len(result["found"]) + len(result["missed"])
    recall = len(result["found"]) / total if total else 1.0
    false = len(result["false_alarms"]) + len(result["extra"])
    return int(recall < a.min_recall or (a.max_false is not None and false > a.max_false))


if __name__ == "__main__":
    sys.exit(main())
