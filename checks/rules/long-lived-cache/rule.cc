#include "checks/rules/rule.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "checks/analysis/mentions.h"
#include "checks/inventory/describe.h"
#include "checks/rules/crowds.h"
#include "checks/rules/holders.h"
#include "checks/rules/say.h"
#include "checks/support/words.h"

namespace pool_audit::rules {

namespace {

using facts::CompareOp;
using facts::Event;
using facts::EventKind;
using facts::FlowGraph;
using facts::Operand;
using facts::Place;
using facts::Root;
using facts::StepKind;

// What the last word of a member says that tells one object from another.
constexpr std::array<std::string_view, 24> kIdentity = {
    "key",   "id",    "name", "url",    "uri",    "path",    "host",     "hostname",
    "addr",  "port",  "user", "email",  "tenant", "owner",   "database", "session",
    "table", "topic", "hash", "digest", "symbol", "account", "address",  "username"};
constexpr std::array<std::string_view, 9> kCompares = {"operator==", "operator!=", "strcmp",
                                                       "strncmp",    "strcasecmp", "memcmp",
                                                       "equals",     "equal",      "compare"};
constexpr std::array<std::string_view, 7> kMaps = {"std::map",
                                                   "std::unordered_map",
                                                   "absl::flat_hash_map",
                                                   "absl::node_hash_map",
                                                   "boost::unordered_map",
                                                   "folly::F14FastMap",
                                                   "tbb::concurrent_hash_map"};
constexpr std::array<std::string_view, 5> kLooksUp = {"find", "count", "contains", "at",
                                                      "operator[]"};
constexpr std::array<std::string_view, 6> kInserts = {
    "insert", "emplace", "try_emplace", "insert_or_assign", "emplace_hint", "operator[]"};
constexpr std::array<std::string_view, 8> kOnlyLooks = {"find",  "count", "contains", "at",
                                                        "begin", "end",   "size",     "empty"};

template <size_t N>
bool one_of(std::string_view text, const std::array<std::string_view, N>& list) {
  return std::ranges::find(list, text) != list.end();
}

// "session_id_", "sessionId" and "id" end in "id".
std::string last_word(std::string_view name) {
  while (!name.empty() && name.back() == '_') name.remove_suffix(1);
  size_t start = name.size();
  while (start > 0) {
    const char c = name[start - 1];
    if (c == '_' || std::isdigit(static_cast<unsigned char>(c)) != 0) break;
    --start;
    if (std::isupper(static_cast<unsigned char>(c)) != 0) break;
  }
  std::string out(name.substr(start));
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

class Search {
 public:
  Search(const Subject& subject, const inventory::Taken& get)
      : subject_(subject), get_(get), graph_(subject.program.graph(get.function)) {
    if (graph_) holders_ = holders_of(subject, *graph_, event_of(*graph_, get).target);
  }

  // Where the object is asked whether it is the one that is wanted, before anybody writes to it.
  [[nodiscard]] std::optional<facts::Location> asked() const {
    std::optional<facts::Location> found;
    std::set<uint32_t> seen;
    std::vector<std::pair<uint32_t, uint32_t>> work{{get_.block, get_.event + 1}};
    while (graph_ && !work.empty() && !found) {
      const auto [b, first] = work.back();
      work.pop_back();
      const facts::Block& block = graph_->blocks[b];
      bool over = false;
      for (uint32_t e = first; e < block.events.size() && !over && !found; ++e) {
        const Event& event = block.events[e];
        if (compares(event)) {
          found = event.location;
        } else {
          over = changes(event);
        }
      }
      if (over || found) continue;
      if (tests(block.condition)) return block.location;
      for (const uint32_t next : block.successors) {
        if (next < graph_->blocks.size() && seen.insert(next).second) work.emplace_back(next, 0);
      }
    }
    return found;
  }

  // The map in which the function looks for an object, and into which it puts this one.
  [[nodiscard]] std::optional<std::pair<Symbol, facts::Location>> filed() const {
    std::set<Symbol> searched;
    std::optional<std::pair<Symbol, facts::Location>> stored;
    if (!graph_) return stored;
    for (const facts::Block& block : graph_->blocks) {
      for (const Event& event : block.events) {
        const Symbol map = map_of(event.object.place);
        if (map && event.kind == EventKind::call && one_of(callee(event), kLooksUp)) {
          searched.insert(map);
        }
        if (const Symbol into = stores_into(event)) stored = {into, event.location};
      }
    }
    return stored && searched.contains(stored->first) ? stored : std::nullopt;
  }

 private:
  [[nodiscard]] std::string_view callee(const Event& event) const {
    const facts::Function* function = subject_.program.function(event.callee);
    return function ? last_component(function->name.text()) : std::string_view();
  }

  [[nodiscard]] bool in_object(const Place& place) const {
    return std::ranges::any_of(holders_, [&](const Place& holder) {
      return holder.root != Root::none && place.root == holder.root && place.index == holder.index;
    });
  }

  [[nodiscard]] bool is_identity(const Place& place) const {
    if (!in_object(place)) return false;
    const auto field = std::ranges::find(place.steps.rbegin(), place.steps.rend(), StepKind::field,
                                         &facts::Step::kind);
    if (field == place.steps.rend()) return false;
    const auto ref = subject_.program.field(field->field);
    return ref.field && one_of(last_word(ref.field->name.text()), kIdentity);
  }

  [[nodiscard]] bool is_wanted(const Place& place) const {
    if (in_object(place)) return false;
    return place.root == Root::local || place.root == Root::global || place.root == Root::this_ ||
           place.root == Root::capture;
  }

  [[nodiscard]] bool tests(CompareOp op, const Operand& left, const Operand& right) const {
    if (op != CompareOp::eq && op != CompareOp::ne) return false;
    return (is_identity(left.place) && is_wanted(right.place)) ||
           (is_identity(right.place) && is_wanted(left.place));
  }
  [[nodiscard]] bool tests(const facts::Condition& condition) const {
    return tests(condition.op, condition.left, condition.right);
  }

  [[nodiscard]] bool compares(const Event& event) const {
    if (event.kind == EventKind::assign && event.arguments.size() == 2) {
      return tests(event.compare, event.arguments[0], event.arguments[1]);
    }
    if (event.kind != EventKind::call || !one_of(callee(event), kCompares)) return false;
    std::vector<Place> places;
    if (event.object.place.root != Root::none) places.push_back(event.object.place);
    for (const Operand& argument : event.arguments) places.push_back(argument.place);
    const auto identity = [&](const Place& place) { return is_identity(place); };
    const auto wanted = [&](const Place& place) { return is_wanted(place); };
    return std::ranges::any_of(places, identity) && std::ranges::any_of(places, wanted);
  }

  // Whether the object may be another one behind it.
  [[nodiscard]] bool changes(const Event& event) const {
    if (event.kind == EventKind::assign) {
      return in_object(event.target) && !event.target.steps.empty();
    }
    if (event.kind != EventKind::call && event.kind != EventKind::delete_) return false;
    const auto hands_over = [&](const Operand& operand) { return in_object(operand.place); };
    return hands_over(event.object) || std::ranges::any_of(event.arguments, hands_over);
  }

  // The member or variable that is a map, when the place is one.
  [[nodiscard]] Symbol map_of(const Place& place) const {
    Symbol entity;
    facts::TypeId type = facts::kNoType;
    if (!place.steps.empty() && place.steps.back().kind == StepKind::field) {
      entity = place.steps.back().field;
      const auto ref = subject_.program.field(entity);
      if (ref.field) type = ref.field->type;
    } else if (place.root == Root::global && place.steps.empty()) {
      entity = place.symbol;
      if (const auto* variable = subject_.program.variable(entity)) type = variable->type;
    }
    const std::string_view name = subject_.program.type(type).template_name.text();
    return one_of(name, kMaps) ? entity : Symbol();
  }

  [[nodiscard]] Symbol stores_into(const Event& event) const {
    const auto is_object = [&](const Operand& operand) { return holders_.contains(operand.place); };
    if (event.kind == EventKind::call && one_of(callee(event), kInserts)) {
      const Symbol map = map_of(event.object.place);
      return map && std::ranges::any_of(event.arguments, is_object) ? map : Symbol();
    }
    // map[key] = object
    const bool through = event.kind == EventKind::assign && event.target.root == Root::temp &&
                         !event.arguments.empty() && is_object(event.arguments.front());
    if (!through) return {};
    for (const facts::Block& block : graph_->blocks) {
      for (const Event& from : block.events) {
        const bool made = from.kind == EventKind::call && from.target.root == Root::temp &&
                          from.target.index == event.target.index && callee(from) == "operator[]";
        if (made) return map_of(from.object.place);
      }
    }
    return {};
  }

  const Subject& subject_;
  const inventory::Taken& get_;
  std::shared_ptr<const FlowGraph> graph_;
  std::set<Place> holders_;  // that the object goes through
};

// Whether the function does nothing to the map but look things up and put things in.
bool only_fills(const analysis::Program& program, Symbol function, Symbol map) {
  const auto graph = program.graph(function);
  if (!graph) return false;
  for (const facts::Block& block : graph->blocks) {
    for (const Event& event : block.events) {
      if (event.kind == EventKind::destroy || event.kind == EventKind::declare) continue;
      if (!analysis::names(event, map)) continue;
      const facts::Function* callee = program.function(event.callee);
      const std::string_view name = callee ? last_component(callee->name.text()) : "";
      const bool constructs = callee && callee->has(facts::FunctionFlag::constructor);
      const bool on_map = event.kind == EventKind::call && analysis::names(event.object.place, map);
      if (!on_map) return false;  // handed to somebody, or assigned
      if (!constructs && !one_of(name, kInserts) && !one_of(name, kOnlyLooks)) return false;
    }
  }
  return true;
}

std::string name_of(const analysis::Program& program, Symbol entity) {
  const auto ref = program.field(entity);
  if (!ref.field) return std::string(program.variable(entity)->name.text());
  return std::string(ref.record->template_name.text()) + "::" + std::string(ref.field->name.text());
}

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  struct Filed {
    const inventory::Taken* get;
    Symbol map;
    facts::Location location;
  };
  std::vector<Filed> filed;
  std::set<Symbol> maps;
  const std::set<Symbol> too_many = crowds(subject);
  for (const inventory::Taken& get : subject.taken) {
    if (too_many.contains(get.function)) continue;
    const Search search(subject, get);
    if (const auto where = search.asked()) {
      Finding finding = at(subject, get);
      finding.message = "object taken from " + names_of(subject, get) +
                        " is asked whether it is the wanted one: a cache, not a pool";
      finding.notes.push_back({inventory::to_place(*where), "asked here"});
      out.push_back(std::move(finding));
    }
    if (const auto where = search.filed()) {
      filed.push_back({&get, where->first, where->second});
      maps.insert(where->first);
    }
  }
  const auto users = analysis::functions_that_name(subject.program, maps);
  for (const Filed& each : filed) {
    const auto found = users.find(each.map);
    const bool stays =
        found != users.end() && std::ranges::all_of(found->second, [&](Symbol function) {
          return only_fills(subject.program, function, each.map);
        });
    if (!stays) continue;
    Finding finding = at(subject, *each.get);
    finding.message = "object taken from " + names_of(subject, *each.get) + " stays in '" +
                      name_of(subject.program, each.map) +
                      "', where it is looked up by key: a cache, not a pool";
    finding.notes.push_back({inventory::to_place(each.location), "kept here, and never taken out"});
    out.push_back(std::move(finding));
  }
}

}  // namespace

extern const Rule long_lived_cache;
const Rule long_lived_cache = {
    .id = "pool-long-lived-cache",
    .summary = "a pool whose objects are kept or chosen by key",
    .category = Category::design,
    .scope = Scope::program,
    .fix = Fix::none,
    .on_by_default = true,
    .doubts_pool = true,
    .options = {},
    .check = check,
};

}  // namespace pool_audit::rules
