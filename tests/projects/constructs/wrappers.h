// Gets and puts behind functions of another source.
#pragma once

#include "pool.h"

Item* take_prepared();
void put_cleaned(Item* item);
bool put_if(Item* item, bool really);
int look_at(const Item* item);
