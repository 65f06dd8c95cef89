// Objects of strict pools that are destroyed behind the pool's back.
#include <cstdlib>

#include "pool.h"

static StrictPool<Item> strict(8);
bool works(Item* item);

void broken() {
  Item* item = strict.get();
  if (!works(item)) {
    delete item;  // warn: object taken from 'strict' is destroyed, of which the pool knows nothing
    return;
  }
  strict.put(item);
}

void always() {
  Item* item = strict.get();
  item->use();
  delete item;  // warn: its place is lost for good, use invalidate()
}

void freed() {
  Item* item = strict.get();
  if (chance()) {
    std::free(item);  // warn: object taken from 'strict' is destroyed
    return;
  }
  strict.put(item);
}

class Client {
 public:
  void ask() {
    Item* connection = connections_.get();
    connection->use();
    if (connection->number < 0) {
      delete connection;  // warn: object taken from 'Client::connections_' is destroyed
    } else {
      connections_.put(connection);
    }
  }

 private:
  StrictPool<Item> connections_{4};
};

void dropped_from_its_lease() {
  Lease<Item> lease = strict.lend();
  if (!works(lease.get())) lease.release();  // warn: is taken out of its lease and dropped
}

void destroyed_from_its_lease() {
  Lease<Item> lease = strict.lend();
  if (works(lease.get())) return;
  delete lease.release();  // warn: is taken out of its lease and destroyed
}

void clean_told() {
  Item* item = strict.get();
  if (works(item)) {
    strict.put(item);
  } else {
    strict.invalidate(item);
  }
}

void clean_put() {
  Item* item = strict.get();
  item->use();
  strict.put(item);
}

void clean_discarded_lease() {
  Lease<Item> lease = strict.lend();
  if (!works(lease.get())) lease.discard();
}

void clean_put_from_its_lease() {
  Lease<Item> lease = strict.lend();
  Item* item = lease.release();
  strict.put(item);
}

// A pool that grows makes another one.
static GrowingPool<Item> growing;
void clean_growing() {
  Item* item = growing.get();
  if (!works(item)) {
    delete item;
    return;
  }
  growing.put(item);
}

// Another object.
void clean_other(Item* other) {
  Item* item = strict.get();
  delete other;
  strict.put(item);
}

// ---- more of both -------------------------------------------------------------------------------

void caught() {
  Item* item = strict.get();
  try {
    item->use();
    if (item->number < 0) throw 1;
    strict.put(item);
  } catch (int) {
    delete item;  // warn: object taken from 'strict' is destroyed, of which the pool knows nothing
  }
}

void in_a_loop(int many) {
  while (many-- > 0) {
    Item* item = strict.get();
    if (works(item)) {
      strict.put(item);
      continue;
    }
    delete item;  // warn: object taken from 'strict' is destroyed, of which the pool knows nothing
  }
}

void through_an_alias() {
  Item* item = strict.get();
  Item* same = item;
  if (works(item)) {
    strict.put(item);
  } else {
    delete same;  // warn: object taken from 'strict' is destroyed, of which the pool knows nothing
  }
}

void in_a_case(int kind) {
  Item* item = strict.get();
  switch (kind) {
    case 1:
      delete item;  // warn: object taken from 'strict' is destroyed, of which the pool knows
                    // nothing
      break;
    default:
      strict.put(item);
  }
}

Item* clean_returned() {
  return strict.get();
}

void clean_lease() {
  Lease<Item> lease = strict.lend();
  lease->use();
}

void clean_own_memory() {
  Item* item = new Item();
  if (works(item)) strict.put(strict.get());
  delete item;
}

void clean_caught() {
  Item* item = strict.get();
  try {
    if (item->number < 0) throw 1;
  } catch (int) {
    strict.invalidate(item);
    return;
  }
  strict.put(item);
}

void clean_behind_a_test(bool broken) {
  Item* item = strict.get();
  if (broken) strict.invalidate(item);
  if (!broken) strict.put(item);
}
