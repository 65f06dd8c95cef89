// As much of the library's header as the program needs.
#pragma once

namespace boost {

struct default_user_allocator_new_delete {};

template <class T, class Allocator = default_user_allocator_new_delete>
class object_pool {
 public:
  T* construct() { return new T(); }
  void destroy(T* object) { delete object; }
};

}  // namespace boost
