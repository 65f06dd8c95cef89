// Pools that are marked in the source: `[[clang::annotate("pool::get")]]` and its kin, written by
// hand or through the macros of runtime/include/pool/annotate.h.
//
//   text             stands on                       says
//   pool::get        function                        the result comes out of the pool
//   pool::get(1)     function                        argument 1 points to where the object is put
//   pool::put        function                        argument 0 goes back; without arguments, the
//                                                    object that it is called on
//   pool::put(1)     function                        argument 1 goes back
//   pool::reset      function                        cleans an object: the one it is called on
//   pool::reset(0)   function                        cleans argument 0
//   pool::consumes(0) function                       takes over argument 0 and puts it back itself
//   pool::pool       type, variable, member          is a pool
//   pool::handle     type                            owns an object and gives it back when it dies
//   pool::not_a_pool type, variable, member          is none, whatever it looks like
//
// Where the pool is itself an argument, `pool=N` names it: "pool::put(1, pool=0)". Arguments of the
// attribute do as well: annotate("pool::put", 1).
#pragma once

#include <string_view>
#include <vector>

#include "checks/support/result.h"

namespace pool_audit::model {

// Text that stands in every source, headers included, that marks a pool.
inline constexpr std::string_view kAnnotationMark = "\"pool::";

enum class AnnotationKind { get, put, reset, consumes, pool, handle, not_a_pool };

struct Annotation {
  AnnotationKind kind = AnnotationKind::get;
  int index = -1;  // argument that is the object; -1: the result of a get; argument 0 of a put, or
                   // what it is called on when it takes none; what a reset is called on
  int pool = -1;   // argument that is the pool; -1: the object of the call

  friend bool operator==(const Annotation&, const Annotation&) = default;
};

// Whether the text of an attribute is meant for this tool.
[[nodiscard]] bool is_annotation(std::string_view text);

// Errors say what was expected and the nearest valid word; they have no place.
[[nodiscard]] Result<Annotation> parse_annotation(
    std::string_view text, const std::vector<std::string_view>& arguments = {});

}  // namespace pool_audit::model
