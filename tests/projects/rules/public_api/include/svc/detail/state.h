// Below detail/: nobody's interface.
#pragma once

#include "../../../../pool.h"

namespace svc::detail {
extern Pool<Item> clean_state;
struct CleanState {
  Pool<Item> clean_member;
};
}  // namespace svc::detail
