// A library with a static pool of its own, to be loaded and unloaded.
#include <string>

#include "pool/static_pool.h"

namespace {
struct plugin_tag {};
}  // namespace

// Returns how many objects the pool of this library has made since it was loaded.
extern "C" int plugin_use() {
  using strings = pool::static_pool<std::string, plugin_tag>;
  strings::put(strings::get());
  return static_cast<int>(strings::stats().gets_created);
}
