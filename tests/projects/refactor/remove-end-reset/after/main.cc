#include <cstdio>

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
  void reset() { sink = nullptr; }
  ~Record() {
    if (sink != nullptr) sink->write(value);
  }
};

class RecordPool {
 public:
  Record* get() {
    return new Record;
  }
  void put(Record* record) {
    record->reset();
    delete record;
  }
};

static RecordPool records;

// The sink is there no more when the block ends.
static int behind(int n) {
  Record* record = records.get();
  Sink sink("behind");
  record->sink = &sink;
  record->value = n;
  int out = record->value;
  records.put(record);
  return out;
}

// Nothing follows the put that could notice.
static int last(int n) {
  Record* record = records.get();
  record->value = n;
  int out = record->value;
  records.put(record);
  return out;
}

// Something does.
static int first(int n) {
  Record* record = records.get();
  record->value = n;
  int out = record->value;
  records.put(record);
  std::printf("first\n");
  return out;
}

int main() {
  std::printf("%d\n", behind(1) + last(2) + first(3));
}
