// Writes the pages that the browser looks at: html_pages FOLDER.
#include <cstdio>
#include <string>

#include "checks/support/files.h"
#include "tests/tool/report/html_sample.h"

namespace pool_audit::report {
namespace {

bool write(const std::string& folder, const char* name, const HtmlSample& sample) {
  HtmlOptions options;
  options.candidates = true;
  const auto written = write_file_atomically(
      folder + "/" + name, render_html(sample.report, sample.rules, sample.source, options));
  if (!written) std::fprintf(stderr, "%s\n", written.error().to_string().c_str());
  return written.has_value();
}

// The texts that a reader must find on the page, one a line.
bool write_texts(const std::string& folder, const char* name, const HtmlSample& sample) {
  std::string out;
  for (const inventory::Pool& pool : sample.report.inventory.pools) {
    out += pool.name + '\n' + pool.type + '\n';
  }
  for (const inventory::Finding& finding : sample.report.inventory.findings) {
    out += finding.message + '\n';
    for (const inventory::Note& note : finding.notes) out += note.text + '\n';
  }
  return write_file_atomically(folder + "/" + name, out).has_value();
}

}  // namespace
}  // namespace pool_audit::report

int main(int count, char** arguments) {
  using namespace pool_audit::report;
  if (count != 2) {
    std::fputs("usage: html_pages FOLDER\n", stderr);
    return 2;
  }
  const std::string folder = arguments[1];
  const bool done = write(folder, "service.html", service_sample()) &&
                    write_texts(folder, "service.texts", service_sample()) &&
                    write(folder, "unmeasured.html", unmeasured_sample()) &&
                    write(folder, "large.html", large_sample(2000)) &&
                    write(folder, "middle.html", large_sample(36)) &&
                    write(folder, "empty.html", {}) &&
                    write(folder, "hostile.html", hostile_sample());
  return done ? 0 : 1;
}
