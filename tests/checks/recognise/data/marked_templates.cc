// A mark on a template holds for its instances, one on a class for what inherits it; a mark that
// names an argument which is not there is void.
#define MARK(text) [[clang::annotate(text)]]

template <class T>
class Drawer {
 public:
  MARK("pool::get") T* open() { return new T; }
  MARK("pool::put") void close(T* object) { delete object; }
};

class MARK("pool::pool") Store {
 public:
  virtual int* lend() = 0;
};
class Cellar : public Store {
 public:
  int* lend() override { return nullptr; }
};

struct Nail {
  int length = 1;
};

MARK("pool::get(5)") int* none(int* left);
MARK("pool::put(1, pool=7)") void neither(int* left, int* right);

class Shop {
 public:
  int sell() {
    Nail* nail = nails_.open();  // get: Shop::nails_
    const int length = nail->length;
    nails_.close(nail);  // put: Shop::nails_
    int number = length;
    neither(none(&number), &number);
    return number;
  }

 private:
  Drawer<Nail> nails_;   // pool: Shop::nails_; origin=annotated pooled=Nail pairings=all-paths
  Drawer<int> numbers_;  // pool: Shop::numbers_; origin=annotated
  Cellar cellar_;        // pool: Shop::cellar_; origin=annotated
};

int use() {
  return Shop().sell();
}
