#include "tool/refactor/instrument.h"

#include <algorithm>
#include <optional>
#include <set>

#include "checks/inventory/describe.h"
#include "tool/refactor/counting.h"
#include "tool/refactor/include_lines.h"
#include "tool/refactor/named_get.h"
#include "tool/refactor/pool_slot.h"
#include "tool/refactor/pool_uses.h"
#include "tool/refactor/remove_sites.h"
#include "tool/refactor/style.h"
#include "tool/refactor/sweep.h"
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

// "free_" -> "free_meter_", "spares" -> "spares_meter", "freeList" -> "freeListMeter"
std::string meter_name(const std::string& slot) {
  const bool tail = slot.ends_with('_');
  const std::string base = tail ? slot.substr(0, slot.size() - 1) : slot;
  const std::string stem = base.starts_with("m_") ? base.substr(2) : base;
  const bool camel = stem.find('_') == std::string::npos &&
                     std::ranges::any_of(stem, [](char c) { return c >= 'A' && c <= 'Z'; }) &&
                     std::ranges::any_of(stem, [](char c) { return c >= 'a' && c <= 'z'; });
  return base + (camel ? "Meter" : "_meter") + (tail ? "_" : "");
}

bool is_header(const std::string& file) {
  return std::ranges::any_of(std::initializer_list<std::string_view>{".h", ".hh", ".hpp", ".hxx"},
                             [&](std::string_view end) { return file.ends_with(end); });
}

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

  bool may_have_one() {
    const facts::Type& element = program_.type(own_->element);
    if (element.kind == facts::TypeKind::integer || element.kind == facts::TypeKind::enumeration) {
      manual(pool_.place, "the spares are numbers of elements, not objects");
    } else if (pool_.pooled.name.empty() || pool_.pooled.name == "void") {
      manual(pool_.place, "the pool hands out memory without a type to size");
    }
    std::set<std::string> others;
    for (const auto* list : {&subject_.taken, &subject_.given}) {
      for (const inventory::Taken& each : *list) {
        if (each.role.hand_written < 0 ||
            &subject_.recognised.pools[static_cast<size_t>(each.role.hand_written)] != own_) {
          continue;
        }
        for (const size_t other : each.pools) {
          if (other != index_) others.insert(subject_.pools[other].name);
        }
      }
    }
    for (const std::string& other : others) {
      manual(pool_.place, "'" + other + "' shares its code: one count would be that of both");
    }
    for (const Part& part : parts()) {
      const facts::Function* function = program_.function(part.function);
      if (function == nullptr) continue;
      const Place place = inventory::to_place(function->location);
      const facts::Record* record = program_.record(function->record);
      const bool dependent =
          function->has(facts::FunctionFlag::template_pattern) ||
          function->has(facts::FunctionFlag::instantiation) ||
          (record != nullptr && (record->pattern || record->is_template_pattern));
      if (dependent) {
        manual(place, "its code is a template: one count would be that of all its types");
      } else if (sources_.stretch(function->location).empty()) {
        manual(place, place.macro.empty() ? "its code is not that of the project"
                                          : "its code comes out of the macro " + place.macro);
      }
    }
    return good_;
  }

  // ---- where the meter stands ------------------------------------------------------------------

  bool find_place() {
    const auto field = program_.field(own_->slot);
    const facts::Variable* variable = program_.variable(own_->slot);
    const facts::Record* holder = field.record;
    if (variable != nullptr && variable->storage == facts::Storage::static_member) {
      holder = program_.record(variable->record);
    }
    const facts::Location* declared = field.field != nullptr ? &field.field->location
                                      : variable != nullptr  ? &variable->location
                                                             : nullptr;
    if (declared == nullptr) {
      manual(pool_.place, "what keeps the spares does not show");
      return false;
    }
    const std::string slot =
        last_part(field.field != nullptr ? field.field->name.text() : variable->name.text());
    const bool methods = holder != nullptr && std::ranges::all_of(parts(), [&](const Part& part) {
                           const facts::Function* function = program_.function(part.function);
                           return function != nullptr && function->record == holder->id;
                         });
    std::vector<Stretch> at = sources_.stretch(*declared);
    words_.name = meter_name(slot);
    if (!methods && field.field != nullptr) {
      // Outside of the struct, whose spares are called as those of others are.
      const std::string own = last_part(pool_.name);
      words_.name = meter_name(own.starts_with("m_") ? own.substr(2) : own);
    }
    if (const auto& taken = sources_.occurrences(words_.name); !taken.empty()) {
      manual(sources_.place(taken.front()), "the name '" + words_.name + "' is taken");
      return false;
    }
    if (methods) {
      // A static member is declared in its class and defined elsewhere.
      const std::vector<Stretch> body = sources_.stretch(holder->location);
      if (at.empty() || !holds(body, at.front())) {
        at.clear();
        for (const Stretch& each : sources_.occurrences(slot)) {
          if (at.empty() && holds(body, each) && declares_static(each)) at = {each};
        }
      }
      if (at.empty()) {
        manual(pool_.place, "where its spares are declared comes out of a macro");
        return false;
      }
      words_.in_c = false;
      return behind(at.front(), "inline static ");
    }
    return beside_functions(variable, at);
  }

  bool declares_static(const Stretch& name) {
    const Source& source = *sources_.find(name.file);
    const auto statement = source.statement(name.range);
    return statement && (source.of(statement->range).starts_with("static ") ||
                         source.of(statement->range).starts_with("inline static "));
  }

  // A variable of the one file that all of its functions stand in.
  bool beside_functions(const facts::Variable* variable, const std::vector<Stretch>& slot) {
    std::vector<Stretch> all;
    for (const Part& part : parts()) {
      const facts::Function* function = program_.function(part.function);
      if (function == nullptr) continue;
      if (function->record) {
        manual(inventory::to_place(function->location),
               "the functions of the pool are not all of the class that holds its spares");
        return false;
      }
      for (Stretch& each : sources_.stretch(function->location)) all.push_back(std::move(each));
    }
    if (all.empty()) return false;
    std::ranges::sort(all);
    const std::string file = all.front().file;
    for (const Stretch& each : all) {
      if (each.file == file) continue;
      manual(sources_.place(each), "its functions are in several files");
      return false;
    }
    words_.in_c = file.ends_with(".c");
    const bool hidden = pool_.name.find("(anonymous") != std::string::npos;
    const std::string before = is_header(file) && !words_.in_c ? "inline "
                               : hidden                        ? ""
                                                               : "static ";
    const bool beside = variable != nullptr && !slot.empty() && slot.front().file == file &&
                        variable->storage == facts::Storage::namespace_scope;
    if (beside) return behind(slot.front(), before);
    const Source& source = *sources_.find(file);
    const size_t at = whole_declaration(source, all.front().range).begin;
    if (source.line_begin(at) != at) {
      manual(sources_.place(all.front()), "there is no line of its own for a meter in front of it");
      return false;
    }
    const std::string end = source.line_end(at);
    declare_at_ = source.place(file, {at, at});
    declaration_ = source.indentation(at) + before + declarator(file, source) + end + end;
    return true;
  }

  bool behind(const Stretch& declaration, const std::string& before) {
    const Source& source = *sources_.find(declaration.file);
    const auto statement = source.statement(declaration.range);
    const auto line = statement ? line_behind(source, declaration.file, *statement) : std::nullopt;
    if (!line) {
      manual(sources_.place(declaration),
             "its declaration shares a line with something else: a meter stands behind it");
      return false;
    }
    declare_at_ = line->at;
    declaration_ =
        line->indentation + before + declarator(declaration.file, source) + line->line_end;
    return true;
  }

  // "pool::meter<Part> spares_meter{"net::spares"};"
  std::string declarator(const std::string& file, const Source& source) {
    const size_t end = pool_.name.rfind("::");
    const TypeStyle style{end == std::string::npos ? "" : pool_.name.substr(0, end + 2),
                          signs_on_the_left(source) >= 0, words_.in_c};
    std::string type = written_type(writable_type(pool_.pooled.name), style, sources_);
    while (type.ends_with(' ')) type.pop_back();
    file_ = file;
    if (words_.in_c) {
      return "struct pool_meter " + words_.name + " = POOL_METER(\"" + pool_.name + "\", " + type +
             ");";
    }
    return "pool::meter<" + type + "> " + words_.name + "{\"" + pool_.name + "\"};";
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
      take(part.function, count_gets(sources_, ways, words_));
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
      take(part.function, count_puts(sources_, subject_, part.function, ways, words_));
      for (const Way& way : ways.all) trims_.insert(way.takes.begin(), way.takes.end());
    }
    for (const Symbol function : uses_of(sources_, program_, own_->slot).functions) {
      if (done.contains(function)) continue;
      const OtherUse use = other_use_of(program_, *own_, function);
      take(function, count_fills(sources_, use.fills, words_));
      const facts::Function* known = program_.function(function);
      if (known == nullptr || known->has(facts::FunctionFlag::destructor)) continue;
      trims_.insert(use.takes.begin(), use.takes.end());
    }
  }

  void add_meter() {
    group_.pool = pool_.id;
    group_.pool_name = pool_.name;
    group_.title = "count what " + last_part(pool_.name) + " is used for";
    group_.edits.insert(group_.edits.begin(), Edit{declare_at_, declaration_});
    if (auto line = include_line(*sources_.find(file_), file_, "<pool/meter.h>")) {
      group_.edits.insert(group_.edits.begin(), std::move(*line));
    }
    group_.evidence = "Each way through its get and its put counts once: ";
    for (size_t i = 0; i < counted_.size(); ++i) {
      group_.evidence += (i == 0 ? "" : ", ") + counted_[i];
    }
    group_.evidence += ". Telemetry calls it " + pool_.name + ".";
  }

  // Spares that go without a get: what is idle would be counted too high.
  void tell_of_trims() {
    for (const Place& each : trims_) {
      const std::string call = words_.in_c ? "pool_meter_trimmed(&" + words_.name + ", NUMBER)"
                                           : words_.name + ".trimmed(NUMBER)";
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
  MeterWords words_;
  std::string file_;  // that declares the meter
  Place declare_at_;
  std::string declaration_;
  Group group_;
  std::vector<std::string> counted_;
  std::set<Place> trims_;
};

}  // namespace

void plan_instrument(const Subject& subject, size_t pool, Sources& sources, Plan& plan) {
  Instrument(subject, pool, sources, plan).run();
}

}  // namespace pool_audit::refactor
