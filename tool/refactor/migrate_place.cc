#include "tool/refactor/migrate_place.h"

#include <algorithm>
#include <array>

#include "tool/refactor/include_lines.h"
#include "tool/refactor/sweep.h"
#include "tool/refactor/uses.h"

namespace pool_audit::refactor {

using analysis::HandWritten;
using inventory::PoolKey;
using inventory::Subject;

namespace {

constexpr size_t kWidth = 90;  // beyond which the constructor's arguments get lines of their own

class Placer {
 public:
  Placer(const Subject& subject, size_t pool, const PoolUses& uses, Sources& sources,
         Target& target, std::vector<Manual>& manual)
      : subject_(subject),
        pool_(subject.pools[pool]),
        key_(uses.instance()),
        own_(uses.hand_written()),
        sources_(sources),
        target_(target),
        manual_(manual) {}

  bool run() {
    if (key_.kind == PoolKey::Kind::field) return beside_field();
    if (key_.kind != PoolKey::Kind::variable) {
      return refuse("the pool has no variable of its own, or several");
    }
    const facts::Variable* variable = subject_.program.variable(key_.id);
    if (variable == nullptr) return refuse("the pool has no variable of its own");
    if (variable->storage == facts::Storage::static_member) return beside_static_member(*variable);
    if (variable->storage != facts::Storage::namespace_scope) {
      return refuse("the pool is a variable of a function");
    }
    if (target_.in_place) return beside_spares(*variable);
    const bool is_slot = own_ != nullptr && own_->slot == key_.id && !own_->owner;
    return is_slot ? beside_list(*variable) : beside_variable(*variable);
  }

 private:
  bool refuse(std::string reason) {
    manual_.push_back({pool_.id, pool_.place, std::move(reason)});
    return false;
  }

  [[nodiscard]] bool is_value(facts::TypeId id) const {
    return subject_.program.type(id).kind == facts::TypeKind::record &&
           !subject_.program.type(id).template_name.text().starts_with("std::");
  }

  // The text of the definition, from the type on, without the semicolon.
  [[nodiscard]] std::string definition(const std::string& specifiers, std::string_view brackets,
                                       const std::string& indent,
                                       const std::string& line_end) const {
    const std::string head = specifiers + target_.type + " " + target_.name + brackets[0];
    const std::string next = next_line(indent, line_end);
    std::string one;
    std::string several;
    for (size_t i = 0; i < target_.arguments.size(); ++i) {
      one += (i == 0 ? "" : ", ") + target_.arguments[i];
      several += (i == 0 ? "" : ",") + next + wrapped(target_.arguments[i], next);
    }
    if (indent.size() + head.size() + one.size() < kWidth) return head + one + brackets[1];
    if (indent.size() + one.size() < kWidth) return head + next + one + brackets[1];
    return head + several + brackets[1];
  }

  // Where an argument begins that has a line of its own.
  static std::string next_line(const std::string& indent, const std::string& line_end) {
    return line_end + indent + (indent.starts_with('\t') ? "\t" : "    ");
  }

  // Hooks that are too long for one line, one a line.
  static std::string wrapped(const std::string& argument, const std::string& next) {
    constexpr std::string_view kBetween = "}, .";
    if (argument.size() + next.size() < kWidth) return argument;
    std::string out = argument;
    for (size_t at = out.find(kBetween); at != std::string::npos; at = out.find(kBetween, at)) {
      out.replace(at + 2, 1, next + " ");
      at += kBetween.size() + next.size();
    }
    return out;
  }

  // The comment above the pool's declaration, or above its class, as whole lines.
  [[nodiscard]] std::string comment(const Stretch& stretch) const {
    const Source* source = sources_.find(stretch.file);
    const size_t line = source->line_begin(stretch.range.begin);
    const size_t begin = whole_declaration(*source, stretch.range).begin;
    if (begin < line) return std::string(source->of({begin, line}));
    const facts::Record* record = own_ != nullptr ? subject_.program.record(own_->owner) : nullptr;
    if (record == nullptr || key_.kind != PoolKey::Kind::variable) return {};
    const auto found = sources_.stretch(record->location);
    if (found.empty() || found.front().file != stretch.file) return {};
    const size_t head = source->line_begin(found.front().range.begin);
    const size_t first = whole_declaration(*source, found.front().range).begin;
    return first < head ? std::string(source->of({first, head})) : "";
  }

  // As a line of its own behind the declaration in `stretch`.
  bool insert_behind(const Stretch& stretch, const std::string& text,
                     const std::string& above = "") {
    const Source* source = sources_.find(stretch.file);
    const auto statement =
        source != nullptr ? source->statement(stretch.range) : std::optional<Statement>();
    if (!statement) return false;
    const size_t at = source->next_line(statement->range.end - 1);
    if (statement->owns_lines) mark(*source, stretch.file, statement->range.begin);
    const std::string end = source->line_end(statement->range.begin);
    const bool last = source->of({statement->range.end, at}).find('\n') == std::string_view::npos;
    edit(
        *source, stretch.file, {at, at},
        (last ? end : "") + above + source->indentation(statement->range.begin) + text + ";" + end);
    return true;
  }

  void edit(const Source& source, const std::string& file, Range range, std::string text) {
    target_.edits.push_back({source.place(file, range), std::move(text)});
  }

  // pool-migrating reads the comment that stands there.
  void mark(const Source& source, const std::string& file, size_t declaration) {
    const size_t at = source.line_begin(declaration);
    target_.marks.push_back({source.place(file, {at, at}), source.indentation(declaration)});
  }

  void include(const Source& source, const std::string& file) {
    const auto line = include_line(source, file, target_.header);
    if (line && std::ranges::find(target_.edits, *line) == target_.edits.end()) {
      target_.edits.push_back(*line);
    }
  }

  // Whether an include names the file of one of the declarations.
  static bool includes_one_of(const Source& source, const std::vector<Stretch>& declarations) {
    return std::ranges::any_of(declarations, [&](const Stretch& each) {
      const std::string name = each.file.substr(each.file.rfind('/') + 1) + "\"";
      return std::ranges::any_of(source.tokens(), [&](const SourceToken& token) {
        return token.in_directive && token.text.ends_with(name) &&
               (token.text.size() == name.size() + 1 ||
                token.text[token.text.size() - name.size() - 1] == '/');
      });
    });
  }

  // "static ", "inline ", "": what stands in front of the type and holds for the new one as well.
  static std::string specifiers_in(const Source& source, Range range) {
    std::string out;
    for (size_t i = source.token_at(range.begin);
         i < source.tokens().size() && source.tokens()[i].range.end <= range.end; ++i) {
      const SourceToken& token = source.tokens()[i];
      if (token.is("static") || token.is("inline") || token.is("extern") || token.is("mutable")) {
        out += std::string(token.text) + " ";
      }
      if (token.is("{") || token.is("(") || token.is("=")) break;
    }
    return out;
  }

  bool beside_variable(const facts::Variable& variable) {
    if (!is_value(variable.type)) {
      return refuse("the pool's variable is a pointer: who makes and ends the pool does not show");
    }
    const auto found = sources_.stretch(variable.location);
    if (found.empty()) return refuse("the pool's variable cannot be found in the sources");
    std::vector<Stretch> all =
        declarations_of(sources_, last_part(variable.name.text()), Entity::Kind::variable);
    std::erase(all, found.front());
    all.push_back(found.front());
    const bool is_declared = all.size() > 1;
    for (const Stretch& each : all) {
      const Source* source = sources_.find(each.file);
      const std::string specifiers = specifiers_in(*source, each.range);
      const std::string text =
          specifiers.find("extern") != std::string::npos
              ? specifiers + target_.type + " " + target_.name
              : definition(specifiers, "()", source->indentation(each.range.begin),
                           source->line_end(each.range.begin));
      if (!insert_behind(each, text, comment(each))) {
        return refuse("the declaration of the pool is no statement of its own");
      }
      // What includes a header with its declaration needs nothing more.
      if (!is_declared || !includes_one_of(*source, all)) include(*source, each.file);
    }
    return true;
  }

  // Only the functions that keep the spares see it, which see those.
  bool beside_spares(const facts::Variable& variable) {
    const auto found = sources_.stretch(variable.location);
    auto others =
        declarations_of(sources_, last_part(variable.name.text()), Entity::Kind::variable);
    if (!found.empty()) std::erase(others, found.front());
    if (found.empty() || !others.empty()) {
      return refuse("the spares' variable is declared in several places, or in none");
    }
    const Source& source = *sources_.find(found.front().file);
    include(source, found.front().file);
    const Range range = found.front().range;
    return insert_behind(found.front(),
                         definition(specifiers_in(source, range), "()",
                                    source.indentation(range.begin), source.line_end(range.begin)),
                         comment(found.front())) ||
           refuse("the declaration of the spares is no statement of its own");
  }

  // Its declaration in the class, and its definition behind it: `T C::pool_(16);`.
  bool beside_static_member(const facts::Variable& variable) {
    if (!target_.in_place && !is_value(variable.type)) {
      return refuse("the pool's member is a pointer: who makes and ends the pool does not show");
    }
    const Uses uses = uses_of(sources_, subject_.program, key_.id);
    if (uses.declarations.empty())
      return refuse("the pool's member cannot be found in the sources");
    bool is_defined = false;
    for (const Stretch& each : uses.declarations) {
      const Source& source = *sources_.find(each.file);
      const auto& tokens = source.tokens();
      size_t name = source.token_at(each.range.begin);
      while (tokens[name].range.end < each.range.end && !tokens[name].is(uses.name)) ++name;
      size_t qualifier = name;
      while (qualifier >= 3 && tokens[qualifier - 1].is(":") && tokens[qualifier - 2].is(":") &&
             tokens[qualifier - 3].is_word()) {
        qualifier -= 3;
      }
      const std::string specifiers = specifiers_in(source, each.range);
      const bool defines = qualifier != name || specifiers.find("inline") != std::string::npos;
      is_defined = is_defined || defines;
      const std::string plain = target_.name;
      target_.name =
          std::string(source.of({tokens[qualifier].range.begin, tokens[name].range.begin})) + plain;
      const std::string text =
          defines
              ? definition(specifiers, tokens[name + 1].is("{") ? "{}" : "()",
                           source.indentation(each.range.begin), source.line_end(each.range.begin))
              : specifiers + target_.type + " " + target_.name;
      target_.name = plain;
      if (!insert_behind(each, text, comment(each))) {
        return refuse("the declaration of the pool is no statement of its own");
      }
      if (!includes_one_of(source, uses.declarations)) include(source, each.file);
    }
    return is_defined || refuse("where the pool is defined does not show");
  }

  bool beside_field() {
    const auto field = subject_.program.field(key_.id);
    if (field.field == nullptr) return refuse("the pool has no variable of its own");
    if (!target_.in_place && !is_value(field.field->type)) {
      return refuse("the pool's member is a pointer: who makes and ends the pool does not show");
    }
    const auto found = sources_.stretch(field.field->location);
    if (found.empty()) return refuse("the pool's member cannot be found in the sources");
    const Source* source = sources_.find(found.front().file);
    const bool by_constructors = target_.blocks && in_initialisers();
    const std::string specifiers = specifiers_in(*source, found.front().range);
    const std::string text =
        by_constructors
            ? specifiers + target_.type + " " + target_.name
            : definition(specifiers, "{}", source->indentation(found.front().range.begin),
                         source->line_end(found.front().range.begin));
    include(*source, found.front().file);
    Stretch place = found.front();
    if (target_.behind) {
      const auto other = sources_.stretch(*target_.behind);
      if (other.empty() || other.front().file != place.file) {
        return refuse("the member that is its bound cannot be found in the sources");
      }
      place.range = std::max(place.range, other.front().range,
                             [](const Range& a, const Range& b) { return a.begin < b.begin; });
    }
    return insert_behind(place, text, comment(found.front())) ||
           refuse("the declaration of the pool is no statement of its own");
  }

  // Beside the old pool where constructors initialise it; false, without edits, when one has no
  // other member there, and then the declaration says how the new one is made. An initialiser goes
  // from its own first token, or from the end of the one before it, to the same of the next.
  bool in_initialisers() {
    const Uses uses = uses_of(sources_, subject_.program, key_.id);
    std::vector<inventory::Edit> edits;
    for (const Stretch& token : uses.ours) {
      const auto ranges = initialisers_at(sources_, subject_.program, uses, token);
      if (ranges.empty()) continue;
      const Source& source = *sources_.find(token.file);
      const auto& tokens = source.tokens();
      const size_t name = source.token_at(token.range.begin);
      const auto closing = source.partner(name + 1);
      if (ranges.size() != 1 || !closing) return false;
      const std::string entry =
          definition_of(source.indentation(token.range.begin),
                        token.range.begin - source.line_begin(token.range.begin),
                        source.line_end(token.range.begin));
      const size_t begin = ranges.front().begin;
      const size_t end = tokens[*closing].range.end;
      if (begin == token.range.begin) {
        const std::string separator(source.of({end, ranges.front().end}));
        edits.push_back({source.place(token.file, {begin, begin}), entry + separator});
      } else {
        const std::string separator(source.of({begin, token.range.begin}));
        if (separator.find(',') == std::string::npos) return false;
        edits.push_back({source.place(token.file, {begin, begin}), separator + entry});
      }
    }
    target_.edits.insert(target_.edits.end(), edits.begin(), edits.end());
    return !edits.empty();
  }

  // The initialiser of a member that begins in this column.
  [[nodiscard]] std::string definition_of(const std::string& indent, size_t column,
                                          const std::string& line_end) const {
    std::string one = target_.name + "(";
    std::string several = one;
    const std::string next = next_line(indent, line_end);
    for (size_t i = 0; i < target_.arguments.size(); ++i) {
      one += (i == 0 ? "" : ", ") + target_.arguments[i];
      several += (i == 0 ? "" : ",") + next + wrapped(target_.arguments[i], next);
    }
    return (column + one.size() < kWidth ? one : several) + ")";
  }

  // A free list with functions: who uses the functions has to see the new pool.
  bool beside_list(const facts::Variable& variable) {
    std::vector<const facts::Function*> functions;
    for (const auto* list : {&own_->gets, &own_->puts}) {
      for (const analysis::Part& part : *list) {
        const facts::Function* known = subject_.program.function(part.function);
        if (known == nullptr) continue;
        if (known->record) return refuse("the pool's functions are members of a class");
        functions.push_back(known);
      }
    }
    const auto slot = sources_.stretch(variable.location);
    if (slot.empty() || functions.empty()) {
      return refuse("the pool's variable cannot be found in the sources");
    }
    const bool seen_elsewhere = std::ranges::any_of(functions, [](const facts::Function* each) {
      return each->linkage != facts::Linkage::internal;
    });
    const Source* source = sources_.find(slot.front().file);
    const std::string specifiers = specifiers_in(*source, slot.front().range);
    const std::string indent = source->indentation(slot.front().range.begin);
    const std::string end = source->line_end(slot.front().range.begin);
    if (!seen_elsewhere || specifiers.find("inline") != std::string::npos) {
      include(*source, slot.front().file);
      return insert_behind(slot.front(), definition(specifiers, "()", indent, end),
                           comment(slot.front())) ||
             refuse("the declaration of the pool is no statement of its own");
    }
    // In front of the first of the functions, which have the linkage that it needs.
    std::optional<Stretch> first;
    for (const facts::Function* each : functions) {
      const auto at = sources_.stretch(each->location);
      if (at.empty() || at.front().file != slot.front().file) continue;
      if (!first || at.front().range.begin < first->range.begin) first = at.front();
    }
    if (!first || first->range.begin < slot.front().range.begin) {
      return refuse("the pool's functions do not stand behind its variable");
    }
    // A list in a namespace without a name has a successor outside of it.
    const std::string_view function = functions.front()->name.text();
    target_.full = std::string(function.substr(0, function.size() - last_part(function).size())) +
                   target_.name;
    mark(*source, slot.front().file, slot.front().range.begin);
    const Range whole = whole_declaration(*source, first->range);
    edit(*source, first->file, {whole.begin, whole.begin},
         definition("", "()", "", end) + ";" + end + end);
    const auto prototypes = declarations_of(sources_, last_part(functions.front()->name.text()),
                                            Entity::Kind::function);
    if (!includes_one_of(*source, prototypes)) include(*source, first->file);
    return declare_beside(prototypes);
  }

  bool declare_beside(const std::vector<Stretch>& prototypes) {
    for (const Stretch& each : prototypes) {
      const size_t marks = target_.marks.size();
      const bool done = insert_behind(each, "extern " + target_.type + " " + target_.name);
      target_.marks.resize(marks);
      if (!done) {
        return refuse("a prototype of the pool's functions is no statement of its own");
      }
      include(*sources_.find(each.file), each.file);
    }
    return true;
  }

  const Subject& subject_;
  const inventory::Pool& pool_;
  const PoolKey& key_;
  const HandWritten* own_;
  Sources& sources_;
  Target& target_;
  std::vector<Manual>& manual_;
};

}  // namespace

bool place_beside(const Subject& subject, size_t pool, const PoolUses& uses, Sources& sources,
                  Target& target, std::vector<Manual>& manual) {
  return Placer(subject, pool, uses, sources, target, manual).run();
}

}  // namespace pool_audit::refactor
