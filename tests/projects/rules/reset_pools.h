// Further pools, for the sources of the rules about resets.
#pragma once

#include "pool.h"

// Gives its object back when it dies.
template <class T>
class ResetLoan {
 public:
  ResetLoan(ResetLoan&& other);
  ~ResetLoan();
  T* get() const;
  T* operator->() const;
  T& operator*() const;
  T* release();
};

template <class T>
class LoanPool {
 public:
  ResetLoan<T> lease();
};

// Calls Policy::reset on put and Policy::prepare on get.
template <class T, class Policy>
class HookedPool {
 public:
  T* get();
  void put(T* object);
};

// The same with bodies.
template <class T, class Policy>
class OpenHookedPool {
 public:
  T* get() {
    T* object = Policy::template take<T>(this);
    return object;
  }
  void put(T* object) { Policy::template keep<T>(this, object); }
};

// Makes a new object each time.
template <class T>
class FreshPool {
 public:
  T* get();
  void put(T* object);
};
