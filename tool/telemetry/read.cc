#include "tool/telemetry/read.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <vector>

#include "checks/support/files.h"
#include "tool/telemetry/coverage.h"
#include "tool/telemetry/prometheus_series.h"
#include "tool/telemetry/runtime_json.h"

namespace pool_audit::telemetry {

namespace {

constexpr std::string_view kKnown =
    "expected a snapshot of the pool library, Prometheus text, or counts of llvm-cov export, "
    "gcov --json-format, lcov or bpftrace";

bool has_line(std::string_view text, std::string_view start) {
  for (size_t at = text.find(start); at != std::string_view::npos; at = text.find(start, at + 1)) {
    if (at == 0 || text[at - 1] == '\n') return true;
  }
  return false;
}

Result<Telemetry> read_folder(const std::string& folder, const ReadOptions& options) {
  std::vector<std::string> files;
  std::error_code failed;
  for (std::filesystem::directory_iterator at(folder, failed), end; !failed && at != end;
       at.increment(failed)) {
    std::error_code ignored;
    if (at->path().filename().string().starts_with('.') || at->is_directory(ignored)) continue;
    files.push_back(at->path().string());
  }
  if (failed) return fail("cannot read the folder: " + failed.message(), folder);
  std::ranges::sort(files);
  if (files.empty()) return fail("expected files of telemetry; the folder has none", folder);
  Telemetry out;
  std::optional<Error> first;
  bool any = false;
  for (const std::string& file : files) {
    auto text = read_file(file);
    auto one = text ? read_text(*text, file, options)
                    : Result<Telemetry>(tl::unexpected<Error>(text.error()));
    if (one) {
      any = true;
      merge(out, std::move(*one));
      continue;
    }
    out.notes.push_back("left out: " + one.error().to_string());
    if (!first) first = one.error();
  }
  if (!any) return tl::unexpected<Error>(*first);
  return out;
}

}  // namespace

Result<Telemetry> read_text(std::string_view text, const std::string& file,
                            const ReadOptions& options) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return fail(std::string(kKnown) + "; it is empty", file);
  if (text[first] == '{') {
    if (text.find("\"llvm.coverage.json.export\"") != std::string_view::npos) {
      return read_llvm_coverage(text, file, options.seconds);
    }
    if (text.find("\"gcc_version\"") != std::string_view::npos) {
      return read_gcov_json(text, file, options.seconds);
    }
    return read_runtime_json(text, file);
  }
  if (text.starts_with("\x1f\x8b")) {
    return fail("it is packed by gzip; unpack it first, with gunzip", file);
  }
  if (has_line(text, "SF:")) return read_lcov(text, file, options.seconds);
  if (has_line(text, "@")) return read_bpftrace(text, file, options.seconds);
  auto prometheus = read_prometheus_text(text, file, {.seconds = options.seconds});
  if (!prometheus) {
    Error error = prometheus.error();
    error.message += "; " + std::string(kKnown);
    return tl::unexpected<Error>(std::move(error));
  }
  return prometheus;
}

Result<Telemetry> read(const std::string& source, const ReadOptions& options) {
  if (is_server(source)) {
    ServerOptions server = options.server;
    server.url = source;
    return read_prometheus_server(server);
  }
  std::error_code ignored;
  if (std::filesystem::is_directory(source, ignored)) return read_folder(source, options);
  auto text = read_file(source);
  if (!text) return tl::unexpected<Error>(text.error());
  return read_text(*text, source, options);
}

}  // namespace pool_audit::telemetry
