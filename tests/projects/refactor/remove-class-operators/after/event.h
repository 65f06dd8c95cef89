#pragma once

#include <cstddef>

// Made and ended all the time.
class Event {
 public:
  explicit Event(int code) : code_(code) {}
  int code() const { return code_; }

 private:
  int code_;
};
