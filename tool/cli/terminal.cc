#include "tool/cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <string_view>

namespace pool_audit::cli {

bool is_terminal(int descriptor) {
  return ::isatty(descriptor) == 1;
}

unsigned terminal_width(int descriptor, unsigned otherwise) {
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col != 0) return size.ws_col;
  const char* text = std::getenv("COLUMNS");
  if (text == nullptr) return otherwise;
  const std::string_view columns(text);
  unsigned width = 0;
  const auto [stop, error] =
      std::from_chars(columns.data(), columns.data() + columns.size(), width);
  const bool whole = error == std::errc{} && stop == columns.data() + columns.size();
  return whole && width != 0 ? width : otherwise;
}

bool use_color(ColorWhen when, bool is_terminal, const char* no_color) {
  switch (when) {
    case ColorWhen::always:
      return true;
    case ColorWhen::never:
      return false;
    case ColorWhen::automatic:
      break;
  }
  return is_terminal && (no_color == nullptr || *no_color == '\0');
}

}  // namespace pool_audit::cli
