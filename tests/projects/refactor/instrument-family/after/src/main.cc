#include <cstdio>
#include <pool/meter.h>
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
    if (letters_.empty()) return letters_meter_.made(new Letter());
    Letter* letter = letters_.back();
    letters_.pop_back();
    letters_meter_.hit();
    return letter;
  }
  void put(Letter* letter) { letters_.push_back(letter); letters_meter_.kept(); }

 private:
  std::vector<Letter*> letters_;
  inline static pool::meter<Letter, LetterPool> letters_meter_;
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
