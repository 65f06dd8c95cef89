// Edits that rules offer with their findings.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "checks/rules/resets.h"

namespace pool_audit::rules {

// A line of its own in front of a statement, or behind it, indented as it is; `statement` is the
// event that it ends with. Nothing where another statement cannot be added: behind a macro, on a
// line with others, under an `if` without braces.
[[nodiscard]] std::optional<inventory::Edit> line_before(const facts::Event& statement,
                                                         const std::string& text);
[[nodiscard]] std::optional<inventory::Edit> line_behind(const facts::Event& statement,
                                                         const std::string& text);

// The declaration of the variable that the result of a call in the block initialises; null when
// there is none.
[[nodiscard]] const facts::Event* initialised_by(const facts::Block& block,
                                                 const facts::Event& call);

// Whether declarations follow in a source in C, of which the older language wants them ahead of
// other statements.
[[nodiscard]] bool declares_later(const facts::FlowGraph& graph, const facts::Location& at);

// "session->reset()", "session_reset(session)": the call of a method without arguments, or of a
// function with the object as its only argument, for what `pointer` leads to. Nothing when that is
// no plain local variable, or the function cannot be called where `at` is.
[[nodiscard]] std::optional<std::string> call_of(const Subject& subject, Symbol function,
                                                 int parameter, const facts::FlowGraph& graph,
                                                 const facts::Place& pointer,
                                                 const facts::Location& at);

// Resets that can be added to a program without changing what else it does. Built once a rule; the
// subject outlives it.
class SafeResets {
 public:
  explicit SafeResets(const Subject& subject) : subject_(subject) {}

  // The one function that all of these call; nothing when they differ, or one of them calls none.
  [[nodiscard]] static std::optional<Cleaner> common(const std::vector<Cleaner>& cleaners);

  // Whether the reset does nothing but empty or overwrite members of its object: it throws nothing,
  // calls nothing else, and lets go of nothing that only the object knows.
  [[nodiscard]] bool is_plain(Symbol function, int parameter) const;

  // Whether it leaves a new object as the constructors of its class, and whoever fills new ones,
  // left it: each member that it writes becomes empty, and nobody makes it anything else.
  [[nodiscard]] bool keeps_new_objects(Symbol function, const facts::Record& record) const;

 private:
  facts::TypeId member_type(const facts::Place& place) const;
  bool calls_harmlessly(const facts::Event& event, const facts::Place& object, int depth) const;
  bool is_harmless(const facts::Event& event, const facts::Place& object, int depth) const;
  bool is_plain(Symbol function, int parameter, int depth) const;
  bool owns_nothing(facts::TypeId type) const;
  bool makes(Symbol function, const facts::Record& record) const;

  const Subject& subject_;
};

}  // namespace pool_audit::rules
