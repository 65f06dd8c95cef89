"""The same sources give the same bytes, whatever the way they are read."""

import random

from harness import EndToEnd, main
from inventory_test import MAIL


class Determinism(EndToEnd):
    def setUp(self):
        super().setUp()
        self.mail = self.project(like="mail")
        self.mail.database(MAIL)

    def test_number_of_workers(self):
        one = self.inventory(self.mail, "-j1", "--no-cache")
        self.assertEqual(len(one.report()["pools"]), 7)
        for jobs in ("-j2", "-j5"):
            self.assertEqual(self.inventory(self.mail, jobs, "--no-cache").bytes, one.bytes)

    def test_cold_warm_and_no_cache(self):
        none = self.inventory(self.mail, "--no-cache")
        self.assertEqual(self.inventory(self.mail).bytes, none.bytes, "cold")
        warm = self.inventory(self.mail, "--stats")
        self.assertEqual(warm.bytes, none.bytes, "warm")
        self.assertEqual(warm.stats()["extracted"], 0)
        self.assertEqual(self.inventory(self.mail, "--no-cache").bytes, none.bytes, "past the cache")

    def test_every_format(self):
        for form in ("text", "markdown", "html"):
            first = self.run_tool(self.mail.path("build"), "--root", self.mail.folder, "-v",
                                  "--candidates", "--format", form, "--no-cache", "-j1")
            self.assertEqual(first.code, 0, first.err)
            self.assertIn("mail::letters" if form == "text" else "letters", first.out)
            again = self.run_tool(self.mail.path("build"), "--root", self.mail.folder, "-v",
                                  "--candidates", "--format", form, "--cache-dir", self.mail.cache)
            self.assertEqual(again.bytes, first.bytes)
            self.assertNotIn(self.folder, first.out)

    def test_a_moved_checkout(self):
        here = self.inventory(self.mail)
        self.assertNotIn(self.folder, here.out)
        moved = self.project("elsewhere/with a space/mail", like="mail")
        moved.database(MAIL)
        self.assertEqual(self.inventory(moved, "--no-cache").bytes, here.bytes)
        # What is cached holds at the other place too.
        run = self.inventory(moved, "--stats", "--cache-dir", self.mail.cache)
        self.assertEqual(run.bytes, here.bytes)
        self.assertEqual(run.stats()["extracted"], 0)

    def test_order_of_the_database(self):
        here = self.inventory(self.mail, "--no-cache")
        for seed in range(3):
            names = list(MAIL)
            random.Random(seed).shuffle(names)
            self.mail.database(names)
            self.assertEqual(self.inventory(self.mail, "--no-cache").bytes, here.bytes)

    def test_from_another_folder(self):
        here = self.inventory(self.mail)
        run = self.run_tool("--format", "json", "--root", ".", "build", cwd=self.mail.folder)
        self.assertEqual(run.bytes, here.bytes, run.err)
        run = self.run_tool("--format", "json", "--root", "../..", "-p", "../build",
                            cwd=self.mail.path("include"))
        self.assertEqual(run.code, 0, run.err)

    def test_scan_changes_no_pool(self):
        scanned = self.inventory(self.mail).report()
        whole = self.inventory(self.mail, "--no-scan").report()
        self.assertEqual(whole["pools"], scanned["pools"])
        self.assertEqual(whole["candidates"], scanned["candidates"])
        self.assertEqual(whole["summary"]["units"],
                         {"total": 14, "analysed": 14, "skipped": 0, "failed": 0})


if __name__ == "__main__":
    main()
