#include <cstdio>

#include "spares.h"

struct Page {
  char bytes[200] = {};
};

static Spares<Page> pages;
static LetterPool<Letter> sent;
static LetterPool<Postcard> received;
static Card* free_cards = nullptr;

static Card* card_get() {
  Card* card = free_cards;
  if (card == nullptr) return new Card;
  free_cards = card->next;
  return card;
}

static void card_put(Card* card) { CARD_PUSH(free_cards, card); }

struct Note {
  int number = 0;
  char text[60] = {};
};

static std::vector<Note*> free_notes;

// One that is no good any more is not given.
static Note* note_get(bool wanted) {
  while (!free_notes.empty()) {
    Note* note = free_notes.back();
    free_notes.pop_back();
    if (note->number < 3) return note;
    delete note;
  }
  return wanted ? new Note : nullptr;
}

static void note_put(Note* note) { free_notes.push_back(note); }

// All of them go.
static void drop_notes() {
  for (Note* each : free_notes) delete each;
  free_notes.clear();
}

struct Stamp {
  char picture[90] = {};
};

static std::vector<Stamp*> spare_stamps;

static Stamp* stamp_get() {
  if (!spare_stamps.empty()) {
    Stamp* stamp = spare_stamps.back();
    spare_stamps.pop_back();
    return stamp;
  }
  return new Stamp;
}

static void stamp_put(Stamp* stamp) { spare_stamps.push_back(stamp); }

// Some of them go, and that is no get.
static void trim_stamps() {
  while (spare_stamps.size() > 1) {
    delete spare_stamps.back();
    spare_stamps.pop_back();
  }
}

int main() {
  Page* page = pages.get();
  page->bytes[0] = 'p';
  std::printf("%c\n", page->bytes[0]);
  pages.put(page);
  Letter* letter = sent.get();
  letter->text[0] = 's';
  std::printf("%s\n", letter->text);
  sent.put(letter);
  Postcard* postcard = received.get();
  postcard->text[0] = 'p';
  received.put(postcard);
  std::printf("%d\n", received.get() == postcard && postcard->text[0] == 0);
  received.put(postcard);
  card_put(card_get());
  Card* card = card_get();
  std::printf("%d\n", card->next == nullptr);
  delete card;
  for (int i = 0; i < 5; ++i) {
    Note* note = note_get(true);
    note->number += 1;
    std::printf("%d\n", note->number);
    note_put(note);
  }
  drop_notes();
  Stamp* a = stamp_get();
  Stamp* b = stamp_get();
  stamp_put(a);
  stamp_put(b);
  trim_stamps();
  delete stamp_get();
}
