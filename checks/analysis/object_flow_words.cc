// Names for people: what the oracle answers unless it knows better, and how places are called.
#include <algorithm>

#include "checks/analysis/object_flow_walk.h"

namespace pool_audit::analysis {

using facts::Root;
using facts::StepKind;
using facts::TypeId;
using facts::TypeKind;

Failing Oracle::failing(const facts::Event& event) const {
  return never_fails(event) ? Failing::never : Failing::unknown;
}

bool Oracle::may_give_null(const facts::Event&) const {
  return false;
}

bool Oracle::ends_use(const facts::FlowGraph&, const facts::Event&) const {
  return true;
}

CallEffect Oracle::effect_inside(const facts::FlowGraph&, const facts::Event&, int, Symbol) const {
  return {};
}

bool Oracle::dereferences(const facts::FlowGraph&, const facts::Event&, int) const {
  return false;
}

bool Oracle::dereferences_capture(Symbol, uint32_t) const {
  return false;
}

bool Oracle::makes_deleter(const facts::Event&) const {
  return false;
}

bool Oracle::destroys(TypeId) const {
  return false;
}

bool Oracle::always_puts_member(Symbol function, Symbol field) const {
  return puts_member(function, field);
}

Happens Oracle::calls_member(Symbol, Symbol) const {
  return Happens::never;
}

bool Oracle::puts_member(Symbol, Symbol) const {
  return false;
}

Catch Oracle::catches(TypeId handler, TypeId thrown) const {
  if (handler == facts::kNoType) return Catch::yes;
  if (thrown == facts::kNoType) return Catch::maybe;
  const auto bare = [&](TypeId id) {
    const facts::Type& each = type(id);
    const bool reference =
        each.kind == TypeKind::lvalue_reference || each.kind == TypeKind::rvalue_reference;
    return reference ? each.target : id;
  };
  handler = bare(handler);
  thrown = bare(thrown);
  if (handler == thrown) return Catch::yes;
  const TypeKind from = type(thrown).kind;
  const TypeKind to = type(handler).kind;
  const auto could_convert = [](TypeKind kind) {
    return kind == TypeKind::record || kind == TypeKind::pointer ||
           kind == TypeKind::null_pointer || kind == TypeKind::unknown ||
           kind == TypeKind::dependent || kind == TypeKind::member_pointer;
  };
  if (!could_convert(from) || !could_convert(to)) return Catch::no;
  if ((from == TypeKind::record) != (to == TypeKind::record) && from != TypeKind::unknown &&
      to != TypeKind::unknown && from != TypeKind::dependent && to != TypeKind::dependent) {
    return Catch::no;
  }
  return Catch::maybe;
}

// An entity id is a clang USR: "c:@N@ns@S@Server@FI@conn_". Kinds stand before names, and the
// signature of a function behind its last '#'. What is no USR is a name already.
bool Oracle::surely_comes_back(const facts::Event& event) const {
  return event.kind != facts::EventKind::call && event.kind != facts::EventKind::macro &&
         event.kind != facts::EventKind::throw_ && event.kind != facts::EventKind::suspend &&
         event.kind != facts::EventKind::destroy && event.kind != facts::EventKind::delete_;
}

bool Oracle::comes_back(const facts::Event&) const {
  return true;
}

bool Oracle::may_write(const facts::Event&, Symbol) const {
  return true;
}

bool Oracle::dereferences_at_once(const facts::Event&, int) const {
  return false;
}

bool Oracle::destroys_members(facts::TypeId) const {
  return false;
}

bool Oracle::writes_through(const facts::Event&, int) const {
  return true;
}

bool Oracle::writes_capture(Symbol, uint32_t) const {
  return true;
}

bool Oracle::is_variable(Symbol) const {
  return false;
}

bool Oracle::copies_owner(const facts::Event&) const {
  return false;
}

std::vector<Thrown> Oracle::thrown_by(const facts::Event&) const {
  return {};
}

bool Oracle::keeps_pointers(TypeId) const {
  return false;
}

ContainerUse Oracle::container_use(const facts::Event&) const {
  return ContainerUse::other;
}

std::optional<int64_t> Oracle::constant(Symbol) const {
  return std::nullopt;
}

Symbol Oracle::storage_of(Symbol field) const {
  return field;
}

uint64_t* Oracle::work_left(Symbol) const {
  return nullptr;
}

void Oracle::note_time(Symbol, double) const {}

bool Oracle::survives_exceptions(Symbol) const {
  return true;
}

std::string Oracle::name(Symbol entity) const {
  std::string_view text = entity.text();
  if (!text.starts_with("c:")) return std::string(text);
  text.remove_prefix(2);
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const size_t at = text.find('@');
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) break;
    text.remove_prefix(at + 1);
  }
  std::string out;
  const auto append = [&out](std::string_view part) {
    part = part.substr(0, part.find_first_of("#>($"));
    if (part.empty()) return;
    if (!out.empty()) out += "::";
    out += part;
  };
  static constexpr std::string_view kKinds[] = {"N", "S",  "ST", "SP", "U",  "UP", "E",
                                                "F", "FT", "FI", "T",  "CM", "SA", "UA"};
  // The first part is empty, or a file for entities with internal linkage.
  for (size_t i = 1; i < parts.size(); ++i) {
    const bool kind = std::ranges::find(kKinds, parts[i]) != std::end(kKinds);
    if (kind && i + 1 < parts.size()) {
      append(parts[++i]);
    } else if (i + 1 == parts.size() || out.empty()) {
      append(parts[i]);
    }
    if (i < parts.size() && parts[i].find('#') != std::string_view::npos) break;
  }
  return out.empty() ? std::string(entity.text()) : out;
}

namespace flow {

std::string Walk::words_for(PlaceId place) const {
  std::string field;
  bool behind = false;
  for (PlaceId each = place; places_[each].parent != kNoPlace; each = places_[each].parent) {
    const facts::Step& step = places_[each].step;
    if (step.kind == StepKind::field) {
      field = oracle_.name(places_[each].field);
      break;
    }
    behind = true;
  }
  if (!field.empty()) return field;
  const Places::Node& node = places_[place];
  std::string root;
  switch (node.root) {
    case Root::local:
      if (node.index < graph_.locals.size()) root = graph_.locals[node.index].name.text();
      break;
    case Root::capture:
      if (node.index < graph_.captures.size()) {
        root = "the captured " + std::string(graph_.captures[node.index].name.text());
        behind = behind && !(graph_.captures[node.index].by_reference && node.depth == 1);
      }
      break;
    case Root::global:
      root = oracle_.name(node.symbol);
      break;
    case Root::this_:
      root = "this object";
      behind = false;
      break;
    default:
      break;
  }
  if (root.empty()) return behind ? "memory reached through a pointer" : "a temporary";
  return behind && node.derefs ? "what " + root + " points to" : root;
}

std::string Walk::callee_words(const facts::Event& event) const {
  if (event.callee.empty()) return "a function through a pointer";
  return oracle_.name(event.callee) + "()";
}

}  // namespace flow
}  // namespace pool_audit::analysis
