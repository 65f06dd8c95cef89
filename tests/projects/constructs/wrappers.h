// Gets and puts behind functions of another source.
#pragma once

#include "pool.h"

Item* take_prepared();
void put_cleaned(Item* item);
bool put_if(Item* item, bool really);
int look_at(const Item* item);

// Puts it unless somebody else still needs it, and says whether it did.
bool put_unless_busy(Item* item);
// Gives up one of several references, and says whether it was the last.
bool unref(Item* item);
// How many it put, and how many it fetched.
int put_counted(Item* item);
int fetch_counted(Item** out);
// Null is nothing to put.
void put_if_any(Item* item);
// Puts it when `mode` is not 0.
void put_in_mode(int mode, Item** item);
// 0 when there is one.
int fetch_prepared(Item** out);
int fetch_deeper(Item** out);
bool fetch_into(Item*& out);
bool fetch_told(Item*& out);
// Nobody can tell from outside whether it did.
void fetch_if(bool wanted, Item** out);
// Keeps it, too.
void fetch_kept(Item** out);
// With a code that is not 0 when there is no item.
struct Taken {
  Item* item;
  int code;
};
Taken take_told();
