#include "tool/refactor/remove_hollow.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "checks/inventory/describe.h"
#include "tool/refactor/beyond_pooling.h"
#include "tool/refactor/fold.h"
#include "tool/refactor/hollow_successor.h"
#include "tool/refactor/instances.h"
#include "tool/refactor/layout_asked.h"
#include "tool/refactor/members.h"
#include "tool/refactor/remove_dispose.h"
#include "tool/refactor/remove_initialisers.h"
#include "tool/refactor/remove_locks.h"
#include "tool/refactor/remove_sites.h"
#include "tool/refactor/remove_tidy.h"
#include "tool/refactor/spare_counts.h"
#include "tool/refactor/sweep.h"
#include "tool/refactor/unused_parameters.h"
#include "tool/refactor/uses.h"

namespace pool_audit::refactor {

using analysis::HandWritten;
using inventory::Place;
using inventory::Pool;
using inventory::Subject;

namespace {

class Hollow {
 public:
  // With `in_place`, which outlives it, the spares go on in another pool.
  Hollow(const Subject& subject, size_t pool, Sources& sources, Plan& plan,
         const InPlace* in_place = nullptr)
      : subject_(subject),
        program_(subject.program),
        pool_(subject.pools[pool]),
        index_(pool),
        sources_(sources),
        plan_(plan),
        in_place_(in_place) {}

  void run(bool all_instances) {
    own_ = find_own();
    if (own_ == nullptr) {
      manual(pool_.place, "what keeps the spares does not show");
      return;
    }
    if (!may_be_hollow()) return;
    others_ = pools_beside(subject_, index_, *own_);
    if (!others_.empty() && !all_instances && in_place_ == nullptr) {
      manual(pool_.place, "its class keeps the spares of " + others_ +
                              " as well, which would lose them (--all-instances: so be it)");
      return;
    }
    slot_ = uses_of(sources_, program_, own_->slot);
    if (!is_clear(slot_)) return;
    const size_t manual_before = plan_.manual.size();
    find_counts();
    if (plan_.manual.size() != manual_before) return;
    const auto disposal = disposal_of(subject_, *own_, slot_, sources_);
    if (!disposal.reason.empty()) {
      manual(pool_.place, disposal.reason);
      return;
    }
    disposal_ = disposal;
    if (in_place_ != nullptr && disposal.text.empty() && !disposal.plain_end) {
      manual(pool_.place,
             "the spares are neither pointers nor std::unique_ptr, which a pool takes");
      return;
    }
    if (!fold_all({})) return;
    if (!(in_place_ == nullptr ? check_makers() : check_takers())) return;
    drop_guards();
    assemble();
  }

  // Of all functions that were changed.
  [[nodiscard]] std::vector<std::string> changed() const {
    std::vector<std::string> out;
    for (const Function& each : folded_) {
      out.emplace_back(program_.function(each.id)->name.text());
    }
    std::ranges::sort(out);
    return out;
  }

 private:
  struct Function {
    Symbol id;
    std::string file;
    Range range;
    size_t opening = 0;
    std::string body = {};  // the new one
  };

  void manual(const Place& place, std::string reason) {
    plan_.manual.push_back({pool_.id, place, std::move(reason)});
  }

  [[nodiscard]] const HandWritten* find_own() const {
    for (const auto* list : {&subject_.taken, &subject_.given}) {
      for (const inventory::Taken& each : *list) {
        if (each.role.hand_written >= 0 && std::ranges::count(each.pools, index_) != 0) {
          return &subject_.recognised.pools[static_cast<size_t>(each.role.hand_written)];
        }
      }
    }
    for (const HandWritten& each : subject_.recognised.pools) {
      if (each.slot == subject_.keys[index_].id) return &each;
    }
    return nullptr;
  }

  bool may_be_hollow() {
    const facts::Type& element = program_.type(own_->element);
    if (element.kind == facts::TypeKind::integer || element.kind == facts::TypeKind::enumeration) {
      manual(pool_.place, "the spares are numbers of elements, not objects");
      return false;
    }
    if (own_->factory == "the elements of an array") {
      manual(pool_.place, "the objects are elements of arrays, which the pool owns as a whole");
      return false;
    }
    if (own_->factory.empty()) {
      manual(pool_.place, "who makes the objects does not show");
      return false;
    }
    return true;
  }

  bool is_clear(const Uses& uses) {
    for (const Stretch& each : uses.unclear) {
      manual(sources_.place(each), "'" + uses.name + "' may be meant here");
    }
    if (uses.declarations.empty()) manual(pool_.place, "where it is declared does not show");
    for (const Stretch& each : uses.declarations) {
      const Source* source = sources_.find(each.file);
      const auto statement = source->statement(each.range);
      if (!statement || statement->has_several) {
        manual(sources_.place(each), "it is declared together with something else");
        return false;
      }
    }
    return uses.unclear.empty() && !uses.declarations.empty();
  }

  bool is_clear_silently(const Uses& uses) {
    const size_t manual = plan_.manual.size();
    const bool clear = is_clear(uses);
    plan_.manual.resize(manual);
    return clear;
  }

  // ---- what counts the spares ------------------------------------------------------------------

  void find_counts() {
    for (Uses& uses : spare_counts(sources_, program_, *own_)) {
      // Half of what it counts would be left.
      for (const Stretch& each : uses.unclear) {
        manual(sources_.place(each), "'" + uses.name + "' may be meant here");
      }
      counts_.push_back(std::move(uses));
    }
  }

  // ---- the functions ---------------------------------------------------------------------------

  [[nodiscard]] std::vector<Symbol> functions() const {
    std::set<Symbol> out(slot_.functions.begin(), slot_.functions.end());
    for (const Uses& each : counts_) out.insert(each.functions.begin(), each.functions.end());
    return {out.begin(), out.end()};
  }

  static void mark(const Uses& uses, const Source& source, const Function& function,
                   std::set<size_t>& out) {
    for (const Stretch& each : uses.ours) {
      if (each.file == function.file && holds(function.range, each.range)) {
        out.insert(source.token_at(each.range.begin));
      }
    }
  }

  bool fold_all(const std::map<std::string, std::set<size_t>>& dropped) {
    folded_.clear();
    for (const Symbol id : functions()) {
      const facts::Function* known = program_.function(id);
      const auto at = sources_.stretch(known->location);
      if (at.empty()) {
        manual(inventory::to_place(known->location), "a function of the pool comes out of a macro");
        return false;
      }
      Function out{.id = id, .file = at.front().file, .range = at.front().range};
      const bool seen = std::ranges::any_of(folded_, [&](const Function& each) {
        return each.file == out.file && each.range == out.range;
      });
      if (seen) continue;  // another instantiation
      const Source& source = *sources_.find(out.file);
      const auto opening = body_of(source, out.range);
      if (!opening) {
        manual(inventory::to_place(known->location), "its body does not show");
        return false;
      }
      out.opening = *opening;
      FoldInput input;
      mark(slot_, source, out, input.spares.slots);
      for (const Uses& each : counts_) mark(each, source, out, input.spares.counts);
      if (const auto found = dropped.find(out.file); found != dropped.end()) {
        input.dropped = found->second;
      }
      input.null = out.file.ends_with(".c") || out.file.ends_with(".h") ? "NULL" : "nullptr";
      if (disposal_.has_nullptr) input.null = "nullptr";
      input.dispose = [&](const std::string& object) { return disposal_.of(object, *known); };
      if (in_place_ != nullptr) {
        if (!succeed(source, out, *known, input)) return false;
      } else if (own_->resets_on_put && resets_alone(subject_, *own_, own_->reset_method)) {
        input.reset = method_name();
      }
      const Folded folded = fold(source, *opening, input);
      if (!folded.reason.empty()) {
        manual(source.place(out.file, source.tokens()[folded.where].range), folded.reason);
        return false;
      }
      out.body = folded.body;
      if (!folded.made.empty()) {
        if (!made_.empty() && made_ != folded.made) {
          manual(sources_.place({out.file, out.range}), "objects are made in two ways");
          return false;
        }
        made_ = folded.made;
      }
      folded_.push_back(std::move(out));
    }
    return true;
  }

  [[nodiscard]] std::string method_name() const {
    const facts::Function* method = program_.function(own_->reset_method);
    return method != nullptr ? last_part(method->name.text()) : "";
  }

  [[nodiscard]] bool is_get(const Function& function) const {
    return std::ranges::any_of(
        own_->gets, [&](const analysis::Part& part) { return part.function == function.id; });
  }

  // ---- a pool that takes over ------------------------------------------------------------------

  bool succeed(const Source& source, const Function& function, const facts::Function& known,
               FoldInput& input) {
    std::string why;
    input.successor =
        successor_in(program_, *own_, known, source, input.spares.slots, disposal_, why);
    if (!input.successor) {
      manual(sources_.place({function.file, function.range}), why);
      return false;
    }
    input.successor->name = in_place_->name;
    return true;
  }

  // Every get takes from the new pool.
  bool check_takers() {
    if (!made_.empty()) return true;
    manual(pool_.place, "where the get makes an object does not show");
    return false;
  }

  // The gets still make objects, and the pool knows of none but its spares.
  bool check_makers() {
    std::string_view factory = own_->factory;
    factory = factory.substr(0, factory.find('('));
    const std::string maker = factory.starts_with("new") ? "new" : last_part(factory);
    bool makes = false;
    for (const Function& each : folded_) {
      const Source body(each.body);
      const auto& tokens = body.tokens();
      for (size_t i = 0; i + 1 < tokens.size(); ++i) {
        makes = makes || tokens[i].is(maker);
        const bool keeps = tokens[i].text.starts_with("push") || tokens[i].is("emplace_back") ||
                           tokens[i].is("insert");
        if (is_get(each) && keeps && tokens[i + 1].is("(")) {
          manual(sources_.place({each.file, each.range}),
                 "the get also keeps what it makes, and somebody else ends it");
          return false;
        }
      }
    }
    if (makes) return true;
    manual(pool_.place,
           "objects are made ahead of time, or elsewhere: without a spare there is none");
    return false;
  }

  // ---- the lock --------------------------------------------------------------------------------

  // A lock goes when nothing is left that it guards.
  void drop_guards() {
    for (const Symbol id : neighbours_of(program_, own_->slot)) {
      if (!is_lock(program_, id)) continue;
      Uses uses = uses_of(sources_, program_, id);
      std::map<std::string, std::set<size_t>> dropped;
      if (uses.ours.empty() || !is_clear_silently(uses) ||
          !lock_statements(sources_, uses, bodies(), dropped))
        continue;
      const std::vector<Function> with_locks = folded_;
      const size_t manual = plan_.manual.size();
      if (fold_all(dropped) && !guards_more(program_, *own_, id, left(), disposal_.text)) {
        gone_.push_back(std::move(uses));
        return;
      }
      plan_.manual.resize(manual);
      folded_ = with_locks;
    }
  }

  [[nodiscard]] std::vector<Stretch> bodies() const {
    std::vector<Stretch> out;
    for (const Function& each : folded_) out.push_back({each.file, each.range});
    return out;
  }

  // What is left of the functions.
  [[nodiscard]] std::vector<FoldedBody> left() const {
    std::vector<FoldedBody> out;
    for (const Function& each : folded_) out.push_back({each.id, each.body});
    return out;
  }

  // ---- the patch -------------------------------------------------------------------------------

  void change_functions() {
    for (const Function& each : folded_) {
      const Source& source = *sources_.find(each.file);
      const auto& tokens = source.tokens();
      const Range body{tokens[each.opening].range.begin, each.range.end};
      const facts::Function* known = program_.function(each.id);
      const Source after(each.body);
      const bool inside = known->has(facts::FunctionFlag::destructor) &&
                          !known->has(facts::FunctionFlag::virtual_) &&
                          source.tokens()[source.token_at(each.range.begin)].is("~");
      if (inside && after.tokens().size() == 2) {
        tidying_.change(each.file, whole_declaration(source, each.range), "");
        continue;
      }
      // From the line of the brace on, so that whole lines are compared.
      const std::string before(source.of(body));
      std::string body_text = each.body;
      const bool was_empty = source.partner(each.opening) == each.opening + 1;
      if (after.tokens().size() == 2 && !was_empty) body_text = "{}";
      for (const LineChange& line : line_changes(body.begin, before, body_text)) {
        tidying_.change(each.file, line.range, line.text);
      }
    }
  }

  // Parameters that only what is gone used.
  void change_parameters() {
    for (const Function& each : folded_) {
      const Source& source = *sources_.find(each.file);
      const Rewritten rewritten{each.file, each.range, each.opening, each.body};
      const auto changes = unused_parameters(source, rewritten, *program_.function(each.id));
      for (const TextChange& one : changes) tidying_.change(one.file, one.range, one.text);
    }
  }

  void change_initialisers() {
    std::vector<const Uses*> all = {&slot_};
    for (const Uses& each : counts_) all.push_back(&each);
    for (const Uses& each : gone_) all.push_back(&each);
    remove_initialisers(program_, sources_, all, tidying_);
  }

  // Members that nothing names any more but their own initialisers: a limit.
  void find_limits() {
    if (program_.field(own_->slot).record == nullptr) return;
    std::set<std::string> left;
    for (const Function& each : folded_) {
      const Source body(each.body);
      for (const SourceToken& token : body.tokens()) left.emplace(token.text);
    }
    for (const Symbol id : neighbours_of(program_, own_->slot)) {
      const auto field = program_.field(id);
      if (field.field->access == facts::Access::public_) continue;
      const std::string name = last_part(field.field->name.text());
      const auto is_it = [&](const Uses& each) { return each.name == name; };
      if (std::ranges::any_of(gone_, is_it) || std::ranges::any_of(counts_, is_it)) continue;
      Uses uses = uses_of(sources_, program_, id);
      if (in_place_ != nullptr && in_place_->bound == name) continue;
      if (left.contains(name) || !is_clear_silently(uses)) continue;
      bool was_used = false;  // in what is gone, and not only set
      bool goes = true;
      for (const Stretch& token : uses.ours) {
        const bool folded = std::ranges::any_of(folded_, [&](const Function& each) {
          const Source& source = *sources_.find(each.file);
          return each.file == token.file &&
                 holds({source.tokens()[each.opening].range.begin, each.range.end}, token.range);
        });
        was_used = was_used || folded;
        goes = goes && (folded || is_initialiser(token, uses));
      }
      if (goes && was_used) gone_.push_back(std::move(uses));
    }
  }

  // Whether the token names what an initialiser of a constructor sets.
  bool is_initialiser(const Stretch& token, const Uses& uses) {
    return !initialisers_at(sources_, program_, uses, token).empty();
  }

  // What is left of the class that loses members has to be one that its users can still write.
  bool may_lose_members() {
    const auto slot = program_.field(own_->slot);
    if (slot.record == nullptr) return true;
    size_t going = 1 + gone_.size();
    for (const Uses& each : counts_) going += each.declarations.empty() ? 0 : 1;
    const auto use = against_losing(sources_, program_, *slot.record, going);
    if (use) manual(sources_.place(use->where), use->what);
    return !use;
  }

  void assemble() {
    find_limits();
    if (!may_lose_members()) return;
    group_.pool = pool_.id;
    group_.pool_name = pool_.name;
    if (in_place_ != nullptr) {
      group_.title = in_place_->title;
      group_.evidence = in_place_->evidence;
      if (!others_.empty()) group_.evidence += " This goes for " + others_ + " as well.";
      const auto declared = in_place_->declare(made_, disposal_.text, plan_.manual);
      if (!declared) return;
      declared_ = *declared;
    } else {
      name_removal();
    }
    change_functions();
    change_parameters();
    change_initialisers();
    std::vector<const Uses*> all = {&slot_};
    for (const Uses& each : counts_) all.push_back(&each);
    for (const Uses& each : gone_) all.push_back(&each);
    for (const Uses* uses : all) {
      for (const Stretch& each : uses->declarations) {
        const Source& source = *sources_.find(each.file);
        if (const auto one = one_of_several(source, each.range)) {
          tidying_.change(each.file, *one, "");
          continue;
        }
        replace_declaration(each.file, whole_declaration(source, each.range));
      }
    }
    for (const inventory::Edit& each : declared_) {
      const Source& source = *sources_.find(each.place.file);
      tidying_.change(each.place.file, *source.range(each.place), each.text);
    }
    tidying_.finish(std::move(group_), plan_);
  }

  // By that of a pool that takes over, where one stands behind it.
  void replace_declaration(const std::string& file, Range whole) {
    const Source& source = *sources_.find(file);
    for (auto each = declared_.begin(); each != declared_.end(); ++each) {
      if (each->place.file != file) continue;
      const auto at = source.range(each->place);
      const bool behind =
          at && at->begin == at->end && whole.begin < at->begin && at->begin <= whole.end;
      if (!behind) continue;
      tidying_.change(file, {whole.begin, at->begin}, each->text);
      declared_.erase(each);
      return;
    }
    tidying_.change(file, whole, "");
  }

  void name_removal() {
    group_.title = "keep no spares in " + last_part(pool_.name) + ": make each " +
                   last_part(writable_type(pool_.pooled.name)) + " anew";
    group_.evidence =
        "What only a spare would reach is gone; functions that make and end objects stay, with "
        "their callers as they are." +
        (others_.empty() ? "" : " This goes for " + others_ + " as well, which share the code.");
  }

  const Subject& subject_;
  const analysis::Program& program_;
  const Pool& pool_;
  size_t index_;
  Sources& sources_;
  Plan& plan_;
  const HandWritten* own_ = nullptr;
  Uses slot_;
  std::vector<Uses> counts_;
  std::vector<Uses> gone_;  // other members: the lock, limits
  Disposal disposal_;
  std::vector<Function> folded_;
  const InPlace* in_place_;
  std::string made_;                       // how the gets made objects, in place
  std::vector<inventory::Edit> declared_;  // that declare the pool that takes over
  Group group_;
  std::string others_;  // pools that lose their spares with this one
  Tidying tidying_{program_, sources_};
};

}  // namespace

void plan_hollow(const Subject& subject, size_t pool, Sources& sources, bool all_instances,
                 Plan& plan) {
  Hollow(subject, pool, sources, plan).run(all_instances);
}

void plan_in_place(const Subject& subject, size_t pool, Sources& sources, const InPlace& in_place,
                   Plan& plan, std::vector<std::string>& functions) {
  Hollow hollow(subject, pool, sources, plan, &in_place);
  hollow.run(true);
  functions = hollow.changed();
}

}  // namespace pool_audit::refactor
