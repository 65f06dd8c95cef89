// Warm and sound: a static pool, found without a look-up.
#include <array>
#include <source_location>

#include "pool/pool.h"
#include "quotes.h"

namespace quotes {
namespace {

struct Window {
  std::array<double, 256> prices{};
  std::size_t count = 0;
};

// Windows of prices to average: about 2K gets/s. Unbounded; rotation trims it. Measured by
// runtime/bench.
struct price_windows {
  static constexpr pool::settings settings = {.name = "quotes.price_windows"};
  static constexpr std::source_location site = std::source_location::current();
  static void reset(Window& window) { window.count = 0; }
};
using windows = pool::static_pool<Window, price_windows>;

}  // namespace

double average_price(std::string_view symbol) {
  const auto window = windows::acquire();
  for (std::size_t i = 0; i < 32; ++i) {
    window->prices[window->count++] = static_cast<double>(symbol.size() * i);
  }
  double sum = 0;
  for (std::size_t i = 0; i < window->count; ++i) sum += window->prices[i];
  return sum / static_cast<double>(window->count);
}

}  // namespace quotes
