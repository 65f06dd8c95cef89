#include <cstdio>
#include <pool/sharded_pool.h>

struct Point {
  int x = 1;
  int y = 2;
};

class Canvas {
 public:
  int draw(int times);

};

static pool::sharded_pool<Point> points_pool(
    {.reset = [](Point& object) { object = {}; }}, {.name = "points"});

int Canvas::draw(int times) {
  int sum = 0;
  for (int i = 0; i < times; ++i) {
    auto point = points_pool.acquire();
    point->x += i;  // as if newly made, each time
    sum += point->x * point->y;
  }
  return sum;
}

int main() { std::printf("%d\n", Canvas().draw(5)); }
