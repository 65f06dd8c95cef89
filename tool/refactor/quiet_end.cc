#include "tool/refactor/quiet_end.h"

#include <algorithm>
#include <array>
#include <set>

namespace pool_audit::refactor {

using facts::EventKind;
using facts::TypeKind;

namespace {

// Their ends are those of their elements.
constexpr std::array<std::string_view, 20> kHolders = {
    "std::array",        "std::vector",        "std::deque",         "std::list",
    "std::forward_list", "std::map",           "std::set",           "std::multimap",
    "std::multiset",     "std::unordered_map", "std::unordered_set", "std::basic_string",
    "std::optional",     "std::variant",       "std::pair",          "std::tuple",
    "std::unique_ptr",   "std::queue",         "std::stack",         "std::atomic"};

class Search {
 public:
  explicit Search(const analysis::Program& program) : program_(program) {}

  bool quiet(facts::TypeId id) {
    const facts::Type& type = program_.type(id);
    switch (type.kind) {
      case TypeKind::unknown:
      case TypeKind::dependent:
      case TypeKind::function:
      case TypeKind::void_:
        return false;
      case TypeKind::array:
        return quiet(type.target);
      case TypeKind::record:
        return quiet_record(id, type);
      default:
        return true;  // nothing happens at the end of a number or a pointer
    }
  }

 private:
  bool quiet_record(facts::TypeId id, const facts::Type& type) {
    if (!seen_.insert(id).second) return true;  // a list of itself: the rest decides
    if (std::ranges::find(kHolders, type.template_name.text()) != kHolders.end()) {
      return std::ranges::all_of(type.arguments, [&](facts::TypeId each) {
        // An allocator, a comparison, a deleter of the library; 0 is a number.
        return each == facts::kNoType || is_helper(each) || quiet(each);
      });
    }
    const facts::Record* record = program_.record_of(id);
    if (record == nullptr || !record->is_complete) return false;
    if (record->has_trivial_destructor) return true;
    if (record->is_system) return false;
    if (record->destructor && !quiet_body(record->destructor)) return false;
    return std::ranges::all_of(record->bases,
                               [&](const facts::Base& each) { return quiet(each.type); }) &&
           std::ranges::all_of(record->fields,
                               [&](const facts::Field& each) { return quiet(each.type); });
  }

  [[nodiscard]] bool is_helper(facts::TypeId id) const {
    const std::string_view name = program_.type(id).template_name.text();
    constexpr std::array<std::string_view, 7> kHelpers = {
        "std::allocator", "std::default_delete", "std::char_traits", "std::less",
        "std::greater",   "std::hash",           "std::equal_to"};
    return std::ranges::find(kHelpers, name) != kHelpers.end();
  }

  // A destructor that gives its own memory back, as far as it has a body.
  bool quiet_body(Symbol destructor) {
    const facts::Function* function = program_.function(destructor);
    if (function == nullptr || function->has(facts::FunctionFlag::virtual_)) return false;
    const auto graph = program_.graph(destructor);
    if (!graph) return function->has(facts::FunctionFlag::trivial);
    for (const facts::Block& block : graph->blocks) {
      for (const facts::Event& event : block.events) {
        if (!quiet_event(event)) return false;
      }
    }
    return true;
  }

  bool quiet_event(const facts::Event& event) {
    switch (event.kind) {
      case EventKind::assign:
        return event.target.root != facts::Root::global;
      case EventKind::delete_:
        return !event.arguments.empty() && quiet(program_.pointee(event.arguments[0].type));
      case EventKind::call: {
        const facts::Function* callee = program_.function(event.callee);
        return callee != nullptr &&
               (callee->name.text() == "free" || callee->name.text() == "operator delete" ||
                event.has(facts::EventFlag::base_call));
      }
      case EventKind::throw_:
      case EventKind::new_:
      case EventKind::suspend:
        return false;
      default:
        return true;
    }
  }

  const analysis::Program& program_;
  std::set<facts::TypeId> seen_;
};

}  // namespace

bool ends_quietly(const analysis::Program& program, facts::TypeId type) {
  return Search(program).quiet(type);
}

bool outlives_a_local(const analysis::Program& program, const inventory::Taken& get) {
  const auto graph = program.graph(get.function);
  if (!graph) return true;
  for (size_t i = graph->parameter_count; i < graph->locals.size(); ++i) {
    const facts::Local& local = graph->locals[i];
    const facts::Location& at = local.location;
    const bool behind =
        at.line > get.place.line || (at.line == get.place.line && at.column > get.place.column);
    if (!behind || program.type(local.type).kind != TypeKind::record) continue;
    const facts::Record* record = program.record_of(local.type);
    if (record == nullptr || !record->has_trivial_destructor) return true;
  }
  return false;
}

}  // namespace pool_audit::refactor
