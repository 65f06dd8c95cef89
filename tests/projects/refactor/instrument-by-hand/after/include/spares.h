#ifndef SPARES_H
#define SPARES_H

#include <vector>

// What is done depends on the type.
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
  void put(T* object) {
    if constexpr (sizeof(T) > 4096) {
      delete object;
    } else {
      free_.push_back(object);
    }
  }

 private:
  std::vector<T*> free_;
};

// One type has code of its own.
template <class T>
class LetterPool {
 public:
  ~LetterPool() {
    for (T* each : letters_) delete each;
  }
  T* get() {
    if (letters_.empty()) return new T();
    T* letter = letters_.back();
    letters_.pop_back();
    return letter;
  }
  void put(T* letter) { letters_.push_back(letter); }

 private:
  std::vector<T*> letters_;
};

struct Letter {
  char text[100] = {};
};

struct Postcard {
  char text[80] = {};
};

template <>
inline Postcard* LetterPool<Postcard>::get() {
  if (letters_.empty()) return new Postcard;
  Postcard* card = letters_.back();
  letters_.pop_back();
  card->text[0] = 0;
  return card;
}

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
