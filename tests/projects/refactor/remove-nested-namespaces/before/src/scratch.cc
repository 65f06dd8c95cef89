#include "scratch.h"

#include <utility>

namespace text {
inline namespace v1 {
namespace {

constexpr std::size_t kMaxCached = 8;
thread_local std::vector<std::unique_ptr<Scratch>> tls_cache;

}  // namespace

std::unique_ptr<Scratch> TakeScratch() {
  if (tls_cache.empty()) return std::make_unique<Scratch>();
  std::unique_ptr<Scratch> scratch = std::move(tls_cache.back());
  tls_cache.pop_back();
  return scratch;
}

void ReturnScratch(std::unique_ptr<Scratch> scratch) {
  if (!scratch) return;
  scratch->Reset();
  if (tls_cache.size() >= kMaxCached) return;  // enough of them
  tls_cache.push_back(std::move(scratch));
}

}  // namespace v1
}  // namespace text
