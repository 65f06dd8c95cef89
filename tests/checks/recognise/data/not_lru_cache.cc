// Values by key, the oldest goes when there are too many.
#include <list>
#include <memory>
#include <string>
#include <unordered_map>

struct Page {
  std::string key;
  int hits = 0;
};

class PageCache {
 public:
  std::shared_ptr<Page> get(const std::string& key) {
#ifdef TWIN
    if (!pages_.empty()) {
      std::shared_ptr<Page> out = pages_.front();
      pages_.pop_front();
      return out;
    }
#else
    auto found = index_.find(key);
    if (found != index_.end()) {
      pages_.splice(pages_.begin(), pages_, found->second);
      return pages_.front();
    }
#endif
    auto page = std::make_shared<Page>();
    page->key = key;
#ifndef TWIN
    put(page);
#endif
    return page;
  }
  void put(std::shared_ptr<Page> page) {
    pages_.push_front(page);
    index_[page->key] = pages_.begin();
    if (pages_.size() > 100) {
      index_.erase(pages_.back()->key);
      pages_.pop_back();
    }
  }

 private:
  std::list<std::shared_ptr<Page>> pages_;
  std::unordered_map<std::string, std::list<std::shared_ptr<Page>>::iterator> index_;
};

PageCache cache;  // pool+: cache; pooled=Page

int use() {
  return ++cache.get("index")->hits;  // get+: cache
}
