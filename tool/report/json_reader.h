// Reading values out of JSON, with errors that name the member and its place. docs/formats/ has the
// formats; what a class looks like in JSON says its read_value().
#pragma once

#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "checks/support/result.h"
#include "tool/report/labels.h"

namespace pool_audit::report {

// The way from the whole report to the value at hand, as a chain on the stack; it becomes text for
// the one error that ends the reading.
struct Path {
  const Path* parent = nullptr;
  std::string_view key;
  size_t index = 0;
  bool is_index = false;
};

class JsonReader {
 public:
  using Json = nlohmann::json;

  // Both outlive the reader. `file` is the name that the error uses.
  JsonReader(const std::string& text, const std::string& file) : text_(text), file_(file) {}

  // Every read() returns false after the first error, which error() then holds.
  [[nodiscard]] Error error() const { return *error_; }

  bool read(const Json& json, const Path& path, std::string& out) {
    if (!json.is_string()) return wrong(path, "a string", json);
    out = json.get_ref<const std::string&>();
    return true;
  }

  // At least 0: no number of a report is less.
  bool read(const Json& json, const Path& path, double& out) {
    if (!json.is_number() || json.get<double>() < 0) {
      return wrong(path, "a number that is not negative", json);
    }
    out = json.get<double>();
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

  template <class T>
  bool read(const Json& json, const Path& path, std::optional<T>& out) {
    return json.is_null() || read(json, path, out.emplace());
  }

  template <class T>
    requires std::is_class_v<T>
  bool read(const Json& json, const Path& path, T& out) {
    return read_value(*this, json, path, out);
  }

  template <class T>
  bool member(const Json& json, const Path& path, std::string_view key, T& out) {
    const auto found = json.find(key);
    if (found == json.end()) return missing(path, key);
    return read(*found, Path{&path, key}, out);
  }

  // A member that earlier versions do not have.
  template <class T>
  bool later_member(const Json& json, const Path& path, std::string_view key, T& out) {
    return !json.contains(key) || member(json, path, key, out);
  }

  bool object(const Json& json, const Path& path) {
    return json.is_object() || wrong(path, "an object", json);
  }

  bool wrong(const Path& path, const std::string& expected, const Json& found);
  bool missing(const Path& path, std::string_view key);

 private:
  bool stop(const Path& path, const std::string& message);

  const std::string& text_;
  const std::string& file_;
  std::optional<Error> error_;
};

}  // namespace pool_audit::report
