#include <cstdio>

#include "Poco/ObjectPool.h"

struct Parser {
  int words = 0;
};

static Poco::ObjectPool<Parser> parsers(2, 3);

static int parse(const char* line) {
  Parser* parser = parsers.borrowObject();
  if (parser == nullptr) return -1;
  parser->words = 1;
  for (; *line != '\0'; ++line) parser->words += *line == ' ' ? 1 : 0;
  const int words = parser->words;
  parsers.returnObject(parser);
  return words;
}

// All that there may be, and one more.
static int exhaust() {
  Parser* first = parsers.borrowObject();
  Parser* second = parsers.borrowObject();
  Parser* third = parsers.borrowObject();
  Parser* fourth = parsers.borrowObject();
  const int got = (first != nullptr) + (second != nullptr) + (third != nullptr) + (fourth != nullptr);
  parsers.returnObject(first);
  parsers.returnObject(second);
  parsers.returnObject(third);
  return got;
}

int main() {
  std::printf("%d %d\n", parse("a b c"), exhaust());
}
