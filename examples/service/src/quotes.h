// The parts of the service. Each stands in a source of its own, beside the pools that it uses.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace quotes {

// One line of a customer, "ask 12 ACME 300": who, what, how many. "" and whatever else is malformed
// is answered with an error. Returns the bytes of the answer.
std::size_t answer(std::string_view line);

// What a line asks for, as far as the parts below need it.
struct Wish {
  std::uint32_t customer = 0;
  std::uint32_t quantity = 0;
  std::string_view symbol;  // in the line
  bool priority = false;
  bool valid = false;
};
Wish parse(std::string_view line);
std::size_t reply(const Wish& wish, double price);
std::size_t reply_error(std::string_view line);
double price_of(std::string_view symbol, std::uint32_t quantity);

// What comes along with some of the lines.
double average_price(std::string_view symbol);
bool log_in(std::string_view line);
bool refresh_prices();
int backend_health();
int queue_position();
std::size_t record(std::string_view line, bool valid);

// What happens now and then.
std::size_t daily_report();
double portfolio_value(std::uint32_t customer);
std::size_t export_quotes(std::size_t rows);

}  // namespace quotes
