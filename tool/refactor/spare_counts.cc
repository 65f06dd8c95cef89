#include "tool/refactor/spare_counts.h"

#include <algorithm>
#include <utility>

#include "tool/refactor/fold_truth.h"

namespace pool_audit::refactor {

using analysis::Program;

namespace {

facts::TypeId declared_type(const Program& program, Symbol id) {
  if (const auto field = program.field(id); field.field != nullptr) return field.field->type;
  const facts::Variable* variable = program.variable(id);
  return variable != nullptr ? variable->type : facts::kNoType;
}

bool is_number(const Program& program, Symbol id) {
  const facts::Type& known = program.type(declared_type(program, id));
  return known.kind == facts::TypeKind::integer || known.template_name.text() == "std::atomic";
}

bool is_in(Sources& sources, const Program& program, const Stretch& token,
           const std::vector<analysis::Part>& parts) {
  return std::ranges::any_of(parts, [&](const analysis::Part& part) {
    const facts::Function* function = program.function(part.function);
    if (function == nullptr) return false;
    const auto at = sources.stretch(function->location);
    return !at.empty() && at.front().file == token.file && holds(at.front().range, token.range);
  });
}

// Goes down where a spare is taken and up where one is stored, and never the other way.
bool counts_spares(Sources& sources, const Program& program, const analysis::HandWritten& own,
                   const Uses& uses) {
  bool up = false;
  bool down = false;
  for (const Stretch& each : uses.ours) {
    const Source& source = *sources.find(each.file);
    const auto& tokens = source.tokens();
    const size_t i = source.token_at(each.range.begin);
    const size_t begin = expression_begin(source, i);
    const auto sign_at = [&](std::string_view sign) {
      const bool behind =
          tokens[i + 1].is(sign) && (tokens[i + 2].is(sign) || tokens[i + 2].is("="));
      return behind || (begin >= 2 && tokens[begin - 1].is(sign) && tokens[begin - 2].is(sign));
    };
    const bool in_get = is_in(sources, program, each, own.gets);
    const bool in_put = is_in(sources, program, each, own.puts);
    if (sign_at("+")) {
      if (in_get && !in_put) return false;
      up = up || in_put;
    }
    if (sign_at("-")) {
      if (in_put && !in_get) return false;
      down = down || in_get;
    }
  }
  return up && down;
}

}  // namespace

std::vector<Symbol> neighbours_of(const Program& program, Symbol slot_id) {
  std::vector<Symbol> out;
  if (const auto field = program.field(slot_id); field.record != nullptr) {
    for (const facts::Field& each : field.record->fields) {
      if (each.id != slot_id) out.push_back(each.id);
    }
  } else if (const facts::Variable* slot = program.variable(slot_id)) {
    for (const facts::Variable* each : program.variables()) {
      if (each->location.file == slot->location.file && each->id != slot->id) {
        out.push_back(each->id);
      }
    }
  }
  return out;
}

bool is_lock(const Program& program, Symbol id) {
  const std::string_view type = program.type(declared_type(program, id)).spelling.text();
  return type.find("mutex") != std::string_view::npos;
}

std::vector<Uses> spare_counts(Sources& sources, const Program& program,
                               const analysis::HandWritten& own) {
  std::vector<Uses> out;
  for (const Symbol id : neighbours_of(program, own.slot)) {
    if (!is_number(program, id)) continue;
    Uses uses = uses_of(sources, program, id);
    if (counts_spares(sources, program, own, uses)) out.push_back(std::move(uses));
  }
  return out;
}

}  // namespace pool_audit::refactor
