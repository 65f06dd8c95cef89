#include "tool/refactor/encapsulate.h"

#include <algorithm>
#include <map>

#include "tool/refactor/include_lines.h"
#include "tool/refactor/pool_calls.h"
#include "tool/refactor/style.h"
#include "tool/refactor/sweep.h"

namespace pool_audit::refactor {

using inventory::Edit;
using inventory::Place;
using inventory::Pool;
using inventory::PoolKey;
using inventory::Subject;

namespace {

class Encapsulation {
 public:
  Encapsulation(const Subject& subject, size_t pool, Sources& sources, Plan& plan)
      : subject_(subject),
        pool_(subject.pools[pool]),
        key_(subject.keys[pool]),
        name_(last_part(pool_.name)),
        sources_(sources),
        plan_(plan) {}

  void run() {
    const size_t manual = plan_.manual.size();
    if (!find_declaration() || !find_calls()) return;
    check_names();
    if (plan_.manual.size() != manual) return;
    // Nobody but its own file or class reaches for it; and nobody did before.
    if (outside_.empty() && there_.empty()) return;
    write_types();
    add_functions();
    add_callers();
    add_hiding();
  }

 private:
  void manual(const Place& place, std::string reason) {
    plan_.manual.push_back({pool_.id, place, std::move(reason)});
  }

  bool find_declaration() {
    if (key_.kind == PoolKey::Kind::variable) {
      const facts::Variable* variable = subject_.program.variable(key_.id);
      if (variable != nullptr && variable->storage == facts::Storage::namespace_scope) {
        return find_variable(*variable);
      }
      if (variable != nullptr && variable->storage == facts::Storage::static_member) {
        definition_ = sources_.stretch(variable->location);
        return find_member(variable->record, facts::Access::public_);
      }
    }
    if (key_.kind == PoolKey::Kind::field) {
      const auto field = subject_.program.field(key_.id);
      if (field.field != nullptr) {
        declared_ = sources_.stretch(field.field->location);
        return find_member(field.record->id, field.field->access);
      }
    }
    manual(pool_.place, "the pool is neither a variable of a namespace nor a member of a class");
    return false;
  }

  bool find_variable(const facts::Variable& variable) {
    if (variable.linkage != facts::Linkage::external) return false;  // private already
    definition_ = sources_.stretch(variable.location);
    if (definition_.empty()) {
      manual(pool_.place, "its definition comes out of a macro, or is not in the project");
      return false;
    }
    at_ = definition_.front();
    if (!is_alone(at_)) return false;
    const Statement statement = *sources_.find(at_.file)->statement(at_.range);
    const std::string_view text = sources_.find(at_.file)->of(statement.range);
    if (text.starts_with("extern ") && text.find('=') == std::string_view::npos) {
      manual(pool_.place, "its definition is not in what was analysed");
      return false;
    }
    if (text.starts_with("inline ") || at_.file == variable.header.text()) {
      manual(pool_.place, "it is defined in a header: give it a source file first");
      return false;
    }
    declared_ = declarations_of(sources_, name_, Entity::Kind::variable);
    own_.push_back({at_.file, {0, sources_.find(at_.file)->text().size()}});
    return true;
  }

  bool find_member(Symbol owner, facts::Access access) {
    const facts::Record* record = subject_.program.record(owner);
    const std::vector<Stretch> body =
        record != nullptr ? sources_.stretch(record->location) : std::vector<Stretch>{};
    if (body.empty()) {
      manual(pool_.place, "the class of the member comes out of a macro, or is not in the project");
      return false;
    }
    own_ = body;
    for (const Stretch& each : sources_.occurrences(name_)) {
      // A static member is declared in its class and defined elsewhere.
      if (declared_.empty() && holds(body, each)) declared_ = {each};
    }
    if (declared_.empty() || !is_alone(declared_.front())) return false;
    at_ = declared_.front();
    member_ = true;
    if (access != facts::Access::public_ || !is_in_public_part()) return false;  // private already
    if (body.front().file.ends_with(".c")) {
      manual(pool_.place, "C has no private members");
      return false;
    }
    for (const facts::Function* each : subject_.program.functions()) {
      if (each->record != owner) continue;
      for (const Stretch& part : sources_.stretch(each->location)) own_.push_back(part);
    }
    own_.insert(own_.end(), definition_.begin(), definition_.end());
    return true;
  }

  // Facts do not tell the access of a static member: the last label in front of it does.
  [[nodiscard]] bool is_in_public_part() const {
    const Source& source = *sources_.find(at_.file);
    const auto& tokens = source.tokens();
    size_t i = source.token_at(own_.front().range.begin);
    const size_t end = source.token_at(at_.range.begin);
    bool out = !tokens[i].is("class");
    while (i < end && !tokens[i].is("{")) ++i;
    for (++i; i + 1 < end; ++i) {
      if (tokens[i + 1].is(":")) {
        if (tokens[i].is("public")) out = true;
        if (tokens[i].is("private") || tokens[i].is("protected")) out = false;
      }
      if (const auto closing = source.partner(i); closing && *closing > i) i = *closing;
    }
    return out;
  }

  // Whether a declaration can be worked on: one name, in lines of its own.
  bool is_alone(const Stretch& declaration) {
    const Source& source = *sources_.find(declaration.file);
    const auto statement = source.statement(declaration.range);
    bool several = !statement || !statement->owns_lines;
    if (statement) {
      const auto& tokens = source.tokens();
      for (size_t i = source.token_at(statement->range.begin);
           i < tokens.size() && tokens[i].range.end <= statement->range.end; ++i) {
        if (!tokens[i].is(name_)) continue;
        if (i > 0 && tokens[i - 1].is(":")) several = true;  // net::buffers
        for (; i < tokens.size() && !tokens[i].is(";"); ++i) {
          if (tokens[i].is(",")) several = true;
          if (const auto closing = source.partner(i); closing && *closing > i) i = *closing;
        }
      }
    }
    if (several) {
      manual(sources_.place(declaration),
             "its declaration shares a statement or a line, or is "
             "qualified");
    }
    return !several;
  }

  bool find_calls() {
    std::vector<Stretch> explained = own_;
    explained.insert(explained.end(), declared_.begin(), declared_.end());
    PoolCalls found = calls_on(subject_, sources_, key_.id, name_);
    for (const Place& each : found.outside) {
      manual(each, "calls it, and is not a file of the project");
    }
    for (PoolCall& call : found.calls) {
      if (holds(own_, call.pool)) {
        add_arrow(call);
        own_calls_.push_back(std::move(call));
        continue;
      }
      if (!call.forwarder) {
        manual(sources_.place(call.pool), "the types of this call have no name");
        continue;
      }
      const facts::Function* function = subject_.program.function(call.function);
      if (function != nullptr && (function->has(facts::FunctionFlag::instantiation) ||
                                  function->has(facts::FunctionFlag::template_pattern))) {
        manual(sources_.place(call.pool), "the call is in a template");
        continue;
      }
      explained.push_back(call.pool);
      add_arrow(call);
      const bool known = std::ranges::any_of(forwarders_, [&](const Forwarder& each) {
        return each.name == call.forwarder->name &&
               each.parameters.size() == call.forwarder->parameters.size();
      });
      if (!known) {
        forwarders_.push_back(*call.forwarder);
        forwarders_.back().is_noexcept = is_noexcept(call.event.callee, *call.forwarder);
      }
      outside_.push_back(std::move(call));
    }
    bool all = true;
    for (const Stretch& each : sources_.occurrences(name_)) {
      if (holds(explained, each)) continue;
      manual(sources_.place(each), "'" + name_ + "' is named here for more than a call");
      all = false;
    }
    return all;
  }

  void add_arrow(const PoolCall& call) {
    const Source& source = *sources_.find(call.pool.file);
    const size_t next = source.token_at(call.pool.range.end);
    if (next < source.tokens().size() && source.tokens()[next].is("-")) arrow_ = true;
  }

  // Whether the callee is declared so, and a function around it can be: nothing that it hands on is
  // copied or moved by what may throw.
  [[nodiscard]] bool is_noexcept(Symbol callee, const Forwarder& forwarder) {
    const facts::Function* function = subject_.program.function(callee);
    if (function == nullptr || !function->has(facts::FunctionFlag::nothrow) || in_c()) return false;
    for (size_t i = 0; i < forwarder.parameters.size(); ++i) {
      const std::string& type = forwarder.parameters[i];
      const bool quiet = type.ends_with('&') || type.starts_with("std::unique_ptr<") ||
                         type.starts_with("std::shared_ptr<");
      if (forwarder.moved[i] && !quiet) return false;
    }
    // Without exceptions the compiler knows it of all.
    for (const Stretch& each : sources_.stretch(function->location)) {
      const Source& source = *sources_.find(each.file);
      for (size_t i = source.token_at(each.range.begin);
           i < source.tokens().size() && source.tokens()[i].range.end <= each.range.end; ++i) {
        if (source.tokens()[i].is("noexcept")) return true;
        if (source.tokens()[i].is("{")) break;
      }
      return false;
    }
    return std::ranges::any_of(subject_.program.functions(), [](const facts::Function* each) {
      return !each->has(facts::FunctionFlag::nothrow) &&
             !each->has(facts::FunctionFlag::in_system_header);
    });
  }

  // An earlier run wrote these: their callers can go on with them.
  void find_functions() {
    for (const PoolCall& call : own_calls_) {
      const facts::Function* function = subject_.program.function(call.function);
      if (!call.forwarder || function == nullptr ||
          function->name.text() != scope() + call.forwarder->name ||
          function->linkage == facts::Linkage::internal ||
          function->parameters.size() != call.forwarder->parameters.size()) {
        continue;
      }
      Forwarder written = *call.forwarder;
      for (size_t i = 0; i < written.names.size(); ++i) {
        written.names[i] = std::string(function->parameters[i].name.text());
      }
      const auto at = sources_.stretch(function->location);
      if (at.empty()) continue;
      const Source& source = *sources_.find(at.front().file);
      size_t token = source.token_at(at.front().range.begin);
      while (token < source.tokens().size() && !source.tokens()[token].is("{")) ++token;
      const Source wanted("{" + body_of(written, name_, arrow_) + "}");
      const bool same = std::ranges::all_of(wanted.tokens(), [&](const SourceToken& each) {
        return token < source.tokens().size() && source.tokens()[token++].is(each.text);
      });
      if (same) there_.push_back(std::move(written));
    }
  }

  [[nodiscard]] bool is_there(const Forwarder& forwarder) const {
    return std::ranges::any_of(there_, [&](const Forwarder& each) {
      return each.name == forwarder.name && each.callee == forwarder.callee &&
             each.parameters.size() == forwarder.parameters.size();
    });
  }

  void check_names() {
    const bool in_c = at_.file.ends_with(".c");
    find_functions();
    std::erase_if(forwarders_, [&](const Forwarder& each) { return is_there(each); });
    std::map<std::string, size_t> seen;
    for (const Forwarder& each : forwarders_) {
      const auto& taken = sources_.occurrences(each.name);
      if (!taken.empty()) {
        manual(sources_.place(taken.front()), "the name '" + each.name + "' is taken");
      }
      if (++seen[each.name] > 1 && in_c) {
        manual(pool_.place, "'" + each.callee + "' is called with different numbers of arguments");
      }
    }
  }

  // Types as the file of the declaration and those of the callers write them.
  void write_types() {
    long votes = signs_on_the_left(*sources_.find(at_.file));
    for (const PoolCall& call : outside_) {
      votes += signs_on_the_left(*sources_.find(call.pool.file));
    }
    const TypeStyle style{scope(), votes > 0, in_c()};
    for (Forwarder& each : forwarders_) {
      each.result = written_type(each.result, style, sources_);
      for (std::string& type : each.parameters) type = written_type(type, style, sources_);
    }
  }

  Group group(std::string title, std::string evidence) const {
    Group out;
    out.pool = pool_.id;
    out.pool_name = pool_.name;
    out.title = std::move(title);
    out.evidence = std::move(evidence);
    return out;
  }

  [[nodiscard]] Place behind(const Stretch& declaration, size_t& at) const {
    const Source& source = *sources_.find(declaration.file);
    at = source.next_line(source.statement(declaration.range)->range.end - 1);
    return source.place(declaration.file, {at, at});
  }

  // Behind the variable, and behind the functions of its file that are called there.
  [[nodiscard]] Place behind_callees() {
    size_t at = 0;
    (void)behind(at_, at);
    const Source& source = *sources_.find(at_.file);
    for (const PoolCall& call : outside_) {
      const facts::Function* callee = subject_.program.function(call.event.callee);
      if (callee == nullptr || call.forwarder->pool_argument < 0) continue;
      for (const Stretch& each : sources_.stretch(callee->location)) {
        if (each.file == at_.file) at = std::max(at, source.next_line(each.range.end));
      }
    }
    return source.place(at_.file, {at, at});
  }

  void add_functions() {
    if (forwarders_.empty()) return;
    Group out = group("put functions beside the pool " + name_,
                      "Whoever takes from it and puts into it can call them instead.");
    out.foundation = true;
    foundation_ = out.title;
    const bool moves = std::ranges::any_of(forwarders_, [](const Forwarder& each) {
      return std::ranges::find(each.moved, true) != each.moved.end();
    });
    size_t at = 0;
    if (!member_) {
      for (const Stretch& each : declared_) {
        const Source& source = *sources_.find(each.file);
        std::string text;
        for (const Forwarder& forwarder : forwarders_) {
          text += source.indentation(each.range.begin) + declarator_of(forwarder, in_c()) + ";" +
                  source.line_end(each.range.begin);
        }
        out.edits.push_back({behind(each, at), text});
      }
      out.edits.push_back({behind_callees(), definitions("\n", "")});
    }
    if (member_)
      out.edits.push_back({behind(at_, at), definitions("", is_static() ? "static " : "")});
    if (moves) {
      if (auto line = include_line(*sources_.find(at_.file), at_.file, "<utility>")) {
        out.edits.push_back(*line);
      }
    }
    plan_.groups.push_back(std::move(out));
  }

  // "net::Server::" of "net::Server::buffers".
  [[nodiscard]] std::string scope() const {
    const size_t end = pool_.name.rfind("::");
    return end == std::string::npos ? "" : pool_.name.substr(0, end + 2);
  }
  [[nodiscard]] bool in_c() const { return at_.file.ends_with(".c"); }
  [[nodiscard]] bool is_static() const { return key_.kind == PoolKey::Kind::variable; }

  // The functions with their bodies, for behind the variable.
  [[nodiscard]] std::string definitions(std::string_view gap, const std::string& before) const {
    const Source& source = *sources_.find(at_.file);
    const std::string end = source.line_end(at_.range.begin);
    const std::string indent = source.indentation(at_.range.begin);
    std::string out;
    for (const Forwarder& each : forwarders_) {
      if (!gap.empty()) out += end;
      out += indent + before + declarator_of(each, in_c());
      const std::string body = body_of(each, name_, arrow_);
      out += member_ ? " { " + body + " }" + end
                     : (brace_has_its_line(source) ? end + indent : " ") + "{" + end + indent +
                           indentation_step(source, indent) + body + end + indent + "}" + end;
    }
    return out;
  }

  void add_callers() {
    for (const PoolCall& call : outside_) {
      const facts::Function* function = subject_.program.function(call.function);
      const std::string name = function != nullptr ? std::string(function->name.text()) : "";
      Group* target = nullptr;
      const bool goes_on = !plan_.groups.empty() && plan_.groups.back().pool == pool_.id &&
                           !plan_.groups.back().foundation && plan_.groups.back().function == name;
      if (goes_on) {
        target = &plan_.groups.back();
      } else {
        plan_.groups.push_back(group("call the functions of " + name_ + " in " + name,
                                     "Each call does what it did, by one more function."));
        target = &plan_.groups.back();
        target->function = name;
        if (!foundation_.empty()) target->needs = {foundation_};
      }
      target->edits.insert(target->edits.end(), call.edits.begin(), call.edits.end());
    }
  }

  void add_hiding() {
    Group out = group("hide the pool " + name_, "Nobody else names it any more.");
    for (const Group& each : plan_.groups) {
      if (each.pool == pool_.id) out.needs.push_back(each.title);
    }
    const Source& source = *sources_.find(at_.file);
    const Statement statement = *source.statement(at_.range);
    if (!member_) {
      for (const Stretch& each : declared_) {
        const Source& other = *sources_.find(each.file);
        const Statement gone = *other.statement(each.range);
        Range range = other.lines_of(gone);
        // A comment behind it speaks of the pool, and stays.
        const size_t behind = other.text().find_first_not_of(" \t\r\n", gone.range.end);
        if (behind < other.next_line(gone.range.end - 1)) range = {gone.range.begin, behind};
        out.edits.push_back({other.place(each.file, range), ""});
      }
      const size_t at = statement.range.begin;
      if (!source.of(statement.range).starts_with("static ")) {
        out.edits.push_back({source.place(at_.file, {at, at}), "static "});
      }
    } else {
      const std::string end = source.line_end(at_.range.begin);
      const std::string indent = label_indentation();
      // Above the comment on it, and behind its semicolon: what follows is as public as before.
      const size_t above = whole_declaration(source, statement.range).begin;
      const size_t behind = statement.range.end;
      out.edits.push_back({source.place(at_.file, {above, above}), indent + "private:" + end});
      out.edits.push_back(
          {source.place(at_.file, {behind, behind}), end + end + indent + "public:"});
    }
    plan_.groups.push_back(std::move(out));
  }

  // How the class indents its "public:"; without one, half a level.
  [[nodiscard]] std::string label_indentation() const {
    const Source& source = *sources_.find(at_.file);
    const auto& tokens = source.tokens();
    const std::string own = source.indentation(own_.front().range.begin);
    for (size_t i = source.token_at(own_.front().range.begin);
         i + 1 < tokens.size() && tokens[i].range.end <= own_.front().range.end; ++i) {
      const bool label =
          tokens[i].is("public") || tokens[i].is("private") || tokens[i].is("protected");
      if (label && tokens[i + 1].is(":")) return source.indentation(tokens[i].range.begin);
    }
    return own;
  }

  const Subject& subject_;
  const Pool& pool_;
  const PoolKey& key_;
  std::string name_;
  Sources& sources_;
  Plan& plan_;
  std::string foundation_;  // title of the group that adds the functions
  Stretch at_;              // the declaration beside which the functions stand
  bool member_ = false;
  bool arrow_ = false;  // the variable is a pointer
  std::vector<Stretch> definition_;
  std::vector<Stretch> declared_;  // variable: `extern`; member: its declaration
  std::vector<Stretch> own_;       // text that may go on naming it
  std::vector<PoolCall> outside_;
  std::vector<PoolCall> own_calls_;
  std::vector<Forwarder> there_;  // functions beside the pool that an earlier run wrote
  std::vector<Forwarder> forwarders_;
};

}  // namespace

void plan_encapsulation(const Subject& subject, size_t pool, Sources& sources, Plan& plan) {
  Encapsulation(subject, pool, sources, plan).run();
}

}  // namespace pool_audit::refactor
