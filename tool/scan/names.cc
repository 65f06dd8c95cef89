#include "tool/scan/names.h"

#include <algorithm>
#include <unordered_set>

namespace pool_audit::scan {
namespace {

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '$' || static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

NameIndex::NameIndex(IncludeGraph& graph) : graph_(graph) {
  for (FileId file = 0; file < graph_.file_count(); ++file) {
    if (!graph_.was_read(file)) continue;
    const std::vector<scan::Macro>& macros = graph_.digest(file).macros;
    for (uint32_t i = 0; i < macros.size(); ++i) {
      for (const uint64_t hash : macros[i].body) bodies_.push_back({hash, file, i});
    }
  }
  std::sort(bodies_.begin(), bodies_.end());
  mentions_.resize(graph_.file_count());
}

std::string_view NameIndex::last_component(std::string_view qualified) {
  qualified = qualified.substr(0, qualified.find('<'));
  size_t begin = qualified.size();
  while (begin > 0 && is_name(qualified[begin - 1])) --begin;
  return qualified.substr(begin);
}

const NameIndex::Mentions& NameIndex::mentions(FileId file) const {
  static const Mentions none;
  return file < mentions_.size() ? mentions_[file] : none;
}

const std::string& NameIndex::origin(uint64_t hash) const {
  const auto name = names_.find(hash);
  return name != names_.end() ? name->second : macros_.at(hash).stands_for;
}

void NameIndex::add(const std::vector<std::string>& names) {
  std::vector<uint64_t> fresh;
  for (const std::string& qualified : names) {
    const std::string_view name = last_component(qualified);
    if (name.empty()) continue;
    const uint64_t hash = hash64(name);
    if (names_.emplace(hash, name).second) fresh.push_back(hash);
  }
  if (fresh.empty()) return;
  add_macros(fresh);
  look_through_files(fresh);
}

// Adds to `fresh` the macros that stand for what is in it, and those that stand for these.
void NameIndex::add_macros(std::vector<uint64_t>& fresh) {
  std::vector<uint64_t> round = fresh;
  while (!round.empty()) {
    // By text, so that of several names a macro always stands for the same one.
    std::sort(round.begin(), round.end(),
              [&](uint64_t a, uint64_t b) { return origin(a) < origin(b); });
    std::vector<uint64_t> next;
    for (const uint64_t hash : round) {
      auto at = std::lower_bound(bodies_.begin(), bodies_.end(), BodyName{hash, 0, 0});
      for (; at != bodies_.end() && at->hash == hash; ++at) {
        const std::string& name = graph_.digest(at->file).macros[at->macro].name;
        const uint64_t macro_hash = hash64(name);
        const auto [macro, is_new] = macros_.try_emplace(macro_hash);
        if (is_new) {
          macro->second.name = name;
          macro->second.stands_for = origin(hash);
          if (!names_.contains(macro_hash)) next.push_back(macro_hash);
        }
        auto& definers = macro->second.definers;
        const auto place = std::lower_bound(definers.begin(), definers.end(), at->file);
        if (place == definers.end() || *place != at->file) definers.insert(place, at->file);
      }
    }
    fresh.insert(fresh.end(), next.begin(), next.end());
    round = std::move(next);
  }
}

void NameIndex::look_through_files(const std::vector<uint64_t>& fresh) {
  const std::unordered_set<uint64_t> wanted(fresh.begin(), fresh.end());
  for (FileId file = 0; file < mentions_.size(); ++file) {
    if (!graph_.was_read(file)) continue;
    const std::vector<uint64_t>& identifiers = graph_.digest(file).identifiers;
    Mentions& mentions = mentions_[file];
    std::string_view smallest;
    const auto found = [&](uint64_t hash) {
      const auto name = names_.find(hash);
      if (name == names_.end()) {
        mentions.macros.push_back(hash);
      } else if (smallest.empty() || name->second < smallest) {
        smallest = name->second;
      }
    };
    if (wanted.size() * 8 < identifiers.size()) {
      for (const uint64_t hash : wanted) {
        if (std::binary_search(identifiers.begin(), identifiers.end(), hash)) found(hash);
      }
    } else {
      for (const uint64_t hash : identifiers) {
        if (wanted.contains(hash)) found(hash);
      }
    }
    if (mentions.name.empty()) mentions.name = smallest;
    std::sort(mentions.macros.begin(), mentions.macros.end(),
              [&](uint64_t a, uint64_t b) { return macros_.at(a).name < macros_.at(b).name; });
  }
}

}  // namespace pool_audit::scan
