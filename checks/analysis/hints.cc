#include "checks/analysis/hints.h"

#include <algorithm>
#include <array>
#include <string>

namespace pool_audit::analysis {
namespace {

// Bumped when the code below changes what the tables mean.
constexpr std::string_view kRevision = "4";

// Anywhere in a name.
constexpr std::string_view kWords[] = {
    "pool",   "freelist", "free_list", "recycl",    "reus",      "spare",      "unused",
    "avail",  "stash",    "slab",      "magazine",  "lookaside", "look_aside", "cache",
    "borrow", "acquire",  "checkout",  "check_out", "obtain",    "scratch",
};

// Where a part of the name begins with them ("idleConns", "m_lease"), but not in "validLength" and
// "release".
constexpr std::string_view kBeginnings[] = {"idle", "lease"};

// Only as whole parts of a name ("rentBuffer", "m_stock"), since "parent" and "current" are
// everywhere.
constexpr std::string_view kParts[] = {"rent",   "rented", "rents", "loan",
                                       "loaned", "loans",  "stock"};

// Longer words around those of kWords that mean something else: alignment, sockets, locks.
constexpr std::string_view kOtherWords[] = {
    "transparen",   "cacheline",    "cache_line",    "cachealign",  "cache_align",  "cachefriend",
    "cache_friend", "unavail",      "notavail",      "reuseaddr",   "reuse_addr",   "reuseport",
    "reuse_port",   "mutexacquire", "mutex_acquire", "lockacquire", "lock_acquire", "acquirelock",
    "acquire_lock", "acquiremutex", "acquire_mutex",
};

// "free" is a verb of every C program. Behind it, one of these makes it an adjective: freeNodes,
// free_slot_head, freeObjs.
constexpr std::string_view kFreeWhat[] = {
    "first", "head",   "list",  "next",  "top", "node",  "obj",   "item", "slot", "block", "chunk",
    "entry", "entrie", "index", "indic", "ids", "stack", "queue", "buf",  "elem", "cell",  "ring",
};
// In front of it, only these do: m_firstFree, nodes_free, but not node_free() and list_free().
constexpr std::string_view kWhatFree[] = {
    "first", "head",   "next",   "top",     "lists",   "nodes", "objs", "objects", "items",
    "slots", "blocks", "chunks", "entries", "indices", "ids",   "bufs", "buffers", "elems",
};

// Names of the language, its libraries and compilers. Compared without case and without the
// underscores around them.
constexpr std::string_view kOthers[] = {
    "atomic_acquire",   "avail_in",           "avail_out",
    "in_avail",         "maybe_unused",       "memory_order_acquire",
    "unused",           "unused_arg",         "unused_param",
    "unused_parameter", "unused_result",      "unused_var",
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
  // Where a part of the name begins with `word`, or is exactly `word`; npos when none does.
  [[nodiscard]] size_t beginning(std::string_view word, bool whole) const {
    for (size_t at = view().find(word); at != std::string_view::npos;
         at = view().find(word, at + 1)) {
      if (begins[at] && (!whole || part_ends(at + word.size()))) return at;
    }
    return std::string_view::npos;
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

std::string_view trim_underscores(std::string_view name) {
  while (name.starts_with('_')) name.remove_prefix(1);
  while (name.ends_with('_')) name.remove_suffix(1);
  return name;
}

// "free" and what is free, side by side however the name is cut ("firstfree", "free_head"), or as
// parts of the name in that order ("m_freeHandleStack").
bool speaks_of_free_things(const Name& name) {
  const std::string_view text = name.view();
  for (size_t at = text.find("free"); at != std::string_view::npos;
       at = text.find("free", at + 1)) {
    std::string_view before = text.substr(0, at);
    std::string_view after = text.substr(at + 4);
    if (before.ends_with('_')) before.remove_suffix(1);
    if (after.starts_with('_')) after.remove_prefix(1);
    for (const std::string_view what : kWhatFree) {
      if (before.ends_with(what)) return true;
    }
    for (const std::string_view what : kFreeWhat) {
      if (after.starts_with(what)) return true;
    }
  }
  const size_t adjective = name.beginning("free", true);
  if (adjective == std::string_view::npos) return false;
  // Functions that free one thing are everywhere; of many things that are free one keeps a list
  // (free_packets), and a member called just that is one (m_free, free_).
  const std::string_view bare = trim_underscores(text);
  if (bare == "m_free" || text == "free_" || (bare.ends_with('s') && !bare.ends_with("ss")))
    return true;
  return std::any_of(std::begin(kFreeWhat), std::end(kFreeWhat), [&](std::string_view what) {
    const size_t at = name.beginning(what, false);
    return at != std::string_view::npos && at > adjective;
  });
}

// A name for the compiler or the reader alone, such as Q_UNUSED and __rte_unused.
bool marks_something_unused(std::string_view identifier) {
  return identifier.starts_with("__") ||
         std::none_of(identifier.begin(), identifier.end(), is_lower);
}

}  // namespace

std::string_view hint_word(std::string_view identifier) {
  if (identifier.size() < 4) return {};
  const Name name(identifier);
  const std::string_view text = name.view();
  std::string_view found;
  for (const std::string_view word : kWords) {
    if (!contains(text, word) || !stands(text, word)) continue;
    if (word == "unused" && marks_something_unused(identifier)) continue;
    found = word;
    break;
  }
  constexpr size_t kNowhere = std::string_view::npos;
  for (const std::string_view word : kBeginnings) {
    if (found.empty() && name.beginning(word, false) != kNowhere) found = word;
  }
  for (const std::string_view word : kParts) {
    if (found.empty() && name.beginning(word, true) != kNowhere) found = word;
  }
  if (found.empty() && contains(text, "free") && speaks_of_free_things(name)) found = "free";
  if (found.empty()) return {};
  const bool other =
      std::binary_search(std::begin(kOthers), std::end(kOthers), trim_underscores(text));
  return other ? std::string_view() : found;
}

Digest hints_version() {
  static const Digest version = [] {
    std::string all(kRevision);
    const auto add = [&](auto& table) {
      for (const std::string_view word : table) (all += '\n') += word;
      all += '\n';
    };
    add(kWords);
    add(kBeginnings);
    add(kParts);
    add(kOtherWords);
    add(kFreeWhat);
    add(kWhatFree);
    add(kOthers);
    return digest_of(all);
  }();
  return version;
}

}  // namespace pool_audit::analysis
