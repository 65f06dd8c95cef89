// What may still be used, or asked for, from a block on.
#include <algorithm>

#include "checks/analysis/object_flow_prepare.h"

namespace pool_audit::analysis::flow {

using facts::Block;
using facts::CompareOp;
using facts::Event;
using facts::EventKind;
using facts::Operand;
using facts::Place;
using facts::Root;
using facts::StepKind;
using facts::Terminator;

namespace {

// Calls `visit(place, is_address)` for every place that the event reads or writes, target last.
template <typename Visit>
void each_place(const Event& event, const Visit& visit) {
  if (event.object.place.root != Root::none) visit(event.object.place, event.object.address_of);
  for (const Operand& each : event.arguments) visit(each.place, each.address_of);
  visit(event.target, false);
}

template <typename Visit>
void each_place(const facts::Condition& condition, const Visit& visit) {
  visit(condition.left.place, condition.left.address_of);
  visit(condition.right.place, condition.right.address_of);
  for (const Place& each : condition.reads) visit(each, false);
}

Symbol condition_text(const Block& block) {
  const facts::Location& where = block.location;
  if (block.condition.text.empty() || where.macro_use != facts::MacroUse::body) {
    return block.condition.text;
  }
  std::string text(block.condition.text.text());
  text += "\n" + std::string(where.spelling_file.text()) + ":" +
          std::to_string(where.spelling_line) + ":" + std::to_string(where.spelling_column);
  return Symbol(text);
}

}  // namespace

void Preparation::solve(const Rows& ask, const Rows& answered, Rows& live) {
  live = ask;
  bool changed = live.words() > 0;
  while (changed) {
    changed = false;
    work_ += live.size();
    for (auto at = by_order_.rbegin(); at != by_order_.rend(); ++at) {
      const uint32_t block = *at;
      for (const uint32_t to : next_[block]) {
        const uint64_t* from = live[to];
        uint64_t* into = live[block];
        for (size_t word = 0; word < live.words(); ++word) {
          const uint64_t kept = caught_[to] ? ~uint64_t{0} : ~answered[block][word];
          const uint64_t more = from[word] & kept & ~into[word];
          if (more == 0) continue;
          into[word] |= more;
          changed = true;
        }
      }
    }
  }
}

void Preparation::find_temps() {
  const auto count = static_cast<uint32_t>(graph_.blocks.size());
  last_.resize(count);
  local_escapes_.assign(graph_.locals.size(), false);
  struct Use {
    uint32_t block = facts::kNoBlock;
    uint32_t event = 0;
    bool crosses = false;
  };
  std::unordered_map<uint32_t, Use> uses;
  for (uint32_t i = 0; i < count; ++i) {
    const Block& block = graph_.blocks[i];
    uint32_t event = 0;
    const auto visit = [&](const Place& place, bool address) {
      // The address of what a pointer points to is none of the pointer.
      const bool behind =
          std::ranges::find(place.steps, StepKind::deref, &facts::Step::kind) != place.steps.end();
      if (place.root == Root::local && address && !behind && place.index < local_escapes_.size()) {
        local_escapes_[place.index] = true;
      }
      if (place.root != Root::temp) return;
      Use& use = uses[place.index];
      if (use.block != facts::kNoBlock && use.block != i) use.crosses = true;
      use.block = i;
      use.event = event;
    };
    work_ += block.events.size();
    for (; event < block.events.size(); ++event) each_place(block.events[event], visit);
    each_place(block.condition, visit);
  }
  for (const auto& [temp, use] : uses) {
    if (use.crosses) {
      crossing_.emplace(temp, static_cast<uint32_t>(crossing_.size()));
    } else {
      last_[use.block].push_back({use.event, temp});
    }
  }
  for (std::vector<Last>& each : last_) {
    std::ranges::sort(each, {}, [](const Last& last) { return std::pair(last.event, last.temp); });
  }
  Rows ask(count, crossing_.size());
  Rows answered(count, crossing_.size());
  if (!crossing_.empty()) {
    for (uint32_t i = 0; i < count; ++i) {
      const Block& block = graph_.blocks[i];
      const auto read = [&](const Place& place, bool) {
        if (place.root != Root::temp) return;
        const auto bit = crossing_.find(place.index);
        if (bit != crossing_.end() && !has(answered[i], bit->second)) add(ask[i], bit->second);
      };
      for (const Event& event : block.events) {
        for (const Operand& each : event.arguments) read(each.place, each.address_of);
        if (event.target.root == Root::temp && event.target.steps.empty() &&
            event.kind != EventKind::destroy && event.kind != EventKind::end &&
            !(event.object.place.root == Root::temp &&
              event.object.place.index == event.target.index)) {
          const auto bit = crossing_.find(event.target.index);
          if (bit != crossing_.end() && !has(ask[i], bit->second)) add(answered[i], bit->second);
        } else {
          read(event.target, false);
        }
        read(event.object.place, event.object.address_of);
      }
      each_place(block.condition, read);
    }
  }
  solve(ask, answered, temps_live_);
}

void Preparation::find_locals() {
  const auto count = static_cast<uint32_t>(graph_.blocks.size());
  Rows ask(count, graph_.locals.size());
  Rows answered(count, graph_.locals.size());
  written_.assign(graph_.locals.size(), false);
  stepped_.assign(graph_.locals.size(), false);
  for (uint32_t i = 0; i < count; ++i) {
    const auto read = [&](const Place& place, bool address) {
      if (place.root != Root::local || place.index >= graph_.locals.size()) return;
      if (!has(answered[i], place.index)) add(ask[i], place.index);
      if (address && place.steps.empty()) written_[place.index] = true;
    };
    for (const Event& event : graph_.blocks[i].events) {
      const bool dies = event.kind == EventKind::end || event.kind == EventKind::destroy;
      const bool whole = event.target.root == Root::local && event.target.steps.empty() &&
                         event.target.index < graph_.locals.size();
      if (dies && whole && event.kind == EventKind::end) continue;
      if (whole && !dies && event.kind != EventKind::declare && event.kind != EventKind::use) {
        written_[event.target.index] = true;
        if (event.has(facts::EventFlag::arithmetic)) stepped_[event.target.index] = true;
      }
      for (const Operand& each : event.arguments) read(each.place, each.address_of);
      read(event.object.place, event.object.address_of);
      if (!whole || dies) {
        read(event.target, false);
      } else if (!has(ask[i], event.target.index)) {
        add(answered[i], event.target.index);
      }
    }
    each_place(graph_.blocks[i].condition, read);
  }
  solve(ask, answered, locals_live_);
}

void Preparation::note_question(const Operand& operand) {
  if (operand.place.root == Root::constant) constants_.push_back(operand.place.value);
  const PlaceId place = places_.intern(operand.place);
  if (place == kNoPlace || question_of(place)) return;
  if (place >= questions_.size()) questions_.resize(size_t{place} + 1);
  questions_[place] = ++bits_;
}

bool Preparation::is_flag(const Event& call, const Operand& argument) const {
  if (call.kind != EventKind::call || call.arguments.size() < 2 || argument.address_of ||
      argument.place.root != Root::local || !argument.place.steps.empty() ||
      argument.place.index >= graph_.locals.size()) {
    return false;
  }
  const facts::TypeKind kind = oracle_.type(graph_.locals[argument.place.index].type).kind;
  return kind == facts::TypeKind::boolean || kind == facts::TypeKind::integer ||
         kind == facts::TypeKind::enumeration;
}

void Preparation::find_questions() {
  const auto count = static_cast<uint32_t>(graph_.blocks.size());
  // A comparison and a copy ask for what they read, as far as anybody asks for the result: that
  // distinction is not worth its price.
  const auto asks = [](const Event& event) {
    return event.kind == EventKind::assign && !event.has(facts::EventFlag::arithmetic);
  };
  block_texts_.resize(count);
  for (const Block& block : graph_.blocks) {
    for (const Event& event : block.events) {
      for (const Operand& each : event.arguments) {
        if (is_flag(event, each)) note_question(each);
      }
      if (!asks(event)) continue;
      for (const Operand& each : event.arguments) {
        if (event.compare == CompareOp::none && each.place.root == Root::constant) continue;
        if (!each.address_of) note_question(each);
      }
    }
    if (block.terminator != Terminator::branch && block.terminator != Terminator::switch_) continue;
    note_question(block.condition.left);
    note_question(block.condition.right);
    for (const Place& each : block.condition.reads) note_question({each, false, 0});
    for (const facts::Case& each : block.cases) {
      constants_.push_back(each.low);
      if (each.high != each.low) constants_.push_back(each.high);
    }
    const Symbol text = condition_text(block);
    block_texts_[static_cast<size_t>(&block - graph_.blocks.data())] = text;
    if (text && texts_.try_emplace(text, bits_).second) ++bits_;
  }
  Rows ask(count, bits_);
  Rows answered(count, bits_);
  std::unordered_map<PlaceId, std::vector<uint32_t>> by_base;
  for (PlaceId place = 0; place < questions_.size(); ++place) {
    if (const auto bit = question_of(place)) by_base[places_[place].base].push_back(*bit);
  }
  for (uint32_t i = 0; i < count; ++i) {
    const Block& block = graph_.blocks[i];
    const auto read = [&](const Place& place) {
      const auto bit = question_of(places_.intern(place));
      if (bit && !has(answered[i], *bit)) add(ask[i], *bit);
    };
    for (const Event& event : block.events) {
      for (const Operand& each : event.arguments) {
        if (is_flag(event, each)) read(each.place);
      }
      if (asks(event)) {
        for (const Operand& each : event.arguments) read(each.place);
      }
      const bool plain = (event.target.root == Root::local || event.target.root == Root::temp) &&
                         event.target.steps.empty();
      if (!plain || event.kind == EventKind::destroy || event.kind == EventKind::end) continue;
      const auto base = by_base.find(places_.intern(event.target));
      if (base == by_base.end()) continue;
      for (const uint32_t bit : base->second) {
        if (!has(ask[i], bit)) add(answered[i], bit);
      }
    }
    if (block.terminator != Terminator::branch && block.terminator != Terminator::switch_) continue;
    read(block.condition.left.place);
    read(block.condition.right.place);
    for (const Place& each : block.condition.reads) read(each);
    if (block_texts_[i]) add(ask[i], texts_.at(block_texts_[i]));
  }
  solve(ask, answered, questions_live_);
}

bool Preparation::escapes(PlaceId place) const {
  const Places::Node& node = places_[place];
  return node.root == Root::local && node.index < local_escapes_.size() &&
         local_escapes_[node.index];
}

bool Preparation::temp_crosses(uint32_t temp) const {
  return crossing_.contains(temp);
}

bool Preparation::temp_live(uint32_t block, uint32_t temp) const {
  const auto bit = crossing_.find(temp);
  return bit != crossing_.end() && has(temps_live_[block], bit->second);
}

bool Preparation::local_live(uint32_t block, uint32_t local) const {
  if (local >= local_escapes_.size()) return true;
  return local_escapes_[local] || has(locals_live_[block], local);
}

bool Preparation::place_live(uint32_t block, PlaceId place) const {
  bool asked = false;
  for (PlaceId each = place; each != kNoPlace; each = places_[each].parent) {
    const auto bit = question_of(each);
    if (!bit) continue;
    if (has(questions_live_[block], *bit)) return true;
    asked = true;
  }
  if (escapes(place)) return true;
  return !asked && (places_.external(place) || places_[place].base == kObjectMemory);
}

bool Preparation::text_live(uint32_t block, Symbol text) const {
  const auto bit = texts_.find(text);
  return bit != texts_.end() && has(questions_live_[block], bit->second);
}

}  // namespace pool_audit::analysis::flow
