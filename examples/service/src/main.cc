// A service that quotes prices, under its own load, for a given time.
//
//   quotes [--seconds N] [--threads N] [--rate N] [--errors N] [--export] [--metrics]
//
//   --seconds N   how long; default 5
//   --threads N   threads that play customers; default 2
//   --rate N      lines a second; default 20000
//   --errors N    one line in N is malformed, which is where the bugs are; 0: none; default 100
//   --export      export once, at the end
//   --metrics     serve http://127.0.0.1:PORT/metrics meanwhile; the address is the first line of
//   the
//                 output
//
// With POOL_STATS_FILE=FILE in the environment the counters of all pools are written there at exit.
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "load.h"
#include "pool/http.h"
#include "quotes.h"

namespace {

struct Options {
  quotes::Load load;
  bool exports = false;
  bool metrics = false;
};

// A number that is all of `text` and within the bounds; ends the process otherwise.
double number(std::string_view option, const char* text, double least, double most) {
  char* end = nullptr;
  const double value = text == nullptr ? 0 : std::strtod(text, &end);
  if (text == nullptr || end == text || *end != '\0' || !(value >= least && value <= most)) {
    std::fprintf(stderr, "error: %.*s takes a number from %g to %g\n",
                 static_cast<int>(option.size()), option.data(), least, most);
    std::exit(2);
  }
  return value;
}

Options parse(char** words) {
  Options chosen;
  for (; *words != nullptr; ++words) {
    const std::string_view word = *words;
    if (word == "--metrics") {
      chosen.metrics = true;
    } else if (word == "--export") {
      chosen.exports = true;
    } else if (word == "--seconds") {
      chosen.load.seconds = number(word, *++words, 0, 86400);
    } else if (word == "--threads") {
      chosen.load.threads = static_cast<unsigned>(number(word, *++words, 1, 64));
    } else if (word == "--rate") {
      chosen.load.rate = number(word, *++words, 1, 1e7);
    } else if (word == "--errors") {
      chosen.load.errors = static_cast<unsigned>(number(word, *++words, 0, 1e9));
    } else {
      std::fprintf(stderr, "error: unknown argument '%s'; the options stand in main.cc\n", *words);
      std::exit(2);
    }
  }
  return chosen;
}

}  // namespace

int main(int /*count*/, char** words) {
  const Options chosen = parse(words + 1);
  std::unique_ptr<pool::http_server> server;
  if (chosen.metrics) {
    server = std::make_unique<pool::http_server>();
    if (server->port() == 0) {
      std::fprintf(stderr, "error: %s\n", server->problem().c_str());
      return 1;
    }
    std::printf("http://127.0.0.1:%u/metrics\n", static_cast<unsigned>(server->port()));
    std::fflush(stdout);
  }
  const quotes::Totals totals = quotes::run(chosen.load);
  if (chosen.exports) quotes::export_quotes(1000);
  std::printf("%llu lines, %llu of them malformed, %llu bytes of answers\n",
              static_cast<unsigned long long>(totals.lines),
              static_cast<unsigned long long>(totals.malformed),
              static_cast<unsigned long long>(totals.bytes));
  return 0;
}
