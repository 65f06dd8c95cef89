// Ids in structs: whoever copies the number holds the object.
struct Slot {
  unsigned number;
  unsigned pool;
};
struct Slots {
  bool pop(Slot& slot);
  void push(Slot& slot);
};
extern Slots slots;

int number_returned() {
  Slot slot;
  if (!slots.pop(slot)) return -1;  // get: unproven
  return static_cast<int>(slot.number) - 1;
}

void put_back() {
  Slot slot;
  if (slots.pop(slot)) slots.push(slot);  // get: all-paths
}
