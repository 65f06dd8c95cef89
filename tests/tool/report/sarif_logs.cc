// Writes the logs that the validator reads: sarif_logs FOLDER.
#include <cstdio>
#include <string>

#include "checks/support/files.h"
#include "tests/tool/report/html_sample.h"
#include "tests/tool/report/sample.h"
#include "tool/report/ci_formats.h"

namespace pool_audit::report {
namespace {

bool write(const std::string& folder, const char* name, const HtmlSample& sample) {
  const auto written = write_file_atomically(
      folder + "/" + name, render_sarif(sample.report, sample.rules, sample.source));
  if (!written) std::fprintf(stderr, "%s\n", written.error().to_string().c_str());
  return written.has_value();
}

// Every kind of finding, and neither rules nor sources.
HtmlSample bare_sample() {
  HtmlSample out;
  out.report.inventory = sample_inventory();
  return out;
}

// Nothing was found.
HtmlSample empty_sample() {
  HtmlSample out;
  out.report.inventory.tool_version = "0.1.0";
  return out;
}

}  // namespace
}  // namespace pool_audit::report

int main(int count, char** arguments) {
  using namespace pool_audit::report;
  if (count != 2) {
    std::fputs("usage: sarif_logs FOLDER\n", stderr);
    return 2;
  }
  const std::string folder = arguments[1];
  const bool done = write(folder, "compared.sarif", service_sample()) &&
                    write(folder, "plain.sarif", unmeasured_sample()) &&
                    write(folder, "bare.sarif", bare_sample()) &&
                    write(folder, "empty.sarif", empty_sample()) &&
                    write(folder, "hostile.sarif", hostile_sample());
  return done ? 0 : 1;
}
