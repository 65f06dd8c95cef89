// Vertices move between an array of free ones, with its count beside it, and the arrays of the
// shapes that use them.
struct Vertex {
  int x;
};
struct Simplex {
  Vertex* corners[4];
  unsigned rank = 0;
};

class Solver {
 public:
  int evaluate() {
    for (unsigned i = 0; i < 4; ++i) free_[i] = &store_[i];
    free_count_ = 4;
    Simplex simplex;
    append(simplex, 1);  // get: free_
    append(simplex, 2);  // get: free_
    const int x = simplex.corners[0]->x;
    remove(simplex);  // put: free_
    remove(simplex);  // put: free_
    return x;
  }

 private:
  void append(Simplex& simplex, int x) {
    simplex.corners[simplex.rank] = free_[--free_count_];
    simplex.corners[simplex.rank++]->x = x;
  }
  void remove(Simplex& simplex) { free_[free_count_++] = simplex.corners[--simplex.rank]; }

  Vertex store_[4];
  Vertex* free_[4];  // pool: Solver::free_; pooled=Vertex
  unsigned free_count_;
};

int use() {
  return Solver().evaluate();
}
