#include <array>

#include "checks/analysis/function_effects.h"
#include "checks/inventory/describe.h"
#include "checks/model/vocabulary.h"
#include "checks/rules/factories.h"
#include "checks/rules/say.h"

namespace pool_audit::rules {

namespace {

using analysis::EffectBits;
using analysis::EffectStep;
using analysis::FunctionEffects;
using model::Does;

struct Reported {
  EffectBits effect = 0;
  std::string_view words;  // "creating an object of 'x' ..."
};

constexpr EffectBits bit(Does does) {
  return static_cast<EffectBits>(does);
}

// Worst first. What allocates, frees or throws is what factories are for.
constexpr std::array kReported = {Reported{bit(Does::starts_thread), "starts a thread"},
                                  Reported{bit(Does::starts_process), "starts a process"},
                                  Reported{analysis::kOpensHandle, "opens"},
                                  Reported{bit(Does::registers_handler), "registers a handler"},
                                  Reported{bit(Does::sleeps), "sleeps"},
                                  Reported{bit(Does::blocks), "waits"},
                                  Reported{bit(Does::performs_io), "does input or output"},
                                  Reported{bit(Does::locks), "takes a lock"},
                                  Reported{bit(Does::writes_global), "changes global state"},
                                  Reported{bit(Does::logs), "writes to the log"},
                                  Reported{bit(Does::reads_environment), "reads the environment"},
                                  Reported{bit(Does::reads_clock), "reads the clock"}};

class Search {
 public:
  explicit Search(const Subject& subject) : subject_(subject), factories_(subject) {}

  void run(std::vector<Finding>& out) {
    std::vector<std::set<Symbol>> made_by(subject_.pools.size());
    std::set<Symbol> roots;
    for (size_t i = 0; i < subject_.pools.size(); ++i) {
      if (subject_.pools[i].kind == "connection pool") continue;
      made_by[i] = factories_.of(i);
      roots.insert(made_by[i].begin(), made_by[i].end());
    }
    if (roots.empty()) return;
    const std::set<Symbol> of_pools = variables_of_pools();
    const FunctionEffects effects(subject_.program, subject_.models, roots, [&](Symbol id) {
      return of_pools.contains(id) ||
             subject_.roles.of_function(id).kind != analysis::RoleKind::none;
    });
    const std::set<Symbol>& missing = effects.missing_bodies();
    subject_.wanted.insert(missing.begin(), missing.end());
    for (size_t i = 0; i < subject_.pools.size(); ++i) {
      report(subject_.pools[i], made_by[i], effects, out);
    }
  }

 private:
  // What a pool keeps for itself is no state of anybody else.
  std::set<Symbol> variables_of_pools() const {
    std::set<Symbol> out;
    for (const inventory::PoolKey& key : subject_.keys) out.insert(key.id);
    for (const analysis::HandWritten& each : subject_.recognised.pools) out.insert(each.slot);
    for (const analysis::HandWritten& each : subject_.recognised.candidates) out.insert(each.slot);
    return out;
  }

  std::string name(Symbol entity) const {
    if (const facts::Function* function = subject_.program.function(entity)) {
      return std::string(function->name.text()) + "()";
    }
    const facts::Variable* variable = subject_.program.variable(entity);
    return std::string(variable ? variable->name.text() : entity.text());
  }

  // "a thread", for what opens one.
  std::string opened(const EffectStep& last) const {
    const facts::Function* function = subject_.program.function(last.entity);
    const model::FunctionModel* model =
        function ? subject_.models.effects_of(function->name.text()) : nullptr;
    return model ? std::string(model::in_words(model->opens)) : "a handle";
  }

  // The shortest way to the effect from one of the functions.
  static std::vector<EffectStep> shortest(const std::set<Symbol>& functions,
                                          const FunctionEffects& effects, EffectBits effect) {
    std::vector<EffectStep> best;
    for (const Symbol function : functions) {
      std::vector<EffectStep> path = effects.path(function, effect);
      if (!path.empty() && (best.empty() || path.size() < best.size())) best = std::move(path);
    }
    return best;
  }

  void report(const inventory::Pool& pool, const std::set<Symbol>& functions,
              const FunctionEffects& effects, std::vector<Finding>& out) const {
    EffectBits all = 0;
    for (const Symbol function : functions) all |= effects.of(function);
    std::set<Symbol> told;  // one effect a cause: to open a file is input, too
    for (const Reported& each : kReported) {
      if ((all & each.effect) == 0) continue;
      const std::vector<EffectStep> path = shortest(functions, effects, each.effect);
      if (path.empty() || !told.insert(path.back().entity).second) continue;
      Finding finding = at(pool);
      finding.message = "creating an object of '" + pool.name + "' " + std::string(each.words);
      if (each.effect == analysis::kOpensHandle) finding.message += ' ' + opened(path.back());
      const bool writes = !subject_.program.function(path.back().entity);
      const bool by_call = !writes;
      finding.message += by_call ? ": it calls " + name(path.back().entity)
                                 : ": it uses '" + name(path.back().entity) + "'";
      for (const EffectStep& step : path) {
        const bool is_call = subject_.program.function(step.entity) != nullptr;
        finding.notes.push_back({inventory::to_place(step.at),
                                 (is_call ? "calls " : "uses ") + name(step.entity) + " here"});
      }
      out.push_back(std::move(finding));
    }
  }

  const Subject& subject_;
  Factories factories_;
};

void check(const Subject& subject, const Settings&, std::vector<Finding>& out) {
  Search(subject).run(out);
}

}  // namespace

extern const Rule side_effecting_factory;
const Rule side_effecting_factory = {
    .id = "pool-side-effecting-factory",
    .summary = "making an object for the pool does more than make an object",
    .category = Category::design,
    .scope = Scope::program,
    .fix = Fix::none,
    .on_by_default = true,
    .options = {},
    .check = check,
};

}  // namespace pool_audit::rules
