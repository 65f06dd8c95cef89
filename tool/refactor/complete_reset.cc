#include "tool/refactor/complete_reset.h"

#include <algorithm>
#include <array>
#include <optional>

#include "checks/analysis/contents.h"
#include "tool/refactor/include_lines.h"
#include "tool/refactor/named_get.h"
#include "tool/refactor/style.h"

namespace pool_audit::refactor {

using facts::Event;
using facts::EventKind;
using facts::FunctionFlag;
using facts::StepKind;
using facts::TypeKind;
using inventory::Subject;
using rules::IncompleteReset;
using rules::Leaf;

namespace {

constexpr size_t kLongestLine = 80;

std::string number(const facts::Place& place) {
  if (!place.steps.empty()) return {};
  if (place.root == facts::Root::null) return "nullptr";
  if (place.root == facts::Root::constant) return std::to_string(place.value);
  return {};
}

class Completion {
 public:
  Completion(const Subject& subject, Sources& sources, const IncompleteReset& reset)
      : subject_(subject), sources_(sources), reset_(reset) {}

  Completed run() {
    body_ = tokens_of(sources_, subject_, reset_.reset->id);
    if (!body_ || body_->last == 0 || !closing().is("}")) {
      return {{}, "its text comes out of a macro, or cannot be read"};
    }
    opening_ = body_->source->partner(body_->last - 1).value_or(body_->last);
    if (opening_ < body_->first || opening_ >= body_->last) return {{}, "its body is not plain"};
    for (size_t i = opening_; i < body_->last; ++i) {
      const SourceToken& token = body_->source->tokens()[i];
      if (token.is("return") || token.is("goto") || token.is("throw") || token.in_directive) {
        return {{}, "not every way through it comes to its end"};
      }
    }
    const std::string object = object_text();
    if (object == "?") return {{}, "its object has no name there"};
    std::vector<std::string> statements;
    for (const auto& left : reset_.left) {
      const std::string text = statement(left.leaf, object);
      if (text.empty()) return {{}, "'" + left.leaf.name + "' " + reason_};
      statements.push_back(text);
    }
    Completed out;
    out.edits = insertion(statements);
    for (const std::string& header : headers_) {
      if (auto line = include_line(*body_->source, file(), header)) out.edits.push_back(*line);
    }
    return out;
  }

 private:
  [[nodiscard]] const SourceToken& closing() const {
    return body_->source->tokens()[body_->last - 1];
  }
  [[nodiscard]] const SourceToken& opening() const { return body_->source->tokens()[opening_]; }
  [[nodiscard]] std::string file() const { return std::string(reset_.reset->location.file.text()); }
  [[nodiscard]] bool is_c() const { return file().ends_with(".c"); }

  // "" for members of the own object, "session->" for those of a parameter; "?" for neither.
  [[nodiscard]] std::string object_text() const {
    if (reset_.parameter == analysis::kOwnObject) {
      return reset_.reset->record && !reset_.reset->has(FunctionFlag::static_) ? "" : "?";
    }
    const auto index = static_cast<size_t>(reset_.parameter);
    if (index >= reset_.reset->parameters.size()) return "?";
    const facts::Parameter& parameter = reset_.reset->parameters[index];
    const facts::Type& type = subject_.program.type(parameter.type);
    if (parameter.name.empty() || subject_.program.record_of(parameter.type) == nullptr) return "?";
    const std::string name(parameter.name.text());
    if (type.kind == TypeKind::pointer) return name + "->";
    return type.kind == TypeKind::lvalue_reference ? name + "." : "?";
  }

  // The statement that gives the member the value of a new object; "" and a reason otherwise.
  [[nodiscard]] std::string statement(const Leaf& leaf, const std::string& object) {
    const std::string member = object + leaf.name;
    const facts::Type& type = subject_.program.type(leaf.field->type);
    if (leaf.field->access == facts::Access::private_ && !may_name(leaf)) {
      reason_ = "is private to another class";
      return {};
    }
    if (type.kind == TypeKind::record) return of_record(member, type, leaf);
    if (type.kind == TypeKind::array) return of_array(member, type, leaf);
    const auto value = initial(leaf, type);
    return value ? member + " = " + *value + ";" : "";
  }

  [[nodiscard]] bool may_name(const Leaf& leaf) const {
    return leaf.record->id == reset_.reset->record || leaf.record->pattern == reset_.reset->record;
  }

  [[nodiscard]] std::string of_record(const std::string& member, const facts::Type& type,
                                      const Leaf& leaf) {
    constexpr std::array<std::string_view, 4> kReset = {"std::unique_ptr", "std::shared_ptr",
                                                        "std::weak_ptr", "std::optional"};
    if (!leaf.field->initializer.empty() && leaf.field->initializer.text() != "{}") {
      return member + " = " + std::string(leaf.field->initializer.text()) + ";";
    }
    const std::string_view name = type.template_name.text();
    const model::TypeModel* traits = contents_.traits(leaf.field->type);
    if (std::ranges::find(kReset, name) != kReset.end()) return member + ".reset();";
    if (traits != nullptr &&
        std::ranges::find(traits->clears_by, "clear") != traits->clears_by.end()) {
      return member + ".clear();";
    }
    if (is_c()) {
      reason_ = "is a struct of which the members are not known";
      return {};
    }
    return member + " = {};";
  }

  [[nodiscard]] std::string of_array(const std::string& member, const facts::Type& type,
                                     const Leaf& leaf) {
    const TypeKind element = subject_.program.type(type.target).kind;
    const bool plain = element == TypeKind::integer || element == TypeKind::boolean ||
                       element == TypeKind::floating;
    const std::string_view text = leaf.field->initializer.text();
    if (!plain || (!text.empty() && text != "{}" && text != "{0}")) {
      reason_ = "is an array of which the first contents do not show";
      return {};
    }
    if (is_c()) {
      headers_.emplace_back("<string.h>");
      return "memset(" + member + ", 0, sizeof " + member + ");";
    }
    headers_.emplace_back("<algorithm>");
    headers_.emplace_back("<iterator>");
    return "std::fill(std::begin(" + member + "), std::end(" + member + "), 0);";
  }

  // What an initialiser or all constructors give the member; what its type starts with, where none
  // gives it anything.
  [[nodiscard]] std::optional<std::string> initial(const Leaf& leaf, const facts::Type& type) {
    if (type.kind == TypeKind::pointer && is_owned(*leaf.field)) {
      reason_ = "is a pointer to something that is freed elsewhere";
      return std::nullopt;
    }
    std::string made;
    for (const analysis::MemberWrite& write : subject_.member_sites.writes_of(leaf.field->id)) {
      const facts::Function* writer = subject_.program.function(write.function);
      if (writer == nullptr || !writer->has(FunctionFlag::constructor) ||
          writer->has(FunctionFlag::copy_or_move) || writer->record != leaf.record->id) {
        continue;
      }
      // Facts have an initialiser that the constructor takes over at the constructor's name.
      const facts::Location& own = writer->location;
      if (write.at.line == own.line && write.at.column == own.column) continue;
      const auto graph = subject_.program.graph(write.function);
      const Event& event = graph->blocks[write.block].events[write.event];
      const std::string value = event.kind == EventKind::assign && event.arguments.size() == 1
                                    ? number(event.arguments[0].place)
                                    : "";
      if (value.empty() || (!made.empty() && made != value)) {
        reason_ = "gets no fixed value from the constructor";
        return std::nullopt;
      }
      made = value;
    }
    const std::string text(leaf.field->initializer.text());
    if (!made.empty() && (text.empty() || text == "{}")) return spelled(made, type);
    if (!text.empty() && text != "{}") return text;
    return spelled(type.kind == TypeKind::pointer ? "nullptr" : "0", type);
  }

  // A number of facts as a value of the type.
  [[nodiscard]] std::optional<std::string> spelled(const std::string& value,
                                                   const facts::Type& type) {
    switch (type.kind) {
      case TypeKind::pointer:
        return is_c() ? "NULL" : "nullptr";
      case TypeKind::boolean:
        return value == "0" ? "false" : "true";
      case TypeKind::integer:
      case TypeKind::floating:
        return value;
      case TypeKind::enumeration:
        if (value == "0") return is_c() ? "0" : "{}";
        reason_ = "is of an enumeration, of which the first value has no name here";
        return std::nullopt;
      default:
        reason_ = "is of a type without a first value";
        return std::nullopt;
    }
  }

  // Whether somebody frees what the member points to.
  [[nodiscard]] bool is_owned(const facts::Field& field) const {
    const auto& readers = subject_.member_sites.readers_of(field.id);
    return std::ranges::any_of(readers, [&](Symbol reader) {
      const auto graph = subject_.program.graph(reader);
      return graph && std::ranges::any_of(graph->blocks, [&](const facts::Block& block) {
               return std::ranges::any_of(block.events, [&](const Event& event) {
                 return frees(event) && std::ranges::any_of(event.arguments, [&](const auto& each) {
                          const auto& steps = each.place.steps;
                          return !steps.empty() && steps.back().kind == StepKind::field &&
                                 steps.back().field == field.id;
                        });
               });
             });
    });
  }

  [[nodiscard]] bool frees(const Event& event) const {
    const facts::Function* callee = subject_.program.function(event.callee);
    const std::string name = callee != nullptr ? last_part(callee->name.text()) : "";
    return event.kind == EventKind::delete_ || name.find("free") != std::string::npos ||
           name.find("destroy") != std::string::npos;
  }

  // In front of the brace that closes the body: on lines of their own, or on its line while that
  // stays short.
  [[nodiscard]] std::vector<inventory::Edit> insertion(
      const std::vector<std::string>& statements) const {
    const Source& source = *body_->source;
    const auto& tokens = source.tokens();
    const size_t brace = closing().range.begin;
    const size_t line = source.line_begin(brace);
    const std::string outer = source.indentation(brace);
    const std::string end = source.line_end(brace);
    const auto lines = [&](const std::string& indentation) {
      std::string out;
      for (const std::string& each : statements) out += indentation + each + end;
      return out;
    };
    const size_t first = tokens[opening_ + 1].range.begin;
    if (line + outer.size() == brace) {
      const bool has_lines =
          first != brace && source.line_begin(first) != source.line_begin(opening().range.begin);
      const std::string inner =
          has_lines ? source.indentation(first) : outer + indentation_step(source, outer);
      return {{source.place(file(), {line, line}), lines(inner)}};
    }
    std::string text;
    for (const std::string& each : statements) text += each + " ";
    const bool one_line = source.line_begin(opening().range.begin) == line;
    if (!one_line || source.next_line(brace) - line + text.size() <= kLongestLine) {
      const char before = source.text()[brace - 1];
      if (before != ' ' && before != '\t') text.insert(0, " ");
      return {{source.place(file(), {brace, brace}), text}};
    }
    const std::string inner = outer + indentation_step(source, outer);
    const Range tail{tokens[body_->last - 2].range.end, brace};
    if (first == brace) return {{source.place(file(), tail), end + lines(inner) + outer}};
    return {{source.place(file(), {opening().range.end, first}), end + inner},
            {source.place(file(), tail), end + lines(inner) + outer}};
  }

  const Subject& subject_;
  Sources& sources_;
  const IncompleteReset& reset_;
  const analysis::Contents contents_{subject_.program, subject_.models};
  std::optional<Tokens> body_;
  size_t opening_ = 0;
  std::vector<std::string> headers_;
  std::string reason_;
};

}  // namespace

Completed completed(const Subject& subject, Sources& sources, const IncompleteReset& reset) {
  return Completion(subject, sources, reset).run();
}

}  // namespace pool_audit::refactor
