// Pools that run no destructors, and what their objects own.
#include "pool.h"
#include "std_like.h"

struct Named {
  std::string name;
};
static ImmortalPool<Named> names;  // warn: of 'Named', whose member 'name' owns memory

struct Row {
  int number;
  std::vector<int> cells;
};
static ImmortalPool<Row> rows;  // warn: whose member 'cells' owns memory

struct Part {
  std::unique_ptr<Row> row;
};
struct Whole {
  Part part;
};
static ClassPool<Whole, false> wholes;  // warn: whose member 'part.row' owns memory

struct Journal {
  std::ofstream out;
};
static ClassPool<Journal, false> journals;  // warn: whose member 'out' owns an open file

struct Base {
  std::list<int> waiting;
};
struct Derived : Base {
  ~Derived();
};
static ImmortalPool<Derived> derived;  // warn: whose member 'waiting' owns memory

struct Slots {
  std::string names[4];
};
static ImmortalPool<Slots> slots;  // warn: whose member 'names' owns memory

// Destroyed by the pool, when it is told to.
static ClassPool<Whole, true> clean_destroyed;

// Nothing to destroy.
struct Point {
  int x, y;
  Point* next;
};
static ImmortalPool<Point> clean_trivial;

// A destructor that frees nothing that the class shows.
struct Counted {
  ~Counted();
  int users;
};
static ImmortalPool<Counted> clean_counted;

// Destroyed by hand.
struct Letter {
  std::string text;
};
static ImmortalPool<Letter> clean_by_hand;
void clean_finish(Letter* letter) {
  letter->~Letter();
  clean_by_hand.put(letter);
}

// Others own it.
struct View {
  ~View();
  std::string* text;
  Row& row;
};
static ImmortalPool<View> clean_view;

// The model does not say what becomes of objects.
static Pool<Row> clean_unknown;

void users() {
  names.put(names.get());
  rows.put(rows.get());
  wholes.put(wholes.get());
  journals.put(journals.get());
  derived.put(derived.get());
  slots.put(slots.get());
  clean_destroyed.put(clean_destroyed.get());
  clean_trivial.put(clean_trivial.get());
  clean_counted.put(clean_counted.get());
  clean_finish(clean_by_hand.get());
  clean_view.put(clean_view.get());
  clean_unknown.put(clean_unknown.get());
}
