#include "checks/analysis/constants.h"

#include <charconv>
#include <string>

#include "checks/support/words.h"

namespace pool_audit::analysis {

using facts::Event;
using facts::EventFlag;
using facts::EventKind;
using facts::FunctionFlag;
using facts::Operand;
using facts::Place;
using facts::Root;
using facts::TypeKind;

namespace {

bool in_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// The number that an initialiser spells, as far as it is no expression.
std::optional<int64_t> number_of(std::string_view text) {
  if (text == "true") return 1;
  if (text == "false" || text == "NULL" || text == "nullptr") return 0;
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  while (!text.empty() &&
         (text.back() == 'u' || text.back() == 'U' || text.back() == 'l' || text.back() == 'L')) {
    text.remove_suffix(1);
  }
  const bool octal = text.size() > 1 && text.front() == '0';
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || octal || error != std::errc() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return negative ? -value : value;
}

// Nobody changes a number through a pointer to a character here.
bool is_plain(const facts::Type& type) {
  return type.kind == TypeKind::boolean || type.kind == TypeKind::enumeration ||
         type.kind == TypeKind::pointer || (type.kind == TypeKind::integer && type.size_bytes > 1);
}

}  // namespace

void Constants::note(const facts::FlowGraph& graph) const {
  const auto whole = [](const Place& place) {
    return place.root == Root::global && place.steps.empty();
  };
  for (const facts::Block& block : graph.blocks) {
    for (const Event& event : block.events) {
      const bool read = event.kind == EventKind::use && !event.has(EventFlag::write);
      // What a variable starts with is known from its declaration.
      const bool start = event.kind == EventKind::assign && event.has(EventFlag::initialize) &&
                         !event.arguments.empty() &&
                         event.arguments[0].place.root == Root::constant;
      if (!read && !start && whole(event.target)) changed_.insert(event.target.symbol);
      const auto addressed = [&](const Operand& operand) {
        if (operand.address_of && whole(operand.place)) changed_.insert(operand.place.symbol);
      };
      addressed(event.object);
      for (const Operand& each : event.arguments) addressed(each);
    }
  }
}

void Constants::look() const {
  looked_ = true;
  for (const Symbol id : program_.graph_ids()) {
    if (const auto graph = program_.graph(id)) note(*graph);
  }
  for (const facts::Function* function : program_.functions()) {
    const bool written = function->has(FunctionFlag::defined) &&
                         !function->has(FunctionFlag::implicit) &&
                         !function->has(FunctionFlag::trivial);
    if (written && !program_.has_graph(function->id)) unseen_.insert(function->location.file);
  }
  for (const facts::Variable* variable : program_.variables()) {
    for (const Symbol argument : variable->arguments) {
      const std::string_view text = argument.text();
      for (size_t at = 0; at < text.size();) {
        size_t end = at;
        while (end < text.size() && in_word(text[end])) ++end;
        if (end > at) named_.insert(text.substr(at, end - at));
        at = end + 1;
      }
    }
  }
}

std::optional<int64_t> Constants::value(Symbol id) const {
  const auto [at, fresh] = values_.try_emplace(id);
  if (!fresh) return at->second;
  const facts::Variable* variable = program_.variable(id);
  if (!variable || !variable->is_definition || variable->arguments.size() > 1 ||
      !variable->initializer.empty() || !variable->annotations.empty() ||
      !is_plain(program_.type(variable->type))) {
    return std::nullopt;
  }
  const bool own = variable->storage == facts::Storage::function_static ||
                   (variable->storage == facts::Storage::namespace_scope &&
                    variable->linkage == facts::Linkage::internal);
  if (!own || !variable->in_main_file) return std::nullopt;
  const auto start = variable->arguments.empty() ? std::optional<int64_t>(0)
                                                 : number_of(variable->arguments[0].text());
  if (!start) return std::nullopt;
  if (!looked_) look();
  if (changed_.contains(id) || named_.contains(last_component(variable->name.text())) ||
      unseen_.contains(variable->location.file)) {
    return std::nullopt;
  }
  values_[id] = start;
  return start;
}

}  // namespace pool_audit::analysis
