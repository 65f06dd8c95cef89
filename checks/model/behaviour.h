// What functions of libraries do, what their types hold and what the names of members say, as data:
// the `functions`, `types` and `members` of a model file. docs/formats/model.md is the manual.
//
//   *.yaml --loader.h--> FunctionModel, TypeModel --ModelSet--> effects_of(), traits_of(),
//                                                              kind_of_member()
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "checks/model/object_ref.h"

namespace pool_audit::model {

// What a call can do beyond computing its result. Each is a bit.
enum class Does : uint32_t {
  starts_thread = 1U << 0,
  starts_process = 1U << 1,
  performs_io = 1U << 2,         // reads or writes files, sockets, devices, the terminal
  blocks = 1U << 3,              // may wait for another thread, a process or an event
  sleeps = 1U << 4,              // waits for time to pass
  locks = 1U << 5,               // takes a lock that another thread may hold
  logs = 1U << 6,                // writes to a log
  reads_environment = 1U << 7,   // environment variables, command line, locale, host name, user
  reads_clock = 1U << 8,         // time or date
  writes_global = 1U << 9,       // changes state that the whole process shares
  registers_handler = 1U << 10,  // leaves a function behind that is called later: exit hooks too
  allocates = 1U << 11,          // takes memory that somebody has to free
  frees = 1U << 12,              // frees memory
  throws = 1U << 13,             // an exception can leave it
  no_throw = 1U << 14,           // none can, whatever its declaration says
  ends_process = 1U << 15,       // never comes back
};

// What has an identity outside the memory of its object: with the operating system, with a peer,
// with a run-time library.
enum class HandleKind : uint8_t {
  none,
  descriptor,
  file,
  directory,
  socket,
  connection,  // to a server: database, HTTP, RPC, cache
  tls_session,
  tls_context,
  database,
  statement,  // prepared by a database
  transfer,   // of a transfer library: curl's easy and multi handles
  thread,
  thread_pool,
  process,
  mutex,
  condition_variable,
  semaphore,
  barrier,
  timer,
  event_loop,
  mapping,  // of a file or shared memory
  library,  // loaded at run time
};

// Functions that do the same.
struct FunctionModel {
  std::vector<std::string> functions;  // qualified-name patterns, the global ones without "::"
  uint32_t does = 0;                   // bits of Does
  HandleKind opens = HandleKind::none;
  HandleKind closes = HandleKind::none;
  ObjectRef handle;       // where the handle stands: result, out, argument or this_
  int min_arguments = 0;  // only calls with at least so many arguments do it

  [[nodiscard]] bool can(Does what) const { return (does & static_cast<uint32_t>(what)) != 0; }
  friend bool operator==(const FunctionModel&, const FunctionModel&) = default;
};

// Types of which the same can be said.
struct TypeModel {
  std::vector<std::string> types;  // patterns; "FILE *" speaks of the pointer alone
  HandleKind holds = HandleKind::none;
  bool grows = false;                    // its memory grows with what is put into it
  bool owns_memory = false;              // its destructor frees memory; true for what grows
  bool contains_all = false;             // holds objects of all its type arguments
  std::vector<int> contains;             // or of these, counted from 0
  std::vector<std::string> clears_by;    // methods that empty it and keep its memory
  std::vector<std::string> shrinks_by;   // methods that give memory back
  std::vector<std::string> capacity_by;  // methods that tell how large it has grown
  std::string use_instead;               // what to do rather than pool it, for messages

  friend bool operator==(const TypeModel&, const TypeModel&) = default;
};

// What the name of a data member says of it.
enum class MemberKind : uint8_t {
  other,
  request,  // it tells one request from another: a request's id, a session's token
  user,     // it tells who asks: alone it may be of an account
  link,     // it hangs objects onto each other, and says nothing of what they are
};

// Members of which the same can be said.
struct MemberModel {
  std::vector<std::string> names;  // as written; capitals, '_' and a leading "m_" do not count
  MemberKind kind = MemberKind::other;

  friend bool operator==(const MemberModel&, const MemberModel&) = default;
};

// What model files say of functions, types and members.
struct Behaviour {
  std::vector<FunctionModel> functions;
  std::vector<TypeModel> types;
  std::vector<MemberModel> members;

  friend bool operator==(const Behaviour&, const Behaviour&) = default;
};

}  // namespace pool_audit::model
