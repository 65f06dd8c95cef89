#include "tool/refactor/instrument.h"

#include <algorithm>
#include <set>

#include "checks/inventory/describe.h"
#include "tool/refactor/counting.h"
#include "tool/refactor/include_lines.h"
#include "tool/refactor/meter_family.h"
#include "tool/refactor/meter_place.h"
#include "tool/refactor/named_get.h"
#include "tool/refactor/pool_slot.h"
#include "tool/refactor/pool_uses.h"
#include "tool/refactor/template_words.h"
#include "tool/refactor/uses.h"

namespace pool_audit::refactor {

using analysis::HandWritten;
using analysis::Part;
using inventory::Edit;
using inventory::Place;
using inventory::Pool;
using inventory::Subject;

namespace {

constexpr std::string_view kClass = "pool::meter";
constexpr std::string_view kFunctions = "pool_meter_";

class Instrument {
 public:
  Instrument(const Subject& subject, size_t pool, Sources& sources, Plan& plan)
      : subject_(subject),
        program_(subject.program),
        index_(pool),
        pool_(subject.pools[pool]),
        uses_(subject, pool),
        sources_(sources),
        plan_(plan) {}

  void run() {
    own_ = uses_.hand_written();
    if (own_ == nullptr) {
      of_a_library();
      return;
    }
    if (is_counted()) {
      plan_.notes.push_back({pool_.id, pool_.place, "a meter counts it already"});
      return;
    }
    if (!may_have_one() || !find_place()) return;
    if (is_planned()) {
      plan_.notes.push_back(
          {pool_.id, pool_.place, "the meter of " + last_part(own_->name) + " counts it as well"});
      return;
    }
    count_all();
    if (!good_) return;
    add_meter();
    plan_.groups.push_back(std::move(group_));
    tell_of_trims();
  }

 private:
  void manual(const Place& place, std::string reason) {
    plan_.manual.push_back({pool_.id, place, std::move(reason)});
    good_ = false;
  }

  // Its code is somebody else's, and does not tell which of its gets made an object.
  void of_a_library() {
    if (pool_.library == "pool") {
      plan_.notes.push_back({pool_.id, pool_.place, "the runtime counts it already"});
      return;
    }
    bool any = false;
    for (const inventory::Site& site : pool_.sites) {
      const bool get = site.kind == inventory::SiteKind::get;
      if ((!get && site.kind != inventory::SiteKind::put) || !site.through.empty()) continue;
      any = true;
      manual(site.place, std::string("a ") + (get ? "get from" : "put into") +
                             " a pool of a library, which does not tell " +
                             (get ? "whether it made the object" : "whether it keeps it") +
                             ": count it here");
    }
    if (!any) manual(pool_.place, "nobody takes from it or puts into it");
  }

  [[nodiscard]] std::vector<Part> parts() const {
    std::vector<Part> out = own_->gets;
    out.insert(out.end(), own_->puts.begin(), own_->puts.end());
    return out;
  }

  bool is_counted() const {
    const auto counts = [&](const facts::Event& event) {
      const facts::Function* callee = program_.function(event.callee);
      const std::string_view name = callee != nullptr ? callee->name.text() : event.callee.text();
      return event.kind == facts::EventKind::call &&
             (name.starts_with(kClass) || name.find(kFunctions) != std::string_view::npos);
    };
    return std::ranges::any_of(parts(), [&](const Part& part) {
      const auto graph = program_.graph(part.function);
      return graph && std::ranges::any_of(graph->blocks, [&](const facts::Block& block) {
               return std::ranges::any_of(block.events, counts);
             });
    });
  }

  // By another pool that shares the code.
  [[nodiscard]] bool is_planned() const {
    return family_.by_class && std::ranges::any_of(plan_.groups, [&](const Group& group) {
             return std::ranges::find(group.edits, meter_.declaration) != group.edits.end();
           });
  }

  bool may_have_one() {
    const facts::Type& element = program_.type(own_->element);
    if (element.kind == facts::TypeKind::integer || element.kind == facts::TypeKind::enumeration) {
      manual(pool_.place, "the spares are numbers of elements, not objects");
    } else if (pool_.pooled.name.empty() || pool_.pooled.name == "void") {
      manual(pool_.place, "the pool hands out memory without a type to size");
    }
    family_ = family_of(subject_, *own_, index_);
    if (!family_.reason.empty()) manual(family_.place, family_.reason);
    if (family_.is_template) {
      if (const auto at = member_specialization(sources_, last_part(own_->name))) {
        manual(sources_.place(*at), "one type has code of its own here: it would count nothing");
      }
    }
    for (const Part& part : parts()) {
      const facts::Function* function = program_.function(part.function);
      if (function == nullptr) continue;
      const Place place = inventory::to_place(function->location);
      if (family_.is_template && chooses_by_type(part.function)) {
        manual(place, "which of its ways there are depends on the type: not all of them are seen");
      } else if (sources_.stretch(function->location).empty()) {
        manual(place, place.macro.empty() ? "its code is not that of the project"
                                          : "its code comes out of the macro " + place.macro);
      }
    }
    return good_;
  }

  // Facts tell of one specialization, and of nothing that it leaves out.
  bool chooses_by_type(Symbol function) {
    const auto body = tokens_of(sources_, subject_, function);
    if (!body) return true;
    for (size_t i = body->first; i + 1 < body->last; ++i) {
      const auto& tokens = body->source->tokens();
      if (tokens[i].is("if") && tokens[i + 1].is("constexpr")) return true;
    }
    return false;
  }

  bool find_place() {
    meter_ = place_meter(subject_, *own_, index_, family_, sources_);
    if (!meter_.reason.empty()) manual(meter_.trouble, meter_.reason);
    return good_;
  }

  // ---- what is counted -------------------------------------------------------------------------

  void take(const Symbol function, Counting counting) {
    if (!counting.reason.empty()) {
      const facts::Function* known = program_.function(function);
      const bool here = counting.place.line != 0 || known == nullptr;
      manual(here ? counting.place : inventory::to_place(known->location), counting.reason);
      return;
    }
    group_.edits.insert(group_.edits.end(), counting.edits.begin(), counting.edits.end());
    counted_.insert(counted_.end(), counting.counted.begin(), counting.counted.end());
  }

  void count_all() {
    std::set<Symbol> done;
    for (const Part& part : own_->gets) {
      if (!done.insert(part.function).second) continue;
      const Ways ways = ways_of(program_, *own_, part, false);
      take(part.function, count_gets(sources_, ways, meter_.words));
      for (const Way& way : ways.all) {
        // Taken out, and not good enough.
        if (way.fate != Fate::hit) trims_.insert(way.takes.begin(), way.takes.end());
      }
    }
    for (const Part& part : own_->puts) {
      if (!done.insert(part.function).second) {
        manual(inventory::to_place(part.location), "one function takes and puts");
        continue;
      }
      const Ways ways = ways_of(program_, *own_, part, true);
      take(part.function, count_puts(sources_, subject_, part.function, ways, meter_.words));
      for (const Way& way : ways.all) trims_.insert(way.takes.begin(), way.takes.end());
    }
    for (const Symbol function : uses_of(sources_, program_, own_->slot).functions) {
      if (done.contains(function)) continue;
      const OtherUse use = other_use_of(program_, *own_, function);
      take(function, count_fills(sources_, use.fills, meter_.words));
      const facts::Function* known = program_.function(function);
      if (known == nullptr || known->has(facts::FunctionFlag::destructor)) continue;
      trims_.insert(use.takes.begin(), use.takes.end());
    }
  }

  void add_meter() {
    group_.pool = pool_.id;
    group_.pool_name = pool_.name;
    group_.title = family_.by_class
                       ? "count what the pools of " + last_part(own_->name) + " are used for"
                       : "count what " + last_part(pool_.name) + " is used for";
    group_.edits.insert(group_.edits.begin(), meter_.declaration);
    if (auto line = include_line(*sources_.find(meter_.file), meter_.file, "<pool/meter.h>")) {
      group_.edits.insert(group_.edits.begin(), std::move(*line));
    }
    group_.evidence = "Each way through its get and its put counts once: ";
    for (size_t i = 0; i < counted_.size(); ++i) {
      group_.evidence += (i == 0 ? "" : ", ") + counted_[i];
    }
    group_.evidence += ". Telemetry calls it " + meter_.called + ".";
    if (family_.is_template) group_.evidence += " Each specialization has a meter of its own.";
    if (const std::string names = counted_as_one(subject_, family_); !names.empty()) {
      group_.evidence += " It counts " + names + " together, and is joined to none of them.";
      plan_.notes.push_back(
          {pool_.id, pool_.place,
           "one meter counts " + names + " together: telemetry is joined to none of them"});
    }
  }

  // Spares that go without a get: what is idle would be counted too high.
  void tell_of_trims() {
    for (const Place& each : trims_) {
      const std::string call = meter_.words.in_c
                                   ? "pool_meter_trimmed(&" + meter_.words.name + ", NUMBER)"
                                   : meter_.words.name + ".trimmed(NUMBER)";
      plan_.manual.push_back(
          {pool_.id, each, "spares go here that no get is given: " + call + " tells how many"});
    }
  }

  const Subject& subject_;
  const analysis::Program& program_;
  size_t index_;
  const Pool& pool_;
  PoolUses uses_;
  Sources& sources_;
  Plan& plan_;
  const HandWritten* own_ = nullptr;
  bool good_ = true;
  Family family_;
  MeterPlace meter_;
  Group group_;
  std::vector<std::string> counted_;
  std::set<Place> trims_;
};

}  // namespace

void plan_instrument(const Subject& subject, size_t pool, Sources& sources, Plan& plan) {
  Instrument(subject, pool, sources, plan).run();
}

}  // namespace pool_audit::refactor
