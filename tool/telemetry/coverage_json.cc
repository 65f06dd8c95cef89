// The two coverage formats that are JSON.
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

#include "tool/telemetry/coverage.h"

namespace pool_audit::telemetry {

namespace {

using Json = nlohmann::json;

std::optional<uint32_t> line_at(const Json& value) {
  if (!value.is_number_unsigned()) return std::nullopt;
  const auto number = value.get<uint64_t>();
  if (number > std::numeric_limits<uint32_t>::max()) return std::nullopt;
  return static_cast<uint32_t>(number);
}

std::string text_at(const Json& object, const char* key) {
  const auto found = object.is_object() ? object.find(key) : object.end();
  return object.is_object() && found != object.end() && found->is_string()
             ? found->get<std::string>()
             : std::string();
}

const Json* list_at(const Json& object, const char* key) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(key);
  return found != object.end() && found->is_array() ? &*found : nullptr;
}

// [line, column, count, has a count, begins a region, ...]
struct Segment {
  uint32_t line = 0;
  uint32_t column = 0;
  double count = 0;
  bool counted = false;
};

std::optional<Segment> segment_of(const Json& value) {
  if (!value.is_array() || value.size() < 4 || !value[2].is_number() || !value[3].is_boolean()) {
    return std::nullopt;
  }
  const auto line = line_at(value[0]);
  const auto column = line_at(value[1]);
  if (!line || !column) return std::nullopt;
  return Segment{*line, *column, value[2].get<double>(), value[3].get<bool>()};
}

}  // namespace

Result<Telemetry> read_llvm_coverage(std::string_view text, const std::string& file,
                                     double seconds) {
  const Json root = Json::parse(text, nullptr, false);
  const Json* data = list_at(root, "data");
  if (!data || text_at(root, "type") != "llvm.coverage.json.export") {
    return fail(
        "expected what `llvm-cov export` writes: JSON of the type "
        "\"llvm.coverage.json.export\"",
        file);
  }
  Telemetry out;
  for (const Json& each : *data) {
    const Json* files = list_at(each, "files");
    if (!files) continue;
    for (const Json& source : *files) {
      const Json* segments = list_at(source, "segments");
      if (!segments) continue;  // of `-summary-only`
      std::optional<Segment> last;
      for (const Json& value : *segments) {
        const auto segment = segment_of(value);
        if (!segment) {
          return fail("expected [line, column, count, has count, ...] among the segments of " +
                          text_at(source, "filename"),
                      file);
        }
        if (last && last->counted && last->count >= 0) {
          out.lines.push_back({text_at(source, "filename"), last->line, last->column, segment->line,
                               segment->column, "", last->count, seconds, file});
        }
        last = segment;
      }
    }
  }
  if (out.lines.empty()) out.notes.push_back(file + ": it has no counts; was -summary-only given?");
  return out;
}

Result<Telemetry> read_gcov_json(std::string_view text, const std::string& file, double seconds) {
  const Json root = Json::parse(text, nullptr, false);
  const Json* files = list_at(root, "files");
  if (!files || text_at(root, "format_version").empty()) {
    return fail(
        "expected what `gcov --json-format --stdout` writes: JSON with \"format_version\" "
        "and \"files\". A file that ends in .gz is to be unpacked",
        file);
  }
  Telemetry out;
  for (const Json& source : *files) {
    const Json* lines = list_at(source, "lines");
    if (!lines) continue;
    for (const Json& line : *lines) {
      const auto number = line.is_object() && line.contains("line_number")
                              ? line_at(line["line_number"])
                              : std::nullopt;
      if (!number || !line.contains("count") || !line["count"].is_number()) {
        return fail(
            "expected \"line_number\" and \"count\" in the lines of " + text_at(source, "file"),
            file);
      }
      const auto count = line["count"].get<double>();
      if (count < 0) continue;
      out.lines.push_back({text_at(source, "file"), *number, 0, *number + 1, 0,
                           text_at(line, "function_name"), count, seconds, file});
    }
  }
  return out;
}

}  // namespace pool_audit::telemetry
