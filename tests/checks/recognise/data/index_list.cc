// Links are numbers: the next free place of an array stands in the place itself.
class Handles {
 public:
  Handles() {
    for (int i = 0; i < 63; ++i) items_[i].next = i + 1;
    items_[63].next = -1;
    first_free_ = 0;
  }
  int add(int value) {
    const int at = take();  // get: first_free_
    items_[at].value = value;
    return at;
  }
  void drop(int at) {
    give(at);  // put: first_free_
  }

 private:
  struct Item {
    int value;
    int next;
  };
  int take() {
    const int at = first_free_;
    first_free_ = items_[at].next;
    return at;
  }
  void give(int at) {
    items_[at].next = first_free_;
    first_free_ = at;
  }
  Item items_[64];
  int first_free_;  // pool: Handles::first_free_
};

int use(Handles& handles) {
  const int at = handles.add(7);  // get: first_free_
  handles.drop(at);
  return at;
}
