#include <cstdio>

#include "spares.h"

namespace {

struct Page {
  char bytes[200] = {};
};

struct Leaf {
  Leaf* next = nullptr;
  int number = 0;
};

store::Spares<Page> pages;
store::Spares<Leaf> leaves;

}  // namespace

struct Book {
  store::BoundedPool<Page, 1> covers;
  store::BoundedPool<Page> sheets;

  int turn() {
    auto cover = covers.acquire();
    auto one = sheets.acquire();
    auto two = sheets.acquire();
    auto three = sheets.acquire();
    cover->bytes[0] = 'c';
    one->bytes[0] += 1;
    const int out = cover->bytes[0] + one->bytes[0] + two->bytes[0];
    covers.release(std::move(cover));
    sheets.release(std::move(one));
    sheets.release(std::move(two));
    sheets.release(std::move(three));
    return out;
  }
};

int main() {
  for (int i = 0; i < 4; ++i) {
    Page* page = pages.get();
    page->bytes[0] += 1;
    std::printf("%d\n", page->bytes[0]);
    pages.put(page);
  }
  Leaf* leaf = leaves.get();
  leaf->number = 4;
  leaves.put(leaf);
  std::printf("%d\n", leaves.get() == leaf);
  leaves.put(leaf);
  Book book;
  for (int i = 0; i < 3; ++i) std::printf("%d\n", book.turn());
}
