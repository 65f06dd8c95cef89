// Shows an injected pool: who owns it, and who else uses it, is decided elsewhere.
#include "gateway.h"

namespace gateway {

int Dispatcher::dispatch(std::string_view payload) {
  std::unique_ptr<Job> job = jobs_.acquire();
  job->number = next_number_++;
  job->payload.assign(payload);
  const int number = job->number;
  jobs_.release(std::move(job));
  return number;
}

}  // namespace gateway
