// Functions that never come back, though nothing says so: behind them nothing is lost.
#include <cstdlib>

#include "pool.h"

static void fail(const char* text) {
  throw text;
}
static void die() {
  for (;;) std::abort();
}
static void complain(bool really) {
  if (really) throw "really";
}
static void tries() {
  try {
    throw 1;
  } catch (int) {
  }
}

void behind_a_throw(bool bad) {
  auto item = pool.get();  // get: all-paths
  if (bad) fail("bad");
  pool.put(std::move(item));
}

void behind_an_abort(bool bad) {
  auto item = pool.get();  // get: all-paths
  if (bad) die();
  pool.put(std::move(item));
}

void only_failing() {
  auto item = pool.get();  // get: unproven
  fail("must have thrown");
}

void may_come_back(bool bad) {
  auto item = pool.get();  // get: never
  complain(bad);
}  // lost

void catches_by_itself() {
  auto item = pool.get();  // get: never
  tries();
}  // lost
