// The words for the enumerators of a report: the same in text, JSON and Markdown, and in the
// JSON Schema.
#pragma once

#include <span>
#include <string_view>

#include "checks/inventory/inventory.h"
#include "tool/verdict/classify.h"

namespace pool_audit::report {

template <class Enum>
struct Label {
  Enum value;
  std::string_view text;
};

// Every enumerator once, in the order of its declaration.
template <class Enum>
[[nodiscard]] std::span<const Label<Enum>> labels();

template <>
std::span<const Label<inventory::Origin>> labels();
template <>
std::span<const Label<inventory::StorageClass>> labels();
template <>
std::span<const Label<inventory::Visibility>> labels();
template <>
std::span<const Label<inventory::SiteKind>> labels();
template <>
std::span<const Label<inventory::Pairing>> labels();
template <>
std::span<const Label<inventory::BoundKind>> labels();
template <>
std::span<const Label<inventory::UnitState>> labels();
template <>
std::span<const Label<inventory::SuppressionKind>> labels();
template <>
std::span<const Label<inventory::SuppressionState>> labels();
template <>
std::span<const Label<verdict::Class>> labels();
template <>
std::span<const Label<verdict::Action>> labels();
template <>
std::span<const Label<verdict::Confidence>> labels();

// "unknown" for a value that is no enumerator.
template <class Enum>
[[nodiscard]] std::string_view text_of(Enum value) {
  for (const Label<Enum>& label : labels<Enum>()) {
    if (label.value == value) return label.text;
  }
  return "unknown";
}

// Null when `text` is no word of this enumeration.
template <class Enum>
[[nodiscard]] const Enum* value_of(std::string_view text) {
  for (const Label<Enum>& label : labels<Enum>()) {
    if (label.text == text) return &label.value;
  }
  return nullptr;
}

}  // namespace pool_audit::report
