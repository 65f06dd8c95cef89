/* Marks pools in the source for pool-audit, in C and in C++. The macros are attributes where the
 * compiler has them and nothing elsewhere; they never change what a program does.
 *
 *   struct POOL_POOL buffer_pool;
 *
 *   POOL_GET_FROM(0) struct buffer *buffer_take(struct buffer_pool *pool);
 *   POOL_PUT_INTO(1, 0) void buffer_give(struct buffer_pool *pool, struct buffer *buffer);
 *
 * Arguments of a function count from 0; the object that a method is called on does not count. A
 * macro stands in front of a function's or variable's declaration, and behind the keyword of a
 * type: `struct POOL_HANDLE lease { ... };`.
 */
#ifndef POOL_ANNOTATE_H
#define POOL_ANNOTATE_H

#if defined(__has_attribute)
#if __has_attribute(annotate)
#define POOL_DETAIL_ANNOTATE(text) __attribute__((annotate(text)))
#endif
#endif
#ifndef POOL_DETAIL_ANNOTATE
#define POOL_DETAIL_ANNOTATE(text)
#endif

/* The function's result comes out of the pool that it is called on. */
#define POOL_GET POOL_DETAIL_ANNOTATE("pool::get")
/* The same, out of the pool that is argument `pool`. */
#define POOL_GET_FROM(pool) POOL_DETAIL_ANNOTATE("pool::get(pool=" #pool ")")
/* The object is stored through argument `object`. */
#define POOL_GET_OUT(object) POOL_DETAIL_ANNOTATE("pool::get(" #object ")")
#define POOL_GET_OUT_FROM(object, pool) \
  POOL_DETAIL_ANNOTATE("pool::get(" #object ", pool=" #pool ")")

/* Argument 0 goes back to the pool that the function is called on. A method without arguments gives
 * back the object that it is called on. */
#define POOL_PUT POOL_DETAIL_ANNOTATE("pool::put")
#define POOL_PUT_ARG(object) POOL_DETAIL_ANNOTATE("pool::put(" #object ")")
/* The same, to the pool that is argument `pool`. */
#define POOL_PUT_INTO(object, pool) POOL_DETAIL_ANNOTATE("pool::put(" #object ", pool=" #pool ")")

/* The method cleans the object that it is called on; the function cleans argument `object`. */
#define POOL_RESET POOL_DETAIL_ANNOTATE("pool::reset")
#define POOL_RESET_ARG(object) POOL_DETAIL_ANNOTATE("pool::reset(" #object ")")

/* The function takes over argument `object` and sees to it that it is put back. */
#define POOL_CONSUMES(object) POOL_DETAIL_ANNOTATE("pool::consumes(" #object ")")

/* The type, variable or member is a pool. */
#define POOL_POOL POOL_DETAIL_ANNOTATE("pool::pool")
/* The type owns an object of a pool and gives it back when it dies. */
#define POOL_HANDLE POOL_DETAIL_ANNOTATE("pool::handle")
/* The type, variable or member is no pool, whatever it looks like. */
#define POOL_NOT_A_POOL POOL_DETAIL_ANNOTATE("pool::not_a_pool")

#endif
