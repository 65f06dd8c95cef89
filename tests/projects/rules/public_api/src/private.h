// Not installed.
#pragma once

#include "../../pool.h"

namespace svc {
extern Pool<Item> clean_private;
struct CleanPrivate {
  Pool<Item> clean_member;
};
}  // namespace svc
