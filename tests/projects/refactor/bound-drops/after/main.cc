#include <cstdio>
#include <vector>

namespace lib {

// Takes more room, and never gives any back.
class Bytes {
 public:
  void append(char c) { bytes_.push_back(c); }
  void clear() { bytes_.clear(); }
  char last() const { return bytes_.back(); }
  unsigned long capacity() const { return bytes_.capacity(); }

 private:
  std::vector<char> bytes_;
};

}  // namespace lib

struct Page {
  lib::Bytes bytes;
};

class PagePool {
 public:
  ~PagePool() {
    for (Page* each : free_) delete each;
  }
  Page* get() {
    if (free_.empty()) return new Page;
    Page* out = free_.back();
    free_.pop_back();
    return out;
  }
  void put(Page* page) {
    page->bytes.clear();
    if (page->bytes.capacity() <= 4096 && free_.size() < 64) {
      free_.push_back(page);
    } else {
      delete page;
    }
  }

 private:
  std::vector<Page*> free_;
};

static PagePool pages;

static int fill(int n) {
  Page* page = pages.get();
  for (int i = 0; i < n; ++i) page->bytes.append('x');
  int out = page->bytes.last();
  pages.put(page);
  return out;
}

int main() {
  std::printf("%d %d %d\n", fill(3), fill(9000), fill(2));
}
