// What was done last is undone first. The command that comes out is not taken for another use.
#include <memory>
#include <vector>

struct Command {
  virtual ~Command() = default;
  virtual void undo() = 0;
};

class UndoCache {
 public:
  void push(std::unique_ptr<Command> command) { done_.push_back(std::move(command)); }
  std::unique_ptr<Command> pop() {
    if (done_.empty()) return nullptr;
    std::unique_ptr<Command> last = std::move(done_.back());
    done_.pop_back();
    return last;
  }

 private:
  std::vector<std::unique_ptr<Command>> done_;  // none: plain queue
};

void undo(UndoCache& cache) {
  if (auto command = cache.pop()) command->undo();
}
