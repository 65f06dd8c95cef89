// Pointers and references that outlive the lease of their object.
#include "lease.h"

struct Deleter {
  void operator()(Item* item) const { pool.put(item); }
};
using Owned = std::unique_ptr<Item, Deleter>;

struct Guard {
  explicit Guard(Item* taken) : item(taken) {}
  ~Guard() { pool.put(item); }
  Item* get() const { return item; }
  Item* item;
};

struct Session {
  Item* current = nullptr;
  Loan<Item> own = leases.lease();
  std::vector<Item*> seen;
  std::vector<Callback> later;

  Item* returns_a_pointer();
  void keeps_a_pointer();
  void keeps_in_a_container();
  void keeps_a_callback();
  void clean_keeps_the_lease();
  void clean_erases();
  void clean_container();
};

// ---- the lease is a temporary

int after_the_statement() {
  Item* item = leases.lease().get();
  return item->number;  // warn: is used after its lease put it back
}

int reference_after_the_statement() {
  Item& item = *leases.lease();
  return item.number;  // warn: is used after its lease put it back
}

void write_after_the_statement() {
  Item* item = leases.lease().get();
  item->number = 1;  // warn: is used after its lease put it back
}

void with_a_deleter() {
  Item* item = Owned(pool.get()).get();
  item->use();  // warn: is used after its lease put it back
}

// ---- the lease is a local

int behind_the_block() {
  Item* item = nullptr;
  {
    Loan<Item> lease = leases.lease();
    item = lease.get();
  }
  return item->number;  // warn: is used after its lease put it back
}

void part_behind_the_block() {
  char* text = nullptr;
  if (chance()) {
    Loan<Item> lease = leases.lease();
    text = lease->text;
    text[0] = 'a';
  }
  if (text) text[1] = 'b';  // warn: is used after its lease put it back
}

void behind_a_reset() {
  Loan<Item> lease = leases.lease();
  Item* item = lease.get();
  lease.reset();
  item->number = 3;  // warn: is used after its lease put it back
}

void behind_an_assignment() {
  Owned owned(pool.get());
  Item* item = owned.get();
  owned = nullptr;
  item->use();  // warn: is used after its lease put it back
}

Item* returned() {
  Loan<Item> lease = leases.lease();
  lease->number = 4;
  return lease.get();  // warn: is returned by pointer
}

Item& returned_by_reference() {
  Loan<Item> lease = leases.lease();
  return *lease;  // warn: is returned by pointer
}

Item* returned_from_an_alias() {
  Owned owned(pool.get());
  Item* item = owned.get();
  if (chance()) item->use();
  return item;  // warn: is returned by pointer
}

Item* returned_from_a_guard() {
  Guard guard(pool.get());
  return guard.get();  // warn: is returned by pointer
}

Item* Session::returns_a_pointer() {
  Loan<Item> lease = leases.lease();
  return lease.get();  // warn: is returned by pointer
}

// ---- stored for longer

void Session::keeps_a_pointer() {
  Loan<Item> lease = leases.lease();
  current = lease.get();  // warn: is pointed to by Session::current when its lease
  lease->number = 5;
}

void Session::keeps_in_a_container() {
  Loan<Item> lease = leases.lease();
  seen.push_back(lease.get());  // warn: is pointed to by Session::seen when its lease
}

void keeps_in_a_global() {
  Owned owned(pool.get());
  kept = owned.get();  // warn: is pointed to by kept when its lease
}

void Session::keeps_a_callback() {
  Loan<Item> lease = leases.lease();
  Item* item = lease.get();
  later.push_back([item] { item->use(); });  // warn: is pointed to by Session::later when its lease
}

// ---- nothing dangles

int clean_in_the_full_expression() {
  return leases.lease()->number;
}

int clean_copy() {
  const Item item = *leases.lease();
  return item.number;
}

void clean_argument_of_a_call() {
  note("%p", static_cast<void*>(leases.lease().get()));
}

int clean_in_its_scope() {
  Loan<Item> lease = leases.lease();
  Item* item = lease.get();
  item->number = 6;
  return item->number;
}

Item clean_returned_by_value() {
  Loan<Item> lease = leases.lease();
  return *lease;
}

Loan<Item> clean_returned_lease() {
  Loan<Item> lease = leases.lease();
  Item* item = lease.get();
  item->use();
  return lease;
}

Item* clean_released() {
  Loan<Item> lease = leases.lease();
  return lease.release();
}

Item* clean_released_before() {
  Owned owned(pool.get());
  Item* item = owned.get();
  owned.release();
  return item;
}

Item* clean_other_object(Item* other) {
  Loan<Item> lease = leases.lease();
  lease->number = other->number;
  return other;
}

Item* clean_pointer_member() {
  Loan<Item> lease = leases.lease();
  return lease->next;
}

void consume(Loan<Item> lease);
Item* clean_passed_on() {
  Loan<Item> lease = leases.lease();
  Item* item = lease.get();
  consume(std::move(lease));
  return item;
}

void clean_moved_out_of_the_block() {
  std::optional<Loan<Item>> outer;
  Item* item = nullptr;
  {
    Loan<Item> lease = leases.lease();
    item = lease.get();
    outer.emplace(std::move(lease));
  }
  item->use();
}

void clean_moved_to_the_outer_lease() {
  Owned outer;
  Item* item = nullptr;
  {
    Owned inner(pool.get());
    item = inner.get();
    outer = std::move(inner);
  }
  item->use();
}

void clean_compared() {
  Loan<Item> lease = leases.lease();
  Item* item = lease.get();
  lease.reset();
  if (item == kept) note("the same");
}

void Session::clean_keeps_the_lease() {
  own = leases.lease();
  current = own.get();
}

void Session::clean_erases() {
  Loan<Item> lease = leases.lease();
  current = lease.get();
  lease->number = 7;
  current = nullptr;
}

void Session::clean_container() {
  Loan<Item> lease = leases.lease();
  seen.push_back(lease.get());
  lease->number = 8;
  seen.pop_back();
}

void clean_called_here() {
  Loan<Item> lease = leases.lease();
  const auto work = [&] { lease->use(); };
  work();
}
