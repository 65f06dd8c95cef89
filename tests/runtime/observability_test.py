"""Rules and dashboard: promtool accepts them, and they ask for what the library exports.

Arguments: the repository, promtool, a program that writes the metrics of a process.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

repository = pathlib.Path(sys.argv[1])
promtool = sys.argv[2]
sample = sys.argv[3]
observability = repository / "runtime/observability"
rules_file = observability / "pools.rules.yml"
rules_test = repository / "tests/runtime/pools.rules.test.yml"
page = (repository / "docs/runtime/telemetry.md").read_text()


def run(*command):
    return subprocess.run(command, text=True, capture_output=True, check=False)


def exported():
    """Per series name the values of each of its labels."""
    series = {}
    for line in run(sample).stdout.splitlines():
        if line.startswith("#"):
            continue
        name, labels = re.match(r"(\w+)\{(.*)\} ", line).groups()
        values = series.setdefault(name, {})
        for label, value in re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', labels):
            values.setdefault(label, set()).add(value)
    return series


class Observability(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.series = exported()
        cls.dashboard = json.loads((observability / "pools.dashboard.json").read_text())

    def expressions(self):
        return [target["expr"] for panel in self.dashboard["panels"] for target in panel["targets"]]

    def expect_exported(self, text):
        # What a scrape adds to every series.
        added = {"instance", "job"}
        asked = re.findall(r"\b(pool_\w+)(?:\{([^}]*)\})?", text)
        self.assertTrue(asked, text)
        for name, selectors in asked:
            self.assertIn(name, self.series, text)
            labels = self.series[name]
            for label, operator, value in re.findall(r'(\w+)(=~|=)"([^"]*)"', selectors):
                self.assertIn(label, labels.keys() | added, text)
                if value.startswith("$"):
                    continue
                for each in value.split("|") if operator == "=~" else [value]:
                    self.assertIn(each, labels[label], text)

    def test_rules_are_accepted(self):
        result = run(promtool, "check", "rules", str(rules_file))
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)

    def test_alerts_fire_when_they_should(self):
        with tempfile.TemporaryDirectory() as folder:
            for each in (rules_file, rules_test):
                (pathlib.Path(folder) / each.name).write_text(each.read_text())
            result = run(promtool, "test", "rules", f"{folder}/{rules_test.name}")
            self.assertEqual(result.returncode, 0, result.stdout + result.stderr)

    def test_every_alert_is_tested_and_described(self):
        alerts = re.findall(r"- alert: (\w+)", rules_file.read_text())
        self.assertGreater(len(alerts), 5)
        for each in alerts:
            self.assertRegex(rules_test.read_text(), rf"alertname: {each}\b")
            self.assertIn(f"`{each}`", page)

    def test_rules_ask_for_what_is_exported(self):
        text = rules_file.read_text()
        text = re.sub(r"(?m)^\s*(#|summary:|description:|- name:|- record:).*$", "", text)
        self.expect_exported(re.sub(r"pool:\w+:\w+", "", text))

    def test_dashboard_asks_for_what_is_exported(self):
        for each in self.expressions():
            self.expect_exported(each)
        for each in self.dashboard["templating"]["list"]:
            if each["type"] == "query":
                self.expect_exported(each["query"])

    def test_dashboard_shows_everything_that_is_exported(self):
        shown = " ".join(self.expressions())
        for name in self.series:
            if name not in ("pool_prefilled_total", "pool_wait_seconds_sum",
                            "pool_wait_seconds_count"):
                self.assertRegex(shown, rf"\b{name}\b")

    def test_expressions_of_the_dashboard_are_promql(self):
        rules = {"groups": [{"name": "dashboard", "rules": [
            {"record": f"panel:number{number}",
             "expr": each.replace("$__rate_interval", "5m").replace("$pool", ".*")
                         .replace("$instance", ".*")}
            for number, each in enumerate(self.expressions())]}]}
        with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
            json.dump(rules, file)  # JSON is YAML
            file.flush()
            result = run(promtool, "check", "rules", file.name)
            self.assertEqual(result.returncode, 0, result.stdout + result.stderr)

    def test_panels_are_apart(self):
        places = set()
        for panel in self.dashboard["panels"]:
            at = panel["gridPos"]
            for x in range(at["x"], at["x"] + at["w"]):
                self.assertLess(x, 24)
                self.assertNotIn((x, at["y"]), places, panel["title"])
                places.add((x, at["y"]))
        ids = [panel["id"] for panel in self.dashboard["panels"]]
        self.assertEqual(len(ids), len(set(ids)))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
