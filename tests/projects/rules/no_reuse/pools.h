// What the units of this program share.
#pragma once

#include "../pool.h"

extern Pool<Item> clean_between_units;
extern Pool<Item> clean_for_others;
void keep(Item* item);
void give_back(Item* item);
void clean_put_elsewhere();
