// Pools for one thread, and threads.
#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

#include "pool.h"

static OwnPool<Item> plain;
static OwnPool<Item> in_a_loop;
static OwnPool<Item> mixed;
static OwnPool<Item> deep;
static OwnPool<Item> asynchronous;

static void work() {
  Item* item = plain.get();  // warn: 'plain' is for one thread at a time, and another thread uses
  plain.put(item);
}
void one_and_itself() {
  std::thread worker(work);
  plain.put(plain.get());
  worker.join();
}

void started_in_a_loop() {
  std::vector<std::thread> workers;
  for (int i = 0; i < 4; ++i) {
    workers.emplace_back([] {
      in_a_loop.put(in_a_loop.get());  // warn: 'in_a_loop' is for one thread at a time, and several
    });
  }
  for (std::thread& worker : workers) worker.join();
}

static void with_the_lock() {
  mixed.put_mt(mixed.get_mt());  // warn: 'mixed' is for one thread at a time, and another thread
}
static void without_it() {
  mixed.put(mixed.get());
}
void methods_of_both_kinds() {
  std::thread first(with_the_lock);
  std::thread second(without_it);
  first.join();
  second.join();
}

static void deeper() {
  deep.put(deep.get());  // warn: 'deep' is for one thread at a time
}
static void deep_work() {
  deeper();
}
void through_functions() {
  std::thread first(deep_work);
  std::thread second(deep_work);
  first.join();
  second.join();
}

void by_async() {
  auto result = std::async(std::launch::async, [] {
    asynchronous.put(asynchronous.get());  // warn: 'asynchronous' is for one thread at a time
  });
  asynchronous.put(asynchronous.get());
  result.get();
}

void of_a_local() {
  OwnPool<Item> local;
  std::thread worker([&local] {
    local.put(local.get());  // warn: 'of_a_local()::local' is for one thread at a time
  });
  local.put(local.get());
  worker.join();
}

class Server {
 public:
  void run() {
    std::thread worker([this] { serve(); });
    serve();
    worker.join();
  }

 private:
  void serve() {
    own_.put(own_.get());  // warn: 'Server::own_' is for one thread at a time
  }
  OwnPool<Item> own_;
};

// A hand-written one without a lock.
struct Node {
  Node* next;
};
static Node* free_nodes;
Node* take_node() {
  if (!free_nodes) return new Node();
  Node* node = free_nodes;
  free_nodes = node->next;
  return node;
}
void recycle_node(Node* node) {
  node->next = free_nodes;
  free_nodes = node;
}
static void use_nodes() {
  recycle_node(take_node());  // warn: 'free_nodes' is for one thread at a time
}
void two_with_nodes() {
  std::thread first(use_nodes);
  std::thread second(use_nodes);
  first.join();
  second.join();
}

// Put by a thread that did not take it.
static HomePool<Item> home;
void sends_away() {
  Item* item = home.get();
  std::thread worker([item] {
    item->use();
    home.put(item);  // warn: object taken from 'home' is put by another thread than the one that
  });
  worker.join();
}

// ---- clean -------------------------------------------------------------------------------------

static OwnPool<Item> clean_one_after_the_other;
static void clean_sequence_work() {
  clean_one_after_the_other.put(clean_one_after_the_other.get());
}
void clean_sequence() {
  clean_one_after_the_other.put(clean_one_after_the_other.get());
  std::thread worker(clean_sequence_work);
  worker.join();
  clean_one_after_the_other.put(clean_one_after_the_other.get());
  for (int i = 0; i < 4; ++i) {
    std::thread next(clean_sequence_work);
    next.join();
  }
}

static thread_local OwnPool<Item> clean_own;
static void clean_thread_local_work() {
  clean_own.put(clean_own.get());
}
void clean_thread_local() {
  std::thread worker(clean_thread_local_work);
  clean_own.put(clean_own.get());
  worker.join();
}

static OwnPool<Item> clean_locked;
static std::mutex mutex;
static void clean_locked_work() {
  std::lock_guard<std::mutex> lock(mutex);
  clean_locked.put(clean_locked.get());
}
void clean_with_a_lock() {
  std::thread first(clean_locked_work);
  std::thread second(clean_locked_work);
  first.join();
  second.join();
}

static OwnPool<Item> clean_by_its_methods;
static void clean_mt_work() {
  clean_by_its_methods.put_mt(clean_by_its_methods.get_mt());
}
void clean_mt() {
  std::thread first(clean_mt_work);
  std::thread second(clean_mt_work);
  first.join();
  second.join();
}

static HomePool<Item> clean_home;
void clean_comes_back() {
  Item* item = clean_home.get();
  std::thread worker([item] {
    item->use();
    clean_home.put(clean_home.get());
  });
  worker.join();
  clean_home.put(item);
}

// Nothing is known of it.
static Pool<Item> clean_unknown;
static void clean_unknown_work() {
  clean_unknown.put(clean_unknown.get());
}
void clean_of_any_kind() {
  std::thread first(clean_unknown_work);
  std::thread second(clean_unknown_work);
  first.join();
  second.join();
}

// Each call has one of its own.
static void clean_local_work() {
  OwnPool<Item> clean_local;
  clean_local.put(clean_local.get());
}
void clean_locals() {
  std::thread first(clean_local_work);
  std::thread second(clean_local_work);
  first.join();
  second.join();
}

// Deferred: it runs where it is waited for.
static OwnPool<Item> clean_deferred;
void clean_lazy() {
  auto result = std::async(std::launch::deferred, [] { clean_deferred.put(clean_deferred.get()); });
  clean_deferred.put(clean_deferred.get());
  result.get();
}

// The thread tells when it is done.
static OwnPool<Item> clean_signalled;
static std::condition_variable done;
static void clean_signalled_work() {
  clean_signalled.put(clean_signalled.get());
  done.notify_all();
}
void clean_waits() {
  std::thread worker(clean_signalled_work);
  std::unique_lock<std::mutex> lock(mutex);
  done.wait(lock);
  clean_signalled.put(clean_signalled.get());
  worker.join();
}
