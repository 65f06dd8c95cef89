#include "tool/refactor/uses.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "checks/inventory/describe.h"
#include "tool/refactor/function_index.h"
#include "tool/refactor/members.h"

namespace pool_audit::refactor {

namespace {

using facts::Location;

// What one function names of the fields and variables that share a name.
struct Mentions {
  bool ours = false;
  bool others = false;
  bool locals = false;
};

class Finder {
 public:
  Finder(Sources& sources, const analysis::Program& program, Symbol id)
      : sources_(sources), program_(program), id_(id), index_(sources, program) {}

  Uses run() {
    if (const auto field = program_.field(id_); field.field != nullptr) {
      declared_ = field.field->location;
      record_ = field.record;
      is_private_ = is_private(field.field->access);
      out_.name = last_part(field.field->name.text());
    } else if (const facts::Variable* variable = program_.variable(id_)) {
      declared_ = variable->location;
      record_ = program_.record(variable->record);
      is_internal_ = variable->linkage == facts::Linkage::internal;
      out_.name = last_part(variable->name.text());
    } else {
      return out_;
    }
    out_.declarations = sources_.stretch(declared_);
    std::set<Symbol> functions;
    for (const Stretch& each : sources_.occurrences(out_.name)) take(each, functions);
    out_.functions.assign(functions.begin(), functions.end());
    std::ranges::sort(out_.declarations);
    const auto doubles = std::ranges::unique(out_.declarations);
    out_.declarations.erase(doubles.begin(), doubles.end());
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool in_declarations(const Stretch& each) const {
    return holds(out_.declarations, each);
  }

  void note(const facts::Place& place, Mentions& out) const {
    if (place.root == facts::Root::global) note(place.symbol, out);
    for (const facts::Step& step : place.steps) {
      if (step.kind == facts::StepKind::field) note(step.field, out);
    }
  }

  void note(Symbol id, Mentions& out) const {
    if (id == id_) {
      out.ours = true;
      return;
    }
    if (const auto field = program_.field(id); field.field != nullptr) {
      if (last_part(field.field->name.text()) != out_.name) return;
      (same_place(field.field->location, declared_) ? out.ours : out.others) = true;
    } else if (const facts::Variable* variable = program_.variable(id)) {
      if (last_part(variable->name.text()) != out_.name) return;
      (same_place(variable->location, declared_) ? out.ours : out.others) = true;
    }
  }

  const Mentions& mentions(Symbol function) {
    const auto [at, first] = mentions_.try_emplace(function);
    if (!first) return at->second;
    Mentions& out = at->second;
    const auto graph = program_.graph(function);
    if (!graph) return out;
    for (const facts::Block& block : graph->blocks) {
      for (const facts::Event& event : block.events) {
        note(event.target, out);
        note(event.object.place, out);
        for (const facts::Operand& each : event.arguments) note(each.place, out);
      }
      note(block.condition.left.place, out);
      note(block.condition.right.place, out);
      for (const facts::Place& each : block.condition.reads) note(each, out);
    }
    for (const facts::Local& local : graph->locals) {
      if (local.name.text() == out_.name) out.locals = true;
    }
    return out;
  }

  // Whether the class of the field or variable is named in a file, so that it can be meant there.
  bool can_be_meant(const std::string& file) {
    if (file == declared_.file.text()) return true;
    if (record_ == nullptr) return !is_internal_;
    const std::string name =
        last_part(record_->template_name.text().empty() ? record_->name.text()
                                                        : record_->template_name.text());
    return std::ranges::any_of(sources_.occurrences(name), [&](const Stretch& each) {
      if (each.file != file) return false;
      if (!is_private_) return true;
      // Elsewhere only definitions of its methods can mean a private member: `Class::`.
      const auto& tokens = sources_.find(file)->tokens();
      const size_t behind = sources_.find(file)->token_at(each.range.end);
      return behind < tokens.size() && (tokens[behind].is(":") || tokens[behind].is("<"));
    });
  }

  // A private member of a class that has no friends.
  bool is_private(facts::Access access) {
    if (access != facts::Access::private_ || record_ == nullptr) return false;
    for (const Stretch& at : sources_.stretch(record_->location)) {
      const Source& source = *sources_.find(at.file);
      const auto& tokens = source.tokens();
      for (size_t i = source.token_at(at.range.begin);
           i < tokens.size() && tokens[i].range.end <= at.range.end; ++i) {
        if (tokens[i].is("friend")) return false;
      }
      return true;
    }
    return false;
  }

  // The definition of a static member, or a second declaration of a variable: `T C::pool_(16);`.
  bool declares(const Source& source, const Stretch& token) {
    const auto& tokens = source.tokens();
    const size_t at = source.token_at(token.range.begin);
    const auto statement = source.statement(token.range);
    if (!statement || at == 0) return false;
    const bool qualified = at >= 3 && tokens[at - 1].is(":") && tokens[at - 2].is(":");
    if (record_ != nullptr) {
      return qualified && tokens[at - 3].is(last_part(record_->name.text()));
    }
    return !qualified && source.of(statement->range).starts_with("extern");
  }

  // `T Other::pool_(16);`
  [[nodiscard]] bool names_other_class(const Source& source, const Stretch& token) const {
    const auto& tokens = source.tokens();
    const size_t at = source.token_at(token.range.begin);
    if (record_ == nullptr || at < 3 || !tokens[at - 1].is(":") || !tokens[at - 2].is(":")) {
      return false;
    }
    return tokens[at - 3].is_word() && !tokens[at - 3].is(last_part(record_->name.text()));
  }

  // A bare name in a method of the class, of which facts do not tell: `pool_()` among initialisers,
  // the argument of an assertion that is compiled away.
  bool is_own_member(const Source& source, const Stretch& token, Symbol function) {
    const facts::Function* known = program_.function(function);
    const facts::Record* record = known != nullptr ? program_.record(known->record) : nullptr;
    if (record_ == nullptr || record == nullptr ||
        !same_place(record->location, record_->location)) {
      return false;
    }
    const auto& tokens = source.tokens();
    const size_t at = source.token_at(token.range.begin);
    const bool qualified = at > 1 && tokens[at - 1].is(":") && tokens[at - 2].is(":");
    return at > 0 && !tokens[at - 1].is(".") && !tokens[at - 1].is(">") && !qualified;
  }

  // Whether in a function that has a local of the same name a token says by itself which is meant:
  // the member is behind an object, outside of its own class.
  bool tells_local(const Source& source, const Stretch& token, Symbol function) {
    if (program_.field(id_).field == nullptr) return false;
    return source.is_behind_object(source.token_at(token.range.begin)) ||
           !is_own_member(source, token, function);
  }

  void take(const Stretch& token, std::set<Symbol>& functions) {
    if (in_declarations(token)) return;
    const Source& source = *sources_.find(token.file);
    if (source.tokens()[source.token_at(token.range.begin)].in_directive) {
      if (can_be_meant(token.file)) out_.unclear.push_back(token);
      return;
    }
    Mentions seen;
    bool in_function = false;
    Symbol innermost;
    size_t size = 0;
    for (const FunctionIndex::Entry& each : index_.in(token.file)) {
      if (!holds(each.range, token.range)) continue;
      const facts::Function* known = program_.function(each.id);
      if (known->has(facts::FunctionFlag::initializer)) continue;
      in_function = true;
      const Mentions& here = mentions(each.id);
      seen.ours = seen.ours || here.ours;
      seen.others = seen.others || here.others;
      seen.locals = seen.locals || here.locals;
      const size_t length = each.range.end - each.range.begin;
      // The whole definition, not a lambda in it.
      if (!known->has(facts::FunctionFlag::lambda) && (innermost.text().empty() || length < size)) {
        innermost = each.id;
        size = length;
      }
    }
    if (seen.locals && !(seen.ours && !seen.others && tells_local(source, token, innermost))) {
      seen.others = true;
    } else if (seen.locals && !source.is_behind_object(source.token_at(token.range.begin))) {
      return;
    }
    if (in_function && seen.ours && !seen.others) {
      out_.ours.push_back(token);
      functions.insert(innermost);
      return;
    }
    if (in_function && !seen.ours && seen.others) return;
    if (in_function && !seen.ours && is_own_member(source, token, innermost)) {
      out_.ours.push_back(token);
      functions.insert(innermost);
      return;
    }
    if (!in_function) {
      if (const auto statement = source.statement(token.range);
          statement && declares(source, token)) {
        out_.declarations.push_back(
            {token.file, {statement->range.begin, statement->range.end - 1}});
        return;
      }
      const facts::Record* around = record_around(sources_, program_, token);
      if (around != nullptr &&
          (record_ == nullptr || !same_place(around->location, record_->location))) {
        return;  // a member of another class
      }
      if (names_other_class(source, token)) return;
      const auto statement = source.statement(token.range);
      if (around != nullptr && statement && source.of(statement->range).starts_with("static")) {
        out_.declarations.push_back(
            {token.file, {statement->range.begin, statement->range.end - 1}});
        return;
      }
    }
    if (can_be_meant(token.file)) out_.unclear.push_back(token);
  }

  Sources& sources_;
  const analysis::Program& program_;
  Symbol id_;
  Uses out_;
  Location declared_;
  const facts::Record* record_ = nullptr;
  bool is_internal_ = false;
  bool is_private_ = false;
  FunctionIndex index_;
  std::map<Symbol, Mentions> mentions_;
};

}  // namespace

Uses uses_of(Sources& sources, const analysis::Program& program, Symbol id) {
  return Finder(sources, program, id).run();
}

std::vector<Range> initialisers_at(Sources& sources, const analysis::Program& program,
                                   const Uses& uses, const Stretch& token) {
  for (const Symbol id : uses.functions) {
    const facts::Function* known = program.function(id);
    if (!known->has(facts::FunctionFlag::constructor)) continue;
    for (const Stretch& at : sources.stretch(known->location)) {
      const Source& source = *sources.find(at.file);
      const auto opening = body_of(source, at.range);
      if (at.file != token.file || !holds(at.range, token.range) || !opening) continue;
      const size_t index = source.token_at(token.range.begin);
      return initialisers(source, source.token_at(at.range.begin), *opening,
                          [&](size_t each) { return each == index; });
    }
  }
  return {};
}

}  // namespace pool_audit::refactor
