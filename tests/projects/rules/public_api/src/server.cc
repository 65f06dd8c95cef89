#include "../include/svc/server.h"

#include "../include/svc/detail/state.h"
#include "private.h"

namespace svc {

Pool<Item> buffers;  // warn: 'svc::buffers' is declared in 'public_api
Pool<Item> clean_hidden;
Pool<Item> clean_private;
Pool<Item> clean_in_one_unit;
static GuardedPool<Item> guarded;
namespace detail {
Pool<Item> clean_state;
}
namespace aux_ {
Pool<Item> clean_auxiliary;
}

Pool<Item>& shared() {  // warn: 'svc::shared()' hands out the pool 'svc::buffers' itself
  return buffers;
}
Pool<Item>& of_the_process() {  // warn: 'svc::of_the_process()' hands out the pool
  static Pool<Item> pool;
  return pool;
}

void clean_users(Server& server) {
  buffers.put(buffers.get());
  clean_hidden.put(clean_hidden.get());
  clean_private.put(clean_private.get());
  clean_in_one_unit.put(clean_in_one_unit.get());
  detail::clean_state.put(detail::clean_state.get());
  aux_::clean_auxiliary.put(aux_::clean_auxiliary.get());
  server.open.put(server.open.get());
  server.clean_give(server.clean_take());
  shared().put(shared().get());
  guarded.put(guarded.get());
}

}  // namespace svc
