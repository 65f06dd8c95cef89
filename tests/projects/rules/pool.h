// The pools of these sources. What a rule says stands behind the line of which it says it:
//   // warn: part of the message
//   // misses: part of the message    right, but not found yet
// Functions whose names start with clean_ are there to show where it is silent.
#pragma once

#ifdef __cplusplus
template <class T>
class Pool {
 public:
  Pool() = default;
  explicit Pool(int most);
  Pool(int most, const char* name);  // what telemetry calls it
  T* get();
  T* try_get();
  void put(T* object);
  void unref(T* object);
};

// Has no bound, and its model says so.
template <class T>
class GrowingPool {
 public:
  T* get();
  void put(T* object);
};

// At most so many objects exist; whoever wants one more waits.
template <class T>
class Lease {
 public:
  T* operator->();
  T* get();
  T* release();
  void reset();
  void discard();
  ~Lease();
};
template <class T>
class StrictPool {
 public:
  explicit StrictPool(int most);
  T* get();
  Lease<T> lend();
  void put(T* object);
  void invalidate(T* object);
};

// For any thread, but each object goes back where it came from.
template <class T>
class HomePool {
 public:
  T* get();
  void put(T* object);
};

// For one thread, but for the methods that end in _mt.
template <class T>
class OwnPool {
 public:
  T* get();
  T* get_mt();
  void put(T* object);
  void put_mt(T* object);
};

struct Item {
  int number;
  char text[16];
  Item* next;
  void use();
  int size() const;
};

// Items of these sources: cold, without a bound, and benchmarked nowhere.
extern Pool<Item> pool;
extern Item* kept;
extern "C" {
#endif

struct item {
  int number;
  char text[16];
  struct item* next;
};
struct c_pool;
struct item* c_get(struct c_pool* pool);
struct item* c_try_get(struct c_pool* pool);
void c_put(struct c_pool* pool, struct item* item);
extern struct c_pool* items;

#define ITEM_GET() c_get(items)
#define ITEM_TRY_GET() c_try_get(items)
#define ITEM_PUT(item)    \
  do {                    \
    c_put(items, (item)); \
  } while (0)

int chance(void);
void note(const char* format, ...);
void* memset(void* to, int byte, unsigned long size);
void abort(void) __attribute__((noreturn));

#ifdef __cplusplus
}
#endif
