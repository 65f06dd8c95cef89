// Shows a pool of numbers: what is lent out is an index, not an object.
#include "gateway.h"

namespace gateway {
namespace {

class TicketPool {
 public:
  // A number that nobody else holds.
  int acquire() {
    if (free_.empty()) return next_++;
    const int ticket = free_.back();
    free_.pop_back();
    return ticket;
  }
  void release(int ticket) { free_.push_back(ticket); }

 private:
  std::vector<int> free_;
  int next_ = 0;
};

TicketPool tickets;

}  // namespace

int with_ticket() {
  const int ticket = tickets.acquire();
  const int twice = ticket * 2;
  tickets.release(ticket);
  return twice;
}

}  // namespace gateway
