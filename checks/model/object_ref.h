// Where in a call an object stands.
#pragma once

namespace pool_audit::model {

enum class ObjectKind {
  // acquire
  result,     // the return value
  out,        // stored through pointer or reference argument `index`
  macro_out,  // assigned to macro argument `index`
  id_out,     // an id stored through argument `index`; the result is the object
  new_expr,   // a new expression of the type
  handle,     // the constructed handle itself holds it: pool_guard g(pool)
  // release
  argument,        // argument `index`
  macro_argument,  // macro argument `index`
  this_,           // the object of the call: obj->free()
  deref,           // what pointer argument `index` points to: av_buffer_unref(&ref)
  id,              // the id in argument `index`
  delete_expr,     // a delete expression of the type
  all,             // every object of the pool
};

struct ObjectRef {
  ObjectKind kind = ObjectKind::result;
  int index = 0;

  friend bool operator==(const ObjectRef&, const ObjectRef&) = default;
};

}  // namespace pool_audit::model
