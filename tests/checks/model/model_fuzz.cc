// Any bytes as a model file: an error or a file that can be used, written and read back.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "checks/model/describe.h"
#include "checks/model/loader.h"
#include "checks/model/write_model.h"

namespace {

using pool_audit::model::CallName;
using pool_audit::model::ModelFile;
using pool_audit::model::ModelSet;
using pool_audit::model::PoolModel;

void require(bool holds) {
  if (!holds) std::abort();
}

void forget_places(ModelFile& file) {
  for (PoolModel& model : file.pools) {
    model.source.clear();
    model.line = 0;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto file = pool_audit::model::parse_models(text, "fuzz.yaml");
  if (!file) {
    require(!file.error().empty());
    for (const pool_audit::Error& error : file.error()) require(!error.message.empty());
    return 0;
  }
  for (const PoolModel& model : file->pools) (void)pool_audit::model::show_text(model);

  auto again = pool_audit::model::parse_models(pool_audit::model::to_yaml(*file), "fuzz.yaml");
  require(again.has_value());
  forget_places(*file);
  forget_places(*again);
  require(*again == *file);

  const auto set =
      ModelSet::create(file->pools, file->not_a_pool, file->consumers, file->behaviour);
  if (!set) return 0;
  for (const std::string_view name : {"a::Pool::get", "Pool<Foo *, 3>", "f", "std::__1::x<y>::z"}) {
    CallName call;
    call.name = name;
    call.record = "a::Pool<Foo>";
    (void)set->match_call(call);
    (void)set->match_type(name, {});
    (void)set->match_new(name);
    (void)set->match_handle(name, "get");
    (void)set->match_macro(name);
    (void)set->denied(name);
    (void)set->consumed_argument(name);
    (void)set->effects_of(name, 1);
    (void)set->traits_of(name);
  }
  return 0;
}
