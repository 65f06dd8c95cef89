// Calls on a pool, as they are written: what is called, and where in the call the pool is named.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checks/inventory/subject.h"
#include "tool/refactor/sources.h"

namespace pool_audit::refactor {

// A function that calls another one on the pool, and hands on everything else.
struct Forwarder {
  std::string name;                     // "buffers_acquire"
  std::string callee;                   // as the calls have it: "acquire", "net::pool_get"
  int pool_argument = -1;               // index of the pool; -1: the callee is its method
  bool by_address = false;              // the pool argument is `&pool`
  std::string result;                   // "Buffer *", "void"
  std::vector<std::string> parameters;  // types, without the pool
  std::vector<std::string> names;       // of the parameters
  std::vector<bool> moved;              // handed on by std::move()
  bool is_noexcept = false;             // the callee says so

  friend bool operator==(const Forwarder&, const Forwarder&) = default;
};

struct PoolCall {
  Symbol function;  // that holds the call
  Stretch pool;     // the name of the variable or member in it
  facts::Event event;
  std::optional<Forwarder> forwarder;  // none: a call that no function can stand for
  std::vector<inventory::Edit> edits;  // that make the call one of the forwarder
};

struct PoolCalls {
  std::vector<PoolCall> calls;            // sorted by place
  std::vector<inventory::Place> outside;  // of calls in files that are not the project's
};

// Every call in a body on the variable or member with this id and, as it is written, this name.
// Calls that come out of macros are left out.
[[nodiscard]] PoolCalls calls_on(const inventory::Subject& subject, Sources& sources, Symbol id,
                                 const std::string& name);

// "Buffer* buffers_acquire()", without a body.
[[nodiscard]] std::string declarator_of(const Forwarder& forwarder, bool in_c);
// "return buffers.acquire();", `pool` being how the body reaches the pool: "buffers", "buffers->".
[[nodiscard]] std::string body_of(const Forwarder& forwarder, const std::string& pool, bool arrow);

}  // namespace pool_audit::refactor
