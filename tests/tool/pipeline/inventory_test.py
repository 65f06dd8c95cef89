"""The inventory of small projects, compared with what stands in their sources."""

import glob
import os

from harness import C, CXX, EndToEnd, main, pool, sites, units

MAIL = ["src/deliver.cc", "src/inspect.cc", "src/keep.cc", "src/left.cc", "src/letters.cc",
        "src/member.cc", "src/packet.c", "src/packet_user.cc", "src/pass.cc", "src/read.cc",
        "src/right.cc", "src/unrelated.cc", "src/wrapped.cc", "src/write.cc"]


class Mail(EndToEnd):
    """tests/projects/mail: several sources, two languages, pools of every storage."""

    def setUp(self):
        super().setUp()
        self.mail = self.project(like="mail")
        self.mail.database(MAIL)

    def test_every_pool_once_with_its_properties(self):
        self.assertEqual(MAIL, sorted(os.path.relpath(name, self.mail.folder)
                                      for name in glob.glob(self.mail.path("src/*"))))
        report = self.inventory(self.mail).report()
        found = [(p["name"], p["place"]["file"], p["place"]["line"], p["origin"], p["storage"],
                  p["visibility"], p["pooled"]["name"], p["pooled"]["size_bytes"],
                  p["bound"]["kind"])
                 for p in report["pools"]]
        letter = ("mail::Letter", 256)
        stamp = ("mail::Stamp", 8)
        self.assertEqual(found, [
            ("mail::stamps", "include/mail/letters.h", 12, "modelled", "package-level", "exported",
             *stamp, "bounded"),
            ("mail::spare", "src/left.cc", 6, "modelled", "package-level", "private", *stamp,
             "bounded"),
            ("mail::letters", "src/letters.cc", 5, "modelled", "package-level", "exported", *letter,
             "bounded"),
            ("mail::Sorter::trays_", "src/member.cc", 11, "modelled", "member", "private", *letter,
             "bounded"),
            ("mail::local()::desk", "src/member.cc", 22, "modelled", "thread-local", "private",
             *stamp, "bounded"),
            ("free_packets", "src/packet.c", 5, "hand-written", "package-level", "private",
             "packet", 16, "unbounded"),
            ("mail::spare", "src/right.cc", 6, "modelled", "package-level", "private", *stamp,
             "bounded"),
        ])
        self.assertEqual(len({p["id"] for p in report["pools"]}), len(found), "ids are unique")
        letters = pool(report, "mail::letters")
        self.assertEqual(letters["documentation"], "Letters of every sender.")
        self.assertEqual(letters["bound"], {"kind": "bounded", "capacity": "64"})
        self.assertEqual(letters["type"], "mail::Pool<mail::Letter>")
        self.assertEqual(letters["reset"]["by"], "pool on put")
        self.assertEqual(letters["model"], "mail.pool")
        self.assertGreater(len(pool(report, "free_packets")["evidence"]), 0)

    def test_sites_of_a_pool_that_many_sources_share(self):
        letters = pool(self.inventory(self.mail).report(), "mail::letters")
        expected = [
            ("get", "src/letters.cc", "mail::take_letter", "get", "", "handed-over"),
            ("put", "src/letters.cc", "mail::return_letter", "put", "", "none"),
            # What the three functions do with a letter stands in sources that name no pool.
            ("get", "src/pass.cc", "mail::lose", "get", "", "never"),
            ("get", "src/pass.cc", "mail::hand_over", "get", "", "handed-over"),
            ("get", "src/pass.cc", "mail::send", "get", "", "all-paths"),
            ("get", "src/read.cc", "mail::read", "get", "", "all-paths"),
            ("put", "src/read.cc", "mail::read", "put", "", "none"),
            ("get", "src/wrapped.cc", "mail::wrapped", "take_letter", "mail::take_letter",
             "all-paths"),
            ("get", "src/write.cc", "mail::write", "get", "", "some-paths"),
            ("put", "src/write.cc", "mail::write", "put", "", "none"),
        ]
        # Puts through a wrapper may be listed too; nothing else may.
        self.assertEqual([site for site in sites(letters)
                          if site[0] != "put" or site[4] == ""], expected)

    def test_a_function_in_a_header_is_reported_once(self):
        stamps = pool(self.inventory(self.mail).report(), "mail::stamps")
        self.assertEqual(sites(stamps), [
            ("get", "include/mail/letters.h", "mail::stamp_value", "get", "", "all-paths"),
            ("put", "include/mail/letters.h", "mail::stamp_value", "put", "", "none")])

    def test_static_twins_keep_to_their_files(self):
        report = self.inventory(self.mail).report()
        for one in report["pools"]:
            if one["name"] == "mail::spare":
                name = one["place"]["file"]
                function = "mail::" + os.path.splitext(os.path.basename(name))[0]
                self.assertEqual(sites(one), [
                    ("get", name, function, "get", "", "all-paths"),
                    ("put", name, function, "put", "", "none")])

    def test_a_pool_in_c_is_used_from_cpp(self):
        packets = pool(self.inventory(self.mail).report(), "free_packets")
        self.assertEqual(sites(packets), [
            ("get", "src/packet_user.cc", "use_packet", "packet_alloc", "", "all-paths"),
            ("put", "src/packet_user.cc", "use_packet", "packet_free", "", "none")])

    def test_units_and_summary(self):
        report = self.inventory(self.mail).report()
        states = units(report)
        self.assertEqual(sorted(states), MAIL)
        self.assertEqual(states.pop("src/unrelated.cc"),
                         ("skipped", "no pool name in src/unrelated.cc"))
        self.assertEqual(set(states.values()), {("analysed", "")})
        summary = report["summary"]
        self.assertEqual(summary["pools"],
                         {"total": 7, "modelled": 6, "annotated": 0, "hand-written": 1})
        self.assertEqual(summary["gets"], {"proven_right": 9, "proven_wrong": 2, "unproven": 2})
        self.assertEqual(summary["units"],
                         {"total": 14, "analysed": 13, "skipped": 1, "failed": 0})

    def test_fail_on_unpaired(self):
        self.inventory(self.mail, "--fail-on", "unpaired", code=1)
        self.mail.database(["src/letters.cc", "src/read.cc"])
        self.inventory(self.mail, "--fail-on", "unpaired", code=0)

    def test_without_the_body_it_may_be_kept_or_put_where_it_is_not_constant(self):
        self.mail.database(["src/letters.cc", "src/pass.cc"])
        letters = pool(self.inventory(self.mail).report(), "mail::letters")
        fates = {site[2]: site[-1] for site in sites(letters) if site[0] == "get"}
        # What length_of() is handed is constant to it.
        self.assertEqual(fates["mail::lose"], "never")
        self.assertEqual(fates["mail::hand_over"], "unproven")
        self.assertEqual(fates["mail::send"], "unproven")

    def test_pool_option_shows_one(self):
        run = self.inventory(self.mail, "--pool", "letters")
        self.assertEqual([p["name"] for p in run.report()["pools"]], ["mail::letters"])


class Identity(EndToEnd):
    def test_a_symlinked_folder_is_the_folder(self):
        project = self.project().pools("real/one.cc", "real/two.cc")
        os.symlink("real", project.path("link"))
        os.symlink("include", project.path("also"))
        project.database(["real/one.cc", "link/two.cc", "link/one.cc",
                          {"directory": project.folder, "file": "link/two.cc",
                           "arguments": [*CXX, "-Ialso", "-c", "link/two.cc"]}])
        report = self.inventory(project).report()
        self.assertEqual([p["name"] for p in report["pools"]], ["buffers"])
        self.assertEqual(sites(report["pools"][0]), [
            (kind, f"real/{name}.cc", name, api, "", pairing)
            for name in ("one", "two")
            for kind, api, pairing in (("get", "get", "all-paths"), ("put", "put", "none"))])
        self.assertEqual({unit["file"] for unit in report["units"]}, {"real/one.cc", "real/two.cc"})

    def test_a_checkout_that_is_reached_through_a_symlink(self):
        project = self.project().pools("one.cc")
        os.symlink(project.folder, os.path.join(self.folder, "link"))
        direct = self.inventory(project)
        linked = os.path.join(self.folder, "link")
        entry = {"directory": linked, "file": os.path.join(linked, "one.cc"),
                 "arguments": [*CXX, f"-I{linked}/include", "-c", os.path.join(linked, "one.cc")]}
        project.database([entry])
        run = self.run_tool(os.path.join(linked, "build"), "--root", linked, "--format", "json")
        self.assertEqual(run.code, 0, run.err)
        self.assertEqual(run.out, direct.out)

    def test_one_template_pool_has_two_instances(self):
        project = self.project().pools("small.cc", "large.cc")
        project.write("include/pool.h", """\
#pragma once
struct Small { int value; };
struct Large { char bytes[512]; };
template <class T> struct Pool { T* get(); void put(T*); };
template <class T> struct Owner {
  Pool<T> pool_;
  void work() { T* one = pool_.get(); pool_.put(one); }
};
""")
        for name, kind in (("small", "Small"), ("large", "Large")):
            project.write(f"{name}.cc", f"""\
#include "pool.h"
Pool<{kind}> {name}_pool;
void {name}() {{
  {kind}* one = {name}_pool.get();
  {name}_pool.put(one);
  Owner<{kind}>().work();
}}
""")
        report = self.inventory(project).report()
        for name, kind, size in (("small", "Small", 4), ("large", "Large", 512)):
            one = pool(report, name + "_pool")
            self.assertEqual((one["type"], one["pooled"]["name"], one["pooled"]["size_bytes"]),
                             (f"Pool<{kind}>", kind, size))
            self.assertEqual(sites(one), [
                ("get", f"{name}.cc", name, "get", "", "all-paths"),
                ("put", f"{name}.cc", name, "put", "", "none")])
        # The template that uses one is a single piece of text, whatever its instances.
        owned = [site for one in report["pools"] for site in sites(one)
                 if site[1] == "include/pool.h"]
        self.assertEqual([site[0] for site in owned], ["get", "put"])

    def test_uses_of_a_hand_written_template(self):
        project = self.project()
        project.write("include/stock.h", """\
#pragma once
struct Small { int value; };
struct Large { char bytes[512]; };
template <class T> class Stock {
 public:
  T* acquire() {
    if (count_ == 0) return new T;
    return free_[--count_];
  }
  void release(T* object) {
    if (count_ < 16) free_[count_++] = object; else delete object;
  }
 private:
  T* free_[16];
  int count_ = 0;
};
""")
        for name, kind in (("small", "Small"), ("large", "Large")):
            project.write(f"{name}.cc", f"""\
#include "stock.h"
Stock<{kind}> {name}_stock;
void {name}() {{
  {kind}* one = {name}_stock.acquire();
  {name}_stock.release(one);
}}
""")
        project.database(["small.cc", "large.cc"])
        report = self.inventory(project).report()
        self.assertEqual({p["origin"] for p in report["pools"]}, {"hand-written"})
        self.assertEqual(sorted(site for one in report["pools"] for site in sites(one)), [
            ("get", "large.cc", "large", "acquire", "", "all-paths"),
            ("get", "small.cc", "small", "acquire", "", "all-paths"),
            ("put", "large.cc", "large", "release", "", "none"),
            ("put", "small.cc", "small", "release", "", "none")])

    def test_static_twins_in_c_and_cpp(self):
        project = self.project()
        text = """\
struct node { struct node *next; int value; };
static struct node *free_nodes;
void *operator_new(unsigned long);
static struct node *node_alloc(void) {
  struct node *n = free_nodes;
  if (!n) return (struct node *)operator_new(sizeof(struct node));
  free_nodes = n->next;
  return n;
}
static void node_free(struct node *n) { n->next = free_nodes; free_nodes = n; }
int use_NAME(void) {
  struct node *n = node_alloc();
  int value = n->value;
  node_free(n);
  return value;
}
"""
        project.write("a.c", text.replace("NAME", "a"))
        project.write("b.cc", text.replace("NAME", "b"))
        project.write("c.c", text.replace("NAME", "c"))
        project.database([project.entry("a.c", C), project.entry("b.cc", CXX), "c.c"])
        report = self.inventory(project).report()
        self.assertEqual([(p["name"], p["place"]["file"]) for p in report["pools"]],
                         [("free_nodes", "a.c"), ("free_nodes", "b.cc"), ("free_nodes", "c.c")])
        for one in report["pools"]:
            self.assertEqual({site["place"]["file"] for site in one["sites"]},
                             {one["place"]["file"]})

    def test_annotations_in_the_source(self):
        project = self.project()
        project.write("a.cc", """\
struct Item { int value; };
struct Items {
  [[clang::annotate("pool::get")]] Item* take();
  [[clang::annotate("pool::put")]] void give(Item* item);
};
Items items;
int use() {
  Item* item = items.take();
  int value = item->value;
  items.give(item);
  return value;
}
""")
        project.database(["a.cc"])
        report = self.inventory(project).report()
        self.assertEqual([(p["name"], p["origin"], p["pooled"]["name"]) for p in report["pools"]],
                         [("items", "annotated", "Item")])
        self.assertEqual(sites(report["pools"][0]), [
            ("get", "a.cc", "use", "take", "", "all-paths"),
            ("put", "a.cc", "use", "give", "", "none")])


if __name__ == "__main__":
    main()
