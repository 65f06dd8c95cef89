// The HTML page: what is on it, and that nothing of the data becomes markup. What a browser makes
// of it is tested in browser/.
#include "tool/report/html.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tool/report/html_check.h"
#include "tests/tool/report/html_sample.h"
#include "tool/report/html_escape.h"
#include "tool/report/html_parts.h"
#include "tool/report/html_view.h"

namespace pool_audit::report {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string page_of(const HtmlSample& sample) {
  return render_html(sample.report, sample.rules, sample.source, {.candidates = true});
}

std::string excerpt(const inventory::Finding& finding, const SourceLine& source) {
  const Report report;
  const View view(report, {}, source, {});
  Html out;
  write_excerpt(out, view, finding);
  return out.take();
}

TEST(HtmlEscape, TextShowsAsItself) {
  EXPECT_EQ(html("a<b> & \"c\"\n\xFF\x01\xE2\x80\xAE"),
            "a&lt;b&gt; &amp; &quot;c&quot; \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  Html out;
  out << Lines{"\ta<b\n\n\x02"} << "<br>" << uint64_t{7};
  EXPECT_EQ(out.take(), "\ta&lt;b\n\n\xEF\xBF\xBD<br>7");
}

TEST(HtmlEscape, NumbersAreShortAndTheSameEverywhere) {
  Html out;
  out << Fixed{1.25, 1} << " " << Fixed{3} << " " << Fixed{-0.01} << " " << Fixed{0.5, 3} << " "
      << Fixed{1.0 / 0.0};
  EXPECT_EQ(out.take(), "1.2 3 0 0.5 0");
}

TEST(HtmlEscape, HashesAreNamedInBase64) {
  Html out;
  out << Base64{"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"};
  EXPECT_EQ(out.take(), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
}

TEST(HtmlEscape, SlugsAreAscii) {
  EXPECT_EQ(html_slug("net::Server<\"a\">::buffers_", 60), "net-Server-a-buffers_");
  EXPECT_EQ(html_slug("\xE3\x83\x91::x", 60), "x");
  EXPECT_EQ(html_slug("a::b", 2), "a");
  EXPECT_EQ(html_slug("::", 9), "");
}

TEST(HtmlPage, IsWellFormedWhateverTheDataHolds) {
  EXPECT_EQ(problem_of(page_of({})), "");
  EXPECT_EQ(problem_of(page_of(service_sample())), "");
  EXPECT_EQ(problem_of(page_of(unmeasured_sample())), "");
  EXPECT_EQ(problem_of(page_of(large_sample(200))), "");
  EXPECT_EQ(problem_of(page_of(hostile_sample())), "");
}

TEST(HtmlPage, TheCheckSeesWhatIsWrong) {
  const std::string good = page_of({});
  const auto with = [&](const std::string& more) {
    std::string page = good;
    page.insert(page.find("<main>") + 6, more);
    return problem_of(page);
  };
  EXPECT_EQ(with("<p>x</p>"), "");
  EXPECT_THAT(with("<p>"), HasSubstr("closes"));
  EXPECT_THAT(with("<img>"), HasSubstr("element img"));
  EXPECT_THAT(with("<p onclick=\"x\"></p>"), HasSubstr("attribute onclick"));
  EXPECT_THAT(with("<p style=\"x\"></p>"), HasSubstr("attribute style"));
  EXPECT_THAT(with("<a href=\"javascript:x\"></a>"), HasSubstr("leads away"));
  EXPECT_THAT(with("<a href=\"#x\"></a>"), HasSubstr("leads nowhere"));
  EXPECT_THAT(with("&x;"), HasSubstr("bare &"));
  EXPECT_THAT(with("<script></script>"), HasSubstr("one script"));
  EXPECT_THAT(with("\xFF"), HasSubstr("UTF-8"));
}

TEST(HtmlPage, IsTheSameEveryTime) {
  EXPECT_EQ(page_of(service_sample()), page_of(service_sample()));
}

TEST(HtmlPage, ForbidsWhatItDoesNotBring) {
  const std::string page = page_of(service_sample());
  EXPECT_THAT(page, HasSubstr("default-src 'none'; script-src 'sha256-"));
  EXPECT_THAT(page, Not(HasSubstr("unsafe-inline")));
  EXPECT_THAT(page, Not(HasSubstr("http://")));
  EXPECT_THAT(page, Not(HasSubstr("https://")));
}

TEST(HtmlPage, TellsEverythingOfAPool) {
  const std::string page = page_of(service_sample());
  for (const char* const part :
       {"13 pools: 3 hot, 4 warm, 4 cold, 2 unmeasured; 6 findings", "taking the branch where",
        "Objects that are kept for the next request.", "measured, see bench/tokens.cc",
        "no pool is called 'gateway.retired'", "2026-05-02", "gateway::legacy::frames_",
        "objects.put(object);", "is never iterated", "suppresses nothing", "64,253,952,000"}) {
    EXPECT_THAT(page, HasSubstr(part));
  }
}

TEST(HtmlPage, LeavesOutVerdictsThatAreNotOneAPool) {
  HtmlSample sample = service_sample();
  sample.report.assessment->pools.pop_back();
  const std::string page = page_of(sample);
  EXPECT_THAT(page, Not(HasSubstr("<svg class=\"strip\"")));
  EXPECT_EQ(problem_of(page), "");
}

TEST(HtmlView, AddressesStayWhenOtherPoolsCome) {
  HtmlSample sample = service_sample();
  const auto anchor = [&] {
    const View view(sample.report, sample.rules, sample.source, {});
    return view.with_id("c:@gateway::tickets")->anchor;
  };
  const std::string before = anchor();
  sample.report.inventory.pools.erase(sample.report.inventory.pools.begin());
  sample.report.assessment.reset();
  EXPECT_EQ(anchor(), before);
  EXPECT_THAT(before, testing::StartsWith("pool-gateway-tickets-"));
}

TEST(HtmlView, SortsByPeakThenByFindings) {
  const HtmlSample measured = service_sample();
  const View by_peak(measured.report, measured.rules, measured.source, {});
  EXPECT_EQ(by_peak.pools.front().pool->name, "gateway::Listener::buffers_");
  EXPECT_EQ(by_peak.pools[11].pool->name, "free_packets") << "no rate, one finding";
  const HtmlSample plain = unmeasured_sample();
  const View by_findings(plain.report, plain.rules, plain.source, {});
  EXPECT_EQ(by_findings.pools.front().pool->name, "gateway::http::headers");
}

TEST(HtmlExcerpt, MarksTheLineAndItsNotes) {
  inventory::Finding finding;
  finding.place = {"a.cc", 10, 3, 10, 6, ""};
  finding.notes = {{{"a.cc", 12, 1, 12, 2, ""}, "x"}, {{"a.cc", 12, 5, 12, 6, ""}, "y"}};
  const std::string out = excerpt(finding, [](const std::string&, uint32_t line) {
    return std::optional<std::string>("l" + std::to_string(line) + "<z>\r");
  });
  EXPECT_THAT(out, HasSubstr("<span class=\"l hit\" data-n=\"10\">l1<mark>0&lt;z</mark>&gt;\n"));
  EXPECT_THAT(out, HasSubstr("data-n=\"12\">l12&lt;z&gt;<i data-n=\"1, 2\"></i>\n"));
  EXPECT_THAT(out, HasSubstr("data-n=\"7\">"));
  EXPECT_THAT(out, HasSubstr("data-n=\"13\">"));
  EXPECT_THAT(out, Not(HasSubstr("data-n=\"14\">")));
  EXPECT_THAT(out, Not(HasSubstr("class=\"file\""))) << "one file needs no name";
}

TEST(HtmlExcerpt, LeavesGapsAndOtherFiles) {
  inventory::Finding finding;
  finding.place = {"a.cc", 10, 1, 10, 2, ""};
  finding.notes = {{{"a.cc", 40, 1, 40, 2, ""}, "x"}, {{"b.h", 2, 1, 2, 2, ""}, "y"}};
  const std::string out = excerpt(
      finding, [](const std::string&, uint32_t) { return std::optional<std::string>("code"); });
  EXPECT_THAT(out, HasSubstr("<span class=\"gap\"></span><span class=\"l\" data-n=\"39\">"));
  EXPECT_THAT(out, HasSubstr("<p class=\"file\">a.cc</p>"));
  EXPECT_THAT(out, HasSubstr("<p class=\"file\">b.h</p>"));
}

TEST(HtmlExcerpt, NeverCutsACharacter) {
  inventory::Finding finding;
  finding.place = {"a.cc", 1, 2, 1, 3, ""};  // inside of the first character
  const std::string line = "\xC3\xA9" + std::string(400, 'x');
  const std::string out = excerpt(finding, [&](const std::string&, uint32_t at) {
    return at == 1 ? std::optional<std::string>(line) : std::nullopt;
  });
  EXPECT_THAT(out, HasSubstr("<mark>\xC3\xA9</mark>x"));
  EXPECT_THAT(out, Not(HasSubstr("\xEF\xBF\xBD")));
  EXPECT_THAT(out, HasSubstr("x\xE2\x80\xA6")) << "long lines end early";
  EXPECT_EQ(excerpt(finding, [](const std::string&, uint32_t) { return std::nullopt; }), "");
  EXPECT_EQ(excerpt(finding, nullptr), "");
}

TEST(HtmlExcerpt, SurvivesLinesAtTheEndsOfNumbers) {
  inventory::Finding finding;
  finding.place = {"a.cc", 4294967295U, 4294967295U, 4294967295U, 4294967295U, ""};
  finding.notes = {{{"a.cc", 1, 0, 0, 0, ""}, "x"}, {{"", 0, 0, 0, 0, ""}, "y"}};
  EXPECT_NE(excerpt(finding, [](const std::string&,
                                uint32_t) { return std::optional<std::string>("code"); }),
            "");
}

}  // namespace
}  // namespace pool_audit::report
