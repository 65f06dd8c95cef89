// Numbers that go round: none is free or taken.
#include <algorithm>
#include <vector>

class PortPool {
 public:
  explicit PortPool(int first, int last) : first_(first), last_(last), next_port_(first) {}
#ifdef TWIN
  int acquire() {
    if (free_ports_.empty()) return next_port_++;
    const int out = free_ports_.back();
    free_ports_.pop_back();
    return out;
  }
  int restart(int& at) {
    free_ports_.push_back(at);
    return at;
  }
  std::vector<int> free_ports_;
#else
  int acquire() {
    const int out = next_port_;
    next_port_ = next_port_ + 1;
    if (next_port_ > last_) next_port_ = std::max(first_, 1);
    return out;
  }
  int restart(int& at) {
    std::swap(at, next_port_);
    next_port_ = at;
    at = next_port_;
    return next_port_;
  }
#endif

 private:
  int first_;
  int last_;
  int next_port_;
};

int use(PortPool& ports) {   // pool+: ports
  int at = ports.acquire();  // get+: ports
  return ports.restart(at);  // put+: ports
}
