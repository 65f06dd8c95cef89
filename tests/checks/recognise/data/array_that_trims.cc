// An array of spares that frees one when it takes another in: many, not one.
class Islands {
 public:
  struct Island {
    int number;
    char body[100];
  };
  template <class T>
  class Array {
   public:
    int size() const;
    T& operator[](int at);
    void push_back(T value);
    void resize(int size);
  };

  Island* allocate() {
    for (int i = 0; i < free_islands_.size(); ++i) {
      Island* found = free_islands_[i];
      free_islands_[i] = free_islands_[free_islands_.size() - 1];
      free_islands_.resize(free_islands_.size() - 1);
      return found;
    }
    return new Island;
  }
  void give_back(Island* island) { free_islands_.push_back(island); }

 private:
  Array<Island*> free_islands_;  // pool: Islands::free_islands_; bound=unbounded
};

int use(Islands& islands) {
  Islands::Island* island = islands.allocate();  // get: free_islands_
  const int number = island->number;
  islands.give_back(island);  // put: free_islands_
  return number;
}
