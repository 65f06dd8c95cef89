// The pools of these sources, which show every construct that the analysis has to follow an object
// through, in a flagged and a clean form. A finding stands behind the line of which it is said:
//   // warn RULE: part of the message
//   // misses RULE: part of the message    right, but not found yet
//   // alarms RULE: part of the message    wrong, and still said
// Functions whose names start with clean_ are there to show where everything is silent.
#pragma once

#ifdef __cplusplus
#include <memory>
#include <utility>
#include <vector>

template <class T>
class Lease {
 public:
  Lease(Lease&&) noexcept;
  Lease& operator=(Lease&&) noexcept;
  ~Lease();
  T* get() const;
  T* operator->() const;
  T* release();
};

// Items of this pool.
template <class T>
class Pool {
 public:
  T* get();
  T* try_get();
  Lease<T> lease();
  void put(T* object);
};

struct Item {
  int number;
  char text[128];
  Item* next;
  void work() noexcept;
};

// Holds what the sources take: about 100 a second.
extern Pool<Item> pool;
extern Item* kept;
extern "C" {
#endif

struct item {
  int number;
  char text[128];
  struct item* next;
};
struct c_pool;
struct item* c_get(struct c_pool* from);
struct item* c_try_get(struct c_pool* from);
void c_put(struct c_pool* to, struct item* item);
/* Holds what the sources in C take: about 100 a second. */
extern struct c_pool* items;
extern struct item* kept_item;

int chance(void);
int choice(void);
void abort(void) __attribute__((noreturn));

#define ITEM_GET() c_get(items)
#define ITEM_PUT(item)    \
  do {                    \
    c_put(items, (item)); \
  } while (0)

#ifdef __cplusplus
}
#endif
