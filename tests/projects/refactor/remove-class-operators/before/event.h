#pragma once

#include <cstddef>

#include "boost/pool/pool.hpp"

// Made and ended all the time.
class Event {
 public:
  explicit Event(int code) : code_(code) {}
  int code() const { return code_; }

  void* operator new(std::size_t size);
  void operator delete(void* block);

 private:
  int code_;

 private:
  static boost::pool<> pool_;
};
