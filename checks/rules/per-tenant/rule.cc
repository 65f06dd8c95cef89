#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "checks/inventory/describe.h"
#include "checks/rules/keyed_records.h"
#include "checks/rules/pooled_type.h"
#include "checks/rules/say.h"
#include "checks/support/words.h"

namespace pool_audit::rules {

namespace {

using namespace std::string_view_literals;

constexpr std::array kMaps = {"std::map"sv,
                              "std::unordered_map"sv,
                              "absl::flat_hash_map"sv,
                              "absl::node_hash_map"sv,
                              "boost::unordered_map"sv,
                              "folly::F14FastMap"sv,
                              "tbb::concurrent_hash_map"sv};

// Keys of which there are few, each with objects or users of its own.
constexpr std::array kKinds = {"std::type_index"sv, "std::thread::id"sv, "std::type_info"sv};
// What stands in the names of such maps.
constexpr std::array kWords = {"size"sv,   "class"sv,   "type"sv,   "kind"sv,   "thread"sv,
                               "cpu"sv,    "core"sv,    "shard"sv,  "bucket"sv, "node"sv,
                               "length"sv, "capacit"sv, "format"sv, "align"sv};

bool is_kind(const facts::Type& key) {
  return key.kind == facts::TypeKind::enumeration ||
         std::ranges::find(kKinds, key.template_name.text()) != kKinds.end();
}

bool names_kinds(std::string_view name) {
  std::string low(last_component(name));
  std::ranges::transform(low, low.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return std::ranges::any_of(
      kWords, [&](std::string_view word) { return low.find(word) != std::string::npos; });
}

void report(const inventory::Pool& pool, const inventory::Place& place,
            std::vector<inventory::Note> notes, std::vector<Finding>& out) {
  Finding finding = at(pool);
  finding.place = place;
  finding.message = "'" + pool.name + "' is a pool for each key; objects of one key are of no " +
                    "use to the others";
  finding.notes = std::move(notes);
  out.push_back(std::move(finding));
}

// A struct that is, or has, a pool, in a table of such structs.
void check_tables(const Subject& subject, std::vector<Finding>& out) {
  std::vector<std::pair<size_t, Symbol>> pools;  // and their structs
  std::set<Symbol> slots;
  for (size_t i = 0; i < subject.pools.size(); ++i) {
    const analysis::HandWritten* found = hand_written(subject, i);
    if (found == nullptr || subject.pools[i].kind == "connection pool") continue;
    const auto slot = subject.program.field(found->slot);
    const bool plain =
        slot.record != nullptr && slot.record->template_name.text() == slot.record->name.text();
    if (plain && slots.insert(found->slot).second) {
      pools.emplace_back(i, slot.record->id);
    }
  }
  if (pools.empty()) return;
  const std::map<Symbol, KeyedRecord> keyed = keyed_records(subject);
  for (const auto& [i, record] : pools) {
    const auto found = keyed.find(record);
    if (found == keyed.end() || names_kinds(found->second.key->name.text()) ||
        names_kinds(subject.pools[i].name)) {
      continue;
    }
    const inventory::Place place =
        inventory::to_place(subject.program.field(hand_written(subject, i)->slot).field->location);
    report(subject.pools[i], place,
           {{inventory::to_place(found->second.compared_at),
             "found by '" + std::string(found->second.key->name.text()) +
                 "' here, and made where there is none"}},
           out);
  }
}

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  check_tables(subject, out);
  for (size_t i = 0; i < subject.pools.size(); ++i) {
    const inventory::Pool& pool = subject.pools[i];
    // A connection to one database serves nobody who wants another one.
    if (pool.kind == "connection pool") continue;
    const facts::Type& type =
        subject.program.type(inventory::type_of(subject.keys[i], subject.program));
    if (std::ranges::find(kMaps, type.template_name.text()) == kMaps.end()) continue;
    const facts::TypeId key = type.arguments.empty() ? facts::kNoType : type.arguments.front();
    if (is_kind(subject.program.type(key)) || names_kinds(pool.name)) continue;
    report(pool, pool.place, {}, out);
  }
}

}  // namespace

extern const Rule per_tenant;
const Rule per_tenant = {
    .id = "pool-per-tenant",
    .summary = "a pool for each key of a map",
    .category = Category::design,
    .scope = Scope::pool,
    .fix = Fix::none,
    .on_by_default = true,
    .options = {},
    .check = check,
};

}  // namespace pool_audit::rules
