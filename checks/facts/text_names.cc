#include "checks/facts/text_names.h"

#include "checks/facts/text_syntax.h"

namespace pool_audit::facts::text {

void EntityNames::add(Role role, Symbol id, Symbol name, Symbol second_name) {
  Table& table = tables_[static_cast<size_t>(role)];
  if (!id.empty()) table.by_id.try_emplace(id, Names{name, second_name});
  for (const Symbol each : {name, second_name}) {
    if (each.empty()) continue;
    const auto [at, fresh] = table.by_name.try_emplace(each, Named{id, false});
    if (!fresh && at->second.id != id) at->second.several = true;
  }
}

EntityNames::Resolution EntityNames::resolve(Role role, Symbol spelling) const {
  const Table& table = tables_[static_cast<size_t>(role)];
  if (spelling.empty() || table.by_id.contains(spelling)) return {Found::one, spelling};
  const auto named = table.by_name.find(spelling);
  if (named == table.by_name.end()) return {Found::none, spelling};
  return {named->second.several ? Found::several : Found::one, named->second.id};
}

EntityNames::Spelling EntityNames::spell(Role role, Symbol id) const {
  const Table& table = tables_[static_cast<size_t>(role)];
  const auto leads_back = [&](Symbol spelling) {
    const Resolution back = resolve(role, spelling);
    return back.found != Found::several && back.id == id;
  };
  if (const auto names = table.by_id.find(id); names != table.by_id.end()) {
    for (const Symbol name : {names->second.first, names->second.second}) {
      if (!name.empty() && leads_back(name)) return {name, false};
    }
  }
  return {id, !leads_back(id)};
}

Symbol member_name(Symbol record_name, Symbol field_name) {
  std::string text(record_name.text());
  text += "::";
  text += field_name.text();
  return Symbol(text);
}

EntityNames entity_names(const TuFacts& facts) {
  EntityNames names;
  for (const Record& record : facts.records) {
    names.add(Role::record, record.id, record.name);
    for (const Field& field : record.fields) {
      names.add(Role::member, field.id, field.name, member_name(record.name, field.name));
    }
  }
  for (const Variable& variable : facts.variables) {
    names.add(Role::variable, variable.id, variable.name);
  }
  for (const Function& function : facts.functions) {
    names.add(Role::function, function.id, function.name);
  }
  return names;
}

void TypeNames::add(TypeId id, Symbol spelling) {
  spellings_.try_emplace(id, spelling);
  if (spelling.empty()) return;
  const auto note = [id](Named& named, bool fresh) {
    if (fresh) named.id = id;
    if (named.id != id) named.several = true;
  };
  const auto exact = exact_.try_emplace(spelling);
  note(exact.first->second, exact.second);
  const auto squeezed = squeezed_.try_emplace(squeeze_type(spelling.text()));
  note(squeezed.first->second, squeezed.second);
}

TypeNames::Resolution TypeNames::resolve(std::string_view spelling) const {
  const auto answer = [](const Named& named) {
    return Resolution{named.several ? Found::several : Found::one, named.id};
  };
  const auto exact = exact_.find(Symbol(spelling));
  if (exact != exact_.end()) return answer(exact->second);
  const auto squeezed = squeezed_.find(squeeze_type(spelling));
  if (squeezed != squeezed_.end()) return answer(squeezed->second);
  return {};
}

std::string TypeNames::spell(TypeId id) const {
  if (id == kNoType) return "?";
  if (const auto found = spellings_.find(id); found != spellings_.end()) {
    const Resolution back = resolve(found->second.text());
    if (back.found == Found::one && back.id == id) {
      return bare_or_quoted(found->second.text(), type_length);
    }
  }
  return "%" + std::to_string(id);
}

}  // namespace pool_audit::facts::text
