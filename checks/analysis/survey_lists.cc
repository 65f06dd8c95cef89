#include "checks/analysis/survey_lists.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>

namespace pool_audit::analysis {

using facts::Event;
using facts::EventFlag;
using facts::EventKind;
using facts::Place;
using facts::Root;
using facts::Step;
using facts::StepKind;

namespace {

constexpr size_t kMaxFields = 4;

// How the pointers of a list are called, in front of them any prefix ("tqh_first", "m_head").
constexpr std::array kHeads = {"first", "head", "next", "root", "front", "top", "begin", "succ"};
constexpr std::array kCounts = {"count", "cnt", "size", "len", "length", "num", "nb", "depth"};
constexpr std::array kTails = {"last", "tail", "prev", "back", "bottom", "end", "pred"};

enum class End { none, head, tail };

std::string lower(std::string_view name) {
  while (name.ends_with('_')) name.remove_suffix(1);
  std::string low;
  for (const char c : name) low += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return low;
}

End end_of(std::string_view name) {
  const std::string low = lower(name);
  const auto named = [&](const char* word) { return low.ends_with(word); };
  if (low == "n" || std::ranges::any_of(kHeads, named)) return End::head;
  if (low == "p" || std::ranges::any_of(kTails, named)) return End::tail;
  return End::none;
}

bool counts(std::string_view name) {
  const std::string low = lower(name);
  return std::ranges::any_of(kCounts,
                             [&](const char* word) { return low.find(word) != std::string::npos; });
}

bool starts_with_deref(const Place& place) {
  return !place.steps.empty() && place.steps.front().kind == StepKind::deref;
}

// Parameter or `this`, as ListHelper counts them.
int parameter_of(const Place& place, const facts::FlowGraph& graph) {
  if (place.root == Root::this_) return ListHelper::kThis;
  if (place.root == Root::local && place.index < graph.parameter_count) {
    return static_cast<int>(place.index);
  }
  return ListHelper::kNobody;
}

}  // namespace

bool Lists::is_list(Symbol id) const {
  const auto [at, fresh] = lists_.try_emplace(id, false);
  if (!fresh) return at->second;
  const facts::Record* record = program_.record(id);
  if (!record || record->is_polymorphic || record->fields.size() > kMaxFields) return false;
  bool pointers = false;
  for (const facts::Field& field : record->fields) {
    const facts::TypeKind kind = program_.type(field.type).kind;
    if (kind == facts::TypeKind::pointer) {
      const facts::TypeKind node = program_.type(program_.pointee(field.type)).kind;
      if (node != facts::TypeKind::record || end_of(field.name.text()) == End::none) return false;
      pointers = true;
    } else if (kind != facts::TypeKind::integer || !counts(field.name.text())) {
      return false;
    }
  }
  lists_[id] = pointers;
  return pointers;
}

bool Lists::in_list(Symbol field) const {
  const auto ref = program_.field(field);
  return ref.field && program_.type(ref.field->type).kind == facts::TypeKind::pointer &&
         is_list(ref.record->id);
}

bool Lists::at_tail(Symbol field) const {
  const auto ref = program_.field(field);
  return ref.field && end_of(ref.field->name.text()) == End::tail;
}

const ListHelper& Lists::helper(Symbol function) const {
  const auto [at, fresh] = helpers_.try_emplace(function);
  if (!fresh) return at->second;
  const ListHelper found = compute(function);
  return helpers_[function] = found;
}

ListHelper Lists::compute(Symbol function) const {
  ListHelper out;
  const auto graph = program_.graph(function);
  if (!graph) return out;
  struct Store {
    int list, object;
    bool at_head;
  };
  std::vector<Store> stores;
  std::set<int> removed;
  std::set<std::pair<int, int>> linked;  // object, list
  std::map<uint32_t, int> old_heads;     // local -> the list whose end it is
  // The list that `place` is an end of, when it is a parameter's.
  const auto end_of_list = [&](const Place& place) {
    const bool end = place.steps.size() == 2 && starts_with_deref(place) &&
                     place.steps.back().kind == StepKind::field &&
                     in_list(place.steps.back().field);
    if (end) return parameter_of(place, *graph);
    if (place.root == Root::local && place.steps.empty()) {
      if (const auto found = old_heads.find(place.index); found != old_heads.end()) {
        return found->second;
      }
    }
    return ListHelper::kNobody;
  };
  for (const facts::Block& block : graph->blocks) {
    for (const Event& event : block.events) {
      if (event.kind != EventKind::assign || event.arguments.empty() ||
          event.compare != facts::CompareOp::none) {
        continue;
      }
      if (const Place* object = unlinked_object(event, *this)) {
        if (const int who = parameter_of(*object, *graph); who >= 0) out.unlinks = who;
      }
      const Place& target = event.target;
      const facts::Operand& source = event.arguments[0];
      const int old = source.address_of ? ListHelper::kNobody : end_of_list(source.place);
      if (target.root == Root::local && target.steps.empty() &&
          target.index >= graph->parameter_count) {
        if (old != ListHelper::kNobody) old_heads[target.index] = old;
        continue;
      }
      const int object = parameter_of(target, *graph);
      if (object != ListHelper::kNobody && starts_with_deref(target) &&
          old != ListHelper::kNobody && old != object) {
        linked.insert({object, old});
      }
      const int list = target.steps.empty() ? ListHelper::kNobody : end_of_list(target);
      if (list == ListHelper::kNobody) continue;
      const int stored =
          source.place.steps.empty() ? parameter_of(source.place, *graph) : ListHelper::kNobody;
      if (stored != ListHelper::kNobody && stored != list) {
        stores.push_back({list, stored, !at_tail(target.steps.back().field)});
      } else if (!source.address_of && stored == ListHelper::kNobody) {
        removed.insert(list);
      }
    }
  }
  for (const Store& store : stores) {
    if (store.object < 0 || !linked.contains({store.object, store.list})) continue;
    out.list = store.list;
    out.stores = store.object;
    out.at_head = out.at_head || store.at_head;
  }
  if (out.stores == ListHelper::kNobody && removed.size() == 1) {
    out.list = *removed.begin();
    out.removes = true;
  }
  return out;
}

const Place* unlinked_object(const Event& event, const Lists& lists) {
  if (event.kind != EventKind::assign || event.arguments.empty() || event.arguments[0].address_of) {
    return nullptr;
  }
  const Place& target = event.target;
  const Place& source = event.arguments[0].place;
  if (target.root != source.root || target.index != source.index ||
      target.symbol != source.symbol) {
    return nullptr;
  }
  // Steps to a link: a dereference, members, the last of which is a link.
  const auto link = [&](const std::vector<Step>& steps, size_t from) {
    size_t at = from;
    if (at >= steps.size() || steps[at].kind != StepKind::deref) return from;
    ++at;
    while (at < steps.size() && steps[at].kind == StepKind::field) ++at;
    return at > from + 1 && lists.in_list(steps[at - 1].field) ? at : from;
  };
  const size_t end = link(source.steps, 0);
  if (end == 0 || end != source.steps.size()) return nullptr;
  const size_t to = link(target.steps, 0);
  const bool beyond =
      to > 0 && to < target.steps.size() && target.steps[to].kind == StepKind::deref;
  // Both are links of one object, and not the same one.
  if (!beyond || to != end ||
      std::equal(source.steps.begin(), source.steps.end(), target.steps.begin())) {
    return nullptr;
  }
  return &target;
}

}  // namespace pool_audit::analysis
