#include "tool/refactor/migrate_calls.h"

#include <algorithm>

#include "checks/support/words.h"
#include "tool/refactor/lease_uses.h"

namespace pool_audit::refactor {

using inventory::Taken;

// A call of the old pool in the source: `server.buffers_.take(x)`.
struct CallPlanner::Call {
  const Source* source = nullptr;
  std::string file;
  Range range;      // all of it
  Range callee;     // what is renamed: "buffers_.take", without what leads to it; or "take"
  Range arguments;  // between the brackets
  facts::Event event;
};

std::optional<CallPlanner::Call> CallPlanner::call(const Taken& taken, std::string& why) const {
  Call out;
  out.file = taken.place.file;
  out.source = sources_.find(out.file);
  const auto range = out.source != nullptr ? out.source->range(taken.place) : std::nullopt;
  const auto graph = subject_.program.graph(taken.function);
  if (!range || !graph) {
    why = "the call is in a file that cannot be read";
    return std::nullopt;
  }
  out.range = *range;
  out.event = graph->blocks[taken.block].events[taken.event];
  const auto& tokens = out.source->tokens();
  const size_t behind = out.source->token_at(range->end);
  const auto opening = behind > 0 && tokens[behind - 1].is(")") ? out.source->partner(behind - 1)
                                                                : std::optional<size_t>();
  if (!opening || *opening == 0 || tokens[*opening].range.begin < range->begin) {
    why = "is no plain call of the pool";
    return std::nullopt;
  }
  out.arguments = {tokens[*opening].range.end, tokens[behind - 1].range.begin};
  const size_t method = *opening - 1;
  out.callee = tokens[method].range;
  if (slot_functions_) return out;
  const bool named = method >= 2 && tokens[method - 1].is(".") &&
                     tokens[method - 2].is(old_name_) &&
                     tokens[method - 2].range.begin >= range->begin;
  if (!named) {
    why = "the pool is not called by its name here";
    return std::nullopt;
  }
  out.callee.begin = tokens[method - 2].range.begin;
  return out;
}

bool CallPlanner::rename(const Call& call, const char* method, CallEdits& out) const {
  out.edits.push_back(
      {call.source->place(call.file, call.callee), target_.name + "." + std::string(method)});
  out.replaced.push_back({call.file, call.callee});
  return true;
}

bool CallPlanner::get(const Taken& taken, CallEdits& out, std::string& why) const {
  const auto found = call(taken, why);
  if (!found) return false;
  const facts::Type& type = subject_.program.type(found->event.type);
  if (taken.role.object != analysis::ObjectAt::result || type.kind != facts::TypeKind::pointer) {
    why = "the get returns no plain pointer";
    return false;
  }
  if (!trimmed(found->source->of(found->arguments)).empty()) {
    why = "the get takes arguments, which that of the new pool does not";
    return false;
  }
  return rename(*found, target_.may_be_empty ? "try_get" : "get", out);
}

bool CallPlanner::put(const Taken& taken, CallEdits& out, std::string& why) const {
  const auto found = call(taken, why);
  if (!found) return false;
  if (taken.role.object != analysis::ObjectAt::argument || found->event.arguments.size() != 1) {
    why = "the put takes something else than the object";
    return false;
  }
  const facts::Type& type = subject_.program.type(found->event.arguments[0].type);
  const auto statement = found->source->statement(found->range);
  if (!statement || statement->range.begin != found->range.begin) {
    why = "the put is no statement of its own";
    return false;
  }
  if (type.kind == facts::TypeKind::pointer) return rename(*found, "put", out);
  const std::string_view name = type.template_name.text();
  if (name.starts_with("std::")) {
    why = "the put takes a smart pointer";
    return false;
  }
  // By reference: put(*b) gives back b.
  const std::string_view text = trimmed(found->source->of(found->arguments));
  out.edits.push_back(
      {found->source->place(found->file, found->arguments),
       text.starts_with('*') ? std::string(text.substr(1)) : "&" + std::string(text)});
  return rename(*found, "put", out);
}

std::optional<CallEdits> CallPlanner::function(const PoolUse& use,
                                               std::vector<Manual>& manual) const {
  if (!use.troubles.empty()) {
    manual.insert(manual.end(), use.troubles.begin(), use.troubles.end());
    return std::nullopt;
  }
  if (use.alone && !target_.may_be_empty) {
    if (auto owned = leases(use)) return owned;
  }
  CallEdits out;
  bool good = true;
  const auto one = [&](const Taken& taken, bool done, const std::string& why) {
    if (!done) manual.push_back({pool_.id, taken.place, why});
    good = good && done;
  };
  for (const Taken* each : use.gets) {
    std::string why;
    one(*each, get(*each, out, why), why);
  }
  for (const Taken* each : use.puts) {
    std::string why;
    one(*each, put(*each, out, why), why);
  }
  if (!good) return std::nullopt;
  return out;
}

std::optional<CallEdits> CallPlanner::leases(const PoolUse& use) const {
  CallEdits out;
  std::vector<const Taken*> left = use.puts;
  for (const Taken* each : use.gets) {
    if (!lease(*each, left, out)) return std::nullopt;
  }
  if (!left.empty()) return std::nullopt;
  return out;
}

// Buffer* b = buffers.take();   -->   auto b = buffers_pool.acquire();
bool CallPlanner::lease(const Taken& taken, std::vector<const Taken*>& puts, CallEdits& out) const {
  std::string ignored;
  const auto got = call(taken, ignored);
  if (!got || !trimmed(got->source->of(got->arguments)).empty()) return false;
  const auto local = owned_local(*got->source, got->range);
  if (!local) return false;
  const facts::Type& type = subject_.program.type(got->event.type);
  const bool is_unique = type.template_name.text() == "std::unique_ptr" &&
                         (type.text_arguments.size() < 2 ||
                          type.text_arguments[1].text().starts_with("std::default_delete"));
  if (type.kind != facts::TypeKind::pointer && !is_unique) return false;
  std::vector<Range> ends;
  bool kept = false;  // nothing is called on the lease itself
  for (auto at = puts.begin(); at != puts.end();) {
    const auto found = call(**at, ignored);
    if (!found) return false;
    const bool inside = found->file == got->file && found->range.begin >= got->range.end &&
                        found->range.end <= local->scope.end;
    std::string_view object = trimmed(got->source->of(found->arguments));
    if (object == "std::move(" + local->name + ")" || object == "*" + local->name) {
      object = local->name;
    }
    if (!inside || object != local->name || found->event.arguments.size() != 1) {
      ++at;
      continue;
    }
    const auto put = found->source->statement(found->range);
    if (!put || put->range.begin != found->range.begin) return false;
    if (is_used_behind(*found->source, *put, *local)) return false;
    ends.push_back(put->range);
    if (ends_scope(*found->source, *put, *local)) {
      const Range lines = found->source->lines_of(*put);
      out.edits.push_back({found->source->place(found->file, lines), ""});
      out.replaced.push_back({found->file, lines});
    } else {
      kept = true;
      out.edits.push_back(
          {found->source->place(found->file, found->range), local->name + ".reset()"});
      out.replaced.push_back({found->file, found->range});
    }
    at = puts.erase(at);
  }
  if (ends.empty()) return false;
  const auto pointers = pointer_uses(*got->source, *local, got->range.end, ends, is_unique);
  if (!pointers) return false;
  for (const size_t offset : *pointers) {
    out.edits.push_back({got->source->place(got->file, {offset, offset}), ".get()"});
  }
  const std::string type_text = local->is_const && !kept ? "const auto " : "auto ";
  out.edits.push_back({got->source->place(got->file, {local->declaration, got->range.begin}),
                       type_text + local->name + " = "});
  return rename(*got, "acquire", out);
}

}  // namespace pool_audit::refactor
