// As much of the standard library as the sources of rules on the members of objects need, and pools
// that differ in how objects begin and end.
#pragma once

// Runs no destructor, ever; the next one only when it is told to.
template <class T>
class ImmortalPool {
 public:
  T* get();
  void put(T* object);
};
template <class T, bool kDestroys>
class ClassPool {
 public:
  T* get();
  void put(T* object);
};

// Makes its objects with a function; the next one with an object of a class.
template <class T>
class MadePool {
 public:
  template <class F>
  explicit MadePool(F make) {}
  T* get();
  void put(T* object);
};
template <class T, class F>
class FactoryPool {
 public:
  T* get();
  void put(T* object);
};

namespace std {
class mutex {
 public:
  void lock();
  void unlock();
};
template <class M>
class lock_guard {
 public:
  explicit lock_guard(M& mutex);
  ~lock_guard();
};
class condition_variable {};
class thread {
 public:
  thread();
  template <class F>
  explicit thread(F start);
  ~thread();
  void join();
};
template <class T>
class unique_ptr {
 public:
  ~unique_ptr();
  T* operator->();
  T* held;
};
template <class T, class A = int>
class vector {
 public:
  vector();
  ~vector();
  vector& operator=(const vector& other);
  void push_back(const T& value);
  void resize(unsigned long size);
  void clear();
  void shrink_to_fit();
  unsigned long size() const;
  unsigned long capacity() const;
  bool empty() const;
  T* first;
};
template <class T>
class list {
 public:
  list();
  ~list();
  void push_back(const T& value);
  void clear();
  T* first;
};
template <class T>
class optional {
 public:
  T value;
};
template <class C>
class basic_string {
 public:
  basic_string();
  ~basic_string();
  basic_string& append(const C* more);
  void clear();
  void shrink_to_fit();
  unsigned long size() const;
  unsigned long capacity() const;
};
using string = basic_string<char>;
template <class C>
class basic_ofstream {
 public:
  basic_ofstream();
  explicit basic_ofstream(const char* path);
  ~basic_ofstream();
  void close();
};
using ofstream = basic_ofstream<char>;
template <class C>
class basic_ostream {
 public:
  basic_ostream& operator<<(const C* text);
};
using ostream = basic_ostream<char>;
extern ostream cout;
namespace chrono {
struct steady_clock {
  static long now();
};
}  // namespace chrono
}  // namespace std
