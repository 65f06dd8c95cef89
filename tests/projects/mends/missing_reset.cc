// Where pool-missing-reset offers to add the reset, and where it must not: `mend` and the text
// stand on the line of a finding that offers it, `no mend` on that of one that offers nothing.
#include <list>

#include "../rules/reset_pools.h"

int sink(int value);

// ---- behind the get
// ------------------------------------------------------------------------------

struct Session {
  int user;
  int rights;
  int spare[4];
  void reset() { user = rights = 0; }
};
static Pool<Session> sessions;
void grant(int rights) {
  Session* session = sessions.get();  // mend: session->reset();
  if (session->rights > 2) sink(session->rights);
  session->rights = rights;
  sessions.put(session);
}
// clang-format off
void over_two_lines(int rights) {
  if (rights > 1) {
    auto* session =
        sessions.get();  // mend: session->reset();
    sink(session->rights);
    session->rights = rights;
    sessions.put(session);
  }
}
void one_line(int rights) {
  Session* session = sessions.get(); sink(session->rights);  // no mend
  session->rights = rights;
  sessions.put(session);
}
// clang-format on
void two_names(int rights) {
  Session *session = sessions.get(), *other = nullptr;  // no mend
  sink(session->rights);
  session->rights = rights;
  other = session;
  sessions.put(other);
}
void in_a_condition(int rights) {
  if (Session* session = sessions.get()) {  // no mend
    sink(session->rights);
    session->rights = rights;
    sessions.put(session);
  }
}
#define TAKE(name) Session* name = sessions.get()
void by_a_macro(int rights) {
  TAKE(session);  // no mend
  sink(session->rights);
  session->rights = rights;
  sessions.put(session);
}
void may_be_null(int rights) {
  Session* session = sessions.try_get();  // no mend
  if (!session) return;
  sink(session->rights);
  session->rights = rights;
  sessions.put(session);
}

// ---- a reset that does more, or less
// --------------------------------------------------------------

// Its constructor leaves something else.
struct Quota {
  Quota() : left(10) {}
  int left;
  void reset() { left = 0; }
};
static Pool<Quota> quotas;
void spend(int left) {
  Quota* quota = quotas.get();  // no mend
  sink(quota->left);
  quota->left = left;
  quotas.put(quota);
}

// So does the initialiser of the member.
struct Window {
  int size = 4096;
  void reset() { size = 0; }
};
static Pool<Window> windows;
void resize(int size) {
  Window* window = windows.get();  // no mend
  sink(window->size);
  window->size = size;
  windows.put(window);
}

// Nothing else.
struct Ticket {
  int number = 0;
  bool valid{};
  std::list<int> holders;
  void reset() {
    number = 0;
    valid = false;
    holders.clear();
  }
};
static Pool<Ticket> tickets;
void issue(int number) {
  Ticket* ticket = tickets.get();  // mend: ticket->reset();
  sink(ticket->number);
  ticket->number = number;
  tickets.put(ticket);
}

// Whoever makes them fills them.
struct Plan {
  int steps;
  void reset() { steps = 0; }
};
static Pool<Plan> plans;
Plan* make_plan() {
  Plan* plan = new Plan();
  plan->steps = 7;
  return plan;
}
void follow(int steps) {
  Plan* plan = plans.get();  // no mend
  sink(plan->steps);
  plan->steps = steps;
  plans.put(plan);
}

// It gives up what nobody else knows.
struct Text {
  char* bytes;
  int size;
  void reset() {
    bytes = nullptr;
    size = 0;
  }
};
static Pool<Text> texts;
void print(int size) {
  Text* text = texts.get();  // no mend
  sink(text->size);
  text->size = size;
  texts.put(text);
}

// It has an effect elsewhere.
static int resets;
struct Counted {
  int value;
  void reset() {
    value = 0;
    ++resets;
  }
};
static Pool<Counted> counted;
void count(int value) {
  Counted* object = counted.get();  // no mend
  sink(object->value);
  object->value = value;
  counted.put(object);
}

// It may throw.
struct Strict {
  int value;
  void reset() {
    if (value > 9) throw value;
    value = 0;
  }
};
static Pool<Strict> strict;
void check(int value) {
  Strict* object = strict.get();  // no mend
  sink(object->value);
  object->value = value;
  strict.put(object);
}

// It leaves out what is read.
struct Pair {
  int first;
  int second;
  void reset() { first = 0; }
};
static Pool<Pair> pairs;
void join(int second) {
  Pair* pair = pairs.get();  // no mend
  sink(pair->second);
  pair->second = second;
  pairs.put(pair);
}

// There are two of them.
struct Choice {
  int value;
  void reset() { value = 0; }
  void clear() { value = 0; }
};
static Pool<Choice> choices;
void choose(int value) {
  Choice* choice = choices.get();  // no mend
  sink(choice->value);
  choice->value = value;
  choices.put(choice);
}

// ---- before the put
// ------------------------------------------------------------------------------

struct Frame {
  int width;
  std::list<int> lines;
  void reset() {
    width = 0;
    lines.clear();
  }
};
static Pool<Frame> frames;
void tidy(int width) {
  Frame* frame = frames.get();
  frame->width = width;
  frame->reset();
  frames.put(frame);
}
void untidy(int width) {
  Frame* frame = frames.get();
  frame->width = width;
  frames.put(frame);  // mend: frame->reset();
}
// clang-format off
void by_tabs(int width) {
	Frame* frame = frames.get();
	frame->width = width;
	if (width) {
		frames.put(frame);  // mend: frame->reset();
		return;
	}
	frame->reset();
	frames.put(frame);
}
void without_braces(int width) {
  Frame* frame = frames.get();
  frame->width = width;
  if (width)
    frames.put(frame);  // no mend
}
void with_others(int width) {
  Frame* frame = frames.get();
  frame->width = width;
  frames.put(frame); sink(width);  // no mend
}
// clang-format on
