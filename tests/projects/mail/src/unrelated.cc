int unrelated(int value) {
  return value + 1;
}
