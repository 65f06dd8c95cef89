#include "tool/phases.h"

#include <sys/resource.h>
#include <sys/time.h>

#include <cstddef>
#include <ctime>

namespace pool_audit {

namespace {

double in_seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

// Of this process, to the nanosecond, and of its children that are gone.
double cpu_seconds() {
  timespec own{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &own);
  rusage children{};
  getrusage(RUSAGE_CHILDREN, &children);
  return static_cast<double>(own.tv_sec) + static_cast<double>(own.tv_nsec) * 1e-9 +
         in_seconds(children.ru_utime) + in_seconds(children.ru_stime);
}

}  // namespace

std::string_view to_text(Phase phase) {
  switch (phase) {
    case Phase::load:
      return "load";
    case Phase::scan:
      return "scan";
    case Phase::extract:
      return "extract";
    case Phase::link:
      return "link";
    case Phase::analyse:
      return "analyse";
    case Phase::rules:
      return "rules";
    case Phase::other:
      return "other";
  }
  return "";
}

Phases::Phases() : since_(cpu_seconds()) {}

void Phases::charge() {
  const double now = cpu_seconds();
  spent_[static_cast<size_t>(now_)] += now - since_;
  since_ = now;
}

double Phases::seconds(Phase phase) {
  charge();
  return spent_[static_cast<size_t>(phase)];
}

Phases::Scope::Scope(Phases& phases, Phase phase) : phases_(phases), before_(phases.now_) {
  phases_.charge();
  phases_.now_ = phase;
}

Phases::Scope::~Scope() {
  phases_.charge();
  phases_.now_ = before_;
}

PeakMemory peak_memory() {
  constexpr long kKibPerMib = 1024;
  rusage self{};
  rusage children{};
  getrusage(RUSAGE_SELF, &self);
  getrusage(RUSAGE_CHILDREN, &children);
  return {self.ru_maxrss / kKibPerMib, children.ru_maxrss / kKibPerMib};
}

}  // namespace pool_audit
