#pragma once

#include "boost/pool/pool.hpp"

namespace work {

template <typename T>
using object_pool = boost::object_pool<T>;

}  // namespace work
