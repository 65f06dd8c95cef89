#include <algorithm>
#include <vector>

#include "checks/inventory/describe.h"
#include "checks/model/vocabulary.h"
#include "checks/rules/pooled_contents.h"
#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

using analysis::PartOf;
using model::HandleKind;

std::string_view advice_for(HandleKind kind) {
  switch (kind) {
    case HandleKind::socket:
    case HandleKind::connection:
    case HandleKind::tls_session:
    case HandleKind::database:
    case HandleKind::statement:
    case HandleKind::transfer:
      return "use a pool of connections, which tests them and drops broken ones";
    case HandleKind::thread:
    case HandleKind::thread_pool:
    case HandleKind::process:
      return "use a pool of threads";
    case HandleKind::mutex:
    case HandleKind::condition_variable:
    case HandleKind::semaphore:
    case HandleKind::barrier:
      return "keep it with the code that shares the object";
    case HandleKind::timer:
    case HandleKind::event_loop:
      return "let the event loop own it";
    default:
      return "open it where it is used";
  }
}

struct Held {
  std::string path;
  HandleKind kind = HandleKind::none;
  std::string advice;
  facts::Location at;
  std::vector<Symbol> fields;
};

class Search : PooledContents {
 public:
  explicit Search(const Subject& subject) : PooledContents(subject) {}

  void run(std::vector<Finding>& out) {
    for (size_t i = 0; i < subject_.pools.size(); ++i) {
      const inventory::Pool& pool = subject_.pools[i];
      if (pool.kind == "connection pool" || !lives_.stay_constructed(pool)) continue;
      std::vector<Held> held = held_by(pool);
      if (held.empty()) continue;
      const std::set<Symbol> back = lives_.on_the_way_back(i);
      std::erase_if(held, [&](const Held& each) { return is_closed_in(each, back); });
      if (!held.empty()) report(pool, held, out);
    }
  }

 private:
  std::vector<Held> held_by(const inventory::Pool& pool) {
    std::vector<Held> out;
    const facts::TypeId type = types_.of(pool);
    const model::TypeModel* whole = contents_.traits(type);
    if (whole == nullptr) whole = subject_.models.traits_of(pool.pooled.name + " *");
    if (whole != nullptr && whole->holds != HandleKind::none) {
      out.push_back({"", whole->holds, whole->use_instead, {}, {}});
      return out;
    }
    const facts::Record* record = types_.record(pool);
    if (record == nullptr) return out;
    contents_.each_part(*record, [&](const PartOf& part) { add(part, out); });
    return out;
  }

  void add(const PartOf& part, std::vector<Held>& out) {
    Held held;
    held.path = part.path;
    held.fields = part.fields;
    if (part.field != nullptr) held.at = part.field->location;
    if (part.traits != nullptr) {
      held.kind = part.traits->holds;
      held.advice = part.traits->use_instead;
    } else if (part.field != nullptr && may_hide_handle(part.type)) {
      const auto found = uses().members.find(part.field->id);
      if (found != uses().members.end()) held.kind = found->second.kind;
    }
    const bool again = !out.empty() && out.back().path == held.path;
    if (held.kind != HandleKind::none && !again) out.push_back(std::move(held));
  }

  // A number or an opaque pointer, of which only its use tells what it is.
  bool may_hide_handle(facts::TypeId id) const {
    const facts::Type& type = subject_.program.type(id);
    if (type.kind == facts::TypeKind::integer) return true;
    if (type.kind != facts::TypeKind::pointer) return false;
    const facts::Type& target = subject_.program.type(type.target);
    if (target.kind == facts::TypeKind::void_) return true;
    const facts::Record* record = subject_.program.record(target.record);
    return target.kind == facts::TypeKind::record && (!record || !record->is_complete);
  }

  // What is closed before the object goes back does not wait in the pool.
  bool is_closed_in(const Held& held, const std::set<Symbol>& functions) {
    return std::ranges::any_of(held.fields, [&](Symbol field) {
      const auto found = uses().members.find(field);
      if (found == uses().members.end()) return false;
      return std::ranges::any_of(found->second.closed_in, [&](Symbol function) {
        const facts::Function* closer = subject_.program.function(function);
        const bool at_end = closer && closer->has(facts::FunctionFlag::destructor);
        return !at_end && functions.contains(function);
      });
    });
  }

  void report(const inventory::Pool& pool, const std::vector<Held>& held,
              std::vector<Finding>& out) const {
    const Held& first = held.front();
    const std::string kind(model::in_words(first.kind));
    const std::string advice =
        first.advice.empty() ? std::string(advice_for(first.kind)) : "use " + first.advice;
    Finding finding = at(pool);
    finding.message = "'" + pool.name + "' pools objects that ";
    finding.message +=
        first.path.empty() ? "are " + kind + " each" : "hold " + kind + " in '" + first.path + "'";
    finding.message += "; " + advice;
    for (const Held& each : held) {
      if (each.at.line == 0) continue;
      finding.notes.push_back(
          {inventory::to_place(each.at),
           "'" + each.path + "' is " + std::string(model::in_words(each.kind))});
    }
    out.push_back(std::move(finding));
  }
};

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  Search(subject).run(out);
}

}  // namespace

extern const Rule os_handle;
const Rule os_handle = {
    .id = "pool-os-handle",
    .summary = "the pooled object holds a file, a socket, a thread, a lock or the like",
    .category = Category::design,
    .scope = Scope::pool,
    .fix = Fix::none,
    .on_by_default = true,
    .doubts_pool = true,
    .options = {},
    .check = check,
};

}  // namespace pool_audit::rules
