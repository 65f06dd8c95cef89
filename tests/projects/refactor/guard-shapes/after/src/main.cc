#include <cstdio>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#define CHECK_SIZE(b) ((b)->text.size() < 100)

namespace io {

struct Line {
  std::string text;
  int number = 0;
};

class Lines {
 public:
  ~Lines() {
    for (auto* l : free_) delete l;
  }
  Line* take() {
    if (free_.empty()) return new Line();
    Line* l = free_.back();
    free_.pop_back();
    return l;
  }
  void give(Line* l) {
    l->text.clear();
    l->number = 0;
    free_.push_back(l);
  }
  std::size_t idle() const { return free_.size(); }

 private:
  std::vector<Line*> free_;
};

static Lines lines;

static void giveBack(Line* l) { lines.give(l); }

static int byValue(int n) {
  Line* l = lines.take();
  auto f = [l](int k) { l->number += k; };
  f(n);
  int out = l->number;
  lines.give(l);
  return out;
}

static int throughHelper(const char* s) {
  Line* l = lines.take();
  try {
    if (*s == 0) throw std::runtime_error("empty");
    l->text = s;
  } catch (const std::runtime_error& e) {
    std::printf("caught %s\n", e.what());
    giveBack(l);
    return -1;
  }
  int n = static_cast<int>(l->text.size());
  lines.give(l);
  return n;
}

static bool macro(const char* s) {
  const auto put_l = [](Line* object) { lines.give(object); };
  std::unique_ptr<Line, decltype(put_l)> l(lines.take(), put_l);
  l->text = s;
  bool ok = CHECK_SIZE(l.get());
  return ok;
}

static std::string text(const char* s) {
  const auto put_l = [](Line* object) { lines.give(object); };
  std::unique_ptr<Line, decltype(put_l)> l(lines.take(), put_l);
  l->text = s;
  const std::string& ref = l->text;
  std::string out = ref + "!";
  l.reset();
  return out;
}

static const char* borrowed() {
  static char buffer[16];
  const auto put_l = [](Line* object) { lines.give(object); };
  std::unique_ptr<Line, decltype(put_l)> l(lines.take(), put_l);
  const char* p = "none";
  l->text = "seven";
  if (l->text.size() == 5) {
    std::snprintf(buffer, sizeof buffer, "%s", l->text.c_str());
    p = buffer;
  }
  return p;
}

static int rethrow(int n) {
  const auto put_l = [](Line* object) { lines.give(object); };
  std::unique_ptr<Line, decltype(put_l)> l(lines.take(), put_l);
  try {
    if (n > 1) throw n;
    l->number = n;
  } catch (...) {
    l.reset();
    throw;
  }
  int out = l->number;
  return out;
}

static int swapped(int n) {
  Line* a = lines.take();
  Line* b = lines.take();
  a->number = n;
  b->number = 2 * n;
  if (n > 2) std::swap(a, b);
  int out = a->number;
  lines.give(b);
  lines.give(a);
  return out;
}

static int again(int n) {
  Line* l = lines.take();
  l->number = n;
  lines.give(l);
  l = lines.take();
  int out = l->number;
  lines.give(l);
  return out;
}

static std::size_t idleAfter() {
  const auto put_l = [](Line* object) { lines.give(object); };
  std::unique_ptr<Line, decltype(put_l)> l(lines.take(), put_l);
  l->number = 1;
  l.reset();
  return lines.idle();
}

static int whileLoop(int n) {
  int sum = 0;
  while (n-- > 0) {
    const auto put_l = [](Line* object) { lines.give(object); };
    std::unique_ptr<Line, decltype(put_l)> l(lines.take(), put_l);
    l->number = n;
    if (n % 2) {
      continue;
    }
    sum += l->number;
    if (sum > 5) break;
  }
  return sum;
}

static int doubleBlock(int n) {
  if (Line* l = lines.take()) {
    l->number = n;
    n = l->number + 1;
    lines.give(l);
  }
  return n;
}

}  // namespace io

int main() {
  std::printf("%d %d %d\n", io::byValue(2), io::throughHelper("abc"), io::throughHelper(""));
  std::printf("%d %s %s\n", io::macro("x"), io::text("t").c_str(), io::borrowed());
  std::printf("%d\n", io::rethrow(1));
  try {
    io::rethrow(2);
  } catch (int n) {
    std::printf("thrown %d\n", n);
  }
  std::printf("%d %d %d %zu\n", io::swapped(1), io::swapped(3), io::again(4), io::idleAfter());
  std::printf("%d %d\n", io::whileLoop(6), io::doubleBlock(1));
}
