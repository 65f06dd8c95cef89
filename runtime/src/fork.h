// What a fork does to pools; see fork.cc.
#ifndef POOL_SRC_FORK_H
#define POOL_SRC_FORK_H

namespace pool::detail {

// Once in the life of the process. Returns whether it worked.
bool install_fork_handlers() noexcept;

}  // namespace pool::detail

#endif
