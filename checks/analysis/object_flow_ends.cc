// How paths end: exceptions, exits, and what the object's ends come to.
#include <algorithm>
#include <tuple>

#include "checks/analysis/object_flow_walk.h"

namespace pool_audit::analysis::flow {

using facts::Block;
using facts::Event;
using facts::Location;
using facts::Root;

namespace {

bool before(const Location& a, const Location& b) {
  return std::tie(a.file, a.line, a.column, a.end_line, a.end_column, a.spelling_file,
                  a.spelling_line, a.spelling_column) <
         std::tie(b.file, b.line, b.column, b.end_line, b.end_column, b.spelling_file,
                  b.spelling_line, b.spelling_column);
}

void sort_unique(std::vector<Location>& locations) {
  std::ranges::sort(locations, before);
  locations.erase(std::ranges::unique(locations).begin(), locations.end());
}

// A scope ends at its last token, a statement is where it stands.
Location end_of(Location where) {
  if (where.line == where.end_line || where.end_column == 0) return where;
  where.line = where.end_line;
  where.column = std::max(1U, where.end_column - 1);
  return where;
}

}  // namespace

// Exceptions: every handler that may match is entered, and what was built inside the try blocks
// that are left is destroyed.
void Walk::unwind(uint32_t index, State state) {
  const Block& block = graph_.blocks[index];
  facts::TypeId thrown = facts::kNoType;
  Location where = block.location;
  for (const Event& event : block.events) {
    if (event.kind != facts::EventKind::throw_) continue;
    thrown = event.arguments.empty() ? facts::kNoType : event.arguments[0].type;
    where = event.location;
  }
  unwind(index, block.region, thrown, where, std::move(state));
}

void Walk::unwind(uint32_t index, int32_t region, facts::TypeId thrown, const Location& where,
                  State state) {
  bool certain = true;
  std::vector<int32_t> left;
  size_t guard = graph_.regions.size();
  // Takes what dies on the way to a handler of the regions in `left`, or out of the function.
  const auto unwound = [&](State& each, bool everything) {
    const auto dies = [&](PlaceId place) {
      const Places::Node& node = places_[place];
      if (node.derefs) return false;
      if (node.root == Root::temp) return true;
      if (node.root != Root::local || node.index >= graph_.locals.size()) return false;
      return everything || std::ranges::find(left, graph_.locals[node.index].region) != left.end();
    };
    std::vector<PlaceId> dying;
    bool owner = false;
    for (const Entry& entry : each.values) {
      if (!dies(entry.place)) continue;
      dying.push_back(places_[entry.place].base);
      owner = owner || entry.value.kind == Kind::owner;
      if (entry.value.kind == Kind::owner) watch_owner(each, entry.value, where);
    }
    if (owner && each.held) {
      const bool own = std::ranges::all_of(each.values, [&](const Entry& entry) {
        const Places::Node& node = places_[entry.place];
        return entry.value.kind != Kind::owner || !dies(entry.place) ||
               (!entry.value.soft && node.root == Root::local && node.depth == 0 &&
                oracle_.is_owner(graph_.locals[node.index].type));
      });
      if (own && also_ == Also::leases && each.gone == 0 && this->certain(each)) {
        go_beyond(each, where, true);
      } else {
        finish(each, End::leased, where, "held by an owner");
      }
    }
    for (const PlaceId place : dying) clear(each, place);
    check_lost(each, where);
  };
  while (region >= 0 && static_cast<size_t>(region) < graph_.regions.size() && guard-- > 0) {
    left.push_back(region);
    for (const facts::Handler& handler : graph_.regions[static_cast<size_t>(region)].handlers) {
      const Catch match =
          handler.type == facts::kNoType ? Catch::yes : oracle_.catches(handler.type, thrown);
      if (match == Catch::no) continue;
      State next = state;
      if (match == Catch::maybe || !certain) {
        blur(next, "which handler takes the exception is unknown");
      }
      unwound(next, false);
      go(index, handler.block, std::move(next));
      if (match == Catch::yes) return;
      certain = false;
    }
    region = graph_.regions[static_cast<size_t>(region)].parent;
  }
  if (!state.held || (state.thrown != 0 && !oracle_.survives_exceptions(graph_.function))) return;
  if (!certain) blur(state, "which handler takes the exception is unknown");
  unwound(state, true);
  if (!state.held) return;
  if (const PlaceId member = kept_member(state); member != kNoPlace) {
    doubt(state, "the constructor throws after it stored it in " + words_for(member));
    erase_holders(state, member);
  }
  leave_function(state, where);
}

uint32_t Walk::reason_id(std::string_view reason) {
  const auto found = reason_ids_.find(reason);
  if (found != reason_ids_.end()) return found->second;
  const auto id = static_cast<uint32_t>(reasons_.size());
  reasons_.emplace_back(reason);
  reason_ids_.emplace(reason, id);
  return id;
}

void Walk::doubt(State& state, std::string_view reason) {
  // What was put is put, whatever becomes of those who still point to it.
  if (!state.held || state.doubt || state.gone != 0) return;
  state.doubt = true;
  if (!state.blurred && !state.lent) state.why = reason_id(reason);
}

// Whoever is handed a pointer can do with the object what he likes, but not with the pointers here.
void Walk::lend(State& state, std::string_view reason) {
  if (!state.held || state.doubt || state.lent || state.gone != 0) return;
  state.lent = true;
  if (!state.blurred) state.why = reason_id(reason);
}

void Walk::hand_over(State& state, const Event& event, std::string reason, int into, Symbol member,
                     bool whole) {
  if (!state.held || state.gone != 0) return;
  if (state.handed != 0) {
    // Somebody else has it, too.
    const HandOver& first = hand_overs_[state.handed - 1];
    if (!first.whole || (whole && into == first.into && member == first.member)) return;
    HandOver more = first;
    more.whole = false;
    hand_overs_.push_back(std::move(more));
    state.handed = static_cast<uint32_t>(hand_overs_.size());
    return;
  }
  for (uint32_t i = 0; i < hand_overs_.size(); ++i) {
    const HandOver& known = hand_overs_[i];
    if (known.location == event.location && known.reason == reason && known.into == into &&
        known.member == member && known.whole == whole) {
      state.handed = i + 1;
      return;
    }
  }
  hand_overs_.push_back({event.location, std::move(reason), into, member, whole});
  state.handed = static_cast<uint32_t>(hand_overs_.size());
}

// This object's way ends here. The path goes on, for another object may be taken on it.
void Walk::finish(State& state, End end, const Location& where, std::string_view reason) {
  if (!state.held) return;
  if (state.missing || state.gone != 0) {  // its end is told already
    object_absent(state, state.present ? numbers_.nonzero() : NumberSet{});
    return;
  }
  if (state.thrown != 0) {  // what is told is whether the exception loses it
    if (end == End::lost) note_unguarded(state);
    object_absent(state, state.present ? numbers_.nonzero() : NumberSet{});
    return;
  }
  if (also_ == Also::ways) note_end(state, end);
  const auto at = static_cast<size_t>(end);
  ends_[at] = true;
  if (end_reasons_[at].empty()) end_reasons_[at] = reason;
  switch (end) {
    case End::put:
    case End::leased:
      if (where.line != 0) outcome_.puts.push_back(where);
      break;
    case End::handed:
      outcome_.hand_overs.push_back(where);
      break;
    case End::lost:
      if (std::ranges::find(outcome_.lost, where, &Path::end) == outcome_.lost.end()) {
        outcome_.lost.push_back({where, std::string(reason), way_of(state)});
      }
      outcome_.misses.push_back(where);
      break;
    case End::borrowed:
      outcome_.misses.push_back(where);
      break;
    case End::unproven:
      break;
  }
  object_absent(state, state.present ? numbers_.nonzero() : NumberSet{});
}

void Walk::destroy(State& state, const Event& event) {
  const PlaceId target = resolve(state, event.target);
  // A constructor destroys members only when it fails; then there is no object to speak of.
  if (target == kNoPlace || put_later(target)) return;
  if (event.callee) forget_shared(state);
  std::string lost;
  if (state.held && holds_under(state, target)) {
    bool owner = owner_under(state, target) || oracle_.is_owner(event.type);
    if (const PlaceId part = only_part(state, target); part != kNoPlace && event.callee) {
      const CallEffect effect = oracle_.effect_inside(graph_, event, -1, places_[part].field);
      if (effect.effect == Effect::puts) {
        state.set(part, plain(Kind::owner));  // the destructor of what holds it puts it
        owner = true;
      }
    }
    const Value* whole = state.find(target);
    const bool deleter = whole && whole->kind == Kind::contains && whole->ref == kDeleter;
    if (owner) {
      lease_ends(state, target, event.type, event.location);
    } else if (oracle_.destroys(event.type) || deleter || is_own_container(target)) {
      lost = destroyed_with(target);
    } else if (event.callee &&
               !(whole && whole->kind == Kind::closure && dies_uncalled(event, *whole))) {
      doubt(state, "destroyed with " + words_for(target) + ", whose destructor is not followed");
    }
  } else if (state.held && state.gone == 0 && event.callee && leads_to_holder(state, target)) {
    // A guard with a reference to the pointer.
    if (oracle_.is_owner(event.type)) {
      finish(state, End::leased, event.location, "held by an owner");
    } else {
      doubt(state, "destroyed with " + words_for(target) + ", whose destructor is not followed");
    }
  }
  clear(state, target);
  check_lost(state, event.location, lost);
}

std::string Walk::destroyed_with(PlaceId holder) const {
  return "destroyed with " + words_for(holder) + ", not put back";
}

// Ends the object's way when nobody in this function holds it any more.
void Walk::check_lost(State& state, const Location& where, std::string_view reason) {
  if (!state.held || state.handed != 0 || !taken_here()) return;
  if (!held_somewhere(state)) let_go(state, where, reason);
}

// Whether exactly what a parameter points to holds the object in the end, and nobody else has it.
bool Walk::kept_whole(const State& state) const {
  const HandOver& over = hand_overs_[state.handed - 1];
  if (!over.whole || state.doubt || state.lent || state.blurred) return false;
  return std::ranges::any_of(state.values, [&](const Entry& each) {
    return each.value.kind == Kind::object && !each.value.soft && is_pointee(each.place, over.into);
  });
}

bool Walk::is_pointee(PlaceId place, int parameter) const {
  const Places::Node& node = places_[place];
  return node.depth == 1 && node.root == Root::local && node.derefs &&
         node.index == static_cast<uint32_t>(parameter);
}

// Whether what is stored there is put by the destructor of the object that this function makes. To
// an object that comes from outside it is stored all the same: whoever passed it knows its owner.
bool Walk::put_later(PlaceId place) const {
  if (place == kNoPlace || !taken_here() || places_[places_[place].base].root != Root::this_) {
    return false;
  }
  while (places_[place].depth > 2) place = places_[place].parent;
  return places_[place].depth == 2 && places_[place].step.kind == facts::StepKind::field &&
         oracle_.puts_member(graph_.function, places_[place].field);
}

// The member of the object under construction that holds the object, for its destructor to put.
PlaceId Walk::kept_member(const State& state) const {
  for (const Entry& each : state.values) {
    if (holds(each.value) && put_later(each.place)) return each.place;
  }
  return kNoPlace;
}

void Walk::let_go(State& state, const Location& where, std::string_view reason) {
  if (!state.held) return;
  if (state.handed != 0) {
    const HandOver& over = hand_overs_[state.handed - 1];
    if (kept_in_.value_or(over.into) != over.into) kept_in_ = kElsewhere;
    if (!kept_in_) kept_in_ = over.into;
    kept_member_ = kept_member_.value_or(over.member) == over.member ? over.member : Symbol();
    const int out = kept_whole(state) ? over.into : kElsewhere;
    kept_out_ = kept_out_.value_or(out) == out ? out : kElsewhere;
    kept_exactly_ = kept_exactly(state) && kept_exactly_.value_or(true);
    finish(state, End::handed, over.location, over.reason);
  } else if (state.doubt || state.lent || state.blurred) {
    finish(state, End::unproven, where, reasons_[state.why]);
  } else if (state.again) {
    const Event& origin = graph_.blocks[origin_.block].events[origin_.event];
    finish(state, End::lost, origin.location, "taken again in the loop while still held");
  } else {
    const Location& at = state.left != 0 ? returns_[state.left - 1] : end_of(where);
    finish(state, taken_here() ? End::lost : End::borrowed, at,
           reason.empty() ? "left without being put back" : reason);
  }
}

void Walk::leave_function(State& state, const Location& where) {
  note_escapes(state);
  bool inside = false;
  bool outside = false;
  for (const Entry& each : state.values) {
    if (each.value.kind != Kind::owner) continue;
    (places_.external(each.place) ? outside : inside) = true;
  }
  // By-value parameters die with the call, without an event of their own.
  if (inside) {
    finish(state, End::leased, {}, "held by an owner");
    return;
  }
  if (const PlaceId member = kept_member(state); member != kNoPlace) {
    outcome_.owned_by = places_[member].field;
    finish(state, End::leased, {}, "kept in " + words_for(member) + ", which the destructor puts");
    return;
  }
  if (outside && taken_here() && state.handed == 0) {
    finish(state, End::handed, where, "held by an owner elsewhere");
    return;
  }
  state.again = false;
  // The caller takes it for what still holds the object.
  if (pointee_ != kNoPlace && !holds_under(state, pointee_)) {
    doubt(state, "overwritten in " + words_for(pointee_));
  }
  let_go(state, where);
}

Outcome Walk::verdict() {
  const auto ended = [this](End end) { return ends_[static_cast<size_t>(end)]; };
  const auto reason = [this](End end) { return end_reasons_[static_cast<size_t>(end)]; };
  const bool gone = ended(End::lost) || ended(End::borrowed);
  const bool put = ended(End::put) || ended(End::leased);
  Outcome out = std::move(outcome_);
  if (overflow_) {
    out.fate = Fate::unproven;
    out.reason = overworked_ ? kTooMuchWork : "too many paths to follow";
  } else if (ended(End::unproven)) {
    out.fate = Fate::unproven;
    out.reason = reason(End::unproven);
  } else if (gone && (put || ended(End::handed))) {
    out.fate = Fate::some_paths;
    out.reason = put ? "put on some paths only" : reason(End::handed) + " on some paths only";
  } else if (ended(End::lost)) {
    out.fate = Fate::never;
    out.reason = reason(End::lost);
  } else if (ended(End::borrowed)) {
    out.fate = Fate::borrowed;
    out.reason = "left with the caller";
  } else if (put && ended(End::handed)) {
    out.fate = Fate::mixed;
    out.reason = "put on some paths, " + reason(End::handed) + " on others";
  } else if (ended(End::handed)) {
    out.fate = Fate::handed_over;
    if (!out.returned) out.kept_in = kept_in_.value_or(kElsewhere);
    if (!out.returned) out.member = kept_member_.value_or(Symbol());
    out.kept_exactly =
        !out.returned && out.member && out.kept_in != kElsewhere && kept_exactly_.value_or(false);
    out.reason = reason(End::handed);
  } else if (ended(End::put)) {
    out.fate = Fate::all_paths;
    out.reason = "put on every path";
  } else if (ended(End::leased)) {
    out.fate = Fate::leased;
    out.reason = reason(End::leased);
  } else {
    out.fate = Fate::unproven;
    out.endless = true;
    out.reason = "no path leads from here out of the function";
  }
  if (out.fate != Fate::leased || !out.puts.empty()) out.owned_by = {};
  out.out = kept_out_.value_or(kElsewhere);
  out.taken_out = taken_out_.value_or(false);
  if (out.fate == Fate::borrowed || out.fate == Fate::unproven) out.misses.clear();
  if (out.misses.empty()) out.lost.clear();
  std::ranges::sort(out.lost, [](const Path& a, const Path& b) { return before(a.end, b.end); });
  sort_unique(out.puts);
  sort_unique(out.misses);
  sort_unique(out.hand_overs);
  return out;
}

}  // namespace pool_audit::analysis::flow
