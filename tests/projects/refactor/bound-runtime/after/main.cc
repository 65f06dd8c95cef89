#include <pool/bounded_pool.h>
#include <pool/sharded_pool.h>

#include <cstdio>
#include <string>
#include <vector>

struct Reply {
  std::string body;
  std::vector<int> offsets;
  void reset() {
    body.clear();
    offsets.clear();
  }
};

struct Line {
  std::string text;
};

struct Path {
  std::string name;
};

struct Word {
  std::string text;
};

static pool::sharded_pool<Reply> replies({.reset = [](Reply& object) { object.reset(); }, .retain = [](const Reply& object) { return object.body.capacity() <= 4096 && object.offsets.capacity() * sizeof(object.offsets[0]) <= 4096; }},
                                         {.name = "replies"});
static pool::sharded_pool<Line> lines({.retain = [](const Line& object) { return object.text.capacity() <= 4096; }});
static pool::bounded_pool<Path> paths(4, pool::bound::idle, {.retain = [](const Path& object) { return object.name.capacity() <= 4096; }});
static pool::bounded_pool<Word> words(4, pool::bound::idle,
                                      {.retain = [](const Word& word) { return word.text.capacity() < 99; }});

static int reply(const char* text, int times) {
  auto reply = replies.acquire();
  for (int i = 0; i < times; ++i) {
    reply->offsets.push_back(i);
    reply->body.append(text);
  }
  return reply->body.back() + reply->offsets.back();
}

static int line(const char* text) {
  Line* line = lines.get();
  line->text.assign(text);
  int out = line->text[0];
  lines.put(line);
  return out;
}

static int path(const char* text) {
  Path* path = paths.get();
  path->name = "/";
  path->name.append(text);
  int out = path->name[0];
  paths.put(path);
  return out;
}

static int word(const char* text) {
  Word* word = words.get();
  word->text.assign(text);
  int out = word->text[0];
  words.put(word);
  return out;
}

int main() {
  std::printf("%d %d\n", reply("world, ", 3000), reply("again", 1));
  std::printf("%d %d %d\n", line("text"), path("usr"), word("one"));
}
