// A pool whose gets and puts are counted: what counts an object gives it back.
#include <memory>
#include <utility>
#include <vector>

namespace pool {

template <class T, class Owner = void>
class meter {
 public:
  void hit() { ++hits_; }
  template <class P>
  P made(P&& object) {
    ++made_;
    return std::forward<P>(object);
  }
  void kept() { ++kept_; }

 private:
  int hits_ = 0;
  int made_ = 0;
  int kept_ = 0;
};

}  // namespace pool

struct Part {
  char bytes[80] = {};
};

std::vector<std::unique_ptr<Part>> spare_parts;  // pool: spare_parts; pooled=Part
pool::meter<Part> spare_parts_meter;

std::unique_ptr<Part> part_get() {
  if (spare_parts.empty()) return spare_parts_meter.made(std::make_unique<Part>());
  std::unique_ptr<Part> part = std::move(spare_parts.back());
  spare_parts.pop_back();
  spare_parts_meter.hit();
  return part;
}

void part_put(std::unique_ptr<Part> part) {
  spare_parts.push_back(std::move(part));
  spare_parts_meter.kept();
}

void use() {
  std::unique_ptr<Part> part = part_get();  // get: spare_parts
  part->bytes[0] = 1;
  part_put(std::move(part));  // put: spare_parts
}
