// Why gets are unproven: the groups, and that nothing gets lost between them.
#include "tool/report/unproven.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>

#include "tests/tool/report/golden.h"
#include "tests/tool/report/sample.h"
#include "tool/report/labels.h"
#include "tool/report/report.h"

namespace pool_audit::report {
namespace {

using namespace inventory;

Site get(Pairing pairing, const char* reason, uint32_t line) {
  Site site;
  site.pairing = pairing;
  site.reason = reason;
  site.place = {"a.cc", line, 3, line, 9, ""};
  site.api = "take";
  return site;
}

Pool pool(const char* name, std::vector<Site> sites) {
  Pool out;
  out.id = out.name = name;
  out.sites = std::move(sites);
  return out;
}

TEST(Unproven, LargerGroupsComeFirst) {
  Inventory all;
  all.pools = {pool("a::one", {get(Pairing::unproven, "passed to f()", 9),
                               get(Pairing::handed_over, "returned to the caller", 1),
                               get(Pairing::all_paths, "put on every path", 2),
                               get(Pairing::never, "lost", 3)}),
               pool("b::two", {get(Pairing::unproven, "passed to g()", 4),
                               get(Pairing::unproven, "passed to g()", 5)})};
  const Unproven out = why_unproven(all, "*");
  ASSERT_EQ(out.causes.size(), 2U);
  EXPECT_EQ(out.causes[0].count, 3U);
  ASSERT_EQ(out.causes[0].reasons.size(), 2U);
  EXPECT_EQ(out.causes[0].reasons[0].text, "passed to g()");
  EXPECT_EQ(out.causes[0].reasons[0].gets.size(), 2U);
  EXPECT_EQ(out.causes[0].reasons[0].gets[0].site->place.line, 4U);
  EXPECT_EQ(out.causes[1].text, "returned to the caller");
  EXPECT_EQ(out.summary.gets, 6U);
  EXPECT_EQ(out.summary.unproven(), 4U);

  const Unproven one = why_unproven(all, "one");
  EXPECT_EQ(one.summary.gets, 4U);
  EXPECT_EQ(one.summary.unproven(), 2U);
  EXPECT_TRUE(why_unproven(all, "three").causes.empty());
  EXPECT_TRUE(has_pool(all, "o*"));
  EXPECT_FALSE(has_pool(all, "three"));
}

TEST(Unproven, KindsOfReasons) {
  const struct {
    const char* reason;
    const char* cause;
  } cases[] = {
      {"returned to the caller", "returned to the caller"},
      {"passed to net::send(), which keeps it", "handed to a function that keeps it"},
      {"handed to net::send()", "handed to a function that keeps it"},
      {"passed to net::send()", "passed to a function that is not followed"},
      {"passed to a function through a pointer", "called through a pointer to a function"},
      {"stored in net::Conn::buffer", "stored in an object or a variable"},
      {"net::init(): f(): stored in net::Conn::buffer", "stored in an object or a variable"},
      {"in the callback: its body is not known", "passed to a function that is not followed"},
      {"put on some paths, stored in list on others", "stored in an object or a variable"},
      {"stored by std::vector::push_back()", "stored in a container"},
      {"kept in Pool::used by the function that took it", "kept by the function that took it"},
      {"something that is new", "something that is new"},
      {"", "nobody can tell"},
  };
  for (const auto& each : cases) EXPECT_EQ(cause_of(each.reason), each.cause) << each.reason;
}

// Whatever the pairings are: right, wrong and unproven add up, and every unproven get is named
// once.
TEST(Unproven, TheNumbersAddUp) {
  std::mt19937 random(7);
  constexpr const char* kReasons[] = {"", "passed to f()", "stored in x", "f(): stored in y",
                                      "odd"};
  for (int round = 0; round < 200; ++round) {
    Inventory all;
    for (int p = 0; p < 3; ++p) {
      std::vector<Site> sites;
      for (uint32_t i = 0; i < random() % 8; ++i) {
        const auto pairings = labels<Pairing>();
        Site site = get(pairings[random() % pairings.size()].value, kReasons[random() % 5], i + 1);
        const auto kinds = labels<SiteKind>();
        site.kind = kinds[random() % kinds.size()].value;
        if (site.kind != SiteKind::get) site.pairing = Pairing::none;
        sites.push_back(site);
      }
      all.pools.push_back(pool(p == 0 ? "a" : "b", std::move(sites)));
    }
    for (const char* pattern : {"*", "a", "b"}) {
      const Unproven out = why_unproven(all, pattern);
      const Summary& sum = out.summary;
      EXPECT_EQ(sum.gets, sum.proven_right() + sum.proven_wrong() + sum.unproven());
      uint64_t named = 0;
      for (const UnprovenCause& cause : out.causes) {
        uint64_t of_cause = 0;
        for (const UnprovenReason& reason : cause.reasons) of_cause += reason.gets.size();
        EXPECT_EQ(of_cause, cause.count);
        named += of_cause;
      }
      EXPECT_EQ(named, sum.unproven());
    }
    EXPECT_EQ(why_unproven(all, "*").summary.gets, summarise(all).gets);
  }
}

TEST(Unproven, IsShownAsRecorded) {
  TextOptions text;
  text.findings = true;
  text.width = 100;
  text.why_unproven = "*";
  expect_golden("why-unproven.txt", render_text({sample_inventory()}, text));
  const auto json = nlohmann::json::parse(render_json({sample_inventory()}, {"*"}));
  EXPECT_EQ(json["why_unproven"]["unproven"], json["summary"]["gets"]["unproven"]);
  EXPECT_FALSE(nlohmann::json::parse(render_json({sample_inventory()})).contains("why_unproven"));
  const auto back = parse_json(render_json({sample_inventory()}, {"*"}));
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, Report{sample_inventory()});
}

}  // namespace
}  // namespace pool_audit::report
