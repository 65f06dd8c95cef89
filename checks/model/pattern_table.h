// Patterns, found by the names that they may match.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "checks/model/pattern.h"
#include "checks/support/hash.h"

namespace pool_audit::model {

// Patterns filed under the last component of what they match. Those with a star in it are few and
// tried for every name.
template <class Value>
class PatternTable {
 public:
  void add(NamePattern pattern, Value value) {
    const std::string key(pattern.key());
    std::vector<Entry>& list = key.empty() ? starred_ : by_key_[key];
    list.push_back(Entry{std::move(pattern), value});
  }

  // Calls `each(pattern, value)` for every entry that may match a name with this last component.
  template <class Each>
  void candidates(std::string_view key, Each&& each) const {
    if (const auto at = by_key_.find(key); at != by_key_.end()) {
      for (const Entry& entry : at->second) each(entry.pattern, entry.value);
    }
    for (const Entry& entry : starred_) each(entry.pattern, entry.value);
  }

  [[nodiscard]] bool may_match(std::string_view key) const {
    return !starred_.empty() || by_key_.find(key) != by_key_.end();
  }

 private:
  struct Entry {
    NamePattern pattern;
    Value value;
  };
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return hash64(text); }
  };

  std::unordered_map<std::string, std::vector<Entry>, Hash, std::equal_to<>> by_key_;
  std::vector<Entry> starred_;
};

}  // namespace pool_audit::model
