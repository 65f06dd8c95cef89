// A pool for each key, flagged where the map is declared.
#include <array>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <typeindex>
#include <unordered_map>
#include <vector>

#include "pool.h"

struct Table {
  int columns;
};

static std::map<std::string, Pool<Item>> by_tenant;   // warn: 'by_tenant' is a pool for each key
static std::unordered_map<long, Pool<Item>> by_user;  // warn: 'by_user' is a pool for each key
class Router {
 public:
  void route(const std::string& host) {
    Pool<Item>& own = by_host_[host];
    own.put(own.get());
  }

 private:
  std::unordered_map<std::string, Pool<Item>> by_host_;  // warn: 'Router::by_host_' is a pool for
};
static std::map<const Table*, std::unique_ptr<Pool<Item>>> by_table;  // warn: 'by_table' is a pool
void request(int connection) {
  static std::map<int, Pool<Item>> by_connection;  // warn: is a pool for each key
  by_connection[connection].put(by_connection[connection].get());
}

static Pool<Item> clean_shared;
// One a size: an object of one size is of no use to who wants another.
static std::array<Pool<Item>, 8> clean_by_size;
static std::map<unsigned long, Pool<Item>> clean_size_classes;
// One a type, and one a thread.
static std::map<std::type_index, Pool<Item>> clean_by_type;
static std::map<std::thread::id, Pool<Item>> clean_by_thread;
static std::vector<Pool<Item>> clean_shards(4);
enum class Kind { small, large };
static std::map<Kind, Pool<Item>> clean_by_kind;

void clean_users(const std::string& tenant, long user, const Table* table) {
  by_tenant[tenant].put(by_tenant[tenant].get());
  by_user[user].put(by_user[user].get());
  by_table[table]->put(by_table[table]->get());
  clean_shared.put(clean_shared.get());
  clean_by_size[2].put(clean_by_size[2].get());
  clean_size_classes[64].put(clean_size_classes[64].get());
  clean_by_type[typeid(int)].put(clean_by_type[typeid(int)].get());
  clean_by_thread[{}].put(clean_by_thread[{}].get());
  clean_shards[1].put(clean_shards[1].get());
  clean_by_kind[Kind::small].put(clean_by_kind[Kind::small].get());
}
