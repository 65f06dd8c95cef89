// The words of the sections `functions`, `types` and `members`.
#include <array>

#include "checks/model/vocabulary.h"

namespace pool_audit::model {
namespace {

constexpr std::array<Word<Does>, 16> kDeeds = {{{"starts_thread", Does::starts_thread},
                                                {"starts_process", Does::starts_process},
                                                {"performs_io", Does::performs_io},
                                                {"blocks", Does::blocks},
                                                {"sleeps", Does::sleeps},
                                                {"locks", Does::locks},
                                                {"logs", Does::logs},
                                                {"reads_environment", Does::reads_environment},
                                                {"reads_clock", Does::reads_clock},
                                                {"writes_global", Does::writes_global},
                                                {"registers_handler", Does::registers_handler},
                                                {"allocates", Does::allocates},
                                                {"frees", Does::frees},
                                                {"throws", Does::throws},
                                                {"no_throw", Does::no_throw},
                                                {"ends_process", Does::ends_process}}};

struct Kind {
  std::string_view word;
  HandleKind kind;
  std::string_view phrase;
};
constexpr std::array<Kind, 21> kKinds = {
    {{"descriptor", HandleKind::descriptor, "a file descriptor"},
     {"file", HandleKind::file, "an open file"},
     {"directory", HandleKind::directory, "an open directory"},
     {"socket", HandleKind::socket, "a socket"},
     {"connection", HandleKind::connection, "a connection"},
     {"tls_session", HandleKind::tls_session, "a TLS session"},
     {"tls_context", HandleKind::tls_context, "a TLS context"},
     {"database", HandleKind::database, "an open database"},
     {"statement", HandleKind::statement, "a prepared statement"},
     {"transfer", HandleKind::transfer, "a transfer handle"},
     {"thread", HandleKind::thread, "a thread"},
     {"thread_pool", HandleKind::thread_pool, "a pool of threads"},
     {"process", HandleKind::process, "a process"},
     {"mutex", HandleKind::mutex, "a mutex"},
     {"condition_variable", HandleKind::condition_variable, "a condition variable"},
     {"semaphore", HandleKind::semaphore, "a semaphore"},
     {"barrier", HandleKind::barrier, "a barrier"},
     {"timer", HandleKind::timer, "a timer"},
     {"event_loop", HandleKind::event_loop, "an event loop"},
     {"mapping", HandleKind::mapping, "a memory mapping"},
     {"library", HandleKind::library, "a loaded library"}}};
constexpr std::array<Word<HandleKind>, kKinds.size()> kHandleKinds = [] {
  std::array<Word<HandleKind>, kKinds.size()> words = {};
  for (size_t i = 0; i < kKinds.size(); ++i) words[i] = {kKinds[i].word, kKinds[i].kind};
  return words;
}();
constexpr std::array<Word<ObjectKind>, 4> kHandlePlaces = {{{"return", ObjectKind::result},
                                                            {"out", ObjectKind::out, true},
                                                            {"arg", ObjectKind::argument, true},
                                                            {"this", ObjectKind::this_}}};
constexpr std::array<Word<MemberKind>, 4> kMemberKinds = {{{"request", MemberKind::request},
                                                           {"user", MemberKind::user},
                                                           {"link", MemberKind::link},
                                                           {"nothing", MemberKind::other}}};

using Text = std::string_view;
constexpr std::array<Text, 2> kMemberKeys = {"name", "tells"};
constexpr std::array<Text, 6> kFunctionKeys = {"fn", "does", "opens", "closes", "handle", "args"};
constexpr std::array<Text, 9> kTypeKeys = {"type",       "holds",       "contains",
                                           "grows",      "owns_memory", "clears_by",
                                           "shrinks_by", "capacity_by", "use_instead"};

}  // namespace

Words<Does> deeds() {
  return kDeeds;
}
Words<HandleKind> handle_kinds() {
  return kHandleKinds;
}
Words<ObjectKind> handle_places() {
  return kHandlePlaces;
}

std::string_view in_words(HandleKind kind) {
  for (const Kind& known : kKinds) {
    if (known.kind == kind) return known.phrase;
  }
  return {};
}

Keys function_keys() {
  return kFunctionKeys;
}
Keys type_keys() {
  return kTypeKeys;
}
Keys member_keys() {
  return kMemberKeys;
}
Words<MemberKind> member_kinds() {
  return kMemberKinds;
}

}  // namespace pool_audit::model
