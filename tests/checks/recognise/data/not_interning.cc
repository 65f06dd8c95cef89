// Equal texts are one object. It is looked up by value, and nobody gives it back.
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

struct Name {
  std::string text;
};

class LabelPool {
 public:
#ifdef TWIN
  Name* get(const std::string&) {
    if (unused_.empty()) return new Name;
    Name* out = unused_.back();
    unused_.pop_back();
    return out;
  }
  void insert(Name* name) { unused_.push_back(name); }
  std::vector<Name*> unused_;
#else
  const Name* get(const std::string& text) {
    auto found = names_.find(text);
    if (found != names_.end()) return found->second.get();
    auto made = std::make_unique<Name>();
    made->text = text;
    return names_.emplace(text, std::move(made)).first->second.get();
  }
  void insert(std::unique_ptr<Name> name) { names_.emplace(name->text, std::move(name)); }
#endif

 private:
  std::unordered_map<std::string, std::unique_ptr<Name>> names_;
};

LabelPool names;  // pool+: names; pooled=Name

bool use() {
  auto* a = names.get("a");      // get+: names
  return a == names.get("a");    // get+: names
}
