#include <boost/pool/object_pool.hpp>

#include <cstdio>
#include <string>
#include <vector>

namespace geo {

struct Edge {
  int from = 0;
  int to = 0;
  std::string label;
};

class Graph {
 public:
  Graph() : edges_() {}
  ~Graph() { clear(); }

  Edge* connect(int from, int to) {
    Edge* e = edges_.construct();
    e->from = from;
    e->to = to;
    all_.push_back(e);
    return e;
  }

  void clear() {
    for (Edge* e : all_) edges_.destroy(e);
    all_.clear();
  }

  bool cut(int from) {
    for (auto it = all_.begin(); it != all_.end(); ++it) {
      if ((*it)->from == from) {
        edges_.destroy(*it);
        all_.erase(it);
        return true;
      }
    }
    return false;
  }

  std::size_t size() const { return all_.size(); }

 private:
  boost::object_pool<Edge> edges_;  // where they come from
  std::vector<Edge*> all_;
};

}  // namespace geo

static int weigh(int n) {
  static boost::object_pool<geo::Edge> tmp;
  geo::Edge* const e = tmp.construct();
  e->to = n;
  if (n < 0) {
    tmp.destroy(e);
    return 0;
  }
  const int w = e->to * 2;
  tmp.destroy(e);
  return w;
}

int main() {
  geo::Graph g;
  g.connect(1, 2)->label = "a";
  g.connect(2, 3);
  std::printf("%zu %d\n", g.size(), g.cut(1));
  std::printf("%d %d\n", weigh(4), weigh(-1));
}
