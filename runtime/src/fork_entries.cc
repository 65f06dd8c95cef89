#include "fork_entries.h"

#include "fork.h"
#include "registry.h"

namespace pool::detail {

fork_entries& fork_entries::instance() noexcept {
  static fork_entries& only = *new fork_entries;
  return only;
}

void fork_entries::add(fork_entry& fresh) noexcept {
  const inside_guard inside;
  const std::lock_guard lock(lock_);
  fresh.next_ = first_;
  if (first_ != nullptr) first_->previous_ = &fresh;
  first_ = &fresh;
}

void fork_entries::remove(fork_entry& old) noexcept {
  const inside_guard inside;
  const std::lock_guard lock(lock_);
  (old.previous_ != nullptr ? old.previous_->next_ : first_) = old.next_;
  if (old.next_ != nullptr) old.next_->previous_ = old.previous_;
}

void fork_entries::announce() noexcept {
  lock_.lock();
  for (fork_entry* at = first_; at != nullptr; at = at->next_) at->how_.announce(at->self_);
}

void fork_entries::hold() noexcept {
  for (fork_entry* at = first_; at != nullptr; at = at->next_) at->how_.hold(at->self_);
}

void fork_entries::let_go(bool child) noexcept {
  for (fork_entry* at = first_; at != nullptr; at = at->next_) at->how_.let_go(at->self_, child);
  lock_.unlock();
}

fork_entry::fork_entry(void* self, const calls& how) : self_(self), how_(how) {
  install_fork_handlers();
  fork_entries::instance().add(*this);
}

fork_entry::~fork_entry() {
  fork_entries::instance().remove(*this);
}

}  // namespace pool::detail
