// The processor time of a run by phase, for --stats.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace pool_audit {

enum class Phase : uint8_t {
  load,     // compile database, models, telemetry
  scan,     // which units can matter
  extract,  // of the workers too
  link,     // facts to one program
  analyse,  // the inventory with its pairing, without the rules
  rules,
  other,
};
inline constexpr size_t kPhaseCount = 7;

[[nodiscard]] std::string_view to_text(Phase phase);

// Time goes to the phase of the innermost scope that is open, and to Phase::other when none is.
// Not thread-safe, and one at a time: it counts what the process and the processes that it has
// waited for used.
class Phases {
 public:
  Phases();

  class Scope {
   public:
    Scope(Phases& phases, Phase phase);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    Phases& phases_;
    Phase before_;
  };

  // In CPU seconds, up to now.
  [[nodiscard]] double seconds(Phase phase);

 private:
  void charge();

  Phase now_ = Phase::other;
  double since_ = 0;  // CPU seconds when the phase began
  std::array<double, kPhaseCount> spent_{};
};

// The largest resident set of this process, and that of the largest worker, in MiB.
struct PeakMemory {
  long self_mib = 0;
  long worker_mib = 0;
};
[[nodiscard]] PeakMemory peak_memory();

}  // namespace pool_audit
