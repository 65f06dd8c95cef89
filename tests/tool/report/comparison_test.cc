// What changed, in every format that says so.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tool/report/ci_formats.h"
#include "tool/report/report.h"

namespace pool_audit::report {
namespace {

using inventory::Finding;
using testing::HasSubstr;
using testing::Not;

Finding finding(char mark, uint32_t line) {
  Finding out;
  out.rule = "pool-missing-put";
  out.place = {"src/a.cc", line, line == 0 ? 0U : 3U, line, line == 0 ? 0U : 4U, ""};
  out.message = std::string("lost ") + mark;
  out.fingerprint = std::string(32, mark);
  return out;
}

Report sample() {
  Report out;
  out.inventory.findings = {finding('a', 1), finding('b', 2)};
  out.rules = {"pool-missing-put"};
  compare::Comparison& changes = out.comparison.emplace();
  changes.before = "pools.baseline";
  changes.unchanged = {out.inventory.findings[0]};
  changes.introduced = {out.inventory.findings[1]};
  changes.fixed = {finding('c', 0)};
  changes.unchecked = {finding('d', 0)};
  changes.added_pools = {"net::fresh"};
  changes.removed_pools = {"net::stale"};
  changes.classes = {
      {"id", "net::hot", {"src/p.h", 7, 1, 7, 2, ""}, verdict::Class::warm, verdict::Class::hot}};
  return out;
}

TEST(Comparison, ComesBackFromJson) {
  const auto back = parse_json(render_json(sample()));
  ASSERT_TRUE(back) << back.error().to_string();
  EXPECT_EQ(*back, sample());
}

TEST(Comparison, InText) {
  TextOptions options;
  options.findings = true;
  const std::string text = render_text(sample(), options);
  EXPECT_THAT(text, HasSubstr("src/a.cc: fixed: lost c [pool-missing-put]\n"
                              "new pool net::fresh\n"
                              "gone pool net::stale\n"
                              "src/p.h:7:1: class: net::hot was warm and is hot\n"));
  EXPECT_THAT(text, HasSubstr("1 new · 1 fixed · 1 known · 1 not checked "
                              "(compared with pools.baseline)\n"));
  EXPECT_THAT(text, Not(HasSubstr("not checked: lost d")));
  options.details = true;
  EXPECT_THAT(render_text(sample(), options), HasSubstr("src/a.cc: not checked: lost d"));
}

TEST(Comparison, InMarkdown) {
  const std::string text = render_markdown(sample(), {});
  EXPECT_THAT(text,
              HasSubstr("### Compared with pools.baseline\n\n"
                        "**1 new finding**, 1 fixed, 1 known, 1 not checked\n\n"
                        "**Fixed: 1**\n\n- <code>src/a.cc</code>: **pool-missing-put**: lost c\n"));
  EXPECT_THAT(text, HasSubstr("- <code>net::hot</code>: warm before, hot now\n"));
}

TEST(Comparison, InSarif) {
  const std::string text = render_sarif(sample(), {}, {});
  for (const char* state : {"new", "unchanged", "absent"}) {
    EXPECT_THAT(text, HasSubstr("\"baselineState\": \"" + std::string(state) + '"'));
  }
  Report alone = sample();
  alone.comparison.reset();
  EXPECT_THAT(render_sarif(alone, {}, {}), Not(HasSubstr("baselineState")));
}

}  // namespace
}  // namespace pool_audit::report
