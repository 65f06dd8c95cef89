#include <memory>
#include <stdio.h>
#include <string>

static int length(const char* word) {
  const auto page = std::make_unique<std::string>();
  if (!page) return -1;
  page->append(word);
  std::string& text = *page;
  text += word;
  return static_cast<int>(text.size());
}

static int letters(int count) {
  auto page = std::make_unique<std::string>();
  for (int i = 0; i < count; ++i) page->push_back('a');
  const int out = static_cast<int>(page->size());
  return out;
}

int main() { printf("%d %d\n", length("seven"), letters(3)); }
