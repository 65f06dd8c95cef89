#include "cells.h"

Cell* first();

void last() {
  Cell* cell = first();  // get: cells
  cells.give(cell);      // put: cells
}
