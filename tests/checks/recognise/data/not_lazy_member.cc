// A member that is made on first use and can be set: it is shared, never taken away.
#include <memory>

struct Filter {
  int level = 0;
};
struct Peer {
  void apply(std::shared_ptr<Filter> filter) { filter_ = filter; }
  void next(Filter*) {}
  std::shared_ptr<Filter> filter_;
};

class FilterCache {
 public:
  std::shared_ptr<Filter> get() {
#ifdef TWIN
    if (!filters_) return std::make_shared<Filter>();
    std::shared_ptr<Filter> out = filters_;
    filters_ = nullptr;
    return out;
#else
    if (!filters_) filters_ = std::make_shared<Filter>();
    return filters_;
#endif
  }
  void put(std::shared_ptr<Filter> filter) {
#ifdef TWIN
    filters_.reset();
#endif
    filters_ = filter;
  }
  void tell(Peer& peer) { peer.apply(filters_); }

 private:
  std::shared_ptr<Filter> filters_;
};

FilterCache cache;  // pool+: cache; pooled=Filter

int use(Peer& peer) {
  cache.tell(peer);
  std::shared_ptr<Filter> filter = cache.get();  // get+: cache
  cache.put(filter);                             // put+: cache
  return filter->level;
}
