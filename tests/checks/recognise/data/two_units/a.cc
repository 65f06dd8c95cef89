#include "cells.h"

Cell* first() {
  return cells.take();  // get: cells
}
