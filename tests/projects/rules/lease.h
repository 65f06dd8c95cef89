// The lease of these sources, and what they keep things in.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "pool.h"

template <class T>
class Loan {
 public:
  Loan(Loan&&) noexcept;
  Loan& operator=(Loan&&) noexcept;
  ~Loan();
  T* get() const;
  T& operator*() const;
  T* operator->() const;
  T* release();
  void reset();
};

template <class T>
class LeasePool {
 public:
  Loan<T> lease();
};

extern LeasePool<Item> leases;
using Callback = std::function<void()>;
