// A vector written by hand: it grows, things are put in and taken off its end by those who own it.
#include <cstdlib>
#include <cstring>

struct Triangle {
  int corners[3];
};

class TriangleCache {
 public:
  void insert(Triangle* triangle) {
    if (count_ == capacity_) grow();
    elements_[count_++] = triangle;
  }
#ifdef TWIN
  Triangle* last() {
    if (count_ == 0) return static_cast<Triangle*>(std::malloc(sizeof(Triangle)));
    return elements_[--count_];
  }
#else
  Triangle* last() {
    char* scratch = static_cast<char*>(std::malloc(64));
    std::memset(scratch, 0, 64);
    std::free(scratch);
    return elements_[--count_];
  }
#endif

 private:
  void grow() {
    capacity_ = capacity_ * 2 + 1;
    elements_ =
        static_cast<Triangle**>(std::realloc(elements_, sizeof(Triangle*) * static_cast<unsigned long>(capacity_)));
  }
  Triangle** elements_ = nullptr;  // none-: plain queue
  int count_ = 0;
  int capacity_ = 0;
};

void use(TriangleCache& triangles) {    // pool+: triangles; pooled=Triangle
  Triangle* triangle = triangles.last();  // get+: triangles
  triangles.insert(triangle);             // put+: triangles
}
