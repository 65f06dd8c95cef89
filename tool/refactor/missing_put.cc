#include "tool/refactor/missing_put.h"

#include <algorithm>
#include <optional>

#include "checks/inventory/describe.h"
#include "checks/inventory/outcomes.h"
#include "checks/rules/resets.h"
#include "tool/refactor/named_get.h"
#include "tool/refactor/style.h"

namespace pool_audit::refactor {

using analysis::EventAt;
using facts::EventKind;
using facts::FlowGraph;
using inventory::Edit;
using inventory::Subject;
using inventory::Taken;

namespace {

// Whether a path leads from the function's entry to the event without the get.
bool reached_without(const FlowGraph& graph, const Taken& get, EventAt end) {
  if (end.block == get.block) return end.event < get.event;
  std::vector<bool> seen(graph.blocks.size());
  std::vector<uint32_t> work = {0};
  while (!work.empty()) {
    const uint32_t block = work.back();
    work.pop_back();
    if (block >= seen.size() || seen[block] || block == get.block) continue;
    if (block == end.block) return true;
    seen[block] = true;
    const auto& next = graph.blocks[block].successors;
    work.insert(work.end(), next.begin(), next.end());
  }
  return false;
}

std::optional<EventAt> event_at(const FlowGraph& graph, const facts::Location& location,
                                EventKind kind) {
  for (uint32_t block = 0; block < graph.blocks.size(); ++block) {
    const auto& events = graph.blocks[block].events;
    for (uint32_t event = 0; event < events.size(); ++event) {
      if (events[event].kind == kind && events[event].location == location) {
        return EventAt{block, event};
      }
    }
  }
  return std::nullopt;
}

class Mend {
 public:
  Mend(const Subject& subject, Sources& sources, const Taken& get)
      : subject_(subject), sources_(sources), get_(get) {}

  std::vector<Edit> run() {
    graph_ = subject_.program.graph(get_.function);
    const auto named = named_get(sources_, get_);
    if (!graph_ || !named || get_.outcome.fate != analysis::Fate::some_paths) return {};
    const facts::Event& event = graph_->blocks[get_.block].events[get_.event];
    if (subject_.effects.may_give_null(event) || !read_puts(*named)) return {};
    std::vector<Edit> out;
    for (const analysis::Path& path : get_.outcome.lost) {
      if (!add(*named, path.end, out)) return {};
    }
    return out;
  }

 private:
  // The text of the puts, which is the same for all, and names the object and nothing that the
  // function declares.
  bool read_puts(const NamedGet& named) {
    for (const facts::Location& location : get_.outcome.puts) {
      const auto range = named.source->range(inventory::to_place(location));
      const auto statement = range && location.file.text() == named.file
                                 ? named.source->statement(*range)
                                 : std::nullopt;
      if (!statement || statement->range.begin != range->begin) return false;
      const std::string text(named.source->of(statement->range));
      if (!put_.empty() && put_ != text) return false;
      put_ = text;
      const auto& tokens = named.source->tokens();
      bool names_it = false;
      for (size_t i = named.source->token_at(range->begin); i < named.source->token_at(range->end);
           ++i) {
        const std::string_view word = tokens[i].text;
        if (word == named.name) names_it = true;
        const bool local =
            std::any_of(graph_->locals.begin() + graph_->parameter_count, graph_->locals.end(),
                        [&](const facts::Local& each) { return each.name.text() == word; });
        if (local && word != named.name) return false;
      }
      if (!names_it) return false;
      const auto at = event_at(*graph_, location, EventKind::call);
      if (!at) return false;
      puts_.push_back(*at);
    }
    return !put_.empty() && put_.find('\n') == std::string::npos;
  }

  bool add(const NamedGet& named, const facts::Location& end, std::vector<Edit>& out) const {
    const Source& source = *named.source;
    const auto range = source.range(inventory::to_place(end));
    if (!range || end.file.text() != named.file) return false;
    const size_t first = source.token_at(range->begin);
    const auto& tokens = source.tokens();
    if (first >= tokens.size() || !tokens[first].is("return") || first == 0) return false;
    const auto at = event_at(*graph_, end, EventKind::return_);
    if (!at || reached_without(*graph_, get_, *at)) return false;
    for (const EventAt& put : puts_) {
      if (rules::leads(*graph_, put.block, put.event, at->block, at->event)) return false;
    }
    const auto statement = source.statement({range->begin, range->begin});
    if (!statement) return false;
    for (size_t i = first; i < source.token_at(statement->range.end); ++i) {
      if (tokens[i].is(named.name)) return false;  // read behind the put
    }
    const std::string line_end = source.line_end(range->begin);
    const size_t begin = statement->range.begin;
    if (!statement->is_controlled) {
      const bool starts = source.line_begin(begin) + source.indentation(begin).size() == begin;
      const std::string behind = starts ? line_end + source.indentation(begin) : " ";
      out.push_back({source.place(named.file, {begin, begin}), put_ + behind});
      return true;
    }
    // if (x) return;   becomes   if (x) {   with both statements on lines of their own.
    const SourceToken& head = tokens[first - 1];
    if (!head.is(")") && !head.is("else")) return false;
    const std::string outer = source.indentation(head.range.begin);
    const std::string inner = line_end + outer + indentation_step(source, outer);
    const size_t last = statement->range.end;
    out.push_back({source.place(named.file, {head.range.end, begin}), " {" + inner + put_ + inner});
    out.push_back({source.place(named.file, {last, last}), line_end + outer + "}"});
    return true;
  }

  const Subject& subject_;
  Sources& sources_;
  const Taken& get_;
  std::shared_ptr<const FlowGraph> graph_;
  std::string put_;
  std::vector<EventAt> puts_;
};

}  // namespace

std::vector<Edit> missing_puts(const Subject& subject, Sources& sources, const Taken& get) {
  return Mend(subject, sources, get).run();
}

}  // namespace pool_audit::refactor
