#include <cstdio>
#include <memory>

struct Sink {
  explicit Sink(const char* name) : name_(name) {}
  ~Sink() { std::printf("%s closes\n", name_); }
  void write(int n) { std::printf("%s: %d\n", name_, n); }
  const char* name_;
};

// Writes to its sink when it ends.
struct Record {
  Sink* sink = nullptr;
  int value = 0;
  ~Record() {
    if (sink != nullptr) sink->write(value);
  }
};

// The sink is there no more when the block ends.
static int behind(int n) {
  Record* record = new Record();
  Sink sink("behind");
  record->sink = &sink;
  record->value = n;
  int out = record->value;
  record->sink = nullptr;
  delete record;
  return out;
}

// Nothing follows the put that could notice.
static int last(int n) {
  auto record = std::make_unique<Record>();
  record->value = n;
  int out = record->value;
  return out;
}

// Something does.
static int first(int n) {
  auto record = std::make_unique<Record>();
  record->value = n;
  int out = record->value;
  record.reset();
  std::printf("first\n");
  return out;
}

int main() {
  std::printf("%d\n", behind(1) + last(2) + first(3));
}
