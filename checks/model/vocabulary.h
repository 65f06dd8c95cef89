// The words of the model format and what they stand for: one table for reading, writing, error
// messages and the JSON Schema's test.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checks/model/model.h"

namespace pool_audit::model {

template <class Value>
struct Word {
  std::string_view text;
  Value value;
  bool indexed = false;  // written "text(N)"
};

template <class Value>
using Words = std::span<const Word<Value>>;

[[nodiscard]] Words<PoolKind> pool_kinds();
[[nodiscard]] Words<IdentityKind> identities();
[[nodiscard]] Words<ObjectKind> acquire_objects();
[[nodiscard]] Words<ObjectKind> release_objects();
[[nodiscard]] Words<Failure> failures();
[[nodiscard]] Words<Effect> acquire_effects();
[[nodiscard]] Words<Effect> release_effects();
[[nodiscard]] Words<Blocking> blockings();
[[nodiscard]] Words<Lifetime> constructions();
[[nodiscard]] Words<Lifetime> destructions();
[[nodiscard]] Words<PoolEnd> pool_ends();
[[nodiscard]] Words<ResetBy> resets();
[[nodiscard]] Words<Exhausted> exhaustions();
[[nodiscard]] Words<AfterRelease> after_releases();
[[nodiscard]] Words<Does> deeds();
[[nodiscard]] Words<HandleKind> handle_kinds();
[[nodiscard]] Words<MemberKind> member_kinds();
[[nodiscard]] Words<ObjectKind> handle_places();
// For messages, with its article: "a mutex", "an open file"; "" for none.
[[nodiscard]] std::string_view in_words(HandleKind kind);

// Keys of each kind of map, in the order in which they are written.
using Keys = std::span<const std::string_view>;
[[nodiscard]] Keys file_keys();
[[nodiscard]] Keys reserved_keys();  // top-level sections that other parts of the tool read
[[nodiscard]] Keys model_keys();
[[nodiscard]] Keys pool_keys();
[[nodiscard]] Keys marker_keys();
[[nodiscard]] Keys acquire_keys();
[[nodiscard]] Keys release_keys();
[[nodiscard]] Keys handle_keys();
[[nodiscard]] Keys lifecycle_keys();
[[nodiscard]] Keys destructor_keys();
[[nodiscard]] Keys reset_keys();
[[nodiscard]] Keys bounds_keys();
[[nodiscard]] Keys blocks_keys();
[[nodiscard]] Keys function_keys();
[[nodiscard]] Keys type_keys();
[[nodiscard]] Keys member_keys();

inline constexpr int kMaxIndex = 63;  // of arguments and template arguments

// "word(N)" taken apart; `index` is empty for a bare word. Accepts "deref(arg 0)" for "deref(0)".
struct Term {
  std::string_view word;
  std::optional<int> index;
};
// Nothing when `text` is neither a word nor "word(N)" with N from 0 to kMaxIndex.
[[nodiscard]] std::optional<Term> parse_term(std::string_view text);

template <class Value>
[[nodiscard]] const Word<Value>* find_word(Words<Value> words, std::string_view text) {
  for (const Word<Value>& word : words) {
    if (word.text == text) return &word;
  }
  return nullptr;
}

// How `value` is written, with its index where it has one; "" for values without a word.
template <class Value>
[[nodiscard]] std::string spell(Words<Value> words, Value value, int index = 0) {
  for (const Word<Value>& word : words) {
    if (word.value != value) continue;
    std::string out(word.text);
    if (word.indexed) out += '(' + std::to_string(index) + ')';
    return out;
  }
  return {};
}

// The words as messages and schemas show them: "return", "out(N)".
template <class Value>
[[nodiscard]] std::vector<std::string> spellings(Words<Value> words) {
  std::vector<std::string> out;
  for (const Word<Value>& word : words) {
    out.push_back(std::string(word.text) + (word.indexed ? "(N)" : ""));
  }
  return out;
}

// "ctor(0)", "ctor(0).reset", "template_arg(2)", "virtual(createObject)", "new", "none".
[[nodiscard]] std::string spell(const Hook& hook);
[[nodiscard]] std::optional<Hook> parse_hook(std::string_view text);
// Capacities as files spell them, "ctor(0)", and as models hold them, "constructor(0)".
[[nodiscard]] std::string spell_capacity(const std::string& capacity);
[[nodiscard]] std::optional<std::string> parse_capacity(std::string_view text);

}  // namespace pool_audit::model
