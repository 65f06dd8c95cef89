// Pools of objects that are cheaper to make than to fetch. They are flagged where they are
// declared.
#include "pool.h"

// As Squid has them: the first is memory for objects of a class, the other counts who refers to a
// block, which stays when the object in it is gone.
void* counted_block(unsigned long size);
void release_block(void* block);
#define MEMPROXY_CLASS(Class)              \
 private:                                  \
  static void* Pool();                     \
                                           \
 public:                                   \
  void* operator new(unsigned long size) { \
    return counted_block(size);            \
  }                                        \
  void operator delete(void* object) {     \
    release_block(object);                 \
  }
#define CBDATA_CLASS(Class)                \
 public:                                   \
  void* operator new(unsigned long size) { \
    return counted_block(size);            \
  }                                        \
  void operator delete(void* object) {     \
    release_block(object);                 \
  }                                        \
  void* toCbdata() {                       \
    return this;                           \
  }                                        \
                                           \
 private:

struct Point {
  int x;
  int y;
};
struct Range {
  long from;
  long to;
};
struct Link {
  void* data;
  Link* before;
  Link* behind;
};
struct Flags {
  bool a, b, c;
};
struct Pixel : Point {
  int colour;
};
struct Page {
  char bytes[4096];
};
struct Edge {
  char bytes[64];
};
struct Text {
  Text();
  ~Text();
  char* characters;
};
struct Message {
  int length;
  char body[1];
};
struct Named {
  int number;
  Text name;
};

static Pool<Point> points;      // warn: 'points' pools objects of 8 bytes that own nothing
static Pool<Range> ranges;      // warn: 'ranges' pools objects of 16 bytes
thread_local Pool<Link> links;  // warn: 'links' pools objects of 24 bytes
static Pool<int> numbers;       // warn: 'numbers' pools objects of 4 bytes
static Pool<Flags> flags;       // warn: 'flags' pools objects of 3 bytes
struct Screen {
  Pool<Pixel> pixels;  // warn: 'Screen::pixels' pools objects of 12 bytes
};
static Screen screen;

static Pool<Page> clean_large;
static Pool<char*> clean_pointers;  // to whatever
static Pool<Edge> clean_at_the_limit;
static Pool<Text> clean_owner;
static Pool<Message> clean_head_of_more;
static Pool<Named> clean_owner_inside;

class Spec {  // warn: 'Spec' pools objects of 16 bytes
  MEMPROXY_CLASS(Spec)
 public:
  long offset;
  long length;
};

class Walker {
  CBDATA_CLASS(Walker)
 public:
  void* data;
};

void clean_users() {
  points.put(points.get());
  ranges.put(ranges.get());
  links.put(links.get());
  flags.put(flags.get());
  numbers.put(numbers.get());
  clean_pointers.put(clean_pointers.get());
  screen.pixels.put(screen.pixels.get());
  clean_large.put(clean_large.get());
  clean_at_the_limit.put(clean_at_the_limit.get());
  clean_owner.put(clean_owner.get());
  clean_head_of_more.put(clean_head_of_more.get());
  clean_owner_inside.put(clean_owner_inside.get());
  delete new Spec;
  delete new Walker;
}

// One spare without a lock: taking it is two moves of a pointer, which no allocation beats.
static Point* clean_free_point;
Point* take_free_point() {
  if (!clean_free_point) return new Point();
  Point* point = clean_free_point;
  clean_free_point = nullptr;
  return point;
}
void recycle_free_point(Point* point) {
  delete clean_free_point;
  clean_free_point = point;
}
void clean_use_of_the_one() {
  recycle_free_point(take_free_point());
}

// What a member points to is made for it, and freed by hand.
char* duplicate_text(const char* text);
void free_text(char* text);
class CleanWord {
  MEMPROXY_CLASS(CleanWord)
 public:
  explicit CleanWord(const char* text) : key(duplicate_text(text)), next(nullptr) {}
  char* key;
  CleanWord* next;
};
void clean_use_of_words(const char* text) {
  CleanWord* word = new CleanWord(text);
  free_text(word->key);
  delete word;
}

// Where it is only set to what others own, the object owns nothing.
const char* name_of(int number);
class Label {  // warn: 16 bytes
  MEMPROXY_CLASS(Label)
 public:
  explicit Label(int number) : name(name_of(number)), next(nullptr) {}
  const char* name;
  Label* next;
};
void clean_use_of_names() {
  delete new Label(3);
}
