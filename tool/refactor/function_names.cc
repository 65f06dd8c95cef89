#include "tool/refactor/function_names.h"

#include <algorithm>
#include <optional>

#include "tool/refactor/members.h"
#include "tool/refactor/sweep.h"

namespace pool_audit::refactor {

using facts::FunctionFlag;

namespace {

// Whether no brace stands around the token but that of the class and what is around that.
bool at_class_scope(const Source& source, Range record, size_t index) {
  const auto& tokens = source.tokens();
  size_t inner = index;
  for (size_t i = index; i-- > 0 && tokens[i].range.begin >= record.begin;) {
    const auto closing = tokens[i].is("{") ? source.partner(i) : std::nullopt;
    if (!closing || *closing < index) continue;
    if (inner != index) return false;
    inner = i;
  }
  return inner != index;
}

}  // namespace

const std::vector<const facts::Function*>& FunctionNames::called(const std::string& name) {
  if (by_name_.empty()) {
    for (const facts::Function* each : program_.functions()) {
      if (each->has(FunctionFlag::lambda) || each->has(FunctionFlag::initializer)) continue;
      auto& list = by_name_[last_part(each->name.text())];
      const bool known = std::ranges::any_of(list, [&](const facts::Function* other) {
        return !each->location.file.text().empty() && same_place(each->location, other->location);
      });
      if (!known) list.push_back(each);
    }
  }
  return by_name_[name];
}

std::vector<const facts::Function*> FunctionNames::around(const Stretch& place) {
  std::vector<const facts::Function*> out;
  for (const FunctionIndex::Entry& each : index_.in(place.file)) {
    const facts::Function* known = program_.function(each.id);
    if (holds(each.range, place.range) && !known->has(FunctionFlag::initializer)) {
      out.push_back(known);
    }
  }
  return out;
}

// In what stands in front of the body, or in a declaration without one.
bool FunctionNames::in_head(const facts::Function& function, const Stretch& token) {
  for (const Stretch& at : sources_.stretch(function.location)) {
    if (at.file != token.file || !holds(at.range, token.range)) continue;
    const Source& source = *sources_.find(at.file);
    const auto opening = body_of(source, at.range);
    if (!opening || token.range.begin < source.tokens()[*opening].range.begin) return true;
  }
  return false;
}

// A declaration that is no definition: in the class, or a prototype.
bool FunctionNames::declares(const facts::Function& function, const Stretch& token) {
  const Source& source = *sources_.find(token.file);
  const size_t at = source.token_at(token.range.begin);
  const auto statement = source.statement(token.range);
  if (!statement || statement->has_several || statement->is_controlled) return false;
  const auto closing = source.partner(at + 1);
  if (!closing) return false;
  // Behind the brackets no more than `noexcept` and the like.
  for (size_t i = *closing + 1; !source.tokens()[i].is(";"); ++i) {
    if (source.tokens()[i].is("=") || source.tokens()[i].is("{")) return false;
  }
  if (!function.record.text().empty()) {
    const facts::Record* record = program_.record(function.record);
    const facts::Record* here = record_around(sources_, program_, token);
    return record != nullptr && here != nullptr && same_place(record->location, here->location) &&
           at_class_scope(source, sources_.stretch(here->location).front().range, at) &&
           !source.of(statement->range).starts_with("friend");
  }
  const auto prototypes =
      declarations_of(sources_, last_part(function.name.text()), Entity::Kind::function);
  return record_around(sources_, program_, token) == nullptr && holds(prototypes, token);
}

// Whether the call at `call` calls what `token` names.
bool FunctionNames::is_callee(const Stretch& call, const Stretch& token) {
  if (call.file != token.file || !holds(call.range, token.range)) return false;
  const Source& source = *sources_.find(call.file);
  const size_t behind = source.token_at(call.range.end);
  if (behind == 0 || !source.tokens()[behind - 1].is(")")) return false;
  const auto opening = source.partner(behind - 1);
  return opening && *opening > 0 && source.tokens()[*opening - 1].range == token.range;
}

NameUse FunctionNames::in_code(const facts::Function& function, const Stretch& token) {
  const std::string name = last_part(function.name.text());
  bool inside = false;
  bool is_local = false;
  for (const facts::Function* around : this->around(token)) {
    inside = true;
    const auto graph = program_.graph(around->id);
    if (!graph) continue;
    is_local = is_local || std::ranges::any_of(graph->locals, [&](const facts::Local& local) {
                 return local.name.text() == name;
               });
    // What one instantiation calls is not what all of them call.
    const bool generic =
        around->has(FunctionFlag::instantiation) || around->has(FunctionFlag::template_pattern);
    for (const facts::Block& block : graph->blocks) {
      for (const facts::Event& event : block.events) {
        if (event.kind != facts::EventKind::call) continue;
        for (const Stretch& at : sources_.stretch(event.location)) {
          if (!is_callee(at, token)) continue;
          const facts::Function* callee = program_.function(event.callee);
          if (generic || callee == nullptr) return NameUse::likely_call;
          const bool ours =
              callee->id == function.id || same_place(callee->location, function.location);
          return ours ? NameUse::call : NameUse::other;
        }
      }
    }
  }
  const Source& source = *sources_.find(token.file);
  const size_t at = source.token_at(token.range.begin);
  const bool calls = at + 1 < source.tokens().size() && source.tokens()[at + 1].is("(");
  if (inside && calls && !is_local) return NameUse::likely_call;
  const bool qualified =
      at > 0 && (source.tokens()[at - 1].is(":") || source.tokens()[at - 1].is("&"));
  return inside && is_local && !calls && !qualified ? NameUse::other : NameUse::unclear;
}

NameUse FunctionNames::use(const facts::Function& function, const Stretch& token) {
  const Source& source = *sources_.find(token.file);
  const auto& tokens = source.tokens();
  const size_t at = source.token_at(token.range.begin);
  if (tokens[at].in_directive) return NameUse::unclear;
  const bool standard =
      at >= 3 && tokens[at - 1].is(":") && tokens[at - 2].is(":") && tokens[at - 3].is("std");
  if (standard) return NameUse::other;
  const std::string name = last_part(function.name.text());
  if (in_head(function, token)) return NameUse::declaration;
  for (const facts::Function* each : called(name)) {
    if (in_head(*each, token)) return NameUse::other;
  }
  if (declares(function, token)) return NameUse::declaration;
  if (around(token).empty()) {
    const facts::Record* record = record_around(sources_, program_, token);
    const bool member = record != nullptr && record->id != function.record && at > 0 &&
                        !tokens[at - 1].is(":") && !tokens[at - 1].is("&");
    const auto statement = member ? source.statement(token.range) : std::nullopt;
    const bool declares_other = statement && !source.of(statement->range).starts_with("friend") &&
                                !source.of(statement->range).starts_with("using");
    return declares_other ? NameUse::other : NameUse::unclear;
  }
  return in_code(function, token);
}

}  // namespace pool_audit::refactor
