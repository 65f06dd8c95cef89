#include <cstdio>
#include <memory>
#include <string>
#include <vector>

struct Reply {
  std::string body;
  std::vector<int> offsets;
  void reset() {
    body.clear();  // keeps its memory
    offsets.clear();
  }
};

class ReplyPool {
 public:
  Reply* get() {
    if (spare_.empty()) {
      all_.push_back(std::make_unique<Reply>());
      return all_.back().get();
    }
    Reply* out = spare_.back();
    spare_.pop_back();
    return out;
  }
  void put(Reply* reply) { spare_.push_back(reply); }
  const Reply* last() const { return spare_.empty() ? nullptr : spare_.back(); }

 private:
  std::vector<std::unique_ptr<Reply>> all_;
  std::vector<Reply*> spare_;
};

static ReplyPool replies;

static void answer(const char* text, int times) {
  Reply* reply = replies.get();
  for (int i = 0; i < times; ++i) {
    reply->offsets.push_back(i);
    reply->body.append(text);
  }
  std::printf("%c %d\n", reply->body.back(), reply->offsets.back());
  reply->reset();
  replies.put(reply);
}

int main() {
  answer("hello", 3);
  answer("world, ", 3000);
  answer("again", 1);
}
