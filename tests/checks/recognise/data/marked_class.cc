// Attributes on a class that has no name of a pool and keeps its objects where nobody sees it.
#define GET [[clang::annotate("pool::get")]]
#define PUT [[clang::annotate("pool::put")]]

struct Shape {
  int sides = 0;
};

class [[clang::annotate("pool::pool")]] Drawer {
 public:
  GET Shape* open();
  PUT void close(Shape* shape);
  int count() const;
};

class [[clang::annotate("pool::handle")]] Grip {
 public:
  explicit Grip(Shape* shape);
  ~Grip();
  Shape* operator->() const;
};

class Desk {
 public:
  GET Grip grip();  // a pool as well: a method of it is marked
};

class Editor {
 public:
  int edit() {
    Shape* shape = drawer_.open();  // get: Editor::drawer_
    const int sides = shape->sides;
    drawer_.close(shape);  // put: Editor::drawer_
    return sides + unused_.count();
  }

 private:
  Drawer drawer_;  // pool: Editor::drawer_; origin=annotated pooled=Shape kind=object~pool pairings=all-paths
  Drawer unused_;  // pool: Editor::unused_; origin=annotated
};

int hold(Desk& desk) {     // pool: desk; origin=annotated pairings=lease
  Grip grip = desk.grip();  // get: desk
  return grip->sides;
}

void lose() {
  Drawer* drawer = new Drawer;
  Drawer local;                  // pool: local; origin=annotated pairings=never
  Shape* shape = local.open();   // get: local
  shape->sides = drawer->count();
}

int use() {
  return Editor().edit();
}
