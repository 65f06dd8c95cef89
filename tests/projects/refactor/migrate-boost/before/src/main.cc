#include <boost/pool/object_pool.hpp>
#include <cstdio>

struct Point {
  int x = 1;
  int y = 2;
};

class Canvas {
 public:
  int draw(int times);

};

static boost::object_pool<Point> points;

int Canvas::draw(int times) {
  int sum = 0;
  for (int i = 0; i < times; ++i) {
    Point* point = points.construct();
    point->x += i;  // as if newly made, each time
    sum += point->x * point->y;
    points.destroy(point);
  }
  return sum;
}

int main() { std::printf("%d\n", Canvas().draw(5)); }
