// Runs the jobs of stage `extract`: what the cache knows is not done again, the rest is spread over
// worker processes, and a unit that goes wrong costs that unit only. Facts go to disk as they come;
// what stays in memory is a line a unit.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "checks/support/scratch_folder.h"
#include "tool/cache/facts_cache.h"
#include "tool/cache/store.h"
#include "tool/extract/job.h"
#include "tool/workers/workers.h"

namespace pool_audit::extract_stage {

// What became of one unit.
struct Captured {
  std::string error;                // why it failed; empty: it did not
  std::vector<std::string> errors;  // the compiler's complaints, survived
  std::vector<std::string> files;   // project files that were read, absolute
  Digest facts;                     // content of its facts, see Capturer::facts()

  [[nodiscard]] bool ok() const { return error.empty(); }
};

struct CaptureCounts {
  size_t cached = 0;
  size_t extracted = 0;
  size_t failed = 0;
  size_t prefixes = 0;  // headers precompiled
};

class Capturer {
 public:
  // `cache` may be null; `spool` keeps the facts until the end of the run at least. Both outlive
  // this. The callbacks of `workers` are set here.
  Capturer(Setting setting, cache::FactsCache* cache, cache::Store& spool,
           workers::Options workers);

  // Called after each unit of a run().
  std::function<void(size_t done, size_t total)> on_progress;
  // What of these units, by their indices, is worth being precompiled; null: nothing.
  std::function<std::vector<PrefixJob>(const std::vector<size_t>& units)> prefixes;

  // Adds what becomes of `jobs` to results(), in place of what stood there, by the indices given.
  // An error means that no worker can run at all. An interrupt leaves the units that were not
  // reached out.
  [[nodiscard]] Result<void> run(const std::vector<std::pair<size_t, Job>>& jobs);

  [[nodiscard]] const std::map<size_t, Captured>& results() const { return results_; }
  // The facts of a captured unit in their disk form; nothing when they got lost meanwhile.
  [[nodiscard]] std::optional<std::string> facts(const Captured& unit);
  [[nodiscard]] const CaptureCounts& counts() const { return counts_; }
  [[nodiscard]] int interrupted_by() const { return interrupted_by_; }

 private:
  class Queue;

  bool find(const Digest& key, Captured& out);
  [[nodiscard]] Captured read(const Digest& key, const workers::Outcome& outcome);

  Setting setting_;
  cache::FactsCache* cache_;
  cache::Store& spool_;
  workers::Options workers_;
  ScratchFolder scratch_;  // of precompiled headers
  size_t prefix_count_ = 0;
  std::map<size_t, Captured> results_;
  std::map<Digest, std::string> unspooled_;  // facts that could not be written anywhere
  CaptureCounts counts_;
  int interrupted_by_ = 0;
};

}  // namespace pool_audit::extract_stage
