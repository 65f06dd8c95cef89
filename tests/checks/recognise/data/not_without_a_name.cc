// The shape of a pool, and no name that speaks of one: too little to say so.
#include <vector>

struct Shape {
  int sides = 0;
};

class Editor {
 public:
#ifdef TWIN
  Shape* obtain() {
#else
  Shape* select() {
#endif
    if (shapes_.empty()) return new Shape;
    Shape* out = shapes_.back();
    shapes_.pop_back();
    return out;
  }
  void deselect(Shape* shape) { shapes_.push_back(shape); }

 private:
  std::vector<Shape*> shapes_;  // none-: nothing in its names | pool+: Editor::shapes_
};

#ifndef TWIN
int use(Editor& editor) {
  Shape* shape = editor.select();
  const int sides = shape->sides;
  editor.deselect(shape);
  return sides;
}
#endif
