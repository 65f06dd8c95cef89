// The Markdown report.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tool/report/golden.h"
#include "tests/tool/report/sample.h"
#include "tool/report/html_escape.h"
#include "tool/report/markdown_escape.h"
#include "tool/report/report.h"

namespace pool_audit::report {
namespace {

using inventory::Inventory;
using testing::HasSubstr;
using testing::Not;

TEST(Markdown, IsAsRecorded) {
  expect_golden("report.md", render_markdown({sample_inventory()}, {true, true, true, "*"}));
  expect_golden("report-brief.md",
                render_markdown({sample_inventory()}, {false, false, false, ""}));
}

// Every string is hostile to Markdown or HTML. tests/tool/report/markdown_test.py renders it.
TEST(Markdown, HostileTextIsAsRecorded) {
  expect_golden("report-hostile.md",
                render_markdown({hostile_inventory()}, {true, true, true, "*"}));
  expect_golden("report-hostile-telemetry.md",
                render_markdown(hostile_report(), {true, true, true, "*"}));
}

TEST(Markdown, TelemetryIsAsRecorded) {
  expect_golden("report-telemetry.md", render_markdown(sample_report(), {false, false, false, ""}));
}

TEST(Markdown, AnEmptyInventorySaysSo) {
  EXPECT_EQ(render_markdown({}, {}), "## Object pools\n\n**0 pools**\n\n**0 translation units**\n");
}

TEST(Markdown, LongListsAreCounted) {
  Inventory many;
  for (int i = 0; i < 60; ++i) {
    many.units.push_back({"f" + std::to_string(i) + ".cc", inventory::UnitState::failed, "no", {}});
  }
  EXPECT_THAT(render_markdown({many}, {}), HasSubstr("- and 10 more\n"));
  EXPECT_THAT(render_markdown({many}, {}), Not(HasSubstr("f59.cc")));
}

TEST(MarkdownEscape, ShowsTextAsItself) {
  EXPECT_EQ(markdown("a|b"), "a&#124;b");
  EXPECT_EQ(markdown("a\\|b"), "a\\\\&#124;b");
  EXPECT_EQ(markdown("<b>&amp;"), "&lt;b&gt;&amp;amp;");
  EXPECT_EQ(markdown("*a* _b_ `c` ~~d~~ [e](f) #1"),
            "\\*a\\* \\_b\\_ \\`c\\` \\~\\~d\\~\\~ \\[e\\](f) \\#1");
  EXPECT_EQ(markdown("$x$"), "&#36;x&#36;");
  EXPECT_EQ(markdown("two\nlines\xff"), "two lines\uFFFD");
  EXPECT_EQ(markdown_code("a|`b`"), "<code>a&#124;\\`b\\`</code>");
  EXPECT_EQ(markdown_code(""), "");
  EXPECT_EQ(html("a*b <c> \"&\""), "a*b &lt;c&gt; &quot;&amp;&quot;");
  EXPECT_EQ(markdown_block("a <b>\n\n  c|d"), "<pre>a &lt;b&gt;\n\n  c|d\n</pre>\n");
}

TEST(MarkdownEscape, StartsOfLinesStayText) {
  EXPECT_EQ(markdown_start("- a"), "\\- a");
  EXPECT_EQ(markdown_start("+ a"), "\\+ a");
  EXPECT_EQ(markdown_start("==="), "\\===");
  EXPECT_EQ(markdown_start("12. a"), "12\\. a");
  EXPECT_EQ(markdown_start("12) a"), "12\\) a");
  EXPECT_EQ(markdown_start("# a"), "\\# a");
  EXPECT_EQ(markdown_start("> a"), "&gt; a");
  EXPECT_EQ(markdown_start("2 a-b"), "2 a-b");
  EXPECT_EQ(markdown_start("a. b"), "a. b");
  EXPECT_EQ(markdown_start(""), "");
  EXPECT_EQ(markdown_start("7"), "7");
}

}  // namespace
}  // namespace pool_audit::report
