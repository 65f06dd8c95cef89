// The text report.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "tests/tool/report/golden.h"
#include "tests/tool/report/sample.h"
#include "tool/report/canvas.h"
#include "tool/report/report.h"

namespace pool_audit::report {
namespace {

using inventory::Inventory;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

class TextWidth : public testing::TestWithParam<unsigned> {};

TEST_P(TextWidth, TableIsAsRecorded) {
  TextOptions options;
  options.width = GetParam();
  expect_golden("table-" + std::to_string(GetParam()) + ".txt",
                render_text({sample_inventory()}, options));
}

INSTANTIATE_TEST_SUITE_P(Widths, TextWidth, testing::Values(60, 80, 120, 200, 0));

TEST(Text, EverythingInDetailIsAsRecorded) {
  TextOptions options;
  options.width = 100;
  options.details = true;
  options.candidates = true;
  expect_golden("details-100.txt", render_text({sample_inventory()}, options));
}

TEST(Text, TelemetryIsAsRecorded) {
  TextOptions options;
  options.width = 80;
  expect_golden("telemetry-80.txt", render_text(sample_report(), options));
  options.details = true;
  expect_golden("telemetry-details-80.txt", render_text(sample_report(), options));
  options.findings = true;
  expect_golden("telemetry-findings.txt", render_text(sample_report(), options));
}

TEST(Text, FindingsAreAsRecorded) {
  TextOptions options;
  options.findings = true;
  options.width = 60;  // holds for the numbers alone
  expect_golden("findings.txt", render_text({sample_inventory()}, options));
}

TEST(Text, SuppressedFindingsAreShownWhenAskedFor) {
  TextOptions options;
  options.findings = true;
  options.suppressed = true;
  options.width = 60;
  expect_golden("findings-suppressed.txt", render_text({sample_inventory()}, options));
}

TEST(Text, ColourIsAsRecorded) {
  TextOptions options;
  options.width = 120;
  options.color = true;
  expect_golden("color-120.txt", render_text({sample_inventory()}, options));
}

TEST(Text, NoLineEndsInABlankOrIsTooWide) {
  for (unsigned width = 60; width <= 260; ++width) {
    TextOptions options;
    options.width = width;
    options.details = true;
    options.candidates = true;
    for (const std::string& line : lines_of(render_text(sample_report(), options))) {
      EXPECT_FALSE(line.ends_with(' ')) << width << ": " << line;
      EXPECT_LE(width_of(line), width) << line;
    }
  }
}

TEST(Text, ColourChangesNothingButColour) {
  TextOptions options;
  options.width = 90;
  options.details = true;
  const std::string plain = render_text({sample_inventory()}, options);
  options.color = true;
  std::string colored = render_text({sample_inventory()}, options);
  EXPECT_NE(plain, colored);
  for (size_t at = colored.find('\x1b'); at != std::string::npos; at = colored.find('\x1b', at)) {
    colored.erase(at, colored.find('m', at) + 1 - at);
  }
  EXPECT_EQ(plain, colored);
}

TEST(Text, EveryWordOfATableSurvivesEveryWidth) {
  // Wrapping may split a name; with the breaks taken out, it is there in full.
  TextOptions options;
  for (options.width = 80; options.width <= 240; options.width += 7) {
    const std::string text = render_text({sample_inventory()}, options);
    for (const char* name : {"buffers_", "m_persistentManifoldPoolAllocator", "free_nodes",
                             "m_defaultMaxPersistentManifoldPoolSize", "btCollisionDispatcher.h"}) {
      EXPECT_THAT(text, HasSubstr(name)) << options.width;
    }
  }
}

TEST(Text, AnEmptyInventorySaysSo) {
  Inventory empty;
  empty.units = {{"a.cc", inventory::UnitState::analysed, "", {}}};
  EXPECT_EQ(render_text({empty}, {}),
            "no pools found\n"
            "\n"
            "0 pools\n"
            "1 unit      1 analysed\n");
}

TEST(Text, LongListsAreCountedUnlessDetailsAreWanted) {
  Inventory many;
  for (int i = 0; i < 50; ++i) {
    many.units.push_back({"f" + std::to_string(i) + ".cc", inventory::UnitState::failed, "no", {}});
  }
  EXPECT_THAT(render_text({many}, {}), HasSubstr("and 30 more"));
  TextOptions options;
  options.details = true;
  EXPECT_THAT(render_text({many}, options), Not(HasSubstr("more")));
  EXPECT_THAT(render_text({many}, options), HasSubstr("f49.cc"));
}

TEST(Text, HostileNamesAreDefused) {
  Inventory hostile = sample_inventory();
  hostile.pools[0].name =
      "a\x1b[2Jb\nc\td\xff\xc3\x28\xe2\x80\xae"
      "e\x7f";
  hostile.pools[0].documentation = "\x1b]0;title\x07";
  TextOptions options;
  options.details = true;
  const std::string text = render_text({hostile}, options);
  for (const char c : text) {
    EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= ' ') << static_cast<int>(c);
  }
  EXPECT_THAT(text, HasSubstr("a\xEF\xBF\xBD[2Jb c d\xEF\xBF\xBD"));
  EXPECT_THAT(text, Not(HasSubstr("\xe2\x80\xae")));
}

TEST(Text, NamesOfAMegabyteCostNoMoreThanTheirLength) {
  Inventory large = sample_inventory();
  const size_t size = 1 << 20;
  large.pools[0].name = std::string(size, 'x');
  large.pools[1].name = std::string(size, '_');
  large.pools[2].documentation = std::string(size, '\n');
  for (int i = 0; i < 100; ++i) large.pools.push_back(large.pools[3]);
  for (const unsigned width : {0U, 80U}) {
    TextOptions options;
    options.width = width;
    options.details = true;
    const std::string text = render_text({large}, options);
    EXPECT_GT(text.size(), 2 * size);
    EXPECT_LT(text.size(), 20 * size);
  }
}

TEST(OnlyPool, TakesTheQualifiedNameOrItsEnd) {
  for (const char* name : {"net::Server::buffers_", "Server::buffers_", "buffers_"}) {
    const auto chosen = only_pool({sample_inventory()}, name);
    ASSERT_TRUE(chosen) << chosen.error().to_string();
    ASSERT_EQ(chosen->inventory.pools.size(), 1U) << name;
    EXPECT_EQ(chosen->inventory.pools[0].name, "net::Server::buffers_");
    EXPECT_TRUE(chosen->inventory.candidates.empty());
    EXPECT_TRUE(chosen->inventory.findings.empty()) << "they are of other pools";
    EXPECT_EQ(chosen->inventory.units, sample_inventory().units);
  }
}

TEST(OnlyPool, KeepsItsFindings) {
  const auto chosen = only_pool({sample_inventory()}, "sessions");
  ASSERT_TRUE(chosen) << chosen.error().to_string();
  ASSERT_EQ(chosen->inventory.findings.size(), 1U);
  EXPECT_EQ(chosen->inventory.findings[0].rule, "pool-missing-put");
}

TEST(OnlyPool, SaysWhichNamesThereAre) {
  EXPECT_EQ(only_pool({sample_inventory()}, "uffers_").error().message,
            "no pool is called 'uffers_'; did you mean net::Server::buffers_?");
  EXPECT_EQ(only_pool({sample_inventory()}, "BUFFERS").error().message,
            "no pool is called 'BUFFERS'; did you mean net::Server::buffers_?");
  Inventory many;
  many.pools.resize(9);
  for (size_t i = 0; i < many.pools.size(); ++i) many.pools[i].name = "p" + std::to_string(i);
  EXPECT_EQ(only_pool({many}, "p").error().message,
            "no pool is called 'p'; did you mean p0, p1, p2, p3, p4 or one of 4 more?");
  EXPECT_EQ(only_pool({sample_inventory()}, "zzz").error().message,
            "no pool is called 'zzz'; run without --pool to see the names");
  EXPECT_EQ(only_pool({}, "zzz").error().message,
            "no pool is called 'zzz'; the program has no pools");
}

}  // namespace
}  // namespace pool_audit::report
