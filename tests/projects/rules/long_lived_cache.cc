// Pools that are used as caches.
#include <cstring>
#include <map>
#include <string>
#include <unordered_map>

#include "pool.h"

struct Page {
  int key;
  int generation;
  std::string host;
  char name[32];
  unsigned long size;
  Page* next;
};
void load(Page* page, int key);

static Pool<Page> pages;
static Pool<Item> clean_items;

// ---- asked for what it is ----------------------------------------------------------------------

Page* by_number(int key) {
  Page* page = pages.get();  // warn: object taken from 'pages' is asked whether it is the wanted
  if (page->key != key) load(page, key);
  return page;
}

Page* by_string(const std::string& host) {
  Page* page = pages.get();  // warn: is asked whether it is the wanted one
  if (page->host == host) return page;
  page->host = host;
  return page;
}

Page* by_c_string(const char* name) {
  Page* page = pages.get();  // warn: is asked whether it is the wanted one
  if (strcmp(page->name, name) != 0) page->generation = 0;
  return page;
}

Page* behind_a_test(int wanted) {
  Page* page = pages.try_get();  // warn: is asked whether it is the wanted one
  if (!page) return nullptr;
  const bool right = page->key == wanted;
  if (!right) load(page, wanted);
  return page;
}

class Session {
 public:
  void run() {
    Page* page = pages.get();  // warn: is asked whether it is the wanted one
    if (page->key == key_) load(page, 0);
    pages.put(page);
  }

 private:
  int key_ = 0;
};

// ---- kept by key -------------------------------------------------------------------------------

class Documents {
 public:
  Page* find(int key) {
    const auto found = open_.find(key);
    if (found != open_.end()) return found->second;
    Page* page = pages.get();  // warn: stays in 'Documents::open_', where it is looked up by key
    load(page, key);
    open_[key] = page;
    return page;
  }

 private:
  std::map<int, Page*> open_;
};

static std::unordered_map<std::string, Page*> by_host;
Page* page_of(const std::string& host) {
  if (by_host.count(host) != 0) return by_host.at(host);
  Page* page = pages.get();  // warn: stays in 'by_host', where it is looked up by key
  by_host.emplace(host, page);
  return page;
}

// ---- clean -------------------------------------------------------------------------------------

void clean_filled(int key) {
  Page* page = pages.get();
  page->key = key;
  if (page->key != key) load(page, key);
  pages.put(page);
}

void clean_loaded(int key) {
  Page* page = pages.get();
  load(page, key);
  if (page->key != key) note("not what was asked for");
  pages.put(page);
}

void clean_constant() {
  Page* page = pages.get();
  if (page->key != 0) page->key = 0;
  pages.put(page);
}

void clean_size(unsigned long wanted) {
  Page* page = pages.get();
  if (page->size != wanted) page->size = wanted;
  pages.put(page);
}

void clean_other(const Page& other, int key) {
  Page* page = pages.get();
  if (other.key == key) load(page, key);
  pages.put(page);
}

// What is in use, as long as it is.
class CleanSessions {
 public:
  Page* begin(int key) {
    const auto found = active_.find(key);
    if (found != active_.end()) return found->second;
    Page* page = pages.get();
    active_[key] = page;
    return page;
  }
  void clean_end(int key) {
    const auto found = active_.find(key);
    if (found == active_.end()) return;
    pages.put(found->second);
    active_.erase(found);
  }

 private:
  std::map<int, Page*> active_;
};

// Somebody else may take things out of it.
void prune(std::map<int, Page*>& map);
class CleanPruned {
 public:
  Page* begin(int key) {
    if (active_.count(key) != 0) return active_.at(key);
    Page* page = pages.get();
    active_[key] = page;
    prune(active_);
    return page;
  }

 private:
  std::map<int, Page*> active_;
};

void clean_users() {
  clean_items.put(clean_items.get());
}
