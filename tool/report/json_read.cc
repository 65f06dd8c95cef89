// The reader of docs/formats/inventory.md; json_write.cc is its writer.
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

#include "tool/report/json_locate.h"
#include "tool/report/labels.h"
#include "tool/report/report.h"
#include "tool/report/schema_version.h"

namespace pool_audit::report {
namespace {

using namespace inventory;
using Json = nlohmann::json;

// The way from the whole report to the value at hand, as a chain on the stack; it becomes text for
// the one error that ends the reading.
struct Path {
  const Path* parent = nullptr;
  std::string_view key;
  size_t index = 0;
  bool is_index = false;
};

std::vector<Step> steps_of(const Path& path) {
  std::vector<Step> steps;
  for (const Path* at = &path; at->parent != nullptr; at = at->parent) {
    steps.insert(steps.begin(), Step{std::string(at->key), at->index, at->is_index});
  }
  return steps;
}

std::string pointer_of(const std::vector<Step>& steps) {
  std::string pointer;
  for (const Step& step : steps) {
    pointer += '/' + (step.is_index ? std::to_string(step.index) : step.key);
  }
  return pointer.empty() ? "the report" : pointer;
}

std::string described(const Json& json) {
  if (json.is_object()) return "an object";
  if (json.is_array()) return "an array";
  std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  constexpr size_t kLongest = 40;
  if (text.size() > kLongest) {  // not in the middle of a character
    size_t cut = kLongest;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
    text = text.substr(0, cut) + "...";
  }
  return text;
}

class Reader {
 public:
  Reader(const std::string& text, const std::string& file) : text_(text), file_(file) {}

  // Every read() returns false after the first error, which error() then holds.
  [[nodiscard]] Error error() const { return *error_; }

  bool read(const Json& json, const Path& path, std::string& out) {
    if (!json.is_string()) return wrong(path, "a string", json);
    out = json.get_ref<const std::string&>();
    return true;
  }

  template <class Number>
    requires std::is_integral_v<Number>
  bool read(const Json& json, const Path& path, Number& out) {
    using Limits = std::numeric_limits<Number>;
    bool fits = json.is_number_integer();
    if (fits && json.is_number_unsigned()) {
      fits = json.get<uint64_t>() <= static_cast<uint64_t>(Limits::max());
    } else if (fits) {
      const int64_t value = json.get<int64_t>();
      fits = Limits::is_signed && value >= static_cast<int64_t>(Limits::min());
    }
    if (!fits) {
      return wrong(path,
                   "a whole number from " + std::to_string(Limits::min()) + " to " +
                       std::to_string(Limits::max()),
                   json);
    }
    out = json.get<Number>();
    return true;
  }

  template <class Enum>
    requires std::is_enum_v<Enum>
  bool read(const Json& json, const Path& path, Enum& out) {
    if (json.is_string()) {
      if (const Enum* value = value_of<Enum>(json.get_ref<const std::string&>())) {
        out = *value;
        return true;
      }
    }
    std::string expected;
    for (const Label<Enum>& label : labels<Enum>()) {
      if (!expected.empty()) expected += &label == &labels<Enum>().back() ? " or " : ", ";
      expected += '"' + std::string(label.text) + '"';
    }
    return wrong(path, expected, json);
  }

  template <class T>
  bool read(const Json& json, const Path& path, std::vector<T>& out) {
    if (!json.is_array()) return wrong(path, "an array", json);
    out.resize(json.size());
    for (size_t i = 0; i < out.size(); ++i) {
      if (!read(json[i], Path{&path, {}, i, true}, out[i])) return false;
    }
    return true;
  }

  bool read(const Json& json, const Path& path, Place& out) {
    if (json.is_null()) return true;
    return object(json, path) && member(json, path, "file", out.file) &&
           member(json, path, "line", out.line) && member(json, path, "column", out.column) &&
           member(json, path, "end_line", out.end_line) &&
           member(json, path, "end_column", out.end_column) &&
           (!json.contains("macro") || member(json, path, "macro", out.macro));
  }

  bool read(const Json& json, const Path& path, Evidence& out) {
    return object(json, path) && member(json, path, "text", out.text) &&
           member(json, path, "points", out.points) && member(json, path, "place", out.place);
  }

  bool read(const Json& json, const Path& path, Site& out) {
    return object(json, path) && member(json, path, "kind", out.kind) &&
           member(json, path, "place", out.place) && member(json, path, "function", out.function) &&
           member(json, path, "api", out.api) && member(json, path, "through", out.through) &&
           member(json, path, "pairing", out.pairing) && member(json, path, "reason", out.reason) &&
           member(json, path, "related", out.related);
  }

  bool read(const Json& json, const Path& path, PooledType& out) {
    return object(json, path) && member(json, path, "name", out.name) &&
           member(json, path, "size_bytes", out.size_bytes) &&
           member(json, path, "place", out.place);
  }

  bool read(const Json& json, const Path& path, Factory& out) {
    return object(json, path) && member(json, path, "text", out.text) &&
           member(json, path, "place", out.place);
  }

  bool read(const Json& json, const Path& path, Bound& out) {
    return object(json, path) && member(json, path, "kind", out.kind) &&
           member(json, path, "capacity", out.capacity);
  }

  bool read(const Json& json, const Path& path, ResetInfo& out) {
    return object(json, path) && member(json, path, "by", out.by) &&
           member(json, path, "method", out.method) && member(json, path, "places", out.places);
  }

  bool read(const Json& json, const Path& path, Pool& out) {
    return object(json, path) && member(json, path, "id", out.id) &&
           member(json, path, "name", out.name) && member(json, path, "kind", out.kind) &&
           member(json, path, "origin", out.origin) && member(json, path, "model", out.model) &&
           member(json, path, "library", out.library) && member(json, path, "type", out.type) &&
           member(json, path, "pooled", out.pooled) && member(json, path, "factory", out.factory) &&
           member(json, path, "storage", out.storage) &&
           member(json, path, "visibility", out.visibility) &&
           member(json, path, "bound", out.bound) && member(json, path, "reset", out.reset) &&
           member(json, path, "guard", out.guard) &&
           member(json, path, "documentation", out.documentation) &&
           member(json, path, "place", out.place) && member(json, path, "score", out.score) &&
           member(json, path, "evidence", out.evidence) && member(json, path, "sites", out.sites) &&
           member(json, path, "notes", out.notes);
  }

  bool read(const Json& json, const Path& path, Candidate& out) {
    return object(json, path) && member(json, path, "name", out.name) &&
           member(json, path, "place", out.place) && member(json, path, "score", out.score) &&
           member(json, path, "why_not", out.why_not) &&
           member(json, path, "evidence", out.evidence);
  }

  bool read(const Json& json, const Path& path, Unit& out) {
    return object(json, path) && member(json, path, "file", out.file) &&
           member(json, path, "state", out.state) && member(json, path, "reason", out.reason) &&
           member(json, path, "notes", out.notes);
  }

  bool read(const Json& json, const Path& path, Note& out) {
    return object(json, path) && member(json, path, "place", out.place) &&
           member(json, path, "text", out.text);
  }

  bool read(const Json& json, const Path& path, Edit& out) {
    return object(json, path) && member(json, path, "place", out.place) &&
           member(json, path, "text", out.text);
  }
  bool read(const Json& json, const Path& path, Finding& out) {
    return object(json, path) && member(json, path, "rule", out.rule) &&
           member(json, path, "place", out.place) && member(json, path, "message", out.message) &&
           member(json, path, "pool", out.pool) && member(json, path, "function", out.function) &&
           member(json, path, "notes", out.notes) &&
           // Reports of version 1.1 have no edits.
           (!json.contains("edits") || member(json, path, "edits", out.edits)) &&
           // Since version 1.2.
           (!json.contains("fingerprint") || member(json, path, "fingerprint", out.fingerprint)) &&
           (!json.contains("suppressed") || member(json, path, "suppressed", out.suppressed));
  }

  bool read(const Json& json, const Path& path, std::optional<Suppressed>& out) {
    if (json.is_null()) return true;
    Suppressed& by = out.emplace();
    return object(json, path) && member(json, path, "kind", by.kind) &&
           member(json, path, "reason", by.reason) && member(json, path, "place", by.place);
  }

  bool read(const Json& json, const Path& path, Suppression& out) {
    return object(json, path) && member(json, path, "kind", out.kind) &&
           member(json, path, "state", out.state) && member(json, path, "rule", out.rule) &&
           member(json, path, "place", out.place) && member(json, path, "reason", out.reason) &&
           member(json, path, "message", out.message) && member(json, path, "hidden", out.hidden);
  }

  // The summary is not read: it follows from the pools and the units.
  bool read(const Json& json, Inventory& out) {
    const Path root;
    if (!object(json, root) || !version(json, root)) return false;
    const auto tool = json.find("tool");
    const Path tool_path{&root, "tool"};
    if (tool == json.end()) return missing(root, "tool");
    return object(*tool, tool_path) && member(*tool, tool_path, "version", out.tool_version) &&
           member(json, root, "pools", out.pools) &&
           // Reports of version 1.0 have no findings, those of 1.1 no suppressions.
           (!json.contains("findings") || member(json, root, "findings", out.findings)) &&
           (!json.contains("suppressions") ||
            member(json, root, "suppressions", out.suppressions)) &&
           member(json, root, "candidates", out.candidates) &&
           member(json, root, "units", out.units) && member(json, root, "notes", out.notes);
  }

 private:
  template <class T>
  bool member(const Json& json, const Path& path, std::string_view key, T& out) {
    const auto found = json.find(key);
    if (found == json.end()) return missing(path, key);
    return read(*found, Path{&path, key}, out);
  }

  bool object(const Json& json, const Path& path) {
    return json.is_object() || wrong(path, "an object", json);
  }

  bool version(const Json& json, const Path& root) {
    std::string found;
    if (!member(json, root, "schema_version", found)) return false;
    const std::string_view major = kSchemaVersion.substr(0, kSchemaVersion.find('.') + 1);
    if (found.starts_with(major) && found.size() > major.size() &&
        found.find_first_not_of("0123456789", major.size()) == std::string::npos) {
      return true;
    }
    return wrong(Path{&root, "schema_version"},
                 "version " + std::string(major) + "x; read it with the pool-audit that wrote it",
                 json["schema_version"]);
  }

  bool wrong(const Path& path, const std::string& expected, const Json& found) {
    return stop(path, "expected " + expected + ", found " + described(found));
  }

  bool missing(const Path& path, std::string_view key) {
    return stop(path, "the member \"" + std::string(key) + "\" is missing");
  }

  bool stop(const Path& path, const std::string& message) {
    const std::vector<Step> steps = steps_of(path);
    const Position position = locate(text_, steps);
    error_ = Error{pointer_of(steps) + ": " + message, file_, position.line, position.column};
    return false;
  }

  const std::string& text_;
  const std::string& file_;
  std::optional<Error> error_;
};

}  // namespace

Result<Inventory> parse_json(const std::string& json, const std::string& file) {
  Json parsed;
  try {
    parsed = Json::parse(json);
  } catch (const Json::parse_error& error) {
    // "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error while ..."
    std::string message(error.what());
    const size_t colon = message.find(": ");
    if (colon != std::string::npos) message.erase(0, colon + 2);
    const Position position = position_of(json, error.byte == 0 ? 0 : error.byte - 1);
    return fail("not JSON: " + message, file, position.line, position.column);
  } catch (const Json::exception& error) {
    return fail(std::string("not JSON: ") + error.what(), file);
  }
  Reader reader(json, file);
  Inventory inventory;
  if (!reader.read(parsed, inventory)) return tl::unexpected(reader.error());
  return inventory;
}

}  // namespace pool_audit::report
