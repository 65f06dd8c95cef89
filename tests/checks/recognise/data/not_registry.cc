// Observers come and go; those that are registered are called, not handed out.
#include <algorithm>
#include <vector>

struct Observer {
  virtual ~Observer() = default;
  virtual void notify() {}
};

class ObserverPool {
 public:
  void add(Observer* observer) { observers_.push_back(observer); }
#ifdef TWIN
  Observer* remove(Observer*) {
    if (observers_.empty()) return new Observer;
    Observer* out = observers_.back();
    observers_.pop_back();
    return out;
  }
#else
  Observer* remove(Observer* observer) {
    observers_.erase(std::find(observers_.begin(), observers_.end(), observer));
    return observer;
  }
#endif
  void notify() {
    for (Observer* observer : observers_) observer->notify();
  }

 private:
  std::vector<Observer*> observers_;
};

ObserverPool available_observers;  // pool+: available_observers; pooled=Observer

void use(Observer* observer) {
  available_observers.add(observer);  // put+: available_observers
  available_observers.notify();
  available_observers.remove(observer);  // get+: available_observers
}
