// What a fork does to pools; see fork.cc.
#ifndef POOL_SRC_FORK_H
#define POOL_SRC_FORK_H

namespace pool::detail {

// Once in the life of the process, at the first call.
void install_fork_handlers() noexcept;

// The number of the process, by which an object that has a thread knows whether it is in a child.
[[nodiscard]] long this_process() noexcept;

// What belongs to a thread that the child of a fork has not got can be neither used nor destroyed
// there. It stays reachable, as a leak checker wants it.
void keep_for_ever(void* old) noexcept;

}  // namespace pool::detail

#endif
