#!/usr/bin/env python3
"""The recipes for CI below integrations/, as far as they can run here: each step's shell, in a folder
of its own with the variables that the system sets, and what comes out of it."""

import json
import os
import re
import shutil
import subprocess
import unittest

import yaml

import harness
from harness import ROOT, EndToEnd, main

LEAKS_CC = """\
#include "pool.h"
int send(bool ready) {
  Buffer* b = buffers.get();
  if (!ready) return -1;
  buffers.put(b);
  return 0;
}
"""
LOST = "object taken from 'buffers' is not put back on every path"
REPORTS = ("pools.txt", "pools.html", "pools.json", "pools.sarif", "pools.csv", "pools.md")
SCRIPT = os.path.join(ROOT, "integrations", "ci", "pool-audit.sh")


def read_yaml(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as file:
        return yaml.safe_load(file)


class Recipe(EndToEnd):
    def setUp(self):
        super().setUp()
        self.work = self.project().pools("src/clean.cc")
        self.work.write("src/leaks.cc", LEAKS_CC)
        self.work.database(["src/clean.cc", "src/leaks.cc"])
        self.work.write(".gitignore", "build\npool-audit-reports\n")
        tools = os.path.join(self.folder, "tools")
        os.mkdir(tools)
        os.symlink(harness.BINARY, os.path.join(tools, "pool-audit"))
        self.environment["PATH"] = tools + os.pathsep + self.environment["PATH"]
        self.environment["POOL_AUDIT_CACHE_DIR"] = self.work.cache

    def shell(self, *command, code=0, **variables):
        done = subprocess.run(command, cwd=self.work.folder, capture_output=True, text=True,
                              check=False, timeout=240, stdin=subprocess.DEVNULL,
                              env={**self.environment, **variables})
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def git(self, *arguments):
        return self.shell("git", "-c", "user.name=t", "-c", "user.email=t@t",
                          *arguments).stdout.strip()

    def commit_all(self):
        if not os.path.exists(self.work.path(".git")):
            self.git("init", "-q", "-b", "main")
        self.git("add", ".")
        self.git("commit", "-q", "--no-verify", "-m", "state")

    def report(self, name):
        return self.work.read(os.path.join("pool-audit-reports", name)).decode()

    def fake(self, text):
        path = os.path.join(self.folder, "fake")
        with open(path, "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\n" + text)
        os.chmod(path, 0o755)
        return path


class Shell(Recipe):
    def script(self, *arguments, code=0, **variables):
        return self.shell(SCRIPT, *(arguments or ("build",)), code=code, **variables)

    def test_reports_and_exit_codes(self):
        self.assertIn(LOST, self.script(code=1).stdout)
        for name in REPORTS:
            self.assertIn("pool-missing-put", self.report(name), name)
        self.script("build", "--max-issues", "1")
        self.script("absent", code=2)
        self.assertFalse(os.path.exists(self.work.path("pool-audit-reports/pools.txt")),
                         "no report of an earlier run")

    def test_what_is_known(self):
        baseline = self.work.path("pools.baseline")
        self.script(code=1, POOL_AUDIT_BASELINE=baseline)  # it is not there yet
        self.run_tool("baseline", "create", "build", "-o", baseline, cwd=self.work.folder)
        self.script(POOL_AUDIT_BASELINE=baseline)
        self.commit_all()
        self.script(POOL_AUDIT_SINCE="HEAD")
        self.work.write("src/leaks.cc", LEAKS_CC.replace("send", "post"))
        self.script(code=1, POOL_AUDIT_SINCE="HEAD")

    def test_a_source_that_cannot_be_read(self):
        self.work.database(["src/clean.cc", "src/absent.cc"])
        self.assertIn("could not be read", self.script(code=3).stderr)
        self.assertIn("warning: ", self.script(POOL_AUDIT_INCOMPLETE="warn").stderr)
        self.work.database(["src/leaks.cc", "src/absent.cc"])
        self.script(code=3, POOL_AUDIT_INCOMPLETE="warn")

    def test_what_ends_early(self):
        self.assertIn("exit code 139",
                      self.script(code=139, POOL_AUDIT=self.fake("kill -SEGV $$\n")).stderr)
        self.assertIn("was not found", self.script(code=2, POOL_AUDIT="no-such-program").stderr)
        self.assertIn("usage:", self.script("--max-issues", code=2).stderr)
        self.assertIn("fail or warn", self.script(code=2, POOL_AUDIT_INCOMPLETE="maybe").stderr)


class GitHub(Recipe):
    def setUp(self):
        super().setUp()
        self.action = read_yaml("integrations", "github", "action.yml")
        self.steps = self.action["runs"]["steps"]

    def inputs(self, **given):
        values = {name: each.get("default", "") for name, each in self.action["inputs"].items()}
        return {**values, **{name.replace("_", "-"): value for name, value in given.items()}}

    def run_check(self, code=0, **given):
        (step,) = [each for each in self.steps if each.get("id") == "check"]
        inputs = self.inputs(**{"build": "build", **given})
        variables = {}
        for name, value in step["env"].items():
            value = re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda m: inputs[m.group(1)], value)
            variables[name] = value.replace("${{ github.workspace }}", self.work.folder)
            self.assertNotIn("${{", variables[name])
        for name in ("summary", "outputs"):
            self.work.write("build/" + name, "")
        done = self.shell("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"],
                          code=code, GITHUB_ACTIONS="true",
                          GITHUB_ACTION_PATH=os.path.join(ROOT, "integrations", "github"),
                          GITHUB_STEP_SUMMARY=self.work.path("build/summary"),
                          GITHUB_OUTPUT=self.work.path("build/outputs"), **variables)
        outputs = dict(line.split("=", 1)
                       for line in self.work.read("build/outputs").decode().splitlines())
        return done, outputs

    def test_findings(self):
        done, outputs = self.run_check(code=1)
        self.assertIn("::warning file=src/leaks.cc,line=3,", done.stdout)
        self.assertEqual(outputs["result"], "findings")
        self.assertEqual(outputs["exit-code"], "1")
        log = json.loads(self.work.read(outputs["sarif"]))
        self.assertEqual([each["ruleId"] for each in log["runs"][0]["results"]],
                         ["pool-missing-put"])
        self.assertIn("pool-missing-put", self.work.read("build/summary").decode())

    def test_arguments_are_words_and_no_commands(self):
        done, outputs = self.run_check(arguments="--checks\n-pool-missing-put\n")
        self.assertNotIn("::", done.stdout)
        self.assertEqual(outputs["result"], "passed")
        self.run_check(code=2, arguments="$(touch injected)\n`touch injected`; touch injected")
        self.assertFalse(os.path.exists(self.work.path("injected")))

    def test_since_and_incomplete(self):
        self.commit_all()
        self.assertEqual(self.run_check(since="HEAD")[1]["result"], "passed")
        self.work.database(["src/clean.cc", "src/absent.cc"])
        done, outputs = self.run_check(code=3)
        self.assertIn("::error title=pool-audit::a source could not be read", done.stdout)
        self.assertEqual(outputs["result"], "incomplete")
        done, outputs = self.run_check(incomplete="warn")
        self.assertIn("::warning title=pool-audit::a source could not be read", done.stdout)
        self.assertEqual(outputs["exit-code"], "0")

    def test_a_wrong_folder(self):
        done, outputs = self.run_check(code=2, build="absent")
        self.assertIn("::error title=pool-audit::", done.stdout)
        self.assertEqual(outputs["result"], "error")
        self.assertNotIn("sarif", outputs)

    def test_expressions_name_what_there_is(self):
        text = json.dumps(self.action)
        self.assertLessEqual(set(re.findall(r"inputs\.([a-z-]+)", text)),
                             set(self.action["inputs"]))
        ids = {each["id"] for each in self.steps if "id" in each}
        self.assertLessEqual(set(re.findall(r"steps\.([a-z-]+)\.", text)), ids)
        for step in self.steps:
            self.assertNotIn("${{", step.get("run", ""), "an input would be a command")
            self.assertTrue(("run" in step) != ("uses" in step))
            self.assertEqual("run" in step, "shell" in step)
        for upload in self.steps[2:]:
            self.assertTrue(upload["if"].startswith("always()"), "also when there are findings")

    def test_the_workflow(self):
        workflow = read_yaml("integrations", "github", "workflow.yml")
        (job,) = workflow["jobs"].values()
        checkout, audit = job["steps"][0], job["steps"][-1]
        self.assertEqual(checkout["with"]["fetch-depth"], 0)
        self.assertIn("/integrations/github@", audit["uses"])
        self.assertLessEqual(set(audit["with"]), set(self.action["inputs"]))
        required = {name for name, each in self.action["inputs"].items() if each.get("required")}
        self.assertLessEqual(required, set(audit["with"]))
        self.assertEqual(workflow["permissions"]["security-events"], "write")


class GitLab(Recipe):
    def run_job(self, code=0, **given):
        (job,) = read_yaml("integrations", "gitlab", "pool-audit.gitlab-ci.yml").values()
        variables = {name: str(value).replace("$CI_PROJECT_DIR", self.work.folder)
                     for name, value in job["variables"].items()}
        self.assertEqual(job["allow_failure"], {"exit_codes": [3]})
        self.assertIn(job["artifacts"]["reports"]["codequality"], " ".join(job["script"]))
        return self.shell("sh", "-e", "-c", "\n".join(job["script"]), code=code, GITLAB_CI="true",
                          **{**variables, **given})

    def test_findings_and_what_is_known(self):
        self.assertIn(LOST, self.run_job(code=1).stdout)
        (issue,) = json.loads(self.report("gl-code-quality-report.json"))
        self.assertEqual(issue["location"]["path"], "src/leaks.cc")
        self.commit_all()
        self.run_job(CI_MERGE_REQUEST_DIFF_BASE_SHA=self.git("rev-parse", "HEAD"))
        self.assertEqual(json.loads(self.report("gl-code-quality-report.json")), [])
        self.run_tool("baseline", "create", "build", "-o", "pools.baseline", cwd=self.work.folder)
        self.run_job()
        self.run_job(code=2, POOL_AUDIT_ARGUMENTS="--no-such-option")

    def test_the_shell_script_does_the_same(self):
        self.shell(SCRIPT, "build", code=1, GITLAB_CI="true")
        self.assertEqual(len(json.loads(self.report("gl-code-quality-report.json"))), 1)


class PreCommit(Recipe):
    def test_the_manifest(self):
        (hook,) = read_yaml(".pre-commit-hooks.yaml")
        self.assertEqual(hook["language"], "system")
        run = self.run_tool(*hook["entry"].split()[1:], "--help")
        self.assertEqual(run.code, 0)
        for word in hook["args"]:
            if word.startswith("--"):
                self.assertIn(word, run.out)

    @unittest.skipUnless(shutil.which("pre-commit"), "pre-commit is not there")
    def test_a_commit(self):
        hooks = os.path.join(self.folder, "hooks")
        os.mkdir(hooks)
        shutil.copy(os.path.join(ROOT, ".pre-commit-hooks.yaml"), hooks)
        self.shell("pre-commit", "validate-manifest", os.path.join(hooks, ".pre-commit-hooks.yaml"))
        for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "hooks"]):
            self.git("-C", hooks, *command)
        revision = self.git("-C", hooks, "rev-parse", "HEAD")
        self.work.write(".pre-commit-config.yaml", yaml.safe_dump(
            {"repos": [{"repo": hooks, "rev": revision, "hooks": [{"id": "pool-audit"}]}]}))
        self.commit_all()
        self.shell("pre-commit", "install")
        self.git("commit", "-q", "--allow-empty", "-m", "the leak is in HEAD: known")
        self.work.write("src/leaks.cc", "\n" + LEAKS_CC + LEAKS_CC.replace("send", "post"))
        self.git("add", ".")
        identity = ("-c", "user.name=t", "-c", "user.email=t@t")
        failed = self.shell("git", *identity, "commit", "-q", "-m", "one more", code=1)
        self.assertIn("src/leaks.cc:11:15: warning: " + LOST, failed.stdout + failed.stderr)
        self.assertNotIn("leaks.cc:4:15", failed.stdout + failed.stderr)
        self.work.write("src/leaks.cc", LEAKS_CC.replace("return -1", "{}"))
        self.git("add", ".")
        self.git("commit", "-q", "-m", "mended")


if __name__ == "__main__":
    main()
