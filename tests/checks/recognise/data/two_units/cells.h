// Declared in a header, used from two units: one pool.
#pragma once
#include <vector>

struct Cell {
  int value = 0;
};

class CellPool {
 public:
  Cell* take() {
    if (free_.empty()) return new Cell;
    Cell* out = free_.back();
    free_.pop_back();
    return out;
  }
  void give(Cell* cell) { free_.push_back(cell); }

 private:
  std::vector<Cell*> free_;
};

inline CellPool cells;  // pool: cells; pooled=Cell
