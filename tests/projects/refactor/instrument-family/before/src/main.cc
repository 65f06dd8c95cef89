#include <cstdio>
#include <vector>

extern "C" int nodes_used();

namespace net {

struct Letter {
  char text[100] = {};
};

// Several pools of one class.
class LetterPool {
 public:
  ~LetterPool() {
    for (Letter* each : letters_) delete each;
  }
  Letter* get() {
    if (letters_.empty()) return new Letter();
    Letter* letter = letters_.back();
    letters_.pop_back();
    return letter;
  }
  void put(Letter* letter) { letters_.push_back(letter); }

 private:
  std::vector<Letter*> letters_;
};

LetterPool sent;

class Mailbox {
 public:
  int pass() {
    Letter* letter = received_.get();
    letter->text[0] += 1;
    const int out = letter->text[0];
    received_.put(letter);
    return out;
  }

 private:
  LetterPool received_;
};

}  // namespace net

int main() {
  net::Letter* letter = net::sent.get();
  letter->text[0] = 's';
  std::printf("%s\n", letter->text);
  net::sent.put(letter);
  net::Mailbox one;
  net::Mailbox two;
  std::printf("%d\n", one.pass() + one.pass() + two.pass());
  std::printf("%d\n", nodes_used());
}
