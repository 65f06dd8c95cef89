// Writes the metrics of a process with a pool of each kind: what rules and dashboards may ask for.
#include <cstdio>
#include <string>

#include "pool/pool.h"

namespace {
struct by_tag {};
}  // namespace

int main() {
  pool::sharded_pool<std::string> sharded({}, {.name = "sharded"});
  pool::bounded_pool<std::string> bounded(2, pool::bound::strict, {}, pool::order::lifo, "bounded");
  pool::ring_pool<std::string> ring(2);
  pool::sharded_bounded_pool<std::string> both(2);
  pool::sized_pool sized(128);
  using static_strings = pool::static_pool<std::string, by_tag>;
  static_strings::put(static_strings::get());
  sharded.put(sharded.get());
  bounded.put(bounded.get());
  ring.put(ring.get());
  both.put(both.get());
  sized.put(sized.get(100));
  std::fputs(pool::to_prometheus(pool::snapshot()).c_str(), stdout);
  return 0;
}
