#include <cstdio>
#include <cstring>

#include "store.h"

int main() {
  const store first(3);
  const store second;
  char* out = static_cast<char*>(first.take());
  std::memset(out, 'x', 36);
  void* other = second.take();
  second.give(other);
  first.give(first.take());
  std::printf("%d %d %.3s\n", first.limit(), second.limit(), out);
}
