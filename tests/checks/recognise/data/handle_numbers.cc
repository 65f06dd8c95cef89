// What is pooled are places in a vector: the numbers of the free ones wait, a new one comes by
// growing.
#include <string>
#include <vector>

struct PeerClass {
  std::string label;
};

class PeerClasses {
 public:
  int add(std::string label) {
    int at = 0;
    if (!free_list_.empty()) {
      at = free_list_.back();
      free_list_.pop_back();
      classes_[static_cast<size_t>(at)] = PeerClass{std::move(label)};
    } else {
      at = static_cast<int>(classes_.size());
      classes_.push_back(PeerClass{std::move(label)});
    }
    return at;
  }
  void drop(int at) {
    classes_[static_cast<size_t>(at)].label.clear();
    free_list_.push_back(at);
  }

 private:
  std::vector<PeerClass> classes_;
  std::vector<int> free_list_;  // pool: PeerClasses::free_list_
};

void use(PeerClasses& classes) {
  const int at = classes.add("local");  // get: free_list_
  classes.drop(at);                     // put: free_list_
}
