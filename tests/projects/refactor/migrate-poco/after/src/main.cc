#include <cstdio>
#include <pool/bounded_pool.h>

#include "Poco/ObjectPool.h"

struct Parser {
  int words = 0;
};

static pool::bounded_pool<Parser> parsers_pool(
    3, pool::bound::strict, {}, pool::order::lifo, "parsers");

static int parse(const char* line) {
  Parser* parser = parsers_pool.try_get();
  if (parser == nullptr) return -1;
  parser->words = 1;
  for (; *line != '\0'; ++line) parser->words += *line == ' ' ? 1 : 0;
  const int words = parser->words;
  parsers_pool.put(parser);
  return words;
}

// All that there may be, and one more.
static int exhaust() {
  Parser* first = parsers_pool.try_get();
  Parser* second = parsers_pool.try_get();
  Parser* third = parsers_pool.try_get();
  Parser* fourth = parsers_pool.try_get();
  const int got = (first != nullptr) + (second != nullptr) + (third != nullptr) + (fourth != nullptr);
  parsers_pool.put(first);
  parsers_pool.put(second);
  parsers_pool.put(third);
  return got;
}

int main() {
  std::printf("%d %d\n", parse("a b c"), exhaust());
}
