// Outcomes in words.
#include <cctype>
#include <csignal>
#include <cstring>

#include "tool/workers/workers.h"

namespace pool_audit::workers {
namespace {

std::string signal_text(int number) {
  const char* name = ::sigabbrev_np(number);
  const char* words = ::sigdescr_np(number);
  std::string out =
      name != nullptr ? "SIG" + std::string(name) : "signal " + std::to_string(number);
  if (words != nullptr) {
    std::string lower = words;
    lower[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(lower[0])));
    out += " (" + lower + ")";
  }
  return out;
}

// "90 s", "1.5 s", "250 ms"
std::string duration_text(std::chrono::milliseconds limit) {
  const auto count = limit.count();
  if (count < 1000) return std::to_string(count) + " ms";
  std::string out = std::to_string(count / 1000);
  if (const auto rest = count % 1000 / 100; rest != 0) out += "." + std::to_string(rest);
  return out + " s";
}

// "512 MiB", "4 GiB"
std::string size_text(uint64_t bytes) {
  constexpr uint64_t kMebi = uint64_t{1} << 20;
  if (bytes % (kMebi << 10) == 0) return std::to_string(bytes / (kMebi << 10)) + " GiB";
  if (bytes < kMebi) return std::to_string(bytes) + " bytes";
  return std::to_string(bytes / kMebi) + " MiB";
}

}  // namespace

std::string describe(const Outcome& outcome, const Options& options) {
  switch (outcome.kind) {
    case OutcomeKind::reply:
      return "done";
    case OutcomeKind::crashed:
      if (outcome.signal == SIGKILL) {
        return "crashed: SIGKILL, sent from outside; the system sends it when memory runs out";
      }
      return "crashed: " + signal_text(outcome.signal);
    case OutcomeKind::hung:
      return "hung: no answer within " + duration_text(options.job_limit) + ", killed";
    case OutcomeKind::out_of_memory:
      if (options.memory_limit == 0) return "out of memory: an allocation failed";
      return "out of memory: more than the limit of " + size_text(options.memory_limit) +
             " was needed";
    case OutcomeKind::exited:
      return "exited with status " + std::to_string(outcome.status) + " before it answered";
    case OutcomeKind::protocol_error:
      return "answered with " + outcome.detail;
    case OutcomeKind::interrupted:
      return "interrupted";
    case OutcomeKind::not_started:
      return "not started: " + outcome.detail;
  }
  return "unknown";
}

}  // namespace pool_audit::workers
