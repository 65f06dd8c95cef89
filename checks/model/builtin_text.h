// The text of the models that ship with the tool; builtin_text.cc is written at build time from
// builtin/*.yaml.
#pragma once

#include <span>
#include <string_view>

namespace pool_audit::model {

struct BuiltInText {
  std::string_view name;  // of the file, without ".yaml"
  std::string_view yaml;
};

// Sorted by name.
[[nodiscard]] std::span<const BuiltInText> built_in_texts();

}  // namespace pool_audit::model
