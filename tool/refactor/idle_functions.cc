#include "tool/refactor/idle_functions.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "tool/refactor/function_names.h"
#include "tool/refactor/members.h"
#include "tool/refactor/plain_call.h"
#include "tool/refactor/statement_tree.h"
#include "tool/refactor/sweep.h"

namespace pool_audit::refactor {

namespace {

using facts::Function;
using facts::FunctionFlag;

bool is_upper(std::string_view word) {
  return word.size() > 2 && std::ranges::all_of(word, [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
         });
}

bool is_shown(const std::vector<facts::Annotation>& annotations) {
  return std::ranges::any_of(annotations, [](const facts::Annotation& each) {
    return each.name.text() == "visibility" || each.name.text() == "dllexport";
  });
}

class Idle {
 public:
  Idle(Sources& sources, const analysis::Program& program, const std::vector<TextChange>& changes)
      : sources_(sources), program_(program), given_(changes), names_(sources, program) {}

  IdleFunctions run() {
    while (!attempt()) {
    }
    IdleFunctions out;
    out.changes.assign(all_.begin() + static_cast<ptrdiff_t>(given_.size()), all_.end());
    for (const Function* each : going_) {
      const std::string name = last_part(each->name.text());
      if (std::ranges::find(out.gone, name) == out.gone.end()) out.gone.push_back(name);
    }
    for (const auto& [id, kept] : kept_) {
      if (is_idle(*program_.function(id))) out.kept.push_back(kept);
    }
    return out;
  }

 private:
  // What was taken out of a function that may stay.
  struct Taken {
    Stretch stretch;
    const Function* called = nullptr;
  };

  // Takes what can be taken; false when a function was found to stay that had been taken before.
  bool attempt() {
    all_ = given_;
    going_.clear();
    taken_.clear();
    loose_.clear();
    while (const Function* next = find()) {
      going_.push_back(next);
      if (!take(*next)) return false;
    }
    return check_loose() && check_callers();
  }

  bool keep(const Function& function, const Stretch& because, const std::string& reason) {
    kept_.try_emplace(
        function.id,
        IdleFunctions::Kept{because, "nothing is left to do in " + last_part(function.name.text()) +
                                         "(), which stays: " + reason});
    return false;
  }

  [[nodiscard]] bool goes(const Function& function) const {
    return std::ranges::any_of(going_, [&](const Function* each) {
      return each->id == function.id || same_place(each->location, function.location);
    });
  }

  // One that has nothing left to do, and of which nothing is known against its going.
  const Function* find() {
    for (const Function* each : candidates()) {
      if (kept_.contains(each->id) || goes(*each) || !is_idle(*each)) continue;
      const auto [because, reason] = against(*each);
      if (reason.empty()) return each;
      keep(*each, because, reason);
    }
    return nullptr;
  }

  // The functions in whose definitions something is changed.
  [[nodiscard]] std::vector<const Function*> candidates() {
    std::vector<const Function*> out;
    for (const TextChange& change : all_) {
      for (const Function* each : names_.around({change.file, change.range})) {
        if (is_ordinary(*each) && std::ranges::find(out, each) == out.end()) out.push_back(each);
      }
    }
    std::ranges::sort(out, {}, [](const Function* each) { return each->id; });
    return out;
  }

  [[nodiscard]] bool is_ordinary(const Function& function) const {
    constexpr std::array kSpecial = {
        FunctionFlag::constructor, FunctionFlag::destructor, FunctionFlag::operator_,
        FunctionFlag::lambda,      FunctionFlag::coroutine,  FunctionFlag::implicit,
        FunctionFlag::initializer, FunctionFlag::noreturn,   FunctionFlag::virtual_};
    // What is handed over ends with the function.
    const auto takes_over = [&](const facts::Parameter& each) {
      if (program_.type(each.type).kind != facts::TypeKind::record) return false;
      const facts::Record* record = program_.record_of(each.type);
      return record == nullptr || !record->has_trivial_destructor;
    };
    return program_.type(function.result).kind == facts::TypeKind::void_ &&
           std::ranges::none_of(kSpecial, [&](FunctionFlag flag) { return function.has(flag); }) &&
           function.overrides.empty() && std::ranges::none_of(function.parameters, takes_over);
  }

  // ---- what has nothing left to do

  [[nodiscard]] bool is_idle(const Function& function) {
    for (const Stretch& at : sources_.stretch(function.location)) {
      const Source& source = *sources_.find(at.file);
      const auto opening = body_of(source, at.range);
      if (!opening || source.partner(*opening) == *opening + 1) return false;
      const Range body{source.tokens()[*opening].range.begin, at.range.end};
      const Source after(text_after(source, at.file, body, all_));
      return after.tokens().size() == 2 || only_asserts(after);
    }
    return false;
  }

  // Assertions that guard nothing any more, and do nothing but ask.
  [[nodiscard]] bool only_asserts(const Source& body) {
    if (body.tokens().empty() || !body.tokens()[0].is("{")) return false;
    const auto tree = statement_tree(body, 0);
    return tree && !tree->children.empty() &&
           std::ranges::all_of(tree->children, [&](const StatementNode& each) {
             return each.kind == StatementNode::Kind::simple && is_assertion(body, each);
           });
  }

  [[nodiscard]] bool is_assertion(const Source& body, const StatementNode& node) {
    const auto& tokens = body.tokens();
    std::string head(tokens[node.first].text);
    for (char& c : head) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    if (head.find("assert") == std::string::npos || !tokens[node.first + 1].is("(") ||
        body.partner(node.first + 1) != node.last - 1) {
      return false;
    }
    for (size_t i = node.first + 2; i + 1 < node.last; ++i) {
      const bool steps =
          (tokens[i].is("+") || tokens[i].is("-")) && tokens[i + 1].is(tokens[i].text);
      const bool sets = tokens[i].is("=") && !tokens[i + 1].is("=") && !tokens[i - 1].is("=") &&
                        !tokens[i - 1].is("!") && !tokens[i - 1].is("<") && !tokens[i - 1].is(">");
      if (steps || sets || tokens[i].is("{") || tokens[i].is("new")) return false;
      if (tokens[i].is_word() && tokens[i + 1].is("(") && !only_asks(std::string(tokens[i].text))) {
        return false;
      }
    }
    return true;
  }

  // Every function of that name is a method that does not change its object.
  [[nodiscard]] bool only_asks(const std::string& name) {
    const auto& known = names_.called(name);
    return !known.empty() && std::ranges::all_of(known, [](const Function* each) {
      return each->has(FunctionFlag::const_);
    });
  }

  // ---- what stands against it

  std::pair<Stretch, std::string> against(const Function& function) {
    const Stretch at = sources_.stretch(function.location).front();
    const std::string name = last_part(function.name.text());
    const Source& source = *sources_.find(at.file);
    const size_t first = source.token_at(at.range.begin);
    if (name == "main") return {at, "the program begins in it"};
    const facts::Record* record = program_.record(function.record);
    if (is_shown(function.annotations) || (record != nullptr && is_shown(record->annotations))) {
      return {at, "other libraries see it"};
    }
    const bool templated =
        first > 0 && source.tokens()[first - 1].is(">") && !source.tokens()[first - 1].in_directive;
    if (templated || !function.template_arguments.empty()) return {at, "it is a template"};
    for (const Function* each : names_.called(name)) {
      if (!same_place(each->location, function.location) && each->record == function.record &&
          (!function.record.text().empty() || each->location.file == function.location.file ||
           each->linkage == facts::Linkage::external)) {
        return {at, "others have its name"};
      }
    }
    // Facts see what macros make of members; other functions may be meant where nobody looks.
    if (!function.record.text().empty()) {
      if (called_by_macros().contains(name)) return {at, "a macro calls it"};
    } else if (const auto pasted = sources_.pasted(name)) {
      return {*pasted, "its name may be put together here"};
    }
    return {};
  }

  // Names of the functions that are called in text that comes out of macros.
  const std::set<std::string>& called_by_macros() {
    if (called_by_macros_) return *called_by_macros_;
    called_by_macros_.emplace();
    for (const Symbol id : program_.graph_ids()) {
      const auto graph = program_.graph(id);
      if (!graph) continue;
      for (const facts::Block& block : graph->blocks) {
        for (const facts::Event& event : block.events) {
          if (event.location.macro_use != facts::MacroUse::body) continue;
          const Function* callee = program_.function(event.callee);
          if (callee != nullptr) called_by_macros_->insert(last_part(callee->name.text()));
        }
      }
    }
    return *called_by_macros_;
  }

  // Attributes, and macros that may stand for them.
  [[nodiscard]] std::string special_head(const Source& source, Range range) const {
    const auto& tokens = source.tokens();
    for (size_t i = source.token_at(range.begin);
         i < tokens.size() && tokens[i].range.end <= range.end && !tokens[i].is("{") &&
         !tokens[i].is(";");
         ++i) {
      const std::string_view text = tokens[i].text;
      if (text.starts_with("__") || text == "asm" || is_upper(text)) return std::string(text);
    }
    return {};
  }

  // ---- taking it

  void change(const std::string& file, Range range) {
    const TextChange one{file, range, ""};
    if (std::ranges::find(all_, one) == all_.end()) all_.push_back(one);
  }

  bool take(const Function& function) {
    const std::string name = last_part(function.name.text());
    const std::vector<Stretch> tokens = sources_.occurrences(name);
    const Stretch definition = sources_.stretch(function.location).front();
    for (const Stretch& token : tokens) {
      const Source& source = *sources_.find(token.file);
      const size_t index = source.token_at(token.range.begin);
      switch (names_.use(function, token)) {
        case NameUse::other:
          break;
        case NameUse::declaration: {
          const bool defines =
              token.file == definition.file && holds(definition.range, token.range);
          Range range = definition.range;
          if (!defines) {
            const auto statement = source.statement(token.range);
            if (!statement) return keep(function, token, "it is declared here in another way");
            range = {statement->range.begin, statement->range.end - 1};
          }
          if (const std::string word = special_head(source, range); !word.empty()) {
            return keep(function, token, "what " + word + " says of it is not known");
          }
          change(token.file, whole_declaration(source, range));
          break;
        }
        case NameUse::likely_call:
          loose_.push_back({token, &function});
          [[fallthrough]];
        case NameUse::call: {
          const PlainCall call = plain_call(source, index);
          if (!call.reason.empty()) return keep(function, token, call.reason);
          const std::string reason = against_leaving_out({token.file, call.range}, function);
          if (!reason.empty()) return keep(function, token, reason);
          taken_.push_back({{token.file, call.range}, &function});
          change(token.file, whole_declaration(source, call.range));
          break;
        }
        case NameUse::unclear:
          return keep(function, token, "it may be meant here");
      }
    }
    return true;
  }

  // What a statement does besides the call, by the facts.
  std::string against_leaving_out(const Stretch& statement, const Function& function) {
    for (const Function* around : names_.around(statement)) {
      if (around->has(FunctionFlag::lambda)) return "a lambda would be left with nothing to do";
      const auto graph = program_.graph(around->id);
      if (!graph) continue;
      for (const facts::Block& block : graph->blocks) {
        for (const facts::Event& event : block.events) {
          const bool acts =
              event.kind == facts::EventKind::call || event.kind == facts::EventKind::new_ ||
              event.kind == facts::EventKind::assign || event.kind == facts::EventKind::throw_;
          if (!acts || is_harmless(event, function)) continue;
          for (const Stretch& at : sources_.stretch(event.location)) {
            if (at.file == statement.file && holds(statement.range, at.range)) {
              return "more than the call happens here";
            }
          }
        }
      }
    }
    return {};
  }

  // The call itself, and what only follows a smart pointer.
  [[nodiscard]] bool is_harmless(const facts::Event& event, const Function& function) const {
    // A temporary for an argument.
    if (event.kind == facts::EventKind::assign) return event.target.root == facts::Root::temp;
    const Function* callee = program_.function(event.callee);
    if (callee == nullptr) return last_part(event.callee.text()) == last_part(function.name.text());
    const bool itself = callee->id == function.id ||
                        last_part(callee->name.text()) == last_part(function.name.text());
    return itself || (callee->has(FunctionFlag::operator_) && callee->has(FunctionFlag::const_) &&
                      callee->has(FunctionFlag::in_system_header));
  }

  // ---- when all are taken

  // A call that facts do not tell of is one of these when nobody else has the name.
  bool check_loose() {
    for (const auto& [token, function] : loose_) {
      for (const Function* each : names_.called(last_part(function->name.text()))) {
        if (goes(*each)) continue;
        return keep(*function, token, "something else of its name may be meant here");
      }
    }
    return true;
  }

  // Nothing that a call named may be left unused in a function that stays.
  bool check_callers() {
    for (const auto& [stretch, called] : taken_) {
      const Source& source = *sources_.find(stretch.file);
      const auto& tokens = source.tokens();
      for (const Function* around : names_.around(stretch)) {
        if (goes(*around)) continue;
        const auto graph = program_.graph(around->id);
        if (!graph) continue;
        for (size_t i = source.token_at(stretch.range.begin);
             i < tokens.size() && tokens[i].range.end <= stretch.range.end; ++i) {
          const bool local = std::ranges::any_of(graph->locals, [&](const facts::Local& each) {
            return each.name.text() == tokens[i].text;
          });
          if (local && !is_used(*around, std::string(tokens[i].text))) {
            return keep(*called, stretch,
                        "'" + std::string(tokens[i].text) + "' would be left without use here");
          }
        }
      }
    }
    return true;
  }

  [[nodiscard]] bool is_used(const Function& function, const std::string& name) {
    const Stretch at = sources_.stretch(function.location).front();
    const Source after(text_after(*sources_.find(at.file), at.file, at.range, all_));
    return std::ranges::count(after.tokens(), name, &SourceToken::text) > 1;
  }

  Sources& sources_;
  const analysis::Program& program_;
  const std::vector<TextChange>& given_;
  FunctionNames names_;
  std::vector<TextChange> all_;
  std::vector<const Function*> going_;
  std::vector<Taken> taken_;
  std::vector<std::pair<Stretch, const Function*>> loose_;
  std::map<Symbol, IdleFunctions::Kept> kept_;
  std::optional<std::set<std::string>> called_by_macros_;
};

}  // namespace

IdleFunctions idle_functions(Sources& sources, const analysis::Program& program,
                             const std::vector<TextChange>& changes) {
  return Idle(sources, program, changes).run();
}

}  // namespace pool_audit::refactor
