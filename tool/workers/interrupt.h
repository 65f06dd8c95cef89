// Interrupts as a value that a loop can look at, instead of the end of the process.
#pragma once

namespace pool_audit::workers {

// While one lives, the first SIGINT, SIGTERM or SIGHUP is recorded instead of ending the process.
// A signal that was ignored before (nohup, a background job of a script) stays ignored. A second
// one more than a second later ends the process in the ordinary way: the user means it; sooner it
// counts as the same one, since `timeout` and shells send to the process and to its group.
//
// Scopes nest; the outermost decides how long. run_jobs() makes one of its own, so that a caller
// which wants to cover its whole work, and to see the signal after the run, wraps it in another.
// For one thread: make and destroy them on the same thread.
class InterruptScope {
 public:
  InterruptScope();
  ~InterruptScope();
  InterruptScope(const InterruptScope&) = delete;
  InterruptScope& operator=(const InterruptScope&) = delete;

  // Number of the signal that came first since the outermost scope began; 0: none.
  [[nodiscard]] static int signal();
  // Becomes readable, and stays so, when a signal came. -1 outside any scope, or when the system
  // has no descriptor left; signal() works all the same.
  [[nodiscard]] static int descriptor();
};

}  // namespace pool_audit::workers
