// Templates that nothing here instantiates: what takes an object by an expression without a meaning
// as yet may keep it.
#include <new>
#include <utility>

#include "pool.h"

template <class T, class... A>
std::shared_ptr<T> clean_deleter(A&&... a) {
  Item* p = pool.get();
  if (p == nullptr) return std::shared_ptr<T>();
  auto deleter = [p](T* o) {
    o->~T();
    pool.put(p);
  };
  return std::shared_ptr<T>(new (p) T(std::forward<A>(a)...), deleter);
}
template <class T>
T clean_construct(int x) {
  Item* p = pool.get();
  return T(p, x);
}
template <class T>
T clean_construct_by_braces(int x) {
  Item* p = pool.get();
  return T{p, x};
}
template <class T>
T clean_returned_list() {
  Item* p = pool.get();
  return {p, 1};
}
template <class T>
int clean_variable() {
  Item* p = pool.get();
  T t(p, 1);
  return t.size();
}
template <class T>
int clean_variable_by_braces() {
  Item* p = pool.get();
  T t{p, 1};
  return t.size();
}
template <class T>
T* clean_new() {
  Item* p = pool.get();
  return new T(p);
}
template <class T>
T* clean_new_by_braces() {
  Item* p = pool.get();
  return new T{p, 1};
}
template <class T>
T* clean_placement() {
  void* p = pool.get();
  return new (p) T();
}
template <class T>
void clean_placement_added(T& x) {
  Item* p = pool.get();
  x += new (p) T();
}
template <class T>
T* clean_cast() {
  void* p = pool.get();
  return reinterpret_cast<T*>(p);
}
template <class T>
T clean_static_cast() {
  Item* p = pool.get();
  return static_cast<T>(p);
}
template <class T>
void clean_operator(T& out) {
  Item* p = pool.get();
  out << p;
}
template <class T>
void clean_member(T& out) {
  Item* p = pool.get();
  out.field = p;
}
template <class T>
void clean_element(T& out) {
  Item* p = pool.get();
  out[1] = p;
}
template <class T>
void clean_iterator(T out) {
  auto p = pool.get();
  *out++ = p;
}
template <class T>
void clean_call(T& out) {
  Item* p = pool.get();
  out(p);
}
template <class T>
bool clean_half_compared(T out) {
  auto p = pool.get();
  return out == p || T::take(p);
}

// What only looks keeps nothing.
template <class T>
void lost(T out) {
  auto p = pool.get();  // warn pool-missing-put: is never put back
  out.run();
}
template <class T>
bool compared(T out) {
  auto p = pool.get();  // warn pool-missing-put: is never put back
  return out == p;
}
