#include "checks/model/behaviour_index.h"

#include "checks/model/compile.h"

namespace pool_audit::model {
namespace {

// The last entry of the table among those that say most about the name; `fits(value)` has a veto.
template <class Fits>
const size_t* best(const PatternTable<size_t>& table, std::string_view name, const Fits& fits) {
  const std::string_view key = last_component(name);
  if (!table.may_match(key)) return nullptr;
  const std::vector<NamePart> parts = split_name(name);
  const size_t* found = nullptr;
  size_t specificity = 0;
  table.candidates(key, [&](const NamePattern& pattern, const size_t& value) {
    const bool better = found == nullptr || pattern.specificity() > specificity ||
                        (pattern.specificity() == specificity && value >= *found);
    Bindings bindings;
    if (!better || !fits(value) || !pattern.matches(parts, bindings)) return;
    found = &value;
    specificity = pattern.specificity();
  });
  return found;
}

// "m_requestId_" as "requestid".
std::string plain(std::string_view name) {
  if (name.starts_with("m_")) name.remove_prefix(2);
  std::string out;
  for (const char c : name) {
    if (c != '_') out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

}  // namespace

Result<void> BehaviourIndex::build(Behaviour behaviour) {
  behaviour_ = std::move(behaviour);
  const auto wrong = [](const char* section, const std::string& text, const Error& error) {
    return fail(std::string(section) + ": '" + text + "': " + error.message);
  };
  for (size_t i = 0; i < behaviour_.functions.size(); ++i) {
    for (const std::string& text : behaviour_.functions[i].functions) {
      Result<NamePattern> pattern = NamePattern::parse(text);
      if (!pattern) return wrong("functions", text, pattern.error());
      functions_.add(std::move(*pattern), i);
    }
  }
  for (size_t i = 0; i < behaviour_.types.size(); ++i) {
    for (const std::string& text : behaviour_.types[i].types) {
      Result<TypePattern> type = parse_type(text);
      if (!type) return wrong("types", text, type.error());
      (type->is_pointer ? pointers_ : types_).add(std::move(type->name), i);
    }
  }
  for (const MemberModel& model : behaviour_.members) {
    for (const std::string& name : model.names) members_[plain(name)] = model.kind;
  }
  return {};
}

MemberKind BehaviourIndex::member(std::string_view name) const {
  const auto found = members_.find(plain(name));
  return found == members_.end() ? MemberKind::other : found->second;
}

const FunctionModel* BehaviourIndex::function(std::string_view name, size_t arguments) const {
  const size_t* at = best(functions_, name, [&](size_t i) {
    return arguments >= static_cast<size_t>(behaviour_.functions[i].min_arguments);
  });
  return at == nullptr ? nullptr : &behaviour_.functions[*at];
}

const TypeModel* BehaviourIndex::type(std::string_view spelling) const {
  const std::string_view pointee = without_pointer(spelling);
  const bool is_pointer = pointee.size() != spelling.size();
  const size_t* at = best(is_pointer ? pointers_ : types_, pointee, [](size_t) { return true; });
  return at == nullptr ? nullptr : &behaviour_.types[*at];
}

}  // namespace pool_audit::model
