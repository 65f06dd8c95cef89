#include "pool.h"

int read_member() {
  Item* item = pool.try_get();
  const int number = item->number;  // warn: is used without a test
  pool.put(item);
  return number;
}

void call_method() {
  Item* item = pool.try_get();
  item->use();  // warn: is used without a test
  pool.put(item);
}

void tested_too_late() {
  Item* item = pool.try_get();
  item->number = 1;  // warn: is used without a test
  if (item) pool.put(item);
}

void tested_on_one_branch(bool careful) {
  Item* item = pool.try_get();
  if (careful && !item) return;
  item->number = 1;  // warn: is used without a test
  pool.put(item);
}

void at_once() {
  pool.try_get()->use();  // warn: is used without a test
}

void through_an_alias() {
  Item* item = pool.try_get();
  Item* same = item;
  same->use();  // warn: is used without a test
  pool.put(item);
}

void in_a_loop() {
  for (int i = 0; i < 3; ++i) {
    Item* item = pool.try_get();
    item->number = i;  // warn: is used without a test
    pool.put(item);
  }
}

void tested_the_wrong_one() {
  Item* one = pool.try_get();
  Item* two = pool.try_get();
  if (!one) return;
  two->use();  // warn: is used without a test
  pool.put(one);
  if (two) pool.put(two);
}

void in_a_condition() {
  Item* item = pool.try_get();
  if (item->number != 0) note("one");  // warn: is used without a test
  pool.put(item);
}

void behind_a_switch(int what) {
  Item* item = pool.try_get();
  switch (what) {
    case 1:
      item->use();  // warn: is used without a test
      break;
    default:
      break;
  }
  if (item) pool.put(item);
}

void clean_tested() {
  Item* item = pool.try_get();
  if (!item) return;
  item->use();
  pool.put(item);
}

void clean_tested_inside() {
  if (Item* item = pool.try_get()) {
    item->use();
    pool.put(item);
  }
}

void clean_short_circuit() {
  Item* item = pool.try_get();
  if (item && item->number) item->use();
  if (item) pool.put(item);
}

void clean_never_fails() {
  Item* item = pool.get();
  item->use();
  pool.put(item);
}

void clean_kept_test() {
  Item* item = pool.try_get();
  const bool got = item != nullptr;
  if (got) item->use();
  if (got) pool.put(item);
}

void clean_replaced() {
  Item* item = pool.try_get();
  if (!item) item = pool.get();
  item->use();
  pool.put(item);
}

void clean_while() {
  while (Item* item = pool.try_get()) {
    item->use();
    pool.put(item);
  }
}

void clean_aborts() {
  Item* item = pool.try_get();
  if (!item) abort();
  item->use();
  pool.put(item);
}

static bool usable(Item* item) {
  return item != nullptr;
}
void clean_tested_by_a_callee() {
  Item* item = pool.try_get();
  if (!usable(item)) return;
  item->use();
  pool.put(item);
}

int clean_conditional() {
  Item* item = pool.try_get();
  const int number = item ? item->number : 0;
  if (item) pool.put(item);
  return number;
}

// ---- through other functions

static Item* take() {
  Item* item = pool.try_get();
  if (!item) return nullptr;
  item->number = 0;
  return item;
}
static Item* take_plainly() {
  return pool.try_get();
}
static Item* take_or_wait(bool wait) {
  Item* item = pool.try_get();
  while (!item && wait) item = pool.try_get();
  return item;
}
static Item* take_surely() {
  Item* item = pool.try_get();
  return item ? item : pool.get();
}
static void fill(Item** out) {
  *out = pool.try_get();
}
static int fill_or_fail(Item** out) {
  Item* item = pool.try_get();
  if (!item) return -1;
  *out = item;
  return 0;
}

void of_a_wrapper() {
  Item* item = take();
  item->number = 1;  // warn: is used without a test
  pool.put(item);
}
void of_a_plain_wrapper() {
  Item* item = take_plainly();
  item->number = 1;  // warn: is used without a test
  pool.put(item);
}
void out_of_a_parameter() {
  Item* item = nullptr;
  fill(&item);
  item->number = 1;  // warn: is used without a test
  pool.put(item);
}
void status_ignored() {
  Item* item = nullptr;
  fill_or_fail(&item);
  item->number = 1;  // warn: is used without a test
  pool.put(item);
}
void clean_wrapper() {
  Item* item = take();
  if (!item) return;
  item->number = 1;
  pool.put(item);
}
void clean_as_asked_for() {
  Item* item = take_or_wait(true);
  item->number = 1;
  pool.put(item);
}
void clean_surely() {
  Item* item = take_surely();
  item->number = 1;
  pool.put(item);
}
void clean_status() {
  Item* item = nullptr;
  if (fill_or_fail(&item) < 0) return;
  item->number = 1;
  pool.put(item);
}
void clean_status_kept() {
  Item* item = nullptr;
  const int status = fill_or_fail(&item);
  if (status) return;
  item->number = 1;
  pool.put(item);
}
void clean_another_instead() {
  Item spare;
  Item* item = &spare;
  fill_or_fail(&item);
  item->number = 1;
}
void clean_out_of_a_parameter() {
  Item* item = nullptr;
  fill(&item);
  if (item) item->number = 1;
  if (item) pool.put(item);
}

// Pools that are written by hand, and say that they have nothing left.
struct Seat {
  Seat* next;
  int guest;
};

class SeatPool {
 public:
  explicit SeatPool(int rooms) {
    for (int i = 0; i < rooms; ++i) put(new Seat());
  }
  ~SeatPool() {
    while (Seat* seat = free_) {
      free_ = seat->next;
      delete seat;
    }
  }
  Seat* get() {
    if (free_ == nullptr) return nullptr;
    Seat* seat = free_;
    free_ = seat->next;
    return seat;
  }
  void put(Seat* seat) {
    seat->next = free_;
    free_ = seat;
  }

 private:
  Seat* free_ = nullptr;
};
static SeatPool seats(4);

int seat_untested(int guest) {
  Seat* seat = seats.get();
  seat->guest = guest;  // warn: is used without a test
  const int out = seat->guest;
  seats.put(seat);
  return out;
}
int clean_seat_tested(int guest) {
  Seat* seat = seats.get();
  if (!seat) return 0;
  seat->guest = guest;
  const int out = seat->guest;
  seats.put(seat);
  return out;
}

class CountedPool {
 public:
  ~CountedPool() {
    while (Seat* seat = free_) {
      free_ = seat->next;
      delete seat;
    }
  }
  Seat* get() {
    if (free_) {
      Seat* seat = free_;
      free_ = seat->next;
      return seat;
    }
    if (made_ >= 8) return nullptr;
    ++made_;
    return new Seat();
  }
  void put(Seat* seat) {
    seat->next = free_;
    free_ = seat;
  }

 private:
  Seat* free_ = nullptr;
  int made_ = 0;
};
static CountedPool counted;

int counted_untested(int guest) {
  Seat* seat = counted.get();
  seat->guest = guest;  // warn: is used without a test
  const int out = seat->guest;
  counted.put(seat);
  return out;
}

// Null once it is closed, and for want of memory: callers may know better.
class OpenPool {
 public:
  ~OpenPool() {
    while (Seat* seat = free_) {
      free_ = seat->next;
      delete seat;
    }
  }
  Seat* get() {
    if (closed_) return nullptr;
    if (!free_) grow();
    if (!free_) return nullptr;
    Seat* seat = free_;
    free_ = seat->next;
    return seat;
  }
  void put(Seat* seat) {
    seat->next = free_;
    free_ = seat;
  }
  void close() { closed_ = true; }

 private:
  void grow() {
    for (int i = 0; i < 8; ++i) put(new Seat());
  }
  Seat* free_ = nullptr;
  bool closed_ = false;
};
static OpenPool open;

int clean_grows(int guest) {
  Seat* seat = open.get();
  seat->guest = guest;
  const int out = seat->guest;
  open.put(seat);
  return out;
}

// Null when its caller asks for that.
class PatientPool {
 public:
  ~PatientPool() {
    while (Seat* seat = free_) {
      free_ = seat->next;
      delete seat;
    }
  }
  Seat* get(bool make) {
    if (free_) {
      Seat* seat = free_;
      free_ = seat->next;
      return seat;
    }
    if (!make) return nullptr;
    return new Seat();
  }
  void put(Seat* seat) {
    seat->next = free_;
    free_ = seat;
  }

 private:
  Seat* free_ = nullptr;
};
static PatientPool patient;

int clean_asks(int guest) {
  Seat* seat = patient.get(true);
  seat->guest = guest;
  const int out = seat->guest;
  patient.put(seat);
  return out;
}

// Tells before whether there is one.
class AskedPool {
 public:
  ~AskedPool() {
    while (Seat* seat = free_) {
      free_ = seat->next;
      delete seat;
    }
  }
  bool has_some() const { return free_ != nullptr; }
  Seat* get() {
    if (free_ == nullptr) return nullptr;
    Seat* seat = free_;
    free_ = seat->next;
    return seat;
  }
  void put(Seat* seat) {
    seat->next = free_;
    free_ = seat;
  }

 private:
  Seat* free_ = new Seat();
};
static AskedPool asked;

int clean_asked_before(int guest) {
  if (!asked.has_some()) return 0;
  Seat* seat = asked.get();
  seat->guest = guest;
  const int out = seat->guest;
  asked.put(seat);
  return out;
}
