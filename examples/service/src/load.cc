#include "load.h"

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "quotes.h"

namespace quotes {
namespace {

using Clock = std::chrono::steady_clock;

// Numbers that look random and are the same in every run.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15U + 1) {}
  // Once in so many calls; never for 0.
  bool once_in(std::uint32_t many) { return many != 0 && next() % many == 0; }
  std::uint64_t next() {
    state_ ^= state_ << 13U;
    state_ ^= state_ >> 7U;
    state_ ^= state_ << 17U;
    return state_ >> 11U;
  }

 private:
  std::uint64_t state_;
};

std::string line_of(Dice& dice, bool malformed) {
  if (malformed) return "what?";
  std::string line = "ask " + std::to_string(dice.next() % 1000) + " ACME " +
                     std::to_string(dice.next() % 900 + 1);
  if (dice.once_in(50)) line += " now";
  return line;
}

// One line, and what comes along with some of them.
void one_line(Dice& dice, const Load& load, Totals& totals) {
  const bool malformed = dice.once_in(load.errors);
  const std::string line = line_of(dice, malformed);
  ++totals.lines;
  totals.malformed += malformed ? 1 : 0;
  totals.bytes += answer(line);
  if (dice.once_in(10)) totals.bytes += average_price("ACME") > 0 ? 1 : 0;
  if (dice.once_in(40)) totals.bytes += log_in(line) ? 1 : 0;
  if (dice.once_in(50)) totals.bytes += refresh_prices() ? 1 : 0;
  if (dice.once_in(1000)) totals.bytes += static_cast<std::uint64_t>(backend_health());
  if (dice.once_in(100)) totals.bytes += static_cast<std::uint64_t>(queue_position());
  if (dice.once_in(400)) totals.bytes += record(line, !malformed);
}

Totals play_customers(const Load& load, unsigned number) {
  Totals totals;
  Dice dice(number + 1);
  const double rate = load.rate / load.threads;
  const Clock::time_point begin = Clock::now();
  for (;;) {
    const double passed = std::chrono::duration<double>(Clock::now() - begin).count();
    const double due = rate * (passed < load.seconds ? passed : load.seconds);
    while (static_cast<double>(totals.lines) < due) one_line(dice, load, totals);
    if (passed >= load.seconds) return totals;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

// Twice a second, whatever the load.
void play_office(const std::stop_token& stop) {
  const auto pause = std::chrono::milliseconds(20);
  for (unsigned tick = 0; !stop.stop_requested(); ++tick) {
    if (tick % 25 == 0) {
      daily_report();
      portfolio_value(tick);
    }
    std::this_thread::sleep_for(pause);
  }
}

}  // namespace

Totals run(const Load& load) {
  const std::jthread office(play_office);
  std::vector<Totals> parts(load.threads);
  {
    std::vector<std::jthread> customers;
    for (unsigned number = 0; number < load.threads; ++number) {
      customers.emplace_back([&, number] { parts[number] = play_customers(load, number); });
    }
  }
  Totals all;
  for (const Totals& part : parts) {
    all.lines += part.lines;
    all.malformed += part.malformed;
    all.bytes += part.bytes;
  }
  return all;
}

}  // namespace quotes
