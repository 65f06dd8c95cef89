#include "tool/refactor/remove_sites.h"

#include <algorithm>

#include "checks/support/words.h"
#include "tool/refactor/lease_uses.h"
#include "tool/refactor/pointer_uses.h"
#include "tool/refactor/runtime_hooks.h"

namespace pool_audit::refactor {

using inventory::Place;
using inventory::Pool;
using inventory::Taken;

namespace {

std::optional<facts::Event> event_of(const inventory::Subject& subject, const Taken& taken) {
  const auto graph = subject.program.graph(taken.function);
  if (!graph || taken.block >= graph->blocks.size()) return std::nullopt;
  const auto& events = graph->blocks[taken.block].events;
  return taken.event < events.size() ? std::optional(events[taken.event]) : std::nullopt;
}

// "x" of "std::move(x)".
std::string_view without_move(std::string_view text) {
  constexpr std::string_view kMove = "std::move(";
  if (text.starts_with(kMove) && text.ends_with(')')) {
    return trimmed(text.substr(kMove.size(), text.size() - kMove.size() - 1));
  }
  return text;
}

}  // namespace

std::string writable_type(std::string name) {
  for (const std::string_view hidden : {"(anonymous namespace)::", "(anonymous)::"}) {
    for (size_t at = name.find(hidden); at != std::string::npos; at = name.find(hidden)) {
      name.erase(at, hidden.size());
    }
  }
  // The facts know the class behind the usual name.
  constexpr std::string_view kString = "std::basic_string<char>";
  for (size_t at = name.find(kString); at != std::string::npos; at = name.find(kString)) {
    name.replace(at, kString.size(), "std::string");
  }
  return name;
}

void SitePlanner::manual(const Place& place, std::string reason) {
  plan_.manual.push_back({subject_.pools[pool_].id, place, std::move(reason)});
}

std::optional<Ownership> SitePlanner::ownership(const Taken& get) const {
  const auto event = event_of(subject_, get);
  if (!event || get.role.object != analysis::ObjectAt::result) {
    return std::nullopt;
  }
  const facts::Type& type = subject_.program.type(event->type);
  const bool is_c = get.place.file.ends_with(".c");
  if (type.kind == facts::TypeKind::pointer) return is_c ? Ownership::c : Ownership::raw;
  if (type.kind != facts::TypeKind::record) return std::nullopt;
  if (type.template_name.text() == "pool::lease") return Ownership::lease;
  // With a deleter of its own it is something else.
  if (type.template_name.text() == "std::unique_ptr") {
    const bool plain = type.text_arguments.size() < 2 ||
                       type.text_arguments[1].text().starts_with("std::default_delete");
    return plain ? std::optional(Ownership::unique) : std::nullopt;
  }
  if (type.template_name.text() == "std::shared_ptr") return Ownership::shared;
  return std::nullopt;
}

std::string SitePlanner::made(Ownership ownership, const std::string& variable) const {
  const std::string type = writable_type(subject_.pools[pool_].pooled.name);
  switch (ownership) {
    case Ownership::raw:
      return "new " + type + "()";
    case Ownership::unique:
    case Ownership::lease:
      return "std::make_unique<" + type + ">()";
    case Ownership::shared:
      return "std::make_shared<" + type + ">()";
    case Ownership::c:
      return "malloc(sizeof *" + variable + ")";
  }
  return {};
}

// The argument of a put that is the object, as it is written.
std::optional<std::string> SitePlanner::argument(const Taken& put, const Source& source,
                                                 Range call) const {
  if (put.role.object != analysis::ObjectAt::argument || put.role.index < 0) return std::nullopt;
  return argument_of(source, call, static_cast<size_t>(put.role.index));
}

// `auto name = pool.acquire();`, and nothing is done with it that no std::unique_ptr can do.
bool SitePlanner::is_plain_owner(const Taken& get, const Source& source, Range call) {
  const auto& tokens = source.tokens();
  const size_t behind = source.token_at(call.end);
  if (!has_runtime_hooks(subject_.pools[pool_]) || behind < 2 || !tokens[behind - 1].is(")") ||
      !tokens[behind - 2].is("(")) {
    manual(get.place, "the get takes arguments, which the new object would miss");
    return false;
  }
  const auto local = refactor::owned_local(source, call);
  bool is_auto = local.has_value();
  for (size_t i = local ? source.token_at(local->declaration) : behind;
       i < behind && !tokens[i].is(local->name); ++i) {
    is_auto = is_auto && (tokens[i].is("auto") || tokens[i].is("const"));
  }
  if (!is_auto) {
    manual(get.place, "the lease is not kept in a local of type auto");
    return false;
  }
  if (!refactor::pointer_uses(source, *local, call.end, {}, true)) {
    manual(get.place, "the lease is used as no std::unique_ptr can be");
    return false;
  }
  return true;
}

bool SitePlanner::get(const Taken& get, SiteEdits& out) {
  const Source* source = sources_.find(get.place.file);
  const auto range = source != nullptr ? source->range(get.place) : std::nullopt;
  if (!range) {
    manual(get.place, get.place.macro.empty()
                          ? "the get is in a file that cannot be read"
                          : "the get comes out of the macro " + get.place.macro);
    return false;
  }
  const auto how = ownership(get);
  if (!how) {
    manual(get.place,
           "the get returns neither a pointer nor a smart pointer of the standard library");
    return false;
  }
  if (*how == Ownership::lease && !is_plain_owner(get, *source, *range)) return false;
  std::string variable;
  if (*how == Ownership::c) {
    // packet *p = packet_alloc();   p = packet_alloc();
    const size_t first = source->token_at(range->begin);
    if (first >= 2 && source->tokens()[first - 1].is("=")) {
      variable = source->tokens()[first - 2].text;
    }
    if (!is_identifier(variable)) {
      manual(get.place, "the object of the get has no name here");
      return false;
    }
    out.headers.emplace_back("stdlib.h");
  } else if (*how != Ownership::raw) {
    out.headers.emplace_back("memory");
  }
  out.edits.push_back({get.place, made(*how, variable)});
  out.replaced.push_back({get.place.file, *range});
  return true;
}

bool SitePlanner::put(const Taken& put, Ownership how, SiteEdits& out) {
  const Source* source = sources_.find(put.place.file);
  const auto range = source != nullptr ? source->range(put.place) : std::nullopt;
  if (!range) {
    manual(put.place, put.place.macro.empty()
                          ? "the put is in a file that cannot be read"
                          : "the put comes out of the macro " + put.place.macro);
    return false;
  }
  const auto object = argument(put, *source, *range);
  const auto statement = source->statement(*range);
  if (!object || !statement || statement->range.begin != range->begin) {
    manual(put.place, "the put is no statement of its own");
    return false;
  }
  std::string text;
  switch (how) {
    case Ownership::raw:
      text = "delete " + *object;
      break;
    case Ownership::c:
      text = "free(" + *object + ")";
      out.headers.emplace_back("stdlib.h");
      break;
    case Ownership::shared: {
      // One of several owners steps back: the others, and the end of the scope, do the rest.
      const auto whole = statement->is_controlled ? source->with_if(*statement) : statement;
      if (!whole) {
        manual(put.place, "the put is the whole body of another statement");
        return false;
      }
      const Range lines = source->lines_of(*whole);
      out.edits.push_back({source->place(put.place.file, lines), ""});
      out.replaced.push_back({put.place.file, lines});
      return true;
    }
    case Ownership::unique:
    case Ownership::lease: {
      const std::string_view owner = without_move(*object);
      if (!is_identifier(owner)) {
        manual(put.place, "the object that is put is no variable");
        return false;
      }
      text = std::string(owner) + ".reset()";
      break;
    }
  }
  out.edits.push_back({put.place, std::move(text)});
  out.replaced.push_back({put.place.file, *range});
  return true;
}

std::optional<SiteEdits> SitePlanner::function(const std::vector<const Taken*>& gets,
                                               const std::vector<const Taken*>& puts, bool alone) {
  if (alone) {
    if (auto owned = owned_local(gets, puts)) return owned;
  }
  SiteEdits out;
  bool good = true;
  std::optional<Ownership> how;
  for (const Taken* each : gets) {
    good = get(*each, out) && good;
    if (!how) how = ownership(*each);
  }
  for (const Taken* each : puts) {
    // Where objects come in from elsewhere, what they are shows at their type.
    Ownership of_put =
        how.value_or(each->place.file.ends_with(".c") ? Ownership::c : Ownership::raw);
    if (!how) {
      const auto event = event_of(subject_, *each);
      const auto index = static_cast<size_t>(std::max(each->role.index, 0));
      if (event && index < event->arguments.size()) {
        const facts::Type& type = subject_.program.type(event->arguments[index].type);
        if (type.template_name.text() == "std::unique_ptr") of_put = Ownership::unique;
        if (type.template_name.text() == "std::shared_ptr") of_put = Ownership::shared;
      }
    }
    good = put(*each, of_put, out) && good;
  }
  if (!good) return std::nullopt;
  return out;
}

}  // namespace pool_audit::refactor
