// Runs the jobs of stage `extract`: what the cache knows is not done again, the rest is spread over
// worker processes, and a unit that goes wrong costs that unit only.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tool/cache/facts_cache.h"
#include "tool/extract/job.h"
#include "tool/workers/workers.h"

namespace pool_audit::extract_stage {

// What became of one unit.
struct Captured {
  std::string facts;                // disk form; empty when the unit failed
  std::string error;                // why it failed
  std::vector<std::string> errors;  // the compiler's complaints, survived
  bool from_cache = false;
};

struct CaptureCounts {
  size_t cached = 0;
  size_t extracted = 0;
  size_t failed = 0;
};

class Capturer {
 public:
  // `cache` may be null. `workers` describes the processes; its callbacks are set here.
  Capturer(Setting setting, cache::FactsCache* cache, workers::Options workers);

  // Called after each unit, with its index and what became of it so far.
  std::function<void(size_t done, size_t total)> on_progress;

  // Adds the results of `jobs`, keyed by the indices given, to results(). An error means that no
  // worker can run at all. An interrupt leaves the units that were not reached out.
  [[nodiscard]] Result<void> run(const std::vector<std::pair<size_t, Job>>& jobs);

  [[nodiscard]] const std::map<size_t, Captured>& results() const { return results_; }
  [[nodiscard]] const CaptureCounts& counts() const { return counts_; }
  [[nodiscard]] int interrupted_by() const { return interrupted_by_; }

 private:
  void finish(size_t index, const Job& job, const Digest& key, const workers::Outcome& outcome);

  Setting setting_;
  cache::FactsCache* cache_;
  workers::Options workers_;
  std::map<size_t, Captured> results_;
  CaptureCounts counts_;
  int interrupted_by_ = 0;
};

}  // namespace pool_audit::extract_stage
