#!/usr/bin/env python3
"""Renders the hostile Markdown report with cmark-gfm, and checks that every text shows as itself.

usage: markdown_test.py CMARK_GFM JSON MARKDOWN

JSON is the same inventory as MARKDOWN: the names in it are what a reader has to see.
"""

import html.parser
import json
import subprocess
import sys


class Page(html.parser.HTMLParser):
    """The text of a page, the cells of its tables, and the tags it uses."""

    def __init__(self):
        super().__init__()
        self.text = []
        self.tags = set()
        self.rows = []
        self.in_cell = False

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self.in_cell = True

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.in_cell = False

    def handle_data(self, data):
        self.text.append(data)
        if self.in_cell:
            self.rows[-1][-1] += data


# What the report itself is made of. A tag or an image out of a name is none of these.
KNOWN = {
    "h2", "h3", "p", "strong", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "code",
    "details", "summary", "pre",
}


def main(cmark, json_file, markdown_file):
    page = Page()
    page.feed(subprocess.run(
        [cmark, "--unsafe", "-e", "table", "-e", "strikethrough", "-e", "autolink", markdown_file],
        check=True, capture_output=True, text=True).stdout)
    text = "".join(page.text)
    with open(json_file, encoding="utf-8") as file:
        report = json.load(file)

    failures = []
    if not page.tags <= KNOWN:
        failures.append(f"foreign tags: {page.tags - KNOWN}")
    rows = [row for row in page.rows if len(row) == 10 and row[0] != "Pool"]
    # Cells that are too many are dropped by the renderer, so each cell is compared.
    expected = [[pool["name"], pool["kind"], pool["pooled"]["name"], pool["bound"]["capacity"],
                 pool["reset"]["by"]] for pool in report["pools"]]
    actual = [[row[0], row[1], row[2], row[7], row[8]] for row in rows]
    if sorted(actual) != sorted(expected):
        failures.append(f"table: expected {sorted(expected)}, found {sorted(actual)}")
    wanted = []
    verdicts = sorted(row[6] for row in page.rows if len(row) == 7 and row[0] != "Class")
    if report["telemetry"]:
        if verdicts != sorted(pool["name"] for pool in report["pools"]):
            failures.append(f"table of classes: found {verdicts}")
        for pool in report["pools"]:
            wanted += pool["verdict"]["reasons"] + pool["verdict"]["missing"]
            if pool["telemetry"]:
                wanted += pool["telemetry"]["sources"]
        for leftover in report["telemetry"]["leftovers"]:
            wanted += [leftover["what"], leftover["reason"]]
        wanted += report["telemetry"]["notes"]
    for pool in report["pools"]:
        wanted += [pool["name"], pool["type"], pool["pooled"]["name"], pool["factory"]["text"],
                   pool["bound"]["capacity"], pool["guard"], pool["documentation"]]
        wanted += pool["notes"]
        wanted += [site["reason"] for site in pool["sites"]]
        wanted += [evidence["text"] for evidence in pool["evidence"]]
    wanted += [unit["reason"] for unit in report["units"]]
    wanted += report["notes"]
    failures += [f"does not show: {name!r}" for name in wanted if name not in text]
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures or not wanted else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
