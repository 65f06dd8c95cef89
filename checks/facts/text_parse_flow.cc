// How blocks end in the text form: jumps, branches, switches and their conditions.
#include "checks/facts/text_parser.h"

namespace pool_audit::facts::text {

// A block's number or name, `exit` or `dead`; found when the graph is complete.
bool Parser::target(size_t block, size_t index, bool is_handler) {
  const size_t start = in_.position();
  std::string_view label = in_.peek_identifier();
  if (label.empty()) {
    const std::string_view rest = in_.rest();
    label = rest.substr(
        0, static_cast<size_t>(std::ranges::find_if_not(rest, is_digit) - rest.begin()));
  }
  if (label.empty()) return in_.fail("a block, 'exit' or 'dead'");
  in_.take(label.size());
  targets_.push_back({start, label, block, index, is_handler});
  return true;
}

bool Parser::successor() {
  std::vector<uint32_t>& successors = graph_->blocks.back().successors;
  successors.push_back(kNoBlock);
  return target(graph_->blocks.size() - 1, successors.size() - 1, false);
}

// "-> 1, 2", or nothing.
bool Parser::successors() {
  if (!in_.accept("->")) return true;
  do {
    if (!successor()) return false;
  } while (in_.accept(","));
  return true;
}

bool Parser::terminator(size_t start, bool& matched) {
  Block& block = graph_->blocks.back();
  matched = true;
  bool good = true;
  block.region = -1;
  if (in_.accept_word("condition")) return condition(block.condition) && in_.expect_end();
  if (in_.accept_word("cases")) return cases_line();
  if (in_.accept_word("if")) {
    block.terminator = Terminator::branch;
    good = if_line();
  } else if (in_.accept_word("switch")) {
    block.terminator = Terminator::switch_;
    good = switch_line();
  } else if (in_.rest().starts_with("->") || in_.accept_word("jump")) {
    block.terminator = Terminator::jump;
    good = successors();
  } else if (in_.accept_word("returns")) {
    block.terminator = Terminator::return_;
    good = successors();
  } else if (in_.accept_word("throws")) {
    block.terminator = Terminator::throw_;
    block.region = header_region_;
    good = successors();
  } else if (in_.accept_word("unreachable")) {
    block.terminator = Terminator::unreachable;
    good = successors();
  } else if (in_.accept_word("exit")) {
    block.terminator = Terminator::exit;
    good = successors();
  } else {
    matched = false;
    return true;
  }
  terminated_ = true;
  const auto region_word = [&](std::string_view word) {
    if (word != "region") return false;
    in_.take(word.size());
    if (in_.expect("=")) region_number(block.region);
    return true;
  };
  return good &&
         attributes(
             block,
             {"events", "terminator", "condition", "cases", "successors", "location", "region"},
             region_word) &&
         at(block.location, start) && in_.expect_end();
}

// if p != null -> 1 else 2
bool Parser::if_line() {
  if (!condition(graph_->blocks.back().condition) || !in_.expect("->") || !successor()) {
    return false;
  }
  if (!in_.accept_word("else")) return in_.fail("'else'");
  return successor();
}

// switch n case 1 -> 4, case 2..5 -> 5, else -> 6
bool Parser::switch_line() {
  if (!condition(graph_->blocks.back().condition)) return false;
  while (!in_.accept_word("else")) {
    if (!in_.accept_word("case")) return in_.fail("'case' or 'else'");
    if (!case_values() || !in_.expect("->") || !successor()) return false;
    if (!in_.accept(",")) return in_.fail("','");
  }
  return in_.expect("->") && successor();
}

bool Parser::case_values() {
  Case values;
  if (!in_.number(values.low)) return false;
  values.high = values.low;
  if (in_.accept_adjacent("..") && !in_.number(values.high)) return false;
  graph_->blocks.back().cases.push_back(values);
  return true;
}

bool Parser::cases_line() {
  do {
    if (!case_values()) return false;
  } while (in_.accept(","));
  return in_.expect_end();
}

bool Parser::relation(CompareOp& out) {
  constexpr std::pair<std::string_view, CompareOp> kSigns[] = {
      {"==", CompareOp::eq}, {"!=", CompareOp::ne}, {"<=", CompareOp::le},
      {">=", CompareOp::ge}, {"<", CompareOp::lt},  {">", CompareOp::gt},
  };
  for (const auto& [sign, op] : kSigns) {
    if (!in_.accept(sign)) continue;
    out = op;
    return true;
  }
  return false;
}

// (opaque | p | p != q | compare none (p, q)) [text "..."] [reads (p, q)]
bool Parser::condition(Condition& out) {
  out = {};
  if (in_.accept_word("opaque")) {
    out.op = CompareOp::none;
  } else if (in_.accept_word("compare")) {
    if (!enumerator(out.op) || !in_.expect("(") || !operand(out.left) || !in_.expect(",") ||
        !operand(out.right) || !in_.expect(")")) {
      return false;
    }
  } else {
    out.op = CompareOp::truth;
    if (!operand(out.left)) return false;
    if (relation(out.op) && !operand(out.right)) return false;
  }
  if (in_.accept_word("text") && !text(out.text, no_bare, "a string")) return false;
  if (in_.accept_word("reads")) {
    if (!in_.expect("(")) return false;
    do {
      if (!place(out.reads.emplace_back())) return false;
    } while (in_.accept(","));
    if (!in_.expect(")")) return false;
  }
  return !in_.accept("{") || extras(out, {"op", "left", "right", "text", "reads"});
}

}  // namespace pool_audit::facts::text
