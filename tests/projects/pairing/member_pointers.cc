// An object whose methods are called through pointers to members may hand itself to anybody.
#include "pool.h"

struct Actor {
  int (Actor::*handler)(int);
  int number;
  int handle(int event) { return (this->*handler)(event); }
};
extern Pool<Actor> actors;

void runs_itself() {
  Actor* actor = actors.raw();  // get: unproven
  actor->handle(1);
}

void through_the_pointer() {
  Actor* actor = actors.raw();  // get: unproven
  (actor->*actor->handler)(2);
}

void of_another_object(Actor& other) {
  Actor* actor = actors.raw();  // get: never
  other.handle(3);
}  // lost

int* lent() {
  Actor* actor = actors.raw();  // get: unproven
  if (actor->handle(4) == 1) return &actor->number;
  return nullptr;
}

void dropped() {
  lent();
}
