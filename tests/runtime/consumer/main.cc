// Uses every header of the library, as a program outside of this repository does.
#include <string>

#include "pool/pool.h"

namespace {
struct names {
  static void reset(std::string& name) { name.clear(); }
};
}  // namespace

int main() {
  pool::sharded_pool<std::string, names> strings;
  *strings.acquire() = "text";
  const bool reused = strings.acquire()->empty() && strings.stats().hits() == 1;
  const auto length = pool::with(pool::static_pool<std::string, names>(),
                                 [](std::string& text) { return text.size(); });
  pool::bounded_pool<std::string> bounded(2, pool::bound::strict);
  const auto one = bounded.acquire();
  return reused && length == 0 && one ? 0 : 1;
}
