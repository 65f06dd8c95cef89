// Flow graphs as text: what stands before the blocks, the blocks, and how they end.
#include "checks/facts/text_printer.h"

namespace pool_audit::facts::text {

void Printer::condition(const Condition& condition) {
  if (condition.op == CompareOp::none && condition.left == Operand{} &&
      condition.right == Operand{}) {
    put("opaque");
  } else if (condition.op == CompareOp::truth && condition.right == Operand{}) {
    operand(condition.left);
  } else if (is_relation(condition.op)) {
    operand(condition.left);
    put(" ");
    put(kCompareSigns[static_cast<size_t>(condition.op)]);
    put(" ");
    operand(condition.right);
  } else {
    put("compare ");
    put(enum_word(condition.op));
    put(" (");
    operand(condition.left);
    put(", ");
    operand(condition.right);
    put(")");
  }
  if (!condition.text.empty()) {
    put(" text ");
    put(quote(condition.text.text()));
  }
  if (!condition.reads.empty()) {
    put(" reads (");
    for (size_t i = 0; i < condition.reads.size(); ++i) {
      if (i != 0) put(", ");
      place(condition.reads[i]);
    }
    put(")");
  }
  extras(condition, {"op", "left", "right", "text", "reads"}, " ");
}

void Printer::target_block(uint32_t index) {
  if (index == kNoBlock) return put("dead");
  if (index + 1 == graph_->blocks.size()) return put("exit");
  number(index);
}

void Printer::targets(const Block& block) {
  for (size_t i = 0; i < block.successors.size(); ++i) {
    put(i == 0 ? " -> " : ", ");
    target_block(block.successors[i]);
  }
}

// What the parser assumes where a block ends without a word.
bool Printer::has_default_terminator(const Block& block) const {
  Block assumed;
  if (block.terminator == Terminator::exit) {
    assumed.terminator = Terminator::exit;
  } else if (block.events.empty()) {
    return false;
  } else if (block.events.back().kind == EventKind::return_) {
    assumed.terminator = Terminator::return_;
    assumed.successors.push_back(static_cast<uint32_t>(graph_->blocks.size() - 1));
  } else if (block.events.back().kind == EventKind::throw_) {
    assumed.terminator = Terminator::throw_;
    assumed.region = block.events.back().region;
  } else {
    return false;
  }
  assumed.events = block.events;
  return block == assumed;
}

void Printer::terminator(const Block& block, int32_t header_region) {
  if (has_default_terminator(block)) return;
  const bool tests =
      block.terminator == Terminator::branch || block.terminator == Terminator::switch_;
  if (!tests && block.condition != Condition{}) {
    put("    condition ");
    condition(block.condition);
    put("\n");
  }
  if (block.terminator != Terminator::switch_ && !block.cases.empty()) {
    put("    cases ");
    for (size_t i = 0; i < block.cases.size(); ++i) {
      if (i != 0) put(", ");
      number(block.cases[i].low);
      put("..");
      number(block.cases[i].high);
    }
    put("\n");
  }
  put("    ");
  switch (block.terminator) {
    case Terminator::jump:
      if (block.successors.size() == 1) {
        put("-> ");
        target_block(block.successors[0]);
      } else {
        put("jump");
        targets(block);
      }
      break;
    case Terminator::branch:
      put("if ");
      condition(block.condition);
      for (size_t i = 0; i < block.successors.size(); ++i) {
        put(i == 0 ? " -> " : " else ");
        target_block(block.successors[i]);
      }
      break;
    case Terminator::switch_:
      put("switch ");
      condition(block.condition);
      for (size_t i = 0; i < block.successors.size(); ++i) {
        if (i != 0) put(",");
        if (i < block.cases.size()) {
          put(" case ");
          number(block.cases[i].low);
          if (block.cases[i].high != block.cases[i].low) {
            put("..");
            number(block.cases[i].high);
          }
        } else {
          put(" else");
        }
        put(" -> ");
        target_block(block.successors[i]);
      }
      break;
    case Terminator::return_:
      put("returns");
      targets(block);
      break;
    case Terminator::throw_:
      put("throws");
      targets(block);
      break;
    case Terminator::unreachable:
      put("unreachable");
      targets(block);
      break;
    case Terminator::exit:
      put("exit");
      targets(block);
      break;
  }
  if (block.region != (block.terminator == Terminator::throw_ ? header_region : -1)) {
    put(" region=");
    number(block.region);
  }
  attributes(block,
             {"events", "terminator", "condition", "cases", "successors", "location", "region"});
  at(block.location);
  put("\n");
}

void Printer::block(const Block& block, size_t index) {
  put("  block ");
  number(index);
  if (block.terminator == Terminator::exit) {
    put(" exit");
  } else if (index == 0) {
    put(" entry");
  }
  int32_t header_region = -1;
  if (!block.events.empty()) header_region = block.events[0].region;
  if (header_region != -1) {
    put(" region=");
    number(header_region);
  }
  if (!block.events.empty() || !has_default_terminator(block)) put(":");
  put("\n");
  for (const Event& each : block.events) event(each, header_region);
  terminator(block, header_region);
}

void Printer::region(const Region& region, size_t index) {
  put("  try ");
  number(index);
  attributes(region, {"handlers"});
  for (size_t i = 0; i < region.handlers.size(); ++i) {
    const Handler& handler = region.handlers[i];
    put(i == 0 ? ": catch " : ", catch ");
    if (handler.type == kNoType) {
      put("...");
    } else {
      type(handler.type);
    }
    put(" -> ");
    target_block(handler.block);
    extras(handler, {"block", "type"}, " ");
  }
  put("\n");
}

void Printer::local(const Local& local, std::string_view keyword) {
  put("  ");
  put(keyword);
  put(" ");
  put(bare_or_quoted(local.name.text(), identifier_length));
  put(": ");
  type(local.type);
  attributes(local, {"name", "type", "location"});
  at(local.location);
  put("\n");
}

void Printer::body(const FlowGraph& graph, bool head_has_parameters) {
  graph_ = &graph;
  inference_.enter(graph);
  local_counts_.clear();
  capture_counts_.clear();
  for (const Local& each : graph.locals) ++local_counts_[each.name];
  for (const Capture& each : graph.captures) ++capture_counts_[each.name];

  const size_t start = out_.size();
  attributes(graph, {"function", "parameter_count", "temp_count", "locals", "captures", "regions",
                     "blocks"});
  if (out_.size() != start) {
    out_.insert(start, "  attributes");
    put("\n");
  }
  if (head_has_parameters && graph.parameter_count == 0) put("  no_params\n");
  if (graph.temp_count != temps_used(graph)) {
    put("  temps ");
    number(graph.temp_count);
    put("\n");
  }
  for (size_t i = 0; i < graph.locals.size(); ++i) {
    local(graph.locals[i], i < graph.parameter_count ? "param" : "local");
  }
  for (const Capture& each : graph.captures) {
    put("  capture ");
    put(bare_or_quoted(each.name.text(), identifier_length));
    put(": ");
    type(each.type);
    attributes(each, {"name", "type"});
    put("\n");
  }
  for (size_t i = 0; i < graph.regions.size(); ++i) region(graph.regions[i], i);
  for (size_t i = 0; i < graph.blocks.size(); ++i) block(graph.blocks[i], i);
}

}  // namespace pool_audit::facts::text
