#pragma once

#include <boost/pool/pool.hpp>
#include <pool/block_pool.h>

#include <cstddef>

namespace own {

// Memory is new's.
struct plain {
  using size_type = std::size_t;
  static char* malloc(size_type const bytes)
  { return new char[bytes]; }
  static void free(char* const block)
  { delete [] block; }
};

using pool = boost::pool<plain>;

}  // namespace own

class store {
 public:
  explicit store(int limit);
  store();
  void* take() const;
  void give(void* block) const;
  int limit() const { return limit_; }

 private:
  mutable ::pool::block_pool blocks_pool_;
  int limit_;
};
