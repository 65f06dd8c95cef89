#include <stdio.h>
#include <string>

#include "pool/pool.h"

namespace {

// Spare pages: a plain new one is as good.
pool::sharded_pool<std::string> pages(
    {.reset = [](std::string& page) { page.clear(); },
     .retain = [](const std::string& page) { return page.capacity() <= 4096; }},
    {.name = "pages"});

}  // namespace

static int length(const char* word) {
  const auto page = pages.acquire();
  if (!page) return -1;
  page->append(word);
  std::string& text = *page;
  text += word;
  return static_cast<int>(text.size());
}

static int letters(int count) {
  std::string* page = pages.get();
  for (int i = 0; i < count; ++i) page->push_back('a');
  const int out = static_cast<int>(page->size());
  pages.put(page);
  return out;
}

int main() { printf("%d %d\n", length("seven"), letters(3)); }
