#include "checks/analysis/hints.h"

#include <algorithm>
#include <array>
#include <string>

namespace pool_audit::analysis {
namespace {

// Bumped when the code below changes what the tables mean.
constexpr std::string_view kRevision = "2";

// Anywhere in a name.
constexpr std::string_view kWords[] = {
    "pool",    "freelist", "free_list", "recycl",   "reus",      "spare",      "unused", "avail",
    "idle",    "stash",    "slab",      "magazine", "lookaside", "look_aside", "cache",  "borrow",
    "acquire", "checkout", "check_out", "lease",    "obtain",    "scratch",
};

// Only as whole parts of a name ("rentBuffer", "rent_buffer"), since "parent" and "current" are
// everywhere.
constexpr std::string_view kParts[] = {"rent", "rented", "rents", "loan", "loaned", "loans"};

// Longer words around those of kWords that mean something else.
constexpr std::string_view kOtherWords[] = {
    "release", "please", "transparen", "cacheline", "cache_line",
};

// "free" is a verb of every C program; next to one of these, or with one of them as another part of
// the name, it is an adjective: m_firstFree, freeNodes, free_slot_head.
constexpr std::string_view kFreeWhat[] = {
    "first", "head",    "list",    "lists",    "next",  "top",     "node",    "nodes", "obj",
    "objs",  "object",  "objects", "item",     "items", "slot",    "slots",   "block", "blocks",
    "chunk", "chunks",  "entry",   "entries",  "index", "indices", "indexes", "ids",   "stack",
    "queue", "buffers", "bufs",    "elements", "elems", "cells",   "ring",
};

// Names of the language, its libraries and compilers. Compared without case and without the
// underscores around them.
constexpr std::string_view kOthers[] = {
    "atomic_acq_rel",   "atomic_acquire",       "attribute_unused",
    "g_list_free",      "g_list_free_1",        "g_list_free_full",
    "g_queue_free",     "g_queue_free_full",    "g_slist_free",
    "g_slist_free_1",   "g_slist_free_full",    "in_avail",
    "maybe_unused",     "memory_order_acquire", "ossl_unused",
    "q_unused",         "so_reuseaddr",         "so_reuseport",
    "unused",           "unused_arg",           "unused_param",
    "unused_parameter", "unused_result",        "unused_var",
    "unused_variable",  "warn_unused_result",
};
static_assert(std::is_sorted(std::begin(kOthers), std::end(kOthers)));

constexpr size_t kLongest = 256;  // of a longer name, its beginning decides

constexpr bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
constexpr bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
constexpr char lower(char c) {
  return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

// A name in lower case with where its parts begin: fooBar_baz, HTTPPool and FOO_BAR have two or
// three.
struct Name {
  std::array<char, kLongest> text;
  std::array<bool, kLongest> begins;
  size_t size = 0;

  explicit Name(std::string_view name) {
    size = std::min(name.size(), kLongest);
    for (size_t i = 0; i < size; ++i) {
      text[i] = lower(name[i]);
      const char before = i == 0 ? '_' : name[i - 1];
      const char after = i + 1 < size ? name[i + 1] : '_';
      const bool letter = is_lower(name[i]) || is_upper(name[i]);
      const bool letter_before = is_lower(before) || is_upper(before);
      begins[i] = letter && (!letter_before || (is_upper(name[i]) && is_lower(before)) ||
                             (is_upper(name[i]) && is_upper(before) && is_lower(after)));
    }
  }

  [[nodiscard]] std::string_view view() const { return {text.data(), size}; }
  [[nodiscard]] bool part_ends(size_t at) const {
    return at >= size || begins[at] || !is_lower(text[at]);
  }
  // Whether a whole part of the name is `word`.
  [[nodiscard]] bool has_part(std::string_view word) const {
    for (size_t at = view().find(word); at != std::string_view::npos;
         at = view().find(word, at + 1)) {
      if (begins[at] && part_ends(at + word.size())) return true;
    }
    return false;
  }
};

bool contains(std::string_view text, std::string_view word) {
  return text.find(word) != std::string_view::npos;
}

// Whether `word` stands in the name other than inside a longer word that means something else.
bool stands(std::string_view name, std::string_view word) {
  for (size_t at = name.find(word); at != std::string_view::npos; at = name.find(word, at + 1)) {
    const bool other =
        std::any_of(std::begin(kOtherWords), std::end(kOtherWords), [&](std::string_view longer) {
          const size_t inside = longer.find(word);
          return inside != std::string_view::npos && inside <= at &&
                 name.substr(at - inside).starts_with(longer);
        });
    if (!other) return true;
  }
  return false;
}

// "firstfree", "free_head": the two words side by side, however the name is cut into parts.
bool side_by_side(std::string_view name, std::string_view what) {
  for (size_t at = name.find("free"); at != std::string_view::npos;
       at = name.find("free", at + 1)) {
    std::string_view before = name.substr(0, at);
    std::string_view after = name.substr(at + 4);
    if (before.ends_with('_')) before.remove_suffix(1);
    if (after.starts_with('_')) after.remove_prefix(1);
    if (before.ends_with(what) || after.starts_with(what)) return true;
  }
  return false;
}

std::string_view trim_underscores(std::string_view name) {
  while (name.starts_with('_')) name.remove_prefix(1);
  while (name.ends_with('_')) name.remove_suffix(1);
  return name;
}

}  // namespace

std::string_view hint_word(std::string_view identifier) {
  if (identifier.size() < 4) return {};
  const Name name(identifier);
  const std::string_view text = name.view();
  const auto known = [&] {
    return std::binary_search(std::begin(kOthers), std::end(kOthers), trim_underscores(text));
  };
  for (const std::string_view word : kWords) {
    if (contains(text, word) && stands(text, word)) return known() ? std::string_view() : word;
  }
  for (const std::string_view part : kParts) {
    if (name.has_part(part)) return part;
  }
  if (!contains(text, "free") || known()) return {};
  const bool adjective = name.has_part("free");
  // Functions that free one thing are everywhere; of many things that are free one keeps a list
  // (free_packets), and a member called just that is one (m_free).
  const std::string_view bare = trim_underscores(text);
  if (adjective && (bare == "m_free" || (bare.ends_with('s') && !bare.ends_with("ss")))) {
    return "free";
  }
  for (const std::string_view what : kFreeWhat) {
    if (side_by_side(text, what) || (adjective && name.has_part(what))) return "free";
  }
  return {};
}

Digest hints_version() {
  static const Digest version = [] {
    std::string all(kRevision);
    const auto add = [&](auto& table) {
      for (const std::string_view word : table) (all += '\n') += word;
      all += '\n';
    };
    add(kWords);
    add(kParts);
    add(kOtherWords);
    add(kFreeWhat);
    add(kOthers);
    return digest_of(all);
  }();
  return version;
}

}  // namespace pool_audit::analysis
