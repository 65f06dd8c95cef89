// What the tests of effects share: a small pool API as a model, facts as text, and one question,
// what a call in the function `f` does to an object.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

#include "checks/analysis/effects.h"
#include "checks/analysis/roles_marks.h"
#include "checks/facts/text.h"
#include "checks/model/loader.h"

namespace pool_audit::analysis {

inline constexpr std::string_view kModel = R"yaml(pools:
  - id: test.pool
    pool: {type: Pool}
    acquire:
      - {fn: get, object: return, fails: never}
      - {fn: try_get, object: return, fails: "null"}
      - {fn: fill, object: out(0), fails: status!=0}
      - {fn: must_get, object: return, fails: throw}
    release:
      - {fn: put, object: arg(0)}
      - {fn: put_and_clear, object: deref(0)}
      - {fn: pass_on, object: arg(0), effect: transfer}
    handle:
      - type: Handle
        detach: [detach]
        return: [give_back]
        raw: [peek]
        discard: [drop]
        transfer: [send]
  - id: test.refs
    pool: {identity: in_object}
    acquire: [{fn: "::ref_get", object: return}]
    release: [{fn: "Counted::unref", object: this}]
consumes: ["queue_send(1)"]
)yaml";

inline constexpr std::string_view kPrelude = R"(unit test.cc
locate_lines
record Obj size_bytes=24 {
  field next: Obj*
  field link: Link
}
record Link size_bytes=8 {
  field to: Link*
}
record Pool size_bytes=8
record Server size_bytes=8 {
  field obj: Obj*
}
record Counted size_bytes=8
record Handle size_bytes=8
variable pool: Pool
variable global: Obj*
variable hook: int
function Pool::get() -> Obj* record=Pool record_type=Pool
function Pool::try_get() -> Obj* record=Pool record_type=Pool
function Pool::must_get() -> Obj* record=Pool record_type=Pool
function Pool::fill(out: Obj**) -> int record=Pool record_type=Pool
function Pool::put(obj: Obj*) -> void record=Pool record_type=Pool
function Pool::put_and_clear(obj: Obj**) -> void record=Pool record_type=Pool
function Pool::pass_on(obj: Obj*) -> void record=Pool record_type=Pool
)";

class EffectsFixture : public testing::Test {
 protected:
  // `more` declares functions; `body` is the blocks of `f(obj: Obj*, srv: Server*, n: int, b:
  // bool)` with the locals `o: Obj*` and `s: Server`.
  void load(std::string_view more, std::string_view body) {
    const std::string text = std::string(kPrelude) + std::string(more) +
                             "function f(obj: Obj*, srv: Server*, n: int, b: bool) -> void {\n"
                             "  local o: Obj*\n  local s: Server\n" +
                             std::string(body) + "}\n";
    auto parsed = facts::parse(text);
    ASSERT_TRUE(parsed) << parsed.error().line << ":" << parsed.error().column << ": "
                        << parsed.error().message << "\n"
                        << text;
    program_ = std::make_unique<Program>();
    program_->add(*parsed);
    auto file = model::parse_models(kModel, "test.yaml");
    ASSERT_TRUE(file) << file.error().front().to_string();
    auto models = model::ModelSet::create(file->pools, file->not_a_pool, file->consumers);
    ASSERT_TRUE(models) << models.error().to_string();
    models_ = std::make_unique<model::ModelSet>(std::move(*models));
    marks_ = std::make_unique<Marks>(*program_);
    roles_ = std::make_unique<Roles>(*program_, *models_, recognised_, *marks_);
    effects_ = std::make_unique<Effects>(*program_, *roles_, *models_);
  }

  const facts::Event& last_call() {
    graph_ = program_->graph(Symbol("f"));
    const facts::Event* found = nullptr;
    for (const facts::Block& block : graph_->blocks) {
      for (const facts::Event& event : block.events) {
        using enum facts::EventKind;
        if (event.kind == call || event.kind == new_ || event.kind == delete_) found = &event;
      }
    }
    if (!found) throw std::runtime_error("f calls nothing");
    return *found;
  }

  // What the last call of f does to its argument `index` (-1: its object), handed over itself or by
  // the address of what holds it.
  std::string effect(int index, bool address = false) {
    const facts::Event& event = last_call();
    const CallEffect effect = effects_->effect(*graph_, event, index, address);
    static constexpr std::array kNames = {
        "borrows", "puts",     "puts_some", "keeps",   "returns",  "moves",  "resets",
        "owns",    "destroys", "points_in", "is_null", "diverges", "unknown"};
    std::string out = kNames.at(static_cast<size_t>(effect.effect));
    if (effect.into != kElsewhere) out += " in " + std::to_string(effect.into);
    if (!effect.reason.empty()) out += ": " + effect.reason;
    return out;
  }

  // The effect of handing `obj` to `callee`, which `more` declares.
  std::string passed(std::string_view more, std::string_view call = "g(obj)") {
    load(more, "  block 0:\n    call " + std::string(call) + "\n");
    return HasFatalFailure() ? "" : effect(0);
  }
  std::string by_address(std::string_view more, std::string_view call = "g(&o)") {
    load(more, "  block 0:\n    call " + std::string(call) + "\n");
    return HasFatalFailure() ? "" : effect(0, true);
  }

  facts::TypeId type_named(std::string_view spelling) {
    for (facts::TypeId id = 1; id < program_->type_count(); ++id) {
      if (program_->type(id).spelling.text() == spelling) return id;
    }
    ADD_FAILURE() << "no type " << spelling;
    return facts::kNoType;
  }

  Recognised recognised_;
  std::unique_ptr<Program> program_;
  std::unique_ptr<model::ModelSet> models_;
  std::unique_ptr<Marks> marks_;
  std::unique_ptr<Roles> roles_;
  std::unique_ptr<Effects> effects_;
  std::shared_ptr<const facts::FlowGraph> graph_;
};

}  // namespace pool_audit::analysis
