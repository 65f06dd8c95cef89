#include "tool/refactor/remove_modelled.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "checks/inventory/describe.h"
#include "checks/support/words.h"
#include "tool/refactor/fold_truth.h"
#include "tool/refactor/include_lines.h"
#include "tool/refactor/members.h"
#include "tool/refactor/registration.h"
#include "tool/refactor/remove_sites.h"
#include "tool/refactor/remove_tidy.h"
#include "tool/refactor/statement_tree.h"
#include "tool/refactor/sweep.h"
#include "tool/refactor/uses.h"

namespace pool_audit::refactor {

using analysis::RoleKind;
using inventory::Place;
using inventory::Pool;
using inventory::PoolKey;
using inventory::Subject;

namespace {

// Calls that only tune the pool's memory.
constexpr std::array<std::string_view, 7> kTuning = {
    "set_next_size", "set_max_size", "reserve", "shrink_to_fit", "decay", "trim", "release_memory"};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// A type as the body of a function may write it: without the namespaces that both are in.
std::string relative(std::string type, std::string_view function) {
  for (size_t at = function.find("::"); at != std::string_view::npos;
       at = function.find("::", at + 2)) {
    const std::string_view scope = function.substr(0, at + 2);
    if (!type.starts_with(scope)) break;
    const std::string rest = type.substr(scope.size());
    if (rest.find("::") == std::string::npos) return rest;
  }
  return type;
}

class Modelled {
 public:
  Modelled(const Subject& subject, size_t pool, Sources& sources, Plan& plan)
      : subject_(subject),
        program_(subject.program),
        pool_(subject.pools[pool]),
        key_(subject.keys[pool]),
        sources_(sources),
        plan_(plan) {}

  void run() {
    if (key_.kind != PoolKey::Kind::field && key_.kind != PoolKey::Kind::variable) {
      manual(pool_.place, "the pool is no member and no variable of a namespace");
      return;
    }
    // A capacity that is left to its default, or 0, bounds nothing.
    const std::string& capacity = pool_.bound.capacity;
    if (pool_.bound.kind == inventory::BoundKind::bounded && !capacity.empty() && capacity != "0") {
      manual(pool_.place,
             "the pool is bounded by " + capacity + ": what happens at the bound would be lost");
      return;
    }
    uses_ = uses_of(sources_, program_, key_.id);
    for (const Stretch& each : uses_.unclear) {
      manual(sources_.place(each), "'" + uses_.name + "' may be meant here");
    }
    if (!uses_.unclear.empty() || uses_.declarations.empty()) return;
    if (!operators()) {
      for (const Stretch& each : uses_.ours) {
        if (!take(each)) return;
      }
      if (!seen_get_) {
        manual(pool_.place, "nothing is taken from it in the open");
        return;
      }
    }
    finish();
  }

 private:
  struct Site {
    const facts::Function* function = nullptr;
    analysis::Role role;
    Range call;
  };

  void manual(const Place& place, std::string reason) {
    plan_.manual.push_back({pool_.id, place, std::move(reason)});
  }

  // The get or put whose call a token of the pool stands in.
  std::optional<Site> site_at(const Stretch& token) {
    std::optional<Site> out;
    for (const Symbol id : uses_.functions) {
      const auto graph = program_.graph(id);
      if (!graph) continue;
      for (const facts::Block& block : graph->blocks) {
        for (const facts::Event& event : block.events) {
          const analysis::Role& role = subject_.roles.of(event);
          if (role.model == nullptr || role.operation == nullptr) continue;
          if (role.kind != RoleKind::get && role.kind != RoleKind::put) continue;
          for (const Stretch& at : sources_.stretch(event.location)) {
            if (at.file != token.file || !holds(at.range, token.range)) continue;
            if (out && holds(at.range, out->call)) continue;  // the innermost one
            out = Site{program_.function(id), role, at.range};
          }
        }
      }
    }
    return out;
  }

  // ---- untyped memory --------------------------------------------------------------------------

  // What the pool was constructed with first, when that is the size of a block.
  std::optional<std::string> block_size() {
    bool is_size = false;
    const facts::Record* type = program_.record_of(type_of(key_, program_));
    for (const facts::Function* each : program_.functions()) {
      if (type == nullptr || !each->has(facts::FunctionFlag::constructor)) continue;
      const bool own = each->record == type->id || each->record == type->pattern;
      if (!own || each->has(facts::FunctionFlag::copy_or_move) || each->parameters.empty())
        continue;
      is_size = is_size || lower(each->parameters[0].name.text()).find("size") != std::string::npos;
    }
    if (!is_size) return std::nullopt;
    std::set<std::string> out;
    std::vector<Stretch> tokens = uses_.ours;
    for (const Stretch& each : uses_.declarations) {
      const Source& source = *sources_.find(each.file);
      for (size_t i = source.token_at(each.range.begin);
           i < source.tokens().size() && source.tokens()[i].range.end <= each.range.end; ++i) {
        if (source.tokens()[i].is(uses_.name))
          tokens.push_back({each.file, source.tokens()[i].range});
      }
    }
    for (const Stretch& each : tokens) {
      const Source& source = *sources_.find(each.file);
      const auto& all = source.tokens();
      const size_t i = source.token_at(each.range.begin);
      const auto closing = source.partner(i + 1);
      if ((!all[i + 1].is("(") && !all[i + 1].is("{")) || !closing || *closing == i + 2) continue;
      size_t end = i + 2;
      for (; end < *closing && !all[end].is(","); ++end) {
        if (all[end].is("(")) end = source.partner(end).value_or(end);
      }
      out.insert(std::string(source.of({all[i + 2].range.begin, all[end - 1].range.end})));
    }
    return out.size() == 1 ? std::optional(*out.begin()) : std::nullopt;
  }

  // ---- uses ------------------------------------------------------------------------------------

  bool take(const Stretch& token) {
    const Source& source = *sources_.find(token.file);
    const auto& tokens = source.tokens();
    const size_t i = source.token_at(token.range.begin);
    if (is_initialiser(token)) return true;
    if (const auto site = site_at(token)) return replace(token, *site);
    if (const auto tells = registration_at(source, i)) {
      tidying_.change(token.file, whole_declaration(source, tells->range), "");
      return true;
    }
    const auto statement = source.statement_around(i);
    if (statement && !statement->is_controlled) {
      const std::string head = lower(tokens[source.token_at(statement->range.begin)].text);
      const bool asserts = head.find("assert") != std::string::npos;
      const bool starts = expression_begin(source, i) == source.token_at(statement->range.begin);
      const size_t method = i + 2;
      const bool tunes = starts && tokens[i + 1].is(".") &&
                         std::ranges::find(kTuning, tokens[method].text) != kTuning.end() &&
                         tokens[method + 1].is("(") && source.partner(method + 1) &&
                         tokens[*source.partner(method + 1) + 1].is(";");
      if (asserts || tunes) {
        tidying_.change(token.file, whole_declaration(source, statement->range), "");
        return true;
      }
    }
    manual(sources_.place(token),
           "what is done with '" + uses_.name + "' here is neither a get nor a put");
    return false;
  }

  bool is_initialiser(const Stretch& token) {
    const auto ranges = initialisers_at(sources_, program_, uses_, token);
    for (const Range& range : ranges) tidying_.change(token.file, range, "");
    return !ranges.empty();
  }

  bool replace(const Stretch& token, const Site& site) {
    const Source& source = *sources_.find(token.file);
    const auto& tokens = source.tokens();
    const size_t behind = source.token_at(site.call.end);
    const auto opening = behind > 0 ? source.partner(behind - 1) : std::nullopt;
    if (!opening || tokens[*opening].range.begin < token.range.end) {
      manual(sources_.place(token), "the call is not written out here");
      return false;
    }
    const std::string arguments(
        trimmed(source.of({tokens[*opening].range.end, tokens[behind - 1].range.begin})));
    const model::Operation& operation = *site.role.operation;
    std::string text;
    if (site.role.kind == RoleKind::get) {
      seen_get_ = true;
      if (operation.count_argument >= 0) {
        manual(sources_.place(token), "several blocks are taken at once");
        return false;
      }
      text = operation.raw_memory ? raw_get(operation, arguments) : typed_get(site, arguments);
      is_raw_ = is_raw_ || operation.raw_memory;
      frees_at_end_ = frees_at_end_ || site.role.model->blocks.freed_at_end ||
                      site.role.model->on_pool_end == model::PoolEnd::destroys;
      is_typed_ = is_typed_ || !operation.raw_memory;
    } else {
      text = put(site, arguments);
    }
    if (text.empty() || (is_raw_ && is_typed_)) {
      manual(sources_.place(token), site.role.kind == RoleKind::get
                                        ? "how the object is made does not show"
                                        : "how the object is destroyed does not show");
      return false;
    }
    tidying_.change(token.file, site.call, text);
    return true;
  }

  std::string raw_get(const model::Operation& operation, const std::string& arguments) {
    const auto size = block_size();
    if (!size || !arguments.empty()) return {};
    if (operation.fails != model::Failure::null) return "::operator new(" + *size + ")";
    wants_new_ = true;
    return "::operator new(" + *size + ", std::nothrow)";
  }

  std::string typed_get(const Site& site, const std::string& arguments) {
    const model::PoolModel& model = *site.role.model;
    if (site.role.operation->owning) return {};  // nobody would destroy it
    const bool makes =
        model.constructs == model::Lifetime::each && model.destroys == model::Lifetime::on_release;
    if (!makes || pool_.pooled.name.empty()) return {};
    return "new " + relative(writable_type(pool_.pooled.name), site.function->name.text()) + "(" +
           arguments + ")";
  }

  std::string put(const Site& site, const std::string& arguments) {
    if (arguments.empty() || arguments.find(',') != std::string::npos) return {};
    if (site.role.operation->effect == model::Effect::return_all) return {};
    const model::PoolModel& model = *site.role.model;
    // Where gets give memory, a put takes memory.
    const bool raw = std::ranges::all_of(model.acquire, &model::Operation::raw_memory);
    if (raw) return "::operator delete(" + arguments + ")";
    return model.destroys == model::Lifetime::on_release ? "delete " + arguments : "";
  }

  // ---- operators new and delete ----------------------------------------------------------------

  // A class whose own operators only take from the pool and give back to it does without them.
  bool operators() {
    std::vector<Stretch> definitions;
    for (const Symbol id : uses_.functions) {
      const facts::Function* known = program_.function(id);
      const std::string name = last_part(known->name.text());
      const auto at = sources_.stretch(known->location);
      if (at.size() != 1 || (name != "operator new" && name != "operator delete")) return false;
      const Source& source = *sources_.find(at.front().file);
      const auto opening = body_of(source, at.front().range);
      const auto tree = opening ? statement_tree(source, *opening) : std::nullopt;
      if (!tree || tree->children.size() != 1) return false;
      const StatementNode* inner = &tree->children.front();
      if (inner->kind == StatementNode::Kind::other && source.tokens()[inner->first].is("try") &&
          inner->children.front().children.size() == 1) {
        inner = &inner->children.front().children.front();
      }
      const bool returns = source.tokens()[inner->first].is("return");
      if (inner->kind != StatementNode::Kind::simple) return false;
      const size_t slot = inner->first + (returns ? 1U : 0U);
      if (!source.tokens()[slot].is(uses_.name)) return false;
      definitions.push_back(at.front());
      for (Stretch& each : declarations(*known, name)) definitions.push_back(std::move(each));
    }
    if (uses_.functions.size() != 2) return false;
    for (const Stretch& each : definitions) {
      tidying_.change(each.file, whole_declaration(*sources_.find(each.file), each.range), "");
    }
    is_operators_ = true;
    return true;
  }

  // Of an operator in its class, when it is defined elsewhere.
  std::vector<Stretch> declarations(const facts::Function& function, const std::string& name) {
    std::vector<Stretch> out;
    const facts::Record* record = program_.record(function.record);
    if (record == nullptr) return out;
    const std::string keyword = name.substr(name.find(' ') + 1);
    for (const Stretch& at : sources_.stretch(record->location)) {
      const Source& source = *sources_.find(at.file);
      const auto& tokens = source.tokens();
      for (size_t i = source.token_at(at.range.begin);
           i + 1 < tokens.size() && tokens[i].range.end <= at.range.end; ++i) {
        if (!tokens[i].is("operator") || !tokens[i + 1].is(keyword)) continue;
        if (const auto statement = source.statement(tokens[i].range)) {
          out.push_back({at.file, {statement->range.begin, statement->range.end - 1}});
        }
      }
    }
    return out;
  }

  void finish() {
    std::set<std::string> files;
    for (const Stretch& each : uses_.ours) files.insert(each.file);
    for (const Stretch& each : uses_.declarations) {
      tidying_.change(each.file, whole_declaration(*sources_.find(each.file), each.range), "");
    }
    Group group;
    group.pool = pool_.id;
    group.pool_name = pool_.name;
    const std::string name = last_part(pool_.name);
    group.title = "remove the pool " + name;
    group.evidence = is_operators_
                         ? "The class's own operators new and delete did nothing but use it."
                     : is_raw_ ? "What took memory from it asks operator new for as much."
                               : "What it constructed and destroyed is made by new and ended by "
                                 "delete.";
    if (frees_at_end_) {
      group.evidence +=
          " What is out when the pool would have ended is not freed with it any more.";
    }
    for (const std::string& file : files) {
      if (!wants_new_) break;
      if (const auto edit = include_line(*sources_.find(file), file, "<new>")) {
        const auto at = sources_.find(file)->range(edit->place);
        if (at) tidying_.change(file, *at, edit->text);
      }
    }
    tidying_.finish(std::move(group), plan_);
  }

  const Subject& subject_;
  const analysis::Program& program_;
  const Pool& pool_;
  const PoolKey& key_;
  Sources& sources_;
  Plan& plan_;
  Uses uses_;
  Tidying tidying_{program_, sources_};
  bool seen_get_ = false;
  bool is_raw_ = false;
  bool frees_at_end_ = false;  // what is out when the pool ends
  bool is_typed_ = false;
  bool wants_new_ = false;
  bool is_operators_ = false;
};

}  // namespace

void plan_modelled(const Subject& subject, size_t pool, Sources& sources, Plan& plan) {
  Modelled(subject, pool, sources, plan).run();
}

}  // namespace pool_audit::refactor
