// Pools with comments, and what these leave out.
#include "pool.h"

// A comment behind a declaration would be its documentation.
#define SAYS(text) [[clang::annotate(text)]]

static Pool<Item>  // warn: 'bare' has no comment that says what it is for
    bare;

// Items for requests.
static Pool<Item> vague SAYS("// warn: leaves out its rate, its bound and where it is bench //");

// Items for requests, 20,000 gets a second at peak; at most 512 rest.
static Pool<Item> unmeasured SAYS("// warn: leaves out where it is benchmarked //");

// Items for requests. Drops what is over 64 KB; bench/items_bench.cc shows what it saves.
static Pool<Item> unrated SAYS("// warn: leaves out its rate //");

class Server {
 public:
  void run() { own_.put(own_.get()); }

 private:
  // ~50K gets/s in production, see items_benchmark.cc.
  Pool<Item> own_ SAYS("// warn: 'Server::own_' has a comment that leaves out its bound //");
};

thread_local Pool<Item>  // warn: 'mine' has no comment
    mine;

// Item bodies: ~50K gets/s in production. Drops items over 64 KB; see items_bench.cc.
static Pool<Item> clean_short;

// One item for each request that is being answered, 1500 requests per second on one machine.
// Bound: 1024 idle items, what comes back beyond that is freed. Measured by bench/requests.
static Pool<Item> clean_prose;

/** Items of the parser. Rate: hot, 2M/s. Limited to 256. Benchmark: parse_bench. */
static Pool<Item> clean_block;

static Pool<Item> clean_behind;  ///< 300 QPS; never more than 16 items; benchmarked in bench/x.cc

class CleanServer {
 public:
  void run() { clean_own_.put(clean_own_.get()); }

 private:
  // Replies, 12.5k ops/sec. Unbounded: as many as there are requests, of which the listener allows
  // 4096. Benchmark: reply_benchmark.
  Pool<Item> clean_own_;
};

void clean_users() {
  bare.put(bare.get());
  vague.put(vague.get());
  unmeasured.put(unmeasured.get());
  unrated.put(unrated.get());
  mine.put(mine.get());
  clean_short.put(clean_short.get());
  clean_prose.put(clean_prose.get());
  clean_block.put(clean_block.get());
  clean_behind.put(clean_behind.get());
}

// The pool of whoever calls: it is documented there.
void clean_injected(Pool<Item>& clean_parameter, Pool<Item>* clean_pointer) {
  clean_parameter.put(clean_parameter.get());
  clean_pointer->put(clean_pointer->get());
}

// The pool of whoever made this one: what it is for stands where it is defined.
class CleanClient {
 public:
  explicit CleanClient(Pool<Item>* clean_items) : clean_items_(clean_items) {}
  void run() { clean_items_->put(clean_items_->get()); }

 private:
  Pool<Item>* clean_items_;
};
