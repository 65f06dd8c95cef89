// Any bytes as the texts of a report: the page stays what it is.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "tests/tool/report/html_check.h"
#include "tests/tool/report/html_sample.h"

namespace {

using namespace pool_audit;

// The input, a piece at a time, over and over.
class Texts {
 public:
  explicit Texts(std::string bytes) : bytes_(std::move(bytes)) {}
  std::string next() {
    if (bytes_.empty()) return {};
    const size_t end = std::min(bytes_.find('\n', at_), bytes_.size());
    std::string out = bytes_.substr(at_, end - at_);
    at_ = end + 1 < bytes_.size() ? end + 1 : 0;
    return out;
  }
  uint32_t number() {
    const std::string text = next();
    return text.empty() ? 0 : static_cast<uint32_t>(std::strtoul(text.c_str(), nullptr, 10));
  }

 private:
  std::string bytes_;
  size_t at_ = 0;
};

inventory::Place place(Texts& texts) {
  inventory::Place out;
  out.file = texts.next();
  out.line = out.end_line = texts.number() % 50;
  out.column = texts.number();
  out.end_column = texts.number();
  out.macro = texts.next();
  return out;
}

inventory::Finding finding(Texts& texts) {
  inventory::Finding out;
  out.rule = texts.next();
  out.pool = texts.next();
  out.place = place(texts);
  out.function = texts.next();
  out.message = texts.next();
  out.notes = {{place(texts), texts.next()}};
  out.edits = {{place(texts), texts.next()}};
  out.fingerprint = texts.next();
  if (texts.number() % 2 == 1) out.suppressed = {{}, texts.next(), place(texts)};
  return out;
}

inventory::Pool pool(Texts& texts) {
  inventory::Pool out;
  out.id = texts.next();
  out.name = texts.next();
  out.kind = texts.next();
  out.library = texts.next();
  out.type = texts.next();
  out.pooled = {texts.next(), texts.number(), place(texts)};
  out.factory = {texts.next(), place(texts)};
  out.bound = {inventory::BoundKind::bounded, texts.next()};
  out.reset = {texts.next(), texts.next(), {place(texts)}};
  out.guard = texts.next();
  out.documentation = texts.next() + "\n\t" + texts.next();
  out.place = place(texts);
  out.evidence = {{texts.next(), -3, place(texts)}};
  inventory::Site site;
  site.place = place(texts);
  site.function = texts.next();
  site.api = texts.next();
  site.through = texts.next();
  site.reason = texts.next();
  site.pairing = inventory::Pairing::never;
  site.related = {place(texts)};
  out.sites = {site};
  out.notes = {texts.next()};
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Texts texts(std::string(reinterpret_cast<const char*>(data), size));
  report::HtmlSample sample = report::service_sample();
  inventory::Inventory& inventory = sample.report.inventory;
  for (size_t i = 0; i < 3; ++i) {
    inventory.pools.push_back(pool(texts));
    verdict::PoolVerdict verdict;
    verdict.verdict.reasons = verdict.verdict.missing = {texts.next()};
    verdict.measured.emplace();
    verdict.measured->window_seconds = texts.number();
    verdict.measured->process = {static_cast<double>(texts.number()) / 7, 0,
                                 static_cast<double>(texts.number())};
    verdict.measured->sources = {texts.next()};
    sample.report.assessment->pools.push_back(verdict);
    inventory.findings.push_back(finding(texts));
    sample.rules.push_back(
        {texts.next(), texts.next(), texts.next(), "", report::Level::note, true});
  }
  sample.report.comparison->fixed.push_back(finding(texts));
  sample.report.comparison->before = texts.next();
  sample.report.history.front().label = texts.next();
  const std::string line = texts.next();
  sample.source = [&](const std::string&, uint32_t) { return std::optional<std::string>(line); };
  const std::string page =
      report::render_html(sample.report, sample.rules, sample.source, {.candidates = true});
  if (const std::string problem = report::problem_of(page); !problem.empty()) {
    std::fprintf(stderr, "%s\n", problem.c_str());
    std::abort();
  }
  return 0;
}
