// One line at the bottom of a terminal that says how far a run is.
//
//   [ 412/1600]  26%  17 pools  about 3 min left  src/net/server.cc
//
// Nothing is printed unless the stream is a terminal that can rewrite a line.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <string_view>

namespace pool_audit::workers {

struct ProgressOptions {
  int descriptor = 2;
  bool enabled = false;
  bool colour = false;
  // Columns of the terminal, asked before each drawing since windows change size. Empty: 80.
  std::function<unsigned()> width;
  std::function<std::chrono::steady_clock::time_point()> now;  // empty: the steady clock
};

// Looks at `descriptor` and the environment: enabled on a terminal unless TERM is empty or "dumb";
// colour unless NO_COLOR is set to something.
[[nodiscard]] ProgressOptions detect_terminal(int descriptor = 2);

struct ProgressState {
  size_t done = 0;
  size_t total = 0;  // may grow during the run
  size_t pools = 0;
  std::string current;  // what was finished last; shown as far as there is room
};

// Not thread-safe. Anything else that is written to the same terminal goes through message(), or
// between erase() and the next update().
class Progress {
 public:
  explicit Progress(ProgressOptions options);
  ~Progress();  // erases the line
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Redraws at most ten times a second, and always when `done` reaches `total`.
  void update(const ProgressState& state);
  // Prints `line` and a newline above the progress line; also when progress is off.
  void message(std::string_view line);
  void erase();

 private:
  using Time = std::chrono::steady_clock::time_point;
  struct Sample {
    Time time;
    size_t done;
  };

  void draw(Time now);
  [[nodiscard]] Time now() const;
  [[nodiscard]] std::string remaining(Time now) const;

  ProgressOptions options_;
  ProgressState state_;
  std::deque<Sample> samples_;  // of the last half minute: the rate of now, not of the cached start
  Time drawn_at_{};
  bool visible_ = false;
};

// One line of at most `width` columns, without colours or control characters. For tests too.
[[nodiscard]] std::string progress_line(const ProgressState& state, std::string_view remaining,
                                        unsigned width);
// "about 3 min left"; "" when unknown.
[[nodiscard]] std::string remaining_text(std::chrono::seconds left);

}  // namespace pool_audit::workers
