/* c */
#ifndef G_H
#define G_H
#define GET(p) pool_get(p, \
  1)
struct FreeList { int x; };
[[clang::annotate("pool::get")]] int f();
#endif // G_H
