#include "tool/refactor/meter_place.h"

#include <algorithm>
#include <optional>

#include "checks/inventory/describe.h"
#include "checks/support/words.h"
#include "tool/refactor/named_get.h"
#include "tool/refactor/remove_sites.h"
#include "tool/refactor/style.h"
#include "tool/refactor/sweep.h"
#include "tool/refactor/template_words.h"

namespace pool_audit::refactor {

using analysis::HandWritten;
using analysis::Part;
using inventory::Edit;
using inventory::Place;
using inventory::Pool;
using inventory::Subject;

namespace {

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

class Placing {
 public:
  Placing(const Subject& subject, const HandWritten& own, size_t pool, const Family& family,
          Sources& sources)
      : subject_(subject),
        program_(subject.program),
        pool_(subject.pools[pool]),
        own_(own),
        family_(family),
        sources_(sources) {
    parts_ = own.gets;
    parts_.insert(parts_.end(), own.puts.begin(), own.puts.end());
  }

  MeterPlace find() {
    search();
    return std::move(out_);
  }

 private:
  void fail(const Place& place, std::string reason) {
    if (!out_.reason.empty()) return;
    out_.trouble = place;
    out_.reason = std::move(reason);
  }

  void search() {
    const auto field = program_.field(own_.slot);
    const facts::Variable* variable = program_.variable(own_.slot);
    const facts::Record* holder = field.record;
    if (variable != nullptr && variable->storage == facts::Storage::static_member) {
      holder = program_.record(variable->record);
    }
    const facts::Location* declared = field.field != nullptr ? &field.field->location
                                      : variable != nullptr  ? &variable->location
                                                             : nullptr;
    if (declared == nullptr) {
      fail(pool_.place, "what keeps the spares does not show");
      return;
    }
    const std::string slot =
        last_part(field.field != nullptr ? field.field->name.text() : variable->name.text());
    const bool methods = holder != nullptr && std::ranges::all_of(parts_, [&](const Part& part) {
                           const facts::Function* function = program_.function(part.function);
                           return function != nullptr && is_of(function->record, *holder);
                         });
    out_.words.name = meter_name(slot);
    if (!methods && field.field != nullptr) {
      // Outside of the struct, whose spares are called as those of others are.
      const std::string own = last_part(family_.by_class ? own_.name : pool_.name);
      out_.words.name = meter_name(own.starts_with("m_") ? own.substr(2) : own);
    }
    if (const auto& taken = sources_.occurrences(out_.words.name); !taken.empty()) {
      fail(sources_.place(taken.front()), "the name '" + out_.words.name + "' is taken");
      return;
    }
    const std::vector<Stretch> at = sources_.stretch(*declared);
    if (methods) {
      in_class(*holder, slot, at);
    } else {
      beside_functions(variable, at);
    }
  }

  [[nodiscard]] bool is_of(Symbol record, const facts::Record& holder) const {
    if (!record) return false;
    if (record == holder.id || record == holder.pattern) return true;
    const facts::Record* known = program_.record(record);
    return known != nullptr && known->pattern &&
           (known->pattern == holder.id || known->pattern == holder.pattern);
  }

  void in_class(const facts::Record& holder, const std::string& slot, std::vector<Stretch> at) {
    // A static member is declared in its class and defined elsewhere.
    const std::vector<Stretch> body = sources_.stretch(holder.location);
    if (at.empty() || !holds(body, at.front())) {
      at.clear();
      for (const Stretch& each : sources_.occurrences(slot)) {
        if (at.empty() && holds(body, each) && declares_static(each)) at = {each};
      }
    }
    if (at.empty()) {
      fail(pool_.place, "where its spares are declared comes out of a macro");
      return;
    }
    out_.words.in_c = false;
    in_class_ = true;
    if (family_.is_template && !find_element(body.front())) return;
    behind(at.front(), "inline static ");
  }

  // What the template calls its objects.
  bool find_element(const Stretch& body) {
    const std::string element = plain_type(program_.type(own_.element).spelling.text());
    const std::string parameter = first_type_parameter(*sources_.find(body.file), body.range);
    if (element.starts_with(plain_type(own_.name) + "<")) {
      const size_t end = element.rfind("::");
      if (end != std::string::npos && element.find('>', end) == std::string::npos) {
        element_ = element.substr(end + 2);
      }
    } else if (element == parameter || is_first_argument(element)) {
      element_ = parameter;
    }
    if (element_.empty()) {
      fail(pool_.place, "what the template calls its '" + element + "' does not show");
    }
    return !element_.empty();
  }

  // Of some specialization: facts tell of one for all.
  [[nodiscard]] bool is_first_argument(const std::string& type) const {
    return std::ranges::any_of(subject_.keys, [&](const inventory::PoolKey& key) {
      const facts::Type& pool =
          program_.type(subject_.roles.pool_behind(inventory::type_of(key, program_)));
      return !pool.arguments.empty() &&
             plain_type(pool.template_name.text()) == plain_type(own_.name) &&
             plain_type(program_.type(pool.arguments[0]).spelling.text()) == type;
    });
  }

  bool declares_static(const Stretch& name) {
    const Source& source = *sources_.find(name.file);
    const auto statement = source.statement(name.range);
    return statement && (source.of(statement->range).starts_with("static ") ||
                         source.of(statement->range).starts_with("inline static "));
  }

  // A variable of the one file that all of its functions stand in.
  void beside_functions(const facts::Variable* variable, const std::vector<Stretch>& slot) {
    std::vector<Stretch> all;
    for (const Part& part : parts_) {
      const facts::Function* function = program_.function(part.function);
      if (function == nullptr) continue;
      if (function->record) {
        fail(inventory::to_place(function->location),
             "the functions of the pool are not all of the class that holds its spares");
        return;
      }
      for (Stretch& each : sources_.stretch(function->location)) all.push_back(std::move(each));
    }
    if (all.empty()) {
      fail(pool_.place, "where its functions are does not show");
      return;
    }
    std::ranges::sort(all);
    const std::string file = all.front().file;
    for (const Stretch& each : all) {
      if (each.file == file) continue;
      fail(sources_.place(each), "its functions are in several files");
      return;
    }
    out_.words.in_c = file.ends_with(".c");
    const bool hidden = pool_.name.find("(anonymous") != std::string::npos;
    const std::string before = is_header(file) && !out_.words.in_c ? "inline "
                               : hidden                            ? ""
                                                                   : "static ";
    const bool beside = variable != nullptr && !slot.empty() && slot.front().file == file &&
                        variable->storage == facts::Storage::namespace_scope;
    if (beside) {
      behind(slot.front(), before);
      return;
    }
    const Source& source = *sources_.find(file);
    const size_t at = whole_declaration(source, all.front().range).begin;
    if (source.line_begin(at) != at) {
      fail(sources_.place(all.front()), "there is no line of its own for a meter in front of it");
      return;
    }
    const std::string end = source.line_end(at);
    out_.declaration.text = source.indentation(at) + before + declarator(file, source) + end + end;
    out_.declaration.place = source.place(file, {at, at});
  }

  void behind(const Stretch& declaration, const std::string& before) {
    const Source& source = *sources_.find(declaration.file);
    const auto statement = source.statement(declaration.range);
    const auto line = statement ? line_behind(source, declaration.file, *statement) : std::nullopt;
    if (!line) {
      fail(sources_.place(declaration),
           "its declaration shares a line with something else: a meter stands behind it");
      return;
    }
    out_.declaration = {line->at, line->indentation + before +
                                      declarator(declaration.file, source) + line->line_end};
  }

  // "pool::meter<Part> spares_meter{"net::spares"};", "pool::meter<T, Spares> free_meter_;"
  std::string declarator(const std::string& file, const Source& source) {
    const std::string& name = family_.by_class ? own_.name : pool_.name;
    const size_t end = pool_.name.rfind("::");
    const size_t own_end = own_.name.rfind("::");
    const std::string scope =
        family_.by_class ? own_.name.substr(0, own_end == std::string::npos ? 0 : own_end + 2)
                         : pool_.name.substr(0, end == std::string::npos ? 0 : end + 2);
    const TypeStyle style{scope, signs_on_the_left(source) >= 0, out_.words.in_c};
    std::string type = element_;
    if (type.empty()) type = written_type(writable_type(pool_.pooled.name), style, sources_);
    while (type.ends_with(' ')) type.pop_back();
    out_.file = file;
    out_.called = name + (family_.is_template ? "<...>" : "");
    if (out_.words.in_c) {
      return "struct pool_meter " + out_.words.name + " = POOL_METER(\"" + name + "\", " + type +
             ");";
    }
    if (!family_.by_class) {
      return "pool::meter<" + type + "> " + out_.words.name + "{\"" + name + "\"};";
    }
    std::string owner = last_part(own_.name);
    if (!in_class_) {
      owner = written_type(writable_type(own_.name), style, sources_);
      while (owner.ends_with(' ')) owner.pop_back();
    }
    return "pool::meter<" + type + ", " + owner + "> " + out_.words.name + ";";
  }

  const Subject& subject_;
  const analysis::Program& program_;
  const Pool& pool_;
  const HandWritten& own_;
  const Family& family_;
  Sources& sources_;
  std::vector<Part> parts_;
  std::string element_;  // of a template, in its own words
  bool in_class_ = false;
  MeterPlace out_;
};

}  // namespace

MeterPlace place_meter(const Subject& subject, const HandWritten& own, size_t pool,
                       const Family& family, Sources& sources) {
  return Placing(subject, own, pool, family, sources).find();
}

}  // namespace pool_audit::refactor
