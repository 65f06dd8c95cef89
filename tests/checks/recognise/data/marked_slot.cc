// A pool by its shape, with no name that says so; the mark does.
#include <vector>

struct Shape {
  int sides = 0;
};

class Editor {
 public:
  Shape* select() {
    if (shapes_.empty()) return new Shape;
    Shape* out = shapes_.back();
    shapes_.pop_back();
    return out;
  }
  void deselect(Shape* shape) { shapes_.push_back(shape); }

 private:
  // The mark stands on the member: the member is the pool, not the editor.
#ifdef TWIN
#define MARK [[clang::annotate("pool::pool")]]
#else
#define MARK
#endif
  MARK std::vector<Shape*> shapes_;  // none-: nothing in its names | pool+: Editor::shapes_; origin=annotated pooled=Shape
};

int use(Editor& editor) {
  Shape* shape = editor.select();  // get+: shapes_
  const int sides = shape->sides;
  editor.deselect(shape);  // put+: shapes_
  return sides;
}
