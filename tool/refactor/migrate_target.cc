#include "tool/refactor/migrate_target.h"

#include <algorithm>
#include <array>
#include <optional>

#include "checks/inventory/describe.h"
#include "tool/refactor/migrate_modelled.h"
#include "tool/refactor/migrate_place.h"
#include "tool/refactor/remove_sites.h"

namespace pool_audit::refactor {

using inventory::Pool;
using inventory::PoolKey;
using inventory::Subject;

namespace {

bool contains_word(std::string text, std::string_view word) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  });
  return text.find(word) != std::string::npos;
}

// "buffers" -> "buffers_pool", "m_spares" -> "m_sparesPool", "packet_pool_" ->
// "packet_pool_sharded_".
std::string new_name(const std::string& old, std::string_view kind) {
  std::string base = old;
  std::string end;
  while (base.size() > 1 && base.ends_with('_')) {
    base.pop_back();
    end += '_';
  }
  const std::string word = contains_word(base, "pool") ? std::string(kind) : "pool";
  const size_t prefix = base.find('_') == 1 ? 2 : 0;
  const bool camel = base.find('_', prefix) == std::string::npos &&
                     std::ranges::any_of(base, [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!camel) return base + "_" + word + end;
  std::string capital = word;
  capital[0] = static_cast<char>(capital[0] - 'a' + 'A');
  return base + capital + end;
}

std::string namespace_of(std::string_view qualified) {
  const size_t at = qualified.rfind("::");
  return at == std::string_view::npos ? "" : std::string(qualified.substr(0, at + 2));
}

// "net::(anonymous namespace)::buffers" -> "net.buffers"
std::string runtime_name(const std::string& qualified) {
  std::string out = writable_type(qualified);
  if (const size_t call = out.find("()::"); call != std::string::npos) out.erase(call, 2);
  for (size_t at = out.find("::"); at != std::string::npos; at = out.find("::")) {
    out.replace(at, 2, ".");
  }
  return out;
}

class Choice {
 public:
  Choice(const Subject& subject, size_t pool, const PoolUses& uses, Sources& sources,
         std::vector<Manual>& manual)
      : subject_(subject),
        index_(pool),
        pool_(subject.pools[pool]),
        uses_(uses),
        sources_(sources),
        manual_(manual) {}

  std::optional<Target> run() {
    const size_t before = manual_.size();
    const analysis::HandWritten* own = uses_.hand_written();
    const model::PoolModel* memory = own == nullptr ? block_model(subject_, index_) : nullptr;
    refuse_what_has_no_equal(memory != nullptr);
    if (manual_.size() != before) return std::nullopt;
    if (memory != nullptr) return blocks(*memory);
    const Habits habits = own != nullptr ? habits_of(subject_, index_, *own, sources_)
                                         : habits_of_library(subject_, index_, uses_);
    manual_.insert(manual_.end(), habits.troubles.begin(), habits.troubles.end());
    Target out;
    describe(habits, out);
    find(out);
    if (!out.is_there && !place(out)) return std::nullopt;
    if (manual_.size() != before) return std::nullopt;
    return out;
  }

  std::optional<Target> in_place(const SparesOf& spares) {
    const size_t before = manual_.size();
    refuse_names();
    if (pool_.pooled.name.empty()) by_hand(pool_.place, "the pool hands out untyped memory");
    if (manual_.size() != before) return std::nullopt;
    Target out;
    out.in_place = true;
    out.behind = spares.behind;
    spares_object_ = spares.object;
    describe(spares.habits, out);
    find(out);
    if (!out.is_there && !place(out)) return std::nullopt;
    return out;
  }

 private:
  std::optional<Target> blocks(const model::PoolModel& model) {
    const auto shape = block_shape(subject_, index_, model, sources_, manual_);
    if (!shape) return std::nullopt;
    Target out;
    out.blocks = shape;
    out.name = new_name(last_part(uses_.instance_name()), "blocks");
    out.type = runtime_prefix() + "block_pool";
    out.header = "<pool/block_pool.h>";
    std::string text = "{.bytes = " + shape->bytes;
    if (!shape->prefilled.empty()) text += ", .prefilled = " + shape->prefilled;
    if (shape->freed_at_end) text += ", .at_end = " + runtime_prefix() + "rest::freed";
    out.arguments = {text + "}",
                     "{.name = \"" + runtime_name(writable_type(uses_.instance_name())) + "\"}"};
    find(out);
    if (!out.is_there && !place(out)) return std::nullopt;
    return out;
  }

  void by_hand(const inventory::Place& place, std::string reason) {
    manual_.push_back({pool_.id, place, std::move(reason)});
  }

  // Beside the runtime's namespace of that name no other entity of it can be.
  void refuse_names() {
    const auto refuse = [&](const facts::Location& at, std::string_view what) {
      by_hand(inventory::to_place(at), "this " + std::string(what) +
                                           " has the name of the runtime's namespace 'pool': "
                                           "give it another one first");
    };
    for (const facts::Variable* each : subject_.program.variables()) {
      if (each->name.text() == "pool") return refuse(each->location, "variable");
    }
    for (const facts::Record* each : subject_.program.records()) {
      if (each->name.text() == "pool") return refuse(each->location, "type");
    }
    for (const facts::Function* each : subject_.program.functions()) {
      if (each->name.text() == "pool") return refuse(each->location, "function");
    }
  }

  // "pool::", or "::pool::" where something inside of a namespace or a class hides it.
  [[nodiscard]] std::string runtime_prefix() const {
    constexpr std::array<std::string_view, 7> kHeads = {"namespace", "class", "struct", "union",
                                                        "enum",      "using", ":"};
    for (const Stretch& each : sources_.occurrences("pool")) {
      const Source& source = *sources_.find(each.file);
      const size_t at = source.token_at(each.range.begin);
      if (at == 0 || source.tokens()[at].in_directive) continue;
      const std::string_view before = source.tokens()[at - 1].text;
      // namespace a::pool
      if (std::ranges::find(kHeads, before) != kHeads.end()) return "::pool::";
    }
    return "pool::";
  }

  void refuse_what_has_no_equal(bool is_memory) {
    refuse_names();
    if (pool_.pooled.name.empty() && !is_memory) {
      return by_hand(pool_.place,
                     "the pool hands out untyped memory; see pool::block_pool and "
                     "pool::sized_pool");
    }
    if (pool_.storage == inventory::StorageClass::injected) {
      return by_hand(pool_.place, "the pool is handed in: whose it is does not show here");
    }
    if (uses_.hand_written() == nullptr) return;
    const std::string& factory = pool_.factory.text;
    constexpr std::string_view kPlain[] = {"make_unique()", "make_shared()"};
    if (factory.empty()) {
      by_hand(pool_.place, "who makes the objects does not show");
    } else if (std::ranges::find(kPlain, factory) == std::end(kPlain) &&
               !factory.starts_with("new ")) {
      by_hand(pool_.factory.place, "objects are made by " + factory + ", not by new");
    }
  }

  // How the type is written where the pool's variable stands.
  [[nodiscard]] std::string object_type() const {
    const std::string type = writable_type(pool_.pooled.name);
    const std::string around = namespace_of(writable_type(uses_.instance_name()));
    std::string own = type;
    for (std::string each = around; !each.empty();
         each = namespace_of(each.substr(0, each.size() - 2))) {
      if (type.starts_with(each)) {
        own = type.substr(each.size());
        break;
      }
    }
    return own;
  }

  // Whether the constructor of the objects is for friends of their class alone.
  [[nodiscard]] bool is_made_by_friends() const {
    return std::ranges::any_of(subject_.program.functions(), [&](const facts::Function* each) {
      const facts::Record* record = subject_.program.record(each->record);
      return each->has(facts::FunctionFlag::constructor) &&
             !each->has(facts::FunctionFlag::copy_or_move) && each->parameters.empty() &&
             (each->access == facts::Access::private_ ||
              each->access == facts::Access::protected_) &&
             record != nullptr && record->name.text() == pool_.pooled.name;
    });
  }

  void describe(const Habits& habits, Target& out) const {
    const std::string object = spares_object_.empty() ? object_type() : spares_object_;
    const bool bounded = !habits.capacity.empty();
    const std::string kind = bounded ? "bounded" : "sharded";
    out.name = new_name(last_part(uses_.instance_name()), kind);
    const std::string prefix = runtime_prefix();
    out.type = prefix + kind + "_pool<" + object + ">";
    out.header = "<pool/" + kind + "_pool.h>";
    std::vector<std::string> hooks;
    const auto hook = [&](const char* name, const std::string& parameter, const std::string& body) {
      if (!body.empty()) {
        const std::string head = parameter.empty() ? "[]" : "[](" + parameter + ")";
        hooks.push_back("." + std::string(name) + " = " + head + " { " + body + " }");
      }
    };
    const auto joined = [](const std::vector<std::string>& list) {
      std::string text;
      for (const std::string& each : list) text += (text.empty() ? "" : " ") + each;
      return text;
    };
    std::string create = habits.create;
    // Hooks are chosen at run time: the runtime itself could not say that it may not make one.
    if (create.empty() && is_made_by_friends()) create = "new " + object;
    hook("create", "", create.empty() ? "" : "return " + create + ";");
    hook("destroy", object + "* object", habits.destroy);
    hook("reset", object + "& object", joined(habits.reset));
    hook("prepare", object + "& object", joined(habits.prepare));
    hook("retain", "const " + object + "& object",
         habits.retain.empty() ? "" : "return " + habits.retain + ";");
    std::string policy = "{";
    for (const std::string& each : hooks) policy += (policy == "{" ? "" : ", ") + each;
    policy += "}";
    const std::string name = "\"" + runtime_name(uses_.instance_name()) + "\"";
    if (bounded) {
      const std::string bound = prefix + (habits.gives_nothing ? "bound::strict" : "bound::idle");
      out.arguments = {habits.capacity, bound, policy, prefix + "order::lifo", name};
      out.may_be_empty = habits.gives_nothing;
    } else {
      out.arguments = {policy, "{.name = " + name + "}"};
    }
  }

  // Whether an earlier step has declared it; and a name that nobody else has.
  void find(Target& out) const {
    const PoolKey& key = uses_.instance();
    const std::string around = namespace_of(uses_.instance_name());
    const std::string plain = out.name;
    const facts::Record* record = nullptr;
    if (key.kind == PoolKey::Kind::field) record = subject_.program.field(key.id).record;
    for (int tries = 2;; ++tries) {
      out.full = around + out.name;
      if (record != nullptr) {
        for (const facts::Field& field : record->fields) {
          if (field.name.text() == out.name) out.is_there = is_of_runtime(field.type);
        }
      }
      for (const facts::Variable* each : subject_.program.variables()) {
        const std::string qualified(each->name.text());
        const bool same = qualified == out.full || qualified == outside_of_unnamed(out.full);
        if (record == nullptr && same && is_of_runtime(each->type)) {
          out.is_there = true;
          out.full = qualified;
        }
      }
      if (out.is_there || is_free(out.name)) return;
      out.name = plain + std::to_string(tries);
    }
  }

  // A list in a namespace without a name has a successor outside of it.
  static std::string outside_of_unnamed(std::string qualified) {
    constexpr std::string_view kUnnamed = "(anonymous namespace)::";
    for (size_t at = qualified.find(kUnnamed); at != std::string::npos;
         at = qualified.find(kUnnamed)) {
      qualified.erase(at, kUnnamed.size());
    }
    return qualified;
  }

  // Whether nobody has this name; for a member, whether nobody has it but members of other classes
  // that came out of a migration as well.
  [[nodiscard]] bool is_free(const std::string& name) const {
    if (sources_.occurrences(name).empty()) return true;
    const PoolKey& key = uses_.instance();
    const facts::Variable* variable = subject_.program.variable(key.id);
    const bool is_field = key.kind == PoolKey::Kind::field;
    const Symbol own = is_field              ? subject_.program.field(key.id).record->id
                       : variable != nullptr ? variable->record
                                             : Symbol();
    if (!own) return false;
    bool others = false;
    for (const facts::Variable* each : subject_.program.variables()) {
      if (last_part(each->name.text()) != name) continue;
      if (!each->record || each->record == own || !is_of_runtime(each->type)) return false;
      others = true;
    }
    for (const facts::Record* record : subject_.program.records()) {
      for (const facts::Field& field : record->fields) {
        if (field.name.text() != name) continue;
        if (record->id == own || !is_of_runtime(field.type)) return false;
        others = true;
      }
    }
    for (const facts::Function* each : subject_.program.functions()) {
      if (last_part(each->name.text()) == name) return false;
    }
    return others;
  }

  [[nodiscard]] bool is_of_runtime(facts::TypeId id) const {
    const std::string_view name = subject_.program.type(id).template_name.text();
    const facts::Record* record = subject_.program.record_of(id);
    return name == "pool::sharded_pool" || name == "pool::bounded_pool" ||
           (record != nullptr && record->name.text() == "pool::block_pool");
  }

  bool place(Target& out) { return place_beside(subject_, index_, uses_, sources_, out, manual_); }

  const Subject& subject_;
  size_t index_;
  const Pool& pool_;
  const PoolUses& uses_;
  Sources& sources_;
  std::vector<Manual>& manual_;
  std::string spares_object_;
};

}  // namespace

std::optional<Target> target_of(const Subject& subject, size_t pool, const PoolUses& uses,
                                Sources& sources, std::vector<Manual>& manual) {
  return Choice(subject, pool, uses, sources, manual).run();
}

std::optional<Target> target_in_place(const Subject& subject, size_t pool, const PoolUses& uses,
                                      const SparesOf& spares, Sources& sources,
                                      std::vector<Manual>& manual) {
  return Choice(subject, pool, uses, sources, manual).in_place(spares);
}

}  // namespace pool_audit::refactor
