// What the parts of the gateway offer to each other.
#ifndef GATEWAY_GATEWAY_H
#define GATEWAY_GATEWAY_H

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "message.h"
#include "object_pool.h"

namespace gateway {

std::string render(std::string_view title);                  // render.cc
int answer(std::string_view request);                        // reply.cc
std::size_t checksum_of(std::string_view body);              // body_buffers.cc
std::vector<std::string_view> split(std::string_view line);  // parser.cc
std::size_t greet(std::string_view user);                    // session.cc
bool ping_upstream();                                        // connections.cc
int run_timers(int count);                                   // timers.cc
int with_ticket();                                           // tickets.cc
const std::string* intern(std::string_view name);            // names.cc

// dispatcher.cc
class Dispatcher {
 public:
  // The pool belongs to the caller and outlives the dispatcher.
  explicit Dispatcher(ObjectPool<Job>& jobs) : jobs_(jobs) {}
  int dispatch(std::string_view payload);

 private:
  ObjectPool<Job>& jobs_;
  int next_number_ = 1;
};

}  // namespace gateway

#endif
