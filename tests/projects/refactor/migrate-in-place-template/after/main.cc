#include <cstdio>
#include <string>

#include "object_pool.h"

struct Page {
  std::string text;
  void reset() { text.clear(); }
};

struct Row {
  int cells[4] = {};
  void reset() { cells[0] = 0; }
};

static ObjectPool<Page> pages(16);

static int print(int n) {
  const ObjectPool<Page>::Lease page(pages);
  for (int i = 0; i < n; ++i) page->text += 'x';
  return static_cast<int>(page->text.size());
}

static int fill(ObjectPool<Row>& rows, int n) {
  auto row = rows.acquire();
  row->cells[0] += n;
  const int out = row->cells[0];
  rows.release(std::move(row));
  return out;
}

int main() {
  ObjectPool<Row> rows;
  for (int i = 0; i < 3; ++i) std::printf("%d %d\n", print(i), fill(rows, i));
  std::printf("%d %d\n", pages.taken(), rows.taken());
}
