// How many workers this machine, and the part of it that we may use, can feed.
#include <sched.h>
#include <unistd.h>

#include <algorithm>

#include "checks/support/files.h"
#include "tool/workers/numbers.h"
#include "tool/workers/workers.h"

namespace pool_audit::workers {
namespace {

// The processors that a control group (version 2, as a container sees its own) pays for; 0: no
// quota is known.
unsigned quota_processors() {
  const Result<std::string> text = read_file("/sys/fs/cgroup/cpu.max");
  if (!text) return 0;
  const auto numbers = first_two_numbers(*text);
  if (!numbers || numbers->first == 0 || numbers->second == 0) return 0;
  const auto [quota, period] = *numbers;
  return static_cast<unsigned>(quota / period + (quota % period != 0 ? 1 : 0));
}

}  // namespace

unsigned default_workers() {
  cpu_set_t set;
  CPU_ZERO(&set);
  unsigned processors = 0;
  if (::sched_getaffinity(0, sizeof set, &set) == 0) {
    processors = static_cast<unsigned>(CPU_COUNT(&set));
  }
  if (processors == 0) {  // the mask has room for 1024 only
    const long online = ::sysconf(_SC_NPROCESSORS_ONLN);
    processors = online > 0 ? static_cast<unsigned>(online) : 1;
  }
  const unsigned quota = quota_processors();
  return quota != 0 ? std::min(quota, processors) : processors;
}

}  // namespace pool_audit::workers
