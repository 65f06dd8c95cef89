// Flow graphs in the text form: what stands before the blocks, and the blocks.
#include "checks/facts/text_parser.h"

namespace pool_audit::facts::text {

bool Parser::body(FlowGraph& graph, Function* function, bool head_has_parameters) {
  if (!in_.expect_end()) return false;
  graph_ = &graph;
  local_indices_.clear();
  capture_indices_.clear();
  labels_.clear();
  targets_.clear();
  locals_done_ = no_params_ = temps_given_ = terminated_ = false;
  header_region_ = -1;
  while (in_.next_line()) {
    if (in_.accept("}")) return end_locals(function, head_has_parameters) && end_body();
    bool declaration = false;
    if (!declaration_line(declaration)) return false;
    if (declaration) continue;
    if (!end_locals(function, head_has_parameters) || !block_statement()) return false;
  }
  return in_.fail("'}' at the end of the graph");
}

bool Parser::declaration_line(bool& matched) {
  const size_t start = in_.position();
  constexpr std::pair<std::string_view, bool (Parser::*)(size_t)> kKeywords[] = {
      {"param", &Parser::param_line},         {"local", &Parser::local_line},
      {"capture", &Parser::capture_line},     {"try", &Parser::try_line},
      {"temps", &Parser::temps_line},         {"attributes", &Parser::attributes_line},
      {"no_params", &Parser::no_params_line},
  };
  bool (Parser::*read)(size_t) = nullptr;
  for (const auto& [keyword, line] : kKeywords) {
    if (read == nullptr && in_.accept_word(keyword)) read = line;
  }
  matched = read != nullptr;
  if (!matched) return true;
  if (locals_done_) return in_.fail_at(start, "this must stand before the first block");
  return (this->*read)(start) && in_.expect_end();
}

bool Parser::param_line(size_t start) {
  if (graph_->parameter_count != graph_->locals.size()) {
    return in_.fail_at(start, "'param' must stand before every 'local'");
  }
  ++graph_->parameter_count;
  return local_line(start);
}

bool Parser::local_line(size_t start) {
  Local local;
  if (!text(local.name, identifier_length, "the name of a local")) return false;
  if (in_.accept(":") && !type(local.type)) return false;
  if (!attributes(local, {"name", "type", "location"}) || !at(local.location, start)) return false;
  graph_->locals.push_back(local);
  return true;
}

bool Parser::capture_line(size_t) {
  Capture capture;
  if (!text(capture.name, identifier_length, "the name of a capture")) return false;
  if (in_.accept(":") && !type(capture.type)) return false;
  if (!attributes(capture, {"name", "type"})) return false;
  capture_indices_[capture.name].push_back(static_cast<uint32_t>(graph_->captures.size()));
  graph_->captures.push_back(capture);
  return true;
}

// try 0 parent=1: catch Foo & -> 3, catch ... -> 4
bool Parser::try_line(size_t) {
  const size_t index = graph_->regions.size();
  const size_t start = in_.position();
  uint32_t number = 0;
  if (!small(number)) return false;
  if (number != index) return in_.fail_at(start, "expected try " + std::to_string(index));
  Region region;
  if (!attributes(region, {"handlers"})) return false;
  if (in_.accept(":")) {
    do {
      if (!in_.accept_word("catch")) return in_.fail("'catch'");
      Handler handler;
      if (!in_.accept("...") && !type(handler.type)) return false;
      if (!in_.expect("->") || !target(index, region.handlers.size(), true)) return false;
      if (in_.accept("{") && !extras(handler, {"block", "type"})) return false;
      region.handlers.push_back(handler);
    } while (in_.accept(","));
  }
  graph_->regions.push_back(std::move(region));
  return true;
}

bool Parser::temps_line(size_t) {
  temps_given_ = true;
  return small(graph_->temp_count);
}

bool Parser::attributes_line(size_t) {
  return attributes(*graph_, {"function", "parameter_count", "temp_count", "locals", "captures",
                              "regions", "blocks"});
}

bool Parser::no_params_line(size_t) {
  no_params_ = true;
  return true;
}

// The parameters of the head and those of the body: each may stand for the other.
bool Parser::end_locals(Function* function, bool head_has_parameters) {
  if (locals_done_) return true;
  locals_done_ = true;
  if (function != nullptr && !head_has_parameters) {
    for (uint32_t i = 0; i < graph_->parameter_count; ++i) {
      Parameter& parameter = function->parameters.emplace_back();
      parameter.name = graph_->locals[i].name;
      parameter.type = graph_->locals[i].type;
    }
  } else if (function != nullptr && graph_->parameter_count == 0 && !no_params_) {
    std::vector<Local> locals;
    for (const Parameter& parameter : function->parameters) {
      Local& local = locals.emplace_back();
      local.name = parameter.name;
      local.type = parameter.type;
    }
    graph_->parameter_count = static_cast<uint32_t>(locals.size());
    locals.insert(locals.end(), graph_->locals.begin(), graph_->locals.end());
    graph_->locals = std::move(locals);
  }
  for (uint32_t i = 0; i < graph_->locals.size(); ++i) {
    local_indices_[graph_->locals[i].name].push_back(i);
  }
  return true;
}

// ---- blocks ------------------------------------------------------------------------------------

// The block that statements go to; one without a line of its own when there is none yet.
Block& Parser::current_block() {
  if (graph_->blocks.empty()) graph_->blocks.emplace_back();
  return graph_->blocks.back();
}

// block 3 exit region=0:
bool Parser::block_line() {
  end_block();
  const size_t index = graph_->blocks.size();
  const size_t start = in_.position();
  if (is_digit(in_.peek())) {
    uint32_t number = 0;
    if (!small(number)) return false;
    if (number != index) {
      return in_.fail_at(start, "expected block " + std::to_string(index) + ", found block " +
                                    std::to_string(number) + "; blocks are numbered in order");
    }
  } else {
    const std::string_view label = in_.peek_identifier();
    if (label.empty() || is_reserved(label))
      return in_.fail("the number of a block, or a name that is no keyword");
    if (!labels_.try_emplace(label, static_cast<uint32_t>(index)).second) {
      return in_.fail_at(start, "there is a block '" + std::string(label) + "' already");
    }
    in_.take(label.size());
  }
  Block& block = graph_->blocks.emplace_back();
  terminated_ = false;
  header_region_ = -1;
  if (in_.accept_word("exit")) {
    block.terminator = Terminator::exit;
  } else if (in_.peek_identifier() == "entry") {
    if (index != 0) return in_.fail("no 'entry': block 0 is the entry");
    in_.accept_word("entry");
  }
  if (in_.accept_word("region") && (!in_.expect("=") || !region_number(header_region_))) {
    return false;
  }
  in_.accept(":");
  return in_.expect_end();
}

bool Parser::region_number(int32_t& out) {
  const size_t start = in_.position();
  if (!value<Role::plain>(out)) return false;
  if (out == -1 || (out >= 0 && static_cast<size_t>(out) < graph_->regions.size())) return true;
  return in_.fail_at(start, "there is no try " + std::to_string(out) + "; the graph has " +
                                std::to_string(graph_->regions.size()));
}

bool Parser::block_statement() {
  if (in_.accept_word("block")) return block_line();
  const size_t start = in_.position();
  current_block();
  if (terminated_) {
    return in_.fail("'block' or '}', because the line before this one ends its block");
  }
  bool matched = false;
  if (!terminator(start, matched)) return false;
  return matched || event(start);
}

// What a block means that ends without a word.
void Parser::end_block() {
  if (graph_->blocks.empty() || terminated_) return;
  Block& block = graph_->blocks.back();
  terminated_ = true;
  if (block.terminator == Terminator::exit) return;
  const Event* last = block.events.empty() ? nullptr : &block.events.back();
  const size_t from = graph_->blocks.size() - 1;
  if (last != nullptr && last->kind == EventKind::return_) {
    block.terminator = Terminator::return_;
    block.successors.push_back(kNoBlock);
    targets_.push_back({0, "exit", from, 0, false});
  } else if (last != nullptr && last->kind == EventKind::throw_) {
    block.terminator = Terminator::throw_;
    block.region = last->region;
  } else if (last != nullptr && last->has(EventFlag::noreturn)) {
    block.terminator = Terminator::unreachable;
  } else {
    block.successors.push_back(static_cast<uint32_t>(from + 1));
  }
}

bool Parser::end_body() {
  end_block();
  std::vector<Block>& blocks = graph_->blocks;
  if (blocks.empty() || blocks.back().terminator != Terminator::exit) {
    if (blocks.empty()) blocks.emplace_back().successors.push_back(1);
    blocks.emplace_back().terminator = Terminator::exit;
  }
  for (const Target& each : targets_) {
    uint32_t block = kNoBlock;
    if (each.label == "exit") {
      block = static_cast<uint32_t>(blocks.size() - 1);
    } else if (const auto named = labels_.find(each.label); named != labels_.end()) {
      block = named->second;
    } else if (each.label != "dead") {
      uint64_t number = 0;
      for (const char c : each.label) {
        number = is_digit(c) && number < kNoBlock ? number * 10 + static_cast<uint64_t>(c - '0')
                                                  : kNoBlock;
      }
      if (number >= blocks.size()) {
        return in_.fail_at(each.position, "there is no block '" + std::string(each.label) +
                                              "'; the graph has blocks 0 to " +
                                              std::to_string(blocks.size() - 1));
      }
      block = static_cast<uint32_t>(number);
    }
    if (each.is_handler) {
      graph_->regions[each.block].handlers[each.index].block = block;
    } else {
      blocks[each.block].successors[each.index] = block;
    }
  }
  if (!temps_given_) graph_->temp_count = temps_used(*graph_);
  return true;
}

}  // namespace pool_audit::facts::text
