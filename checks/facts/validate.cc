#include "checks/facts/validate.h"

#include <string>

#include "checks/facts/enums.h"
#include "checks/facts/fields.h"

namespace pool_audit::facts {
namespace {

// True when every TypeId inside `x` is below `count`; graphs of a TU are left to their own check.
template <class T>
bool types_in_range(const T& x, size_t count) {
  if constexpr (std::is_same_v<T, FlowGraph> || std::is_same_v<T, Location>) {
    return true;
  } else if constexpr (kIsVector<T>) {
    for (const auto& element : x) {
      if (!types_in_range(element, count)) return false;
    }
    return true;
  } else if constexpr (Described<T>) {
    bool good = true;
    for_each_field<T>([&](auto field) {
      const auto& value = x.*field.member;
      if constexpr (field.kRole == Role::type) {
        if constexpr (kIsVector<std::remove_cvref_t<decltype(value)>>) {
          for (const TypeId type : value) good = good && type < count;
        } else {
          good = good && value < count;
        }
      } else {
        good = good && types_in_range(value, count);
      }
    });
    return good;
  } else {
    return true;
  }
}

std::string quoted(Symbol symbol) {
  return "'" + std::string(symbol.text()) + "'";
}

template <class T, class Key>
Result<void> check_sorted(const std::vector<T>& items, Key key, const char* what) {
  for (size_t i = 1; i < items.size(); ++i) {
    const Symbol before = items[i - 1].*key;
    const Symbol here = items[i].*key;
    if (before == here) return fail(std::string(what) + " " + quoted(here) + " is there twice");
    if (!(before < here)) {
      return fail(std::string(what) + " " + quoted(here) + " stands behind " + quoted(before) +
                  "; they must be sorted");
    }
  }
  return {};
}

template <class T>
Result<void> check_types(const std::vector<T>& items, Symbol T::* key, size_t count,
                         const char* what) {
  for (const T& item : items) {
    if (!types_in_range(item, count)) {
      return fail(std::string(what) + " " + quoted(item.*key) + " has a type beyond the " +
                  std::to_string(count) + " in the table");
    }
  }
  return {};
}

// Depth first without recursion: a type that is met again while still open contains itself.
Result<void> check_types_acyclic(const std::vector<Type>& types) {
  enum : uint8_t { unseen, open, done };
  std::vector<uint8_t> state(types.size(), unseen);
  std::vector<std::pair<TypeId, size_t>> path;  // type, next child
  for (TypeId root = 1; root < types.size(); ++root) {
    if (state[root] != unseen) continue;
    path.emplace_back(root, 0);
    state[root] = open;
    while (!path.empty()) {
      auto& [id, next] = path.back();
      const Type& type = types[id];
      if (next > type.arguments.size()) {
        state[id] = done;
        path.pop_back();
        continue;
      }
      const TypeId child = next == 0 ? type.target : type.arguments[next - 1];
      ++next;
      if (child == kNoType) continue;
      if (state[child] == open) {
        return fail("type " + std::to_string(child) + " " + quoted(types[child].spelling) +
                    " contains itself");
      }
      if (state[child] == unseen) {
        state[child] = open;
        path.emplace_back(child, 0);
      }
    }
  }
  return {};
}

class GraphCheck {
 public:
  explicit GraphCheck(const FlowGraph& graph) : graph_(graph) {}

  Result<void> run(size_t type_count) {
    if (graph_.blocks.empty()) return wrong("has no blocks");
    if (graph_.parameter_count > graph_.locals.size()) {
      return wrong("has " + std::to_string(graph_.parameter_count) + " parameters and only " +
                   std::to_string(graph_.locals.size()) + " locals");
    }
    if (graph_.temp_count > kMaxTemps) {
      return wrong("has " + std::to_string(graph_.temp_count) + " temps; at most " +
                   std::to_string(kMaxTemps) + " are allowed");
    }
    if (auto regions = check_regions(); !regions) return regions;
    for (const Local& local : graph_.locals) {
      if (!region(local.region)) {
        return wrong("local " + quoted(local.name) + " is in a try region that does not exist");
      }
      if (local.type >= type_count) return beyond("local " + quoted(local.name));
    }
    for (const Capture& capture : graph_.captures) {
      if (capture.type >= type_count) return beyond("capture " + quoted(capture.name));
    }
    for (size_t b = 0; b < graph_.blocks.size(); ++b) {
      if (auto block = check_block(b, type_count); !block) return block;
    }
    return {};
  }

 private:
  [[nodiscard]] Result<void> wrong(const std::string& what) const {
    return fail("graph of " + quoted(graph_.function) + ": " + what);
  }
  [[nodiscard]] Result<void> beyond(const std::string& what) const {
    return wrong(what + " has a type beyond the table");
  }
  [[nodiscard]] bool region(int32_t index) const {
    return index == -1 || (index >= 0 && static_cast<size_t>(index) < graph_.regions.size());
  }
  [[nodiscard]] bool block(uint32_t index) const {
    return index == kNoBlock || index < graph_.blocks.size();
  }
  [[nodiscard]] bool place(const Place& x) const {
    switch (x.root) {
      case Root::local:
        return x.index < graph_.locals.size();
      case Root::temp:
        return x.index < graph_.temp_count;
      case Root::capture:
        return x.index < graph_.captures.size();
      default:
        return true;
    }
  }
  [[nodiscard]] bool places(const Event& event) const {
    if (!place(event.target) || !place(event.object.place)) return false;
    for (const Operand& argument : event.arguments) {
      if (!place(argument.place)) return false;
    }
    return true;
  }
  [[nodiscard]] bool places(const Condition& condition) const {
    if (!place(condition.left.place) || !place(condition.right.place)) return false;
    for (const Place& read : condition.reads) {
      if (!place(read)) return false;
    }
    return true;
  }

  Result<void> check_regions() {
    // Each parent is walked to its end once: `height` of a region is known or being found.
    std::vector<uint8_t> seen(graph_.regions.size(), 0);
    for (size_t start = 0; start < graph_.regions.size(); ++start) {
      for (const Handler& handler : graph_.regions[start].handlers) {
        if (!block(handler.block)) {
          return wrong("try region " + std::to_string(start) +
                       " has a handler in a block that does not exist");
        }
      }
      int32_t at = static_cast<int32_t>(start);
      while (at != -1 && seen[static_cast<size_t>(at)] == 0) {
        seen[static_cast<size_t>(at)] = 1;
        at = graph_.regions[static_cast<size_t>(at)].parent;
        if (!region(at)) {
          return wrong("try region " + std::to_string(start) + " has a parent that does not exist");
        }
      }
      if (at != -1 && seen[static_cast<size_t>(at)] == 1) {
        return wrong("try region " + std::to_string(at) + " encloses itself");
      }
      for (at = static_cast<int32_t>(start); at != -1 && seen[static_cast<size_t>(at)] == 1;
           at = graph_.regions[static_cast<size_t>(at)].parent) {
        seen[static_cast<size_t>(at)] = 2;
      }
    }
    return {};
  }

  Result<void> check_block(size_t index, size_t type_count) {
    const Block& block_here = graph_.blocks[index];
    const std::string name = "block " + std::to_string(index);
    const bool last = index + 1 == graph_.blocks.size();
    if ((block_here.terminator == Terminator::exit) != last) {
      return wrong(last ? "the last block must be the exit" : name + " is an exit before the last");
    }
    if (last && !block_here.events.empty()) return wrong("the exit block has events");
    for (const Event& event : block_here.events) {
      if (!places(event)) return wrong(name + " has an event on a place that does not exist");
      if (!region(event.region)) return wrong(name + " has an event in no try region there is");
    }
    if (!places(block_here.condition)) return wrong(name + " tests a place that does not exist");
    if (!region(block_here.region)) return wrong(name + " throws in no try region there is");
    if (!types_in_range(block_here, type_count)) return beyond(name);
    for (const uint32_t successor : block_here.successors) {
      if (!block(successor)) return wrong(name + " leads to a block that does not exist");
    }
    return check_successors(block_here, name);
  }

  [[nodiscard]] Result<void> check_successors(const Block& from, const std::string& name) const {
    size_t expected = from.successors.size();
    if (from.terminator == Terminator::jump) expected = 1;
    if (from.terminator == Terminator::branch) expected = 2;
    if (from.terminator == Terminator::switch_) expected = from.cases.size() + 1;
    if (from.terminator == Terminator::exit) expected = 0;
    if (from.successors.size() == expected) return {};
    return wrong(name + " ends in a " +
                 std::string(enum_names<Terminator>[static_cast<size_t>(from.terminator)]) +
                 " and needs " + std::to_string(expected) + " successors; it has " +
                 std::to_string(from.successors.size()));
  }

  const FlowGraph& graph_;
};

}  // namespace

Result<void> validate(const FlowGraph& graph, size_t type_count) {
  for (const Region& region : graph.regions) {
    if (!types_in_range(region, type_count)) {
      return fail("graph of " + quoted(graph.function) + ": a catch clause has a type beyond the " +
                  std::to_string(type_count) + " in the table");
    }
  }
  return GraphCheck(graph).run(type_count);
}

Result<void> validate(const TuFacts& facts) {
  const size_t count = facts.types.size();
  if (count == 0 || facts.types[0] != Type{}) {
    return fail("the first entry of the type table must be the unknown type");
  }
  Result<void> result = check_types(facts.types, &Type::spelling, count, "type");
  if (result) result = check_types_acyclic(facts.types);
  if (result) result = check_types(facts.records, &Record::id, count, "record");
  if (result) result = check_types(facts.variables, &Variable::id, count, "variable");
  if (result) result = check_types(facts.functions, &Function::id, count, "function");
  if (result) result = check_sorted(facts.files, &FileRead::path, "file");
  if (result) result = check_sorted(facts.records, &Record::id, "record");
  if (result) result = check_sorted(facts.variables, &Variable::id, "variable");
  if (result) result = check_sorted(facts.functions, &Function::id, "function");
  if (result) result = check_sorted(facts.graphs, &FlowGraph::function, "graph of");
  for (size_t i = 0; result && i < facts.graphs.size(); ++i) {
    result = validate(facts.graphs[i], count);
  }
  return result;
}

}  // namespace pool_audit::facts
