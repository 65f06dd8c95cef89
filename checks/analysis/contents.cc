#include "checks/analysis/contents.h"

namespace pool_audit::analysis {

const model::TypeModel* Contents::traits(facts::TypeId type) const {
  const auto [at, fresh] = known_.try_emplace(type, nullptr);
  if (!fresh) return at->second;
  const facts::Type& known = program_.type(type);
  const bool is_pointer = known.kind == facts::TypeKind::pointer;
  if (known.kind != facts::TypeKind::record && !is_pointer) return nullptr;
  at->second = models_.traits_of(known.spelling.text());
  return at->second;
}

void Contents::each_part(const facts::Record& record, const Each& each) const {
  Walk walk{each, {}, 0};
  enter(record, PartOf{}, walk);
}

void Contents::enter(const facts::Record& record, const PartOf& from, Walk& walk) const {
  if (!walk.entered.insert(record.id).second) return;
  for (const facts::Base& base : record.bases) {
    PartOf part = from;
    part.type = base.type;
    part.traits = traits(base.type);
    if (part.traits != nullptr) {
      if (from.fields.empty()) part.path = program_.type(base.type).template_name.text();
      visit(part, walk);
    } else if (const facts::Record* next = program_.record(program_.type(base.type).record)) {
      enter(*next, from, walk);
    }
  }
  for (const facts::Field& field : record.fields) {
    PartOf part = from;
    if (!part.path.empty()) part.path += '.';
    part.path += field.name.text();
    part.fields.push_back(field.id);
    part.field = &field;
    part.type = field.type;
    visit(part, walk);
  }
}

void Contents::visit(const PartOf& part, Walk& walk) const {
  if (++walk.parts > kMostParts) return;
  PartOf here = part;
  while (program_.type(here.type).kind == facts::TypeKind::array) {
    here.type = program_.type(here.type).target;
  }
  here.traits = traits(here.type);
  walk.each(here);
  const facts::Type& type = program_.type(here.type);
  if (type.kind != facts::TypeKind::record) return;
  if (here.traits == nullptr) {
    const facts::Record* record = program_.record(type.record);
    if (record && !record->is_system) enter(*record, here, walk);
    return;
  }
  const auto follow = [&](facts::TypeId argument) {
    // A container of pointers owns none of them, but for handles that are pointers.
    if (argument == facts::kNoType) return;
    PartOf inner = here;
    inner.type = argument;
    visit(inner, walk);
  };
  if (here.traits->contains_all) {
    for (const facts::TypeId argument : type.arguments) follow(argument);
  }
  for (const int index : here.traits->contains) {
    if (static_cast<size_t>(index) < type.arguments.size()) {
      follow(type.arguments[static_cast<size_t>(index)]);
    }
  }
}

}  // namespace pool_audit::analysis
