// Fills in what a pool's declaration and model tell of it.
#pragma once

#include "checks/analysis/program.h"
#include "checks/analysis/roles.h"
#include "checks/analysis/structure.h"
#include "checks/inventory/identity.h"
#include "checks/inventory/inventory.h"
#include "checks/inventory/survey_pass.h"
#include "checks/model/describe.h"
#include "checks/model/model.h"

namespace pool_audit::inventory {

[[nodiscard]] Place to_place(const facts::Location& location);

// Name, place, storage, visibility, documentation and type.
void describe_declaration(Pool& pool, const PoolKey& key, const analysis::Program& program);

// Kind, library, bound, reset, factory and pooled type, as far as the model knows them.
void describe_model(Pool& pool, const PoolKey& key, const model::PoolModel& model,
                    facts::TypeId type, const analysis::Program& program, const SurveyPass& pass);

void describe_hand_written(Pool& pool, const analysis::HandWritten& found,
                           const analysis::Program& program);
// Of a class template that was recognised: what the pool's own type argument says.
void describe_instance(Pool& pool, const analysis::HandWritten& found, facts::TypeId type,
                       const analysis::Program& program);

// A recognised pool as `model suggest` wants it.
[[nodiscard]] model::RecognisedPool suggestion(const analysis::HandWritten& found,
                                               const analysis::Program& program);

// What was looked at and is not reported as a pool, with the reason.
[[nodiscard]] Candidate candidate_of(const analysis::HandWritten& found);

// Sorted by place, each once.
void sort_sites(Pool& pool);

void set_pooled_type(Pool& pool, facts::TypeId type, const analysis::Program& program);

}  // namespace pool_audit::inventory
