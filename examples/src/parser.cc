// Shows spares that each thread keeps for itself: no lock, and nothing crosses threads.
#include <memory>

#include "gateway.h"

namespace gateway {
namespace {

struct Tokens {
  std::vector<std::string_view> words;
};

thread_local std::vector<std::unique_ptr<Tokens>> spare_tokens;

std::unique_ptr<Tokens> get_tokens() {
  if (spare_tokens.empty()) return std::make_unique<Tokens>();
  std::unique_ptr<Tokens> tokens = std::move(spare_tokens.back());
  spare_tokens.pop_back();
  return tokens;
}

void put_tokens(std::unique_ptr<Tokens> tokens) {
  tokens->words.clear();
  if (spare_tokens.size() < 8) spare_tokens.push_back(std::move(tokens));
}

}  // namespace

std::vector<std::string_view> split(std::string_view line) {
  std::unique_ptr<Tokens> tokens = get_tokens();
  while (!line.empty()) {
    const std::size_t space = line.find(' ');
    tokens->words.push_back(line.substr(0, space));
    line.remove_prefix(space == std::string_view::npos ? line.size() : space + 1);
  }
  std::vector<std::string_view> words = tokens->words;
  put_tokens(std::move(tokens));
  return words;
}

}  // namespace gateway
