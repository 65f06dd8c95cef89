#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "checks/inventory/describe.h"
#include "checks/rules/pooled_type.h"
#include "checks/rules/say.h"
#include "checks/support/words.h"

namespace pool_audit::rules {

namespace {

using namespace std::string_view_literals;

using inventory::PoolKey;

// Folders and namespaces whose contents are nobody else's business.
constexpr std::array kPrivate = {"detail"sv,  "details"sv,  "internal"sv, "impl"sv,
                                 "private"sv, "priv"sv,     "_detail"sv,  "test"sv,
                                 "tests"sv,   "examples"sv, "aux"sv,      "aux_"sv};

template <class Each>
void each_part(std::string_view text, std::string_view separator, Each&& each) {
  while (true) {
    const size_t end = text.find(separator);
    each(text.substr(0, end));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + separator.size());
  }
}

// A header below a folder named `include` is one that others get to see.
bool is_installed(std::string_view file, bool any_header) {
  bool below_include = any_header;
  bool is_private = false;
  each_part(file, "/", [&](std::string_view part) {
    if (part == "include") below_include = true;
    if (std::ranges::count(kPrivate, part) != 0) is_private = true;
  });
  return below_include && !is_private && !file.empty() && !file.starts_with('/');
}

bool is_private_name(std::string_view name) {
  bool out = name.find("(anonymous") != std::string_view::npos;
  each_part(name, "::", [&](std::string_view part) {
    out = out || std::ranges::count(kPrivate, part) != 0;
  });
  return out;
}

// The classes that are pools: what stands in them is their own business.
class PoolClasses {
 public:
  explicit PoolClasses(const Subject& subject) {
    for (facts::TypeId id = 1; id < subject.program.type_count(); ++id) {
      const facts::Type& type = subject.program.type(id);
      if (type.kind != facts::TypeKind::record) continue;
      const bool pool = subject.roles.model_of_type(id) != nullptr ||
                        subject.roles.hand_written_of_type(id) >= 0 ||
                        subject.roles.marked_type(id);
      if (pool) names_.insert(type.template_name);
    }
  }

  // Of the class itself, or of one inside it.
  [[nodiscard]] bool holds(std::string_view name) const {
    return std::ranges::any_of(names_, [&](Symbol pool) {
      const std::string_view text = pool.text();
      return name.starts_with(text) &&
             (name.size() == text.size() || name.substr(text.size()).starts_with("::"));
    });
  }

 private:
  std::set<Symbol> names_;
};

class Search {
 public:
  Search(const Subject& subject, bool any_header, std::vector<Finding>& out)
      : subject_(subject), classes_(subject), any_header_(any_header), out_(out) {}

  void run() {
    for (size_t i = 0; i < subject_.pools.size(); ++i) {
      const inventory::Pool& pool = subject_.pools[i];
      // Whoever pools connections or cuts memory offers just that.
      if (pool.kind == "connection pool" || pool.kind == "arena") continue;
      const PoolKey& key = subject_.keys[i];
      pools_.emplace(key, &pool);
      if (key.kind == PoolKey::Kind::variable) variable(pool, key.id);
      if (key.kind == PoolKey::Kind::field) member(pool, key.id);
    }
    if (pools_.empty()) return;
    for (const facts::Function* function : subject_.program.functions()) accessor(*function);
  }

 private:
  [[nodiscard]] bool shows(Symbol header, std::string_view name) const {
    return is_installed(header.text(), any_header_) && !is_private_name(name) &&
           !classes_.holds(name);
  }

  void variable(const inventory::Pool& pool, Symbol id) {
    const facts::Variable* fact = subject_.program.variable(id);
    if (!fact || fact->storage != facts::Storage::namespace_scope || fact->is_hidden) return;
    // Where a unit only declares it, another one says so at its definition.
    if (fact->linkage != facts::Linkage::external || !fact->is_definition) return;
    if (!shows(fact->header, fact->name.text())) return;
    Finding finding = at(pool);
    finding.message = "'" + pool.name + "' is declared in '" + std::string(fact->header.text()) +
                      "': whoever includes it takes from the pool and puts into it";
    out_.push_back(std::move(finding));
  }

  void member(const inventory::Pool& pool, Symbol id) {
    const auto ref = subject_.program.field(id);
    if (!ref.field || ref.field->access != facts::Access::public_) return;
    if (!hides_something(*ref.record)) return;
    const std::string_view record = ref.record->template_name.text();
    if (!shows(ref.record->location.file, record)) return;
    Finding finding = at(pool);
    finding.message = "'" + pool.name + "' is a public member: whoever has a '" +
                      std::string(last_component(record)) +
                      "' takes from the pool and puts into it";
    out_.push_back(std::move(finding));
  }

  // Where nothing is private, and in C nothing ever is, a public member says nothing.
  [[nodiscard]] bool hides_something(const facts::Record& record) {
    if (classes_with_methods_.empty()) {
      for (const facts::Function* function : subject_.program.functions()) {
        if (!function->has(facts::FunctionFlag::implicit)) {
          classes_with_methods_.insert(function->record);
        }
      }
    }
    return classes_with_methods_.contains(record.id) ||
           std::ranges::any_of(record.fields, [](const facts::Field& field) {
             return field.access == facts::Access::private_ ||
                    field.access == facts::Access::protected_;
           });
  }

  // A function that returns a pool, not an object of it.
  void accessor(const facts::Function& function) {
    const facts::Type& result = subject_.program.type(function.result);
    const bool leads =
        result.kind == facts::TypeKind::lvalue_reference || result.kind == facts::TypeKind::pointer;
    if (!leads || result.spelling.text().starts_with("const ")) return;
    const bool open =
        function.access == facts::Access::public_ || function.access == facts::Access::none;
    if (!open || function.linkage != facts::Linkage::external) return;
    if (!shows(function.header, function.name.text())) return;
    const inventory::Pool* pool = returned(function);
    if (!pool) return;
    Finding finding = at(*pool);
    finding.place = inventory::to_place(function.location);
    finding.function = function.name.text();
    finding.message = "'" + std::string(function.name.text()) + "()' hands out the pool '" +
                      pool->name + "' itself";
    finding.notes.push_back({pool->place, "the pool is declared here"});
    out_.push_back(std::move(finding));
  }

  [[nodiscard]] const inventory::Pool* returned(const facts::Function& function) const {
    const auto graph = subject_.program.graph(function.id);
    if (!graph) return nullptr;
    for (const facts::Block& block : graph->blocks) {
      for (const facts::Event& event : block.events) {
        if (event.kind != facts::EventKind::return_ || event.arguments.empty()) continue;
        if (const auto* pool = pool_in(*graph, event.arguments.front())) return pool;
      }
    }
    return nullptr;
  }

  // The same of a variable that is set to one of them.
  [[nodiscard]] const inventory::Pool* pool_in(const facts::FlowGraph& graph,
                                               const facts::Operand& operand) const {
    const facts::Place& place = operand.place;
    const bool variable = (place.root == facts::Root::temp || place.root == facts::Root::local) &&
                          place.steps.empty() && !operand.address_of;
    if (!variable) return pool_at(operand);
    for (const facts::Block& block : graph.blocks) {
      for (const facts::Event& event : block.events) {
        if (event.kind != facts::EventKind::assign || event.target != place ||
            event.arguments.size() != 1) {
          continue;
        }
        if (const inventory::Pool* pool = pool_at(event.arguments.front())) return pool;
      }
    }
    return nullptr;
  }

  // The pool whose address, or whose pointer, the operand is.
  [[nodiscard]] const inventory::Pool* pool_at(const facts::Operand& operand) const {
    const facts::Place& place = operand.place;
    PoolKey key;
    if (place.root == facts::Root::global && place.steps.empty()) {
      key = {PoolKey::Kind::variable, place.symbol, 0, {}};
    } else if (place.root == facts::Root::this_ && place.steps.size() == 2 &&
               place.steps.back().kind == facts::StepKind::field) {
      key = {PoolKey::Kind::field, place.steps.back().field, 0, {}};
    } else {
      return nullptr;
    }
    const auto found = pools_.find(key);
    return found == pools_.end() ? nullptr : found->second;
  }

  const Subject& subject_;
  PoolClasses classes_;
  bool any_header_;
  std::vector<Finding>& out_;
  std::map<PoolKey, const inventory::Pool*> pools_;
  std::set<Symbol> classes_with_methods_;
};

void check(const Subject& subject, const Settings& settings, std::vector<Finding>& out) {
  Search(subject, settings.get("AnyHeader") != 0, out).run();
}

}  // namespace

extern const Rule public_api;
const Rule public_api = {
    .id = "pool-public-api",
    .summary = "a pool that others can reach through an installed header",
    .category = Category::design,
    .scope = Scope::pool,
    .fix = Fix::none,
    .on_by_default = false,
    .options = {{.name = "AnyHeader",
                 .value = 0,
                 .help = "1: any header of the project is looked at; 0: those below a folder "
                         "'include'"}},
    .check = check,
};

}  // namespace pool_audit::rules
