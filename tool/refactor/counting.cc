#include "tool/refactor/counting.h"

#include <algorithm>
#include <map>

#include "tool/refactor/added_lines.h"
#include "tool/refactor/named_get.h"

namespace pool_audit::refactor {

using inventory::Edit;
using inventory::Place;

namespace {

std::string line_of(const Place& place) {
  return place.file + ":" + std::to_string(place.line);
}

class Counter {
 public:
  Counter(Sources& sources, const MeterWords& words) : sources_(sources), words_(words) {}

  // ---- gets ------------------------------------------------------------------------------------

  Counting gets(const Ways& ways) {
    if (!known(ways)) return std::move(out_);
    std::map<Place, std::set<Fate>> ends;
    for (const Way& way : ways.all) {
      ends[way.end].insert(way.fate);
      if (way.may_be_none) ends[way.end].insert(Fate::failed);
    }
    bool apart = std::ranges::none_of(ends, [](const auto& end) {
      return end.second.contains(Fate::hit) && end.second.contains(Fate::made);
    });
    // What an argument points to tells nothing where it may be as it was.
    for (const Way& way : ways.all) apart = apart && !(way.untouched && mixed(ends[way.end]));
    for (const auto& [end, fates] : ends) {
      if (apart) at_return(end, fates, ways.given);
    }
    if (!apart) at_events(ways, ends);
    fill(ways);
    return done();
  }

  // ---- puts ------------------------------------------------------------------------------------

  Counting puts(const Ways& ways, const inventory::Subject& subject, Symbol function) {
    if (!known(ways)) return std::move(out_);
    std::set<Place> stores;
    std::set<Place> drops;
    std::set<Place> dying;
    std::set<Place> others;  // ends of all ways but the dying
    for (const Way& way : ways.all) {
      stores.insert(way.stores.begin(), way.stores.end());
      drops.insert(way.drops.begin(), way.drops.end());
      (way.fate == Fate::dies ? dying : others).insert(way.end);
    }
    const bool shared =
        std::ranges::any_of(dying, [&](const Place& end) { return others.contains(end); }) ||
        dying.contains(Place{});
    if (shared) {
      if (stores.size() != 1 || dying.size() != 1 || !has_one_branch(subject, function)) {
        fail(*(stores.empty() ? dying : stores).begin(),
             "what is not kept goes without a statement to count it at");
        return done();
      }
      otherwise(*stores.begin());
      stores.clear();
    } else {
      for (const Place& end : dying) before(end, "dropped");
    }
    for (const Place& each : stores) behind(each, "kept");
    for (const Place& each : drops) behind(each, "dropped");
    fill(ways);
    return done();
  }

  Counting fills(const std::set<Place>& places) {
    for (const Place& each : places) behind(each, "prefilled");
    return done();
  }

 private:
  [[nodiscard]] bool failed() const { return !out_.reason.empty(); }
  void fail(const Place& place, std::string reason) {
    if (failed()) return;
    out_.place = place;
    out_.reason = std::move(reason);
  }
  Counting done() {
    if (failed()) {
      out_.edits.clear();
      out_.counted.clear();
    }
    return std::move(out_);
  }

  bool known(const Ways& ways) {
    if (!ways.reason.empty()) fail({}, ways.reason);
    if (ways.reason.empty() && ways.all.empty()) fail({}, "no way leads through it");
    for (const Way& way : ways.all) {
      if (way.fate != Fate::unknown) continue;
      fail(way.unclear.line != 0 ? way.unclear : way.end,
           "what becomes of the object on this way does not show");
    }
    return !failed();
  }

  static bool mixed(const std::set<Fate>& fates) {
    return fates.contains(Fate::hit) || fates.contains(Fate::made);
  }

  // The statement at a place that is written there. What comes out of a macro has one when the
  // macro is only a part of an expression in it: `t = new (ALLOC(sizeof(T))) T;`.
  std::optional<Statement> statement_at(const Place& place) {
    const Source* source = sources_.find(place.file);
    Place written = place;
    written.macro.clear();
    const auto range = source != nullptr ? source->range(written) : std::nullopt;
    auto statement = range ? source->statement(*range) : std::nullopt;
    if (range && !statement && !place.macro.empty()) {
      statement = source->statement_around(source->token_at(range->begin));
    }
    if (!place.macro.empty() &&
        (!statement || statement->is_controlled || statement->range.begin == range->begin)) {
      fail(place, "comes out of the macro " + place.macro);
      return std::nullopt;
    }
    if (!statement) fail(place, "is no statement that one can stand beside");
    return statement;
  }

  void add(const Place& place, const std::string& what, std::optional<std::vector<Edit>> edits) {
    if (!edits) {
      fail(place, "is no statement that one can stand beside");
      return;
    }
    for (Edit& each : *edits) {
      if (std::ranges::find(out_.edits, each) == out_.edits.end()) {
        out_.edits.push_back(std::move(each));
      }
    }
    out_.counted.push_back(what + " at " + line_of(place));
  }

  void before(const Place& place, const std::string& what, const std::string& object = "") {
    const auto statement = statement_at(place);
    if (!statement) return;
    add(place, what,
        add_before(*sources_.find(place.file), place.file, *statement,
                   words_.count(what, object) + ";"));
  }

  void behind(const Place& place, const std::string& what, const std::string& object = "") {
    const auto statement = statement_at(place);
    if (!statement) return;
    const Source& source = *sources_.find(place.file);
    if (source.of(statement->range).starts_with("return")) {
      before(place, what, object);
      return;
    }
    add(place, what, add_behind(source, place.file, *statement, words_.count(what, object) + ";"));
  }

  void otherwise(const Place& store) {
    const auto statement = statement_at(store);
    if (!statement) return;
    add(store, "kept or dropped",
        add_else(*sources_.find(store.file), store.file, *statement, words_.count("kept") + ";",
                 words_.count("dropped") + ";"));
  }

  // What a return gives: "t" of `return t;`.
  std::optional<Range> operand_of(const Source& source, const Statement& statement) {
    const size_t first = source.token_at(statement.range.begin);
    const size_t last = source.token_at(statement.range.end - 1);
    if (!source.tokens()[first].is("return") || last <= first + 1) return std::nullopt;
    return Range{source.tokens()[first + 1].range.begin, source.tokens()[last - 1].range.end};
  }

  void at_return(const Place& end, const std::set<Fate>& fates, const std::string& given) {
    const bool hit = fates.contains(Fate::hit);
    if (!hit && !fates.contains(Fate::made)) {
      before(end, "failed");
      return;
    }
    const std::string what = hit ? "hit" : "made";
    if (!given.empty()) {
      before(end, what, fates.contains(Fate::failed) ? given : "");
      return;
    }
    const auto statement = statement_at(end);
    if (!statement) return;
    const Source& source = *sources_.find(end.file);
    const auto operand = operand_of(source, *statement);
    if (!operand) {
      fail(end, "what it returns does not show");
      return;
    }
    const std::string text(source.of(*operand));
    const bool sure = hit && !fates.contains(Fate::failed);
    if (sure) {
      before(end, what);
    } else if (is_identifier(text) && !statement->is_controlled) {
      before(end, what, text);
    } else {
      const std::string call = words_.count(what, text);
      add(end, what, std::vector<Edit>{{source.place(end.file, *operand), call}});
    }
  }

  // Where one return serves several, what happened before it counts.
  void at_events(const Ways& ways, const std::map<Place, std::set<Fate>>& ends) {
    std::set<Place> takes;
    std::set<Place> makes;
    for (const Way& way : ways.all) {
      if (!mixed(ends.at(way.end))) continue;  // gives nothing
      takes.insert(way.takes.begin(), way.takes.end());
      makes.insert(way.makes.begin(), way.makes.end());
    }
    for (const Way& way : ways.all) {
      const size_t marks = way.takes.size() + way.makes.size();
      const bool one = marks == 1 && !way.repeats;
      const bool right = way.fate == Fate::hit    ? one && way.takes.size() == 1
                         : way.fate == Fate::made ? one && way.makes.size() == 1
                                                  : marks <= 1 && way.takes.empty();
      // What found nothing and made nothing is counted at its own return, if it has one.
      const bool told = way.fate != Fate::failed || marks == 1 || !mixed(ends.at(way.end));
      if (right && told) continue;
      fail(way.end, "whether this gives an object that waited or a fresh one does not show");
      return;
    }
    for (const Place& each : takes) behind(each, "hit");
    for (const Place& each : makes) behind_make(each);
    for (const auto& [end, fates] : ends) {
      if (!mixed(fates)) fail_at(ways, end);
    }
  }

  // A return of nothing: what was made before it, and is none, counts as that already.
  void fail_at(const Ways& ways, const Place& end) {
    std::set<bool> counted;
    for (const Way& way : ways.all) {
      if (way.end == end) counted.insert(!way.makes.empty());
    }
    if (counted.size() > 1) {
      fail(end, "whether an object was made before this does not show");
    } else if (!*counted.begin()) {
      before(end, "failed");
    }
  }

  void behind_make(const Place& place) {
    inventory::Taken made;
    made.place = place;
    made.role.object = analysis::ObjectAt::result;
    const Source* source = sources_.find(place.file);
    const auto range = source != nullptr ? source->range(place) : std::nullopt;
    if (const auto named = named_of(made)) {
      behind(place, "made", *named);
    } else if (range && (source->of(*range).starts_with("new ") ||
                         source->of(*range).starts_with("std::make_"))) {
      behind(place, "made");
    } else {
      fail(place, "what is made here has no name to count it by");
    }
  }

  // "t" of `t = new T;`, an `if` in front of it or not.
  std::optional<std::string> named_of(const inventory::Taken& made) {
    if (const auto named = named_get(sources_, made)) return named->name;
    const auto statement = statement_at(made.place);
    if (!statement) return std::nullopt;
    const Source& source = *sources_.find(made.place.file);
    const size_t first = source.token_at(statement->range.begin);
    const auto& tokens = source.tokens();
    if (first + 1 >= tokens.size() || !tokens[first + 1].is("=") ||
        !is_identifier(tokens[first].text)) {
      return std::nullopt;
    }
    return std::string(tokens[first].text);
  }

  void fill(const Ways& ways) {
    std::set<Place> all;
    for (const Way& way : ways.all) all.insert(way.fills.begin(), way.fills.end());
    for (const Place& each : all) behind(each, "prefilled");
  }

  // Whether one `if` is all that the function decides.
  bool has_one_branch(const inventory::Subject& subject, Symbol function) {
    const auto body = tokens_of(sources_, subject, function);
    if (!body) return false;
    size_t branches = 0;
    for (size_t i = body->first; i < body->last; ++i) {
      const SourceToken& token = body->source->tokens()[i];
      if (token.is("if")) ++branches;
      for (const std::string_view other :
           {"while", "for", "do", "switch", "?", "return", "goto", "else", "try"}) {
        if (token.is(other)) return false;
      }
    }
    return branches == 1;
  }

  Sources& sources_;
  const MeterWords& words_;
  Counting out_;
};

}  // namespace

std::string MeterWords::count(const std::string& what, const std::string& object) const {
  if (!in_c) return name + "." + what + "(" + object + ")";
  const bool with = !object.empty();
  return "pool_meter_" + what + (with ? "_with" : "") + "(&" + name + (with ? ", " : "") + object +
         ")";
}

Counting count_gets(Sources& sources, const Ways& ways, const MeterWords& words) {
  return Counter(sources, words).gets(ways);
}

Counting count_puts(Sources& sources, const inventory::Subject& subject, Symbol function,
                    const Ways& ways, const MeterWords& words) {
  return Counter(sources, words).puts(ways, subject, function);
}

Counting count_fills(Sources& sources, const std::set<Place>& fills, const MeterWords& words) {
  return Counter(sources, words).fills(fills);
}

}  // namespace pool_audit::refactor
