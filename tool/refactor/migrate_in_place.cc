#include "tool/refactor/migrate_in_place.h"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

#include "checks/inventory/describe.h"
#include "tool/refactor/beyond_pooling.h"
#include "tool/refactor/fold_truth.h"
#include "tool/refactor/link_members.h"
#include "tool/refactor/made_with.h"
#include "tool/refactor/migrate_target.h"
#include "tool/refactor/remove_hollow.h"
#include "tool/refactor/spare_counts.h"
#include "tool/refactor/uses.h"

namespace pool_audit::refactor {

using analysis::HandWritten;
using inventory::Subject;

namespace {

class InPlaceMove {
 public:
  InPlaceMove(const Subject& subject, size_t pool, PoolUses& uses, Sources& sources,
              std::vector<Manual>& manual)
      : subject_(subject),
        index_(pool),
        pool_(subject.pools[pool]),
        uses_(uses),
        sources_(sources),
        manual_(manual) {}

  std::optional<Migration> run() {
    const HandWritten* own = uses_.hand_written();
    if (own == nullptr || !uses_.sit_at_spares()) return std::nullopt;
    const size_t before = manual_.size();
    for (const Beyond& each : beyond_removal(subject_, index_, *own)) {
      by_hand(inventory::to_place(each.at), "the pool " + each.what);
    }
    Habits habits;
    if (own->bounded) habits.capacity = bound_of(*own);
    if (bound_ != nullptr) habits.capacity = last_part(bound_->name.text());
    refuse_what_is_not_constructed(*own);
    if (manual_.size() != before) return std::nullopt;
    // Its name is needed before it is known how it makes objects.
    const auto named =
        target_in_place(subject_, index_, uses_, {habits, "", behind()}, sources_, manual_);
    if (!named) return std::nullopt;
    Plan plan;
    Migration out = described(*named);
    Step step;
    InPlace in_place{
        .name = named->name,
        .bound = bound_ != nullptr ? habits.capacity : "",
        .title = "keep the spares of " + last_part(uses_.instance_name()) + " in " + named->name,
        .evidence = "A " + named->type +
                    " keeps them. Functions that take and put objects stay, with "
                    "what else they do, and with their callers.",
        .declare = {}};
    in_place.declare = [&](const std::string& made, const std::string& ending,
                           std::vector<Manual>& manual) {
      return declared(habits, made, ending, manual);
    };
    plan_in_place(subject_, index_, sources_, in_place, plan, step.functions);
    if (plan.groups.empty()) manual_ = plan.manual;
    if (plan.groups.empty()) return std::nullopt;
    plan_link_members(subject_, index_, sources_, 0, plan);
    out.type = type_;
    step.group = std::move(plan.groups.front());
    plan.groups.erase(plan.groups.begin());
    out.steps.push_back(std::move(step));
    out.end = std::move(plan.groups);
    out.manual = std::move(plan.manual);
    out.ends_with_steps = true;
    return out;
  }

 private:
  void by_hand(const inventory::Place& place, std::string reason) {
    manual_.push_back({pool_.id, place, std::move(reason)});
  }

  [[nodiscard]] Migration described(const Target& target) const {
    Migration out;
    out.pool = pool_.id;
    out.pool_name = pool_.name;
    out.new_name = target.full;
    out.type = target.type;
    return out;
  }

  // A pool has to be constructed: a class that says nothing of that may stand in memory that is
  // zeroed, and one that zeroes itself would zero the pool.
  void refuse_what_is_not_constructed(const HandWritten& own) {
    const auto slot = subject_.program.field(own.slot);
    if (slot.record == nullptr) return;
    const Symbol pattern = slot.record->pattern ? slot.record->pattern : slot.record->id;
    bool constructed =
        !slot.field->initializer.text().empty() ||
        subject_.program.type(slot.field->type).kind == facts::TypeKind::record;  // a list
    for (const facts::Function* each : subject_.program.functions()) {
      const bool is_own = each->record == slot.record->id || each->record == pattern;
      if (!is_own || !each->has(facts::FunctionFlag::constructor) ||
          each->has(facts::FunctionFlag::implicit)) {
        continue;
      }
      constructed = true;
      for (const Stretch& body : sources_.stretch(each->location)) {
        const Source& source = *sources_.find(body.file);
        for (size_t i = source.token_at(body.range.begin); i < source.token_at(body.range.end);
             ++i) {
          if (!source.tokens()[i].is("memset") && !source.tokens()[i].is("bzero")) continue;
          by_hand(sources_.place({body.file, source.tokens()[i].range}),
                  "the constructor zeroes memory, which may be that of the new pool");
          return;
        }
      }
    }
    if (!constructed) {
      by_hand(inventory::to_place(slot.field->location),
              "the class has no constructor: whether its objects are constructed does not show");
    }
  }

  // As the put says it itself: a number that each pool of its class has for itself is none that one
  // declaration could give.
  std::string bound_of(const HandWritten& own) {
    if (own.single) return "1";
    bound_ = bound_member(own);
    if (bound_ != nullptr) {
      refuse_a_bound_of_none(own);
      return "";
    }
    std::string out = habits_of(subject_, index_, own, sources_).capacity;
    const bool said = std::ranges::all_of(own.puts, [&](const analysis::Part& part) {
      const facts::Function* function = subject_.program.function(part.function);
      return function != nullptr &&
             sources_.is_written_in(sources_.stretch(function->location), out);
    });
    if (out.empty() || !said) by_hand(pool_.place, "its bound does not show");
    return out;
  }

  [[nodiscard]] std::optional<facts::Location> behind() const {
    return bound_ != nullptr ? std::optional(bound_->location) : std::nullopt;
  }

  // With none a pool of the runtime is not made at all.
  void refuse_a_bound_of_none(const HandWritten& own) {
    const facts::Record* record = subject_.program.field(own.slot).record;
    if (is_made_positive(subject_.program, *record, bound_->id, sources_)) return;
    by_hand(pool_.place,
            "whether its bound is more than none does not show, which a new pool needs");
  }

  // A number of the class that its put compares with, and that nothing but initialisers sets: each
  // new pool reads that of its own object.
  [[nodiscard]] const facts::Field* bound_member(const HandWritten& own) {
    const facts::Record* record = subject_.program.field(own.slot).record;
    std::set<Symbol> found;
    for (const analysis::Part& part : own.puts) {
      const auto graph = subject_.program.graph(part.function);
      if (record == nullptr || !graph) return nullptr;
      for (const facts::Block& block : graph->blocks) {
        for (const facts::Operand* side : {&block.condition.left, &block.condition.right}) {
          if (side->place.steps.empty()) continue;
          const Symbol id = side->place.steps.back().field;
          const auto field = subject_.program.field(id);
          if (field.record != nullptr && field.record->id == record->id && id != own.slot &&
              subject_.program.type(field.field->type).kind == facts::TypeKind::integer) {
            found.insert(id);
          }
        }
      }
    }
    // The number of spares is none.
    for (const Uses& each : spare_counts(sources_, subject_.program, own)) {
      std::erase_if(found, [&](Symbol id) {
        return last_part(subject_.program.field(id).field->name.text()) == each.name;
      });
    }
    if (found.size() != 1) return nullptr;
    const facts::Field* out = subject_.program.field(*found.begin()).field;
    const Uses uses = uses_of(sources_, subject_.program, *found.begin());
    const bool set = std::ranges::any_of(uses.ours, [&](const Stretch& token) {
      return initialisers_at(sources_, subject_.program, uses, token).empty() && is_set(token);
    });
    return uses.unclear.empty() && !set ? out : nullptr;
  }

  // `max_ = n`, `++max_`, `&max_`
  [[nodiscard]] bool is_set(const Stretch& token) {
    const Source& source = *sources_.find(token.file);
    const auto& tokens = source.tokens();
    const size_t at = source.token_at(token.range.begin);
    const auto twice = [&](size_t i, const char* sign) {
      return tokens[i].is(sign) && tokens[i + 1].is(sign);
    };
    const bool assigned = tokens[at + 1].is("=") && !tokens[at + 2].is("=");
    const bool changed = tokens[at + 2].is("=") && !tokens[at + 1].is("=") &&
                         !tokens[at + 1].is("<") && !tokens[at + 1].is(">") &&
                         !tokens[at + 1].is("!") && !tokens[at + 1].is(")");
    const size_t begin = expression_begin(source, at);
    const bool before =
        begin > 1 && (twice(begin - 2, "+") || twice(begin - 2, "-") || tokens[begin - 1].is("&"));
    return assigned || changed || twice(at + 1, "+") || twice(at + 1, "-") || before;
  }

  [[nodiscard]] bool of_template() const {
    const facts::Record* record = subject_.program.field(uses_.hand_written()->slot).record;
    return record != nullptr && (record->is_template_pattern || record->pattern ||
                                 !record->template_name.text().empty());
  }

  // "T" of "new (memory) T(1)".
  static std::string type_in(const std::string& made) {
    const Source text(made);
    size_t first = 1;
    if (first < text.tokens().size() && text.tokens()[first].is("(")) {
      first = text.partner(first).value_or(first) + 1;
    }
    if (first >= text.tokens().size()) return {};
    const size_t begin = text.tokens()[first].range.begin;
    return made.substr(begin, made.find_first_of("({", begin) - begin);
  }

  // An expression of the get means the same where the pool is declared.
  [[nodiscard]] bool is_open(const std::string& made, const HandWritten& own) const {
    const Source text(made);
    std::set<std::string, std::less<>> closed = {"this"};
    for (const analysis::Part& part : own.gets) {
      const auto graph = subject_.program.graph(part.function);
      if (!graph) continue;
      for (const facts::Local& each : graph->locals) closed.emplace(each.name.text());
    }
    const auto slot = subject_.program.field(own.slot);
    if (slot.record != nullptr) {
      for (const facts::Field& each : slot.record->fields) closed.emplace(each.name.text());
      for (const facts::Function* each : subject_.program.functions()) {
        if (each->record == slot.record->id) closed.insert(last_part(each->name.text()));
      }
    }
    // The name of the type may be that of a constructor.
    closed.erase(last_part(pool_.pooled.name));
    return std::ranges::none_of(
        text.tokens(), [&](const SourceToken& token) { return closed.contains(token.text); });
  }

  std::optional<std::vector<inventory::Edit>> declared(const Habits& plain, const std::string& made,
                                                       const std::string& ending,
                                                       std::vector<Manual>& manual) {
    Habits habits = plain;
    const std::string object = of_template() ? type_in(made) : "";
    const std::string type = object.empty() ? last_part(pool_.pooled.name) : object;
    if (made != "new " + type && made != "new " + type + "()") habits.create = made;
    if (!ending.empty() && ending != "delete %") {
      habits.destroy = ending + ";";
      for (size_t at = habits.destroy.find('%'); at != std::string::npos;
           at = habits.destroy.find('%')) {
        habits.destroy.replace(at, 1, "object");
      }
    }
    if (!is_open(made, *uses_.hand_written()) || made.find("nothrow") != std::string::npos) {
      manual.push_back({pool_.id, pool_.factory.place,
                        "objects are made by '" + made + "', which no hook of a pool could do"});
      return std::nullopt;
    }
    const auto target =
        target_in_place(subject_, index_, uses_, {habits, object, behind()}, sources_, manual);
    if (!target) return std::nullopt;
    type_ = target->type;
    return target->edits;
  }

  const Subject& subject_;
  size_t index_;
  const inventory::Pool& pool_;
  PoolUses& uses_;
  Sources& sources_;
  std::vector<Manual>& manual_;
  std::string type_;                     // of the new pool, where it is declared
  const facts::Field* bound_ = nullptr;  // a member that is the capacity
};

}  // namespace

std::optional<Migration> move_in_place(const Subject& subject, size_t pool, PoolUses& uses,
                                       Sources& sources, std::vector<Manual>& manual) {
  return InPlaceMove(subject, pool, uses, sources, manual).run();
}

}  // namespace pool_audit::refactor
