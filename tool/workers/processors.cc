// How many workers this machine, and the part of it that we may use, can feed.
#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "tool/workers/workers.h"

namespace pool_audit::workers {
namespace {

// The processors that a control group (version 2, as a container sees its own) pays for; 0: no
// quota is known.
unsigned quota_processors() {
  std::FILE* file = std::fopen("/sys/fs/cgroup/cpu.max", "re");
  if (file == nullptr) return 0;
  unsigned long long quota = 0;
  unsigned long long period = 0;
  const int fields = std::fscanf(file, "%llu %llu", &quota, &period);
  std::fclose(file);
  if (fields != 2 || period == 0 || quota == 0) return 0;
  return static_cast<unsigned>((quota + period - 1) / period);
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
