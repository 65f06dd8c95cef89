// How many CPUs this process may use.
#ifndef POOL_SRC_CPUS_H
#define POOL_SRC_CPUS_H

#include <cstdint>

namespace pool::detail {

// At least 1. The affinity mask of the process (of its first thread: others may be pinned) and the
// quota of its cgroup, whichever is less; not the CPUs of the machine. Asked once, and again by the
// next two.
[[nodiscard]] std::uint32_t usable_cpus() noexcept;
void refresh_affinity() noexcept;     // one system call; every rotation does it
void refresh_usable_cpus() noexcept;  // reads files as well; collect() does it

// The quota in a cpu.max file's text, rounded up: "150000 100000" is 2, "max 100000" is 0, which
// stands for no quota, as does whatever cannot be read.
[[nodiscard]] std::uint32_t quota_of(const char* cpu_max) noexcept;

}  // namespace pool::detail

#endif
