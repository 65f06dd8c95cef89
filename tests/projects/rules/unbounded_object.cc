// Pools whose objects grow, and what keeps them small.
#include "pool.h"
#include "std_like.h"

void read_into(std::string& line);
void print(const std::string& line);

struct Reply {
  std::string body;
};
static Pool<Reply> replies;  // warn: 'replies' keeps objects however large 'body' has grown
void answer() {
  Reply* reply = replies.get();
  reply->body.clear();
  reply->body.append("text");
  replies.put(reply);
}

struct Batch {
  std::vector<int> numbers;
  int sum;
};
static Pool<Batch> batches;  // warn: however large 'numbers' has grown
void add(Batch* batch) {
  batch->numbers.push_back(1);
}
void add_up() {
  Batch* batch = batches.get();
  add(batch);
  batch->numbers.clear();
  batches.put(batch);
}

struct Inner {
  std::vector<char> bytes;
};
struct Outer {
  Inner inner;
};
static Pool<Outer> outers;  // warn: however large 'inner.bytes' has grown
void fill() {
  Outer* outer = outers.get();
  outer->inner.bytes.resize(100);
  outers.put(outer);
}

struct Line {
  std::string text;
};
static Pool<Line> lines;  // warn: however large 'text' has grown
void read() {
  Line* line = lines.get();
  read_into(line->text);
  lines.put(line);
}

struct Request {
  int number;
  std::list<int> parts;
};
static Pool<Request> requests;  // warn: however large 'parts' has grown
void collect() {
  Request* request = requests.get();
  request->parts.push_back(request->number);
  requests.put(request);
}

struct Frame {
  std::string data;
};
static Pool<Frame> clean_shrunk;
void clean_shrink() {
  Frame* frame = clean_shrunk.get();
  frame->data.append("text");
  if (frame->data.capacity() > 4096) frame->data.shrink_to_fit();
  clean_shrunk.put(frame);
}

struct Packet {
  std::string data;
  void reset();
};
static Pool<Packet> clean_measured;
void clean_drop(Packet* packet) {
  if (packet->data.capacity() > 4096) {
    delete packet;
    return;
  }
  clean_measured.put(packet);
}
void clean_measure() {
  Packet* packet = clean_measured.get();
  packet->data.append("text");
  clean_drop(packet);
}

// A list gives its nodes back when it is emptied.
struct Tasks {
  std::list<int> waiting;
};
static Pool<Tasks> clean_nodes;
void clean_list() {
  Tasks* tasks = clean_nodes.get();
  tasks->waiting.push_back(1);
  tasks->waiting.clear();
  clean_nodes.put(tasks);
}

// Texts go with the nodes of the list that holds them.
struct Names {
  std::list<std::string> all;
};
static Pool<Names> clean_elements;
void clean_list_of_texts(const std::string& text) {
  Names* names = clean_elements.get();
  names->all.push_back(text);
  names->all.clear();
  clean_elements.put(names);
}

// Nobody makes it grow.
struct Title {
  std::string text;
};
static Pool<Title> clean_small;
void clean_read_only() {
  Title* title = clean_small.get();
  print(title->text);
  title->text.clear();
  clean_small.put(title);
}

// Made anew as a whole.
struct State {
  std::vector<int> values;
};
static Pool<State> clean_assigned;
void clean_assign() {
  State* state = clean_assigned.get();
  state->values.push_back(1);
  *state = State();
  clean_assigned.put(state);
}

// The pool constructs each object anew.
struct Fresh {
  std::vector<int> values;
};
static ClassPool<Fresh, true> clean_fresh;
void clean_each() {
  Fresh* fresh = clean_fresh.get();
  fresh->values.push_back(1);
  clean_fresh.put(fresh);
}

// Told where it is made what not to keep; the other one is told to make objects and no more.
struct Told {
  std::vector<char> bytes;
};
static MadePool<Told> clean_told([](Told& told) { return told.bytes.capacity() < 4096; });
struct Untold {
  std::vector<char> bytes;
};
static MadePool<Untold> untold([] { return new Untold; });  // warn: however large 'bytes' has grown
void fill_both() {
  Told* told = clean_told.get();
  told->bytes.push_back(1);
  clean_told.put(told);
  Untold* other = untold.get();
  other->bytes.push_back(1);
  untold.put(other);
}
