#include "tool/report/json_reader.h"

#include "tool/report/json_locate.h"

namespace pool_audit::report {

namespace {

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

std::string described(const nlohmann::json& json) {
  if (json.is_object()) return "an object";
  if (json.is_array()) return "an array";
  std::string text = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  constexpr size_t kLongest = 40;
  if (text.size() > kLongest) {  // not in the middle of a character
    size_t cut = kLongest;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
    text = text.substr(0, cut) + "...";
  }
  return text;
}

}  // namespace

bool JsonReader::wrong(const Path& path, const std::string& expected, const Json& found) {
  return stop(path, "expected " + expected + ", found " + described(found));
}

bool JsonReader::missing(const Path& path, std::string_view key) {
  return stop(path, "the member \"" + std::string(key) + "\" is missing");
}

bool JsonReader::stop(const Path& path, const std::string& message) {
  const std::vector<Step> steps = steps_of(path);
  const Position position = locate(text_, steps);
  error_ = Error{pointer_of(steps) + ": " + message, file_, position.line, position.column};
  return false;
}

}  // namespace pool_audit::report
