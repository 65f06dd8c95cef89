// Nobody puts a single island back: once a round all of them are free again.
#include <vector>

struct Island {
  std::vector<int> bodies;
};

class Islands {
 public:
  void begin() {
    active_.resize(0);
    free_islands_.resize(0);
    for (unsigned i = 0; i < all_.size(); ++i) {
      Island* island = all_[i];
      island->bodies.resize(0);
      free_islands_.push_back(island);
    }
  }
  Island* allocate(int bodies) {
    Island* island = nullptr;
    std::vector<Island*>& free = free_islands_;
    if (!free.empty()) {
      for (unsigned i = 0; i < free.size(); ++i) {
        if (free[i]->bodies.capacity() >= static_cast<unsigned>(bodies)) island = free[i];
      }
      if (island) free.pop_back();
    }
    if (!island) {
      island = new Island;
      all_.push_back(island);
    }
    active_.push_back(island);
    return island;
  }

 private:
  std::vector<Island*> all_;
  std::vector<Island*> active_;
  std::vector<Island*> free_islands_;  // pool: Islands::free_islands_; pooled=Island
};

unsigned long use(Islands& islands) {
  islands.begin();                        // put: free_islands_
  Island* island = islands.allocate(10);  // get: free_islands_
  island->bodies.push_back(1);
  return island->bodies.size();
}
