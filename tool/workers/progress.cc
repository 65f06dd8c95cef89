#include "tool/workers/progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <vector>

namespace pool_audit::workers {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds kRedraw{100};
constexpr milliseconds kSampleEvery{500};
constexpr seconds kWindow{30};
constexpr seconds kWarmUp{2};  // no estimate from less
constexpr std::string_view kErase = "\r\x1b[K";

void write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // the terminal went away
    bytes.remove_prefix(static_cast<size_t>(written));
  }
}

// One character of the terminal: its bytes and the columns it takes at most.
struct Cell {
  std::string bytes;
  unsigned columns = 1;
};

// Characters of `text`; controls and bytes that are no UTF-8 become '?', so that a file name can
// neither move the cursor nor change colours.
std::vector<Cell> cells_of(std::string_view text) {
  std::vector<Cell> cells;
  for (size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const size_t length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    uint32_t code = lead;
    bool good = lead >= 0x20 && lead != 0x7f && (lead < 0x80 || (lead >= 0xc2 && lead < 0xf5)) &&
                i + length <= text.size();
    if (good && length > 1) {
      code = lead & (0xffU >> (length + 1));
      for (size_t k = 1; good && k < length; ++k) {
        const auto next = static_cast<unsigned char>(text[i + k]);
        good = (next & 0xc0) == 0x80;
        code = code << 6 | (next & 0x3fU);
      }
      good = good && code >= 0xa0;  // the C1 controls
    }
    if (!good) {
      cells.push_back({"?", 1});
      ++i;
    } else {
      // From here on lie the wide scripts; to take too much room is better than to wrap.
      cells.push_back({std::string(text.substr(i, length)), code >= 0x1100 ? 2U : 1U});
      i += length;
    }
  }
  return cells;
}

// The end of a path says more than its beginning.
std::string fit_path(std::string_view text, unsigned width) {
  const std::vector<Cell> cells = cells_of(text);
  unsigned columns = 0;
  for (const Cell& cell : cells) columns += cell.columns;
  size_t first = 0;
  const bool cut = columns > width;
  if (cut && width < 4) return {};
  if (cut) {
    while (columns > width - 3) columns -= cells[first++].columns;
  }
  std::string out = cut ? "..." : "";
  for (; first < cells.size(); ++first) out += cells[first].bytes;
  return out;
}

}  // namespace

ProgressOptions detect_terminal(int descriptor) {
  ProgressOptions options;
  options.descriptor = descriptor;
  const char* term = std::getenv("TERM");
  const char* no_color = std::getenv("NO_COLOR");
  options.enabled = ::isatty(descriptor) == 1 && term != nullptr && *term != '\0' &&
                    std::strcmp(term, "dumb") != 0;
  options.colour = options.enabled && (no_color == nullptr || *no_color == '\0');
  options.width = [descriptor]() -> unsigned {
    winsize size{};
    if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
    return 80;
  };
  return options;
}

std::string remaining_text(seconds left) {
  const auto count = left.count();
  if (count < 0) return {};
  if (count < 60) return "about " + std::to_string(std::max<long>(1, count)) + " s left";
  if (count < 3600) return "about " + std::to_string((count + 30) / 60) + " min left";
  const auto minutes = (count + 30) / 60;
  return "about " + std::to_string(minutes / 60) + " h " + std::to_string(minutes % 60) +
         " min left";
}

std::string progress_line(const ProgressState& state, std::string_view remaining, unsigned width) {
  const std::string total = std::to_string(state.total);
  std::string done = std::to_string(state.done);
  if (done.size() < total.size()) done.insert(0, total.size() - done.size(), ' ');
  std::string line = "[" + done + "/" + total + "]";
  // Whole parts, from the most to the least important, as long as there is room.
  std::vector<std::string> parts;
  if (state.total > 0) {
    std::string percent = std::to_string(state.done * 100 / state.total) + "%";
    percent.insert(0, percent.size() < 4 ? 4 - percent.size() : 0, ' ');
    parts.push_back(percent);
  }
  parts.push_back(std::to_string(state.pools) + (state.pools == 1 ? " pool" : " pools"));
  if (!remaining.empty()) parts.emplace_back(remaining);
  if (line.size() > width) return line.substr(0, width);
  for (const std::string& part : parts) {
    if (line.size() + 2 + part.size() > width) return line;
    line += "  " + part;
  }
  if (!state.current.empty() && line.size() + 2 + 8 <= width) {
    line += "  " + fit_path(state.current, width - static_cast<unsigned>(line.size()) - 2);
  }
  return line;
}

Progress::Progress(ProgressOptions options) : options_(std::move(options)) {
  if (!options_.width) options_.width = [] { return 80U; };
}

Progress::~Progress() {
  erase();
}

Progress::Time Progress::now() const {
  return options_.now ? options_.now() : std::chrono::steady_clock::now();
}

void Progress::update(const ProgressState& state) {
  if (!options_.enabled) return;
  state_ = state;
  const Time time = now();
  if (samples_.empty() || time - samples_.back().time >= kSampleEvery) {
    samples_.push_back({time, state.done});
    while (samples_.size() > 2 && time - samples_.front().time > kWindow) samples_.pop_front();
  }
  const bool last = state.done >= state.total;
  if (!visible_ || last || time - drawn_at_ >= kRedraw) draw(time);
}

std::string Progress::remaining(Time time) const {
  if (samples_.empty() || state_.done >= state_.total) return {};
  const auto span = duration_cast<milliseconds>(time - samples_.front().time);
  const size_t done = state_.done - std::min(state_.done, samples_.front().done);
  if (span < kWarmUp || done == 0) return {};
  const double per_item = static_cast<double>(span.count()) / static_cast<double>(done);
  const double left = per_item * static_cast<double>(state_.total - state_.done) / 1000.0;
  if (left > 3600.0 * 1000) return {};
  return remaining_text(seconds(static_cast<long>(left)));
}

void Progress::draw(Time time) {
  const unsigned width = options_.width();
  // The last column stays free: some terminals wrap as soon as it is written.
  std::string line = progress_line(state_, remaining(time), width > 1 ? width - 1 : 1);
  if (options_.colour) {
    const size_t end = line.find(']');
    if (end != std::string::npos)
      line = "\x1b[1m" + line.substr(0, end + 1) + "\x1b[0m" + line.substr(end + 1);
  }
  write_all(options_.descriptor, std::string(kErase) + line);
  drawn_at_ = time;
  visible_ = true;
}

void Progress::message(std::string_view line) {
  const bool redraw = visible_;
  std::string text = redraw ? std::string(kErase) : std::string();
  text += line;
  text += '\n';
  write_all(options_.descriptor, text);
  if (redraw) draw(now());
}

void Progress::erase() {
  if (visible_) write_all(options_.descriptor, kErase);
  visible_ = false;
}

}  // namespace pool_audit::workers
