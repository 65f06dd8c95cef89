#ifndef SPARES_H
#define SPARES_H

#include <vector>

// Spares of any type.
template <class T>
class Spares {
 public:
  ~Spares() {
    for (T* each : free_) delete each;
  }
  T* get() {
    if (free_.empty()) return new T();
    T* spare = free_.back();
    free_.pop_back();
    return spare;
  }
  void put(T* object) { free_.push_back(object); }

 private:
  std::vector<T*> free_;
};

struct Letter {
  char text[100] = {};
};

// Two pools of one class.
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

struct Card {
  Card* next = nullptr;
  char text[80] = {};
};

// The list is worked on by macros.
#define CARD_PUSH(head, card) \
  do {                        \
    (card)->next = (head);    \
    (head) = (card);          \
  } while (0)

#endif
