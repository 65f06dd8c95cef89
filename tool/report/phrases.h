// Values of an inventory in words, shared by the text and the Markdown report. All of it is clean
// (canvas.h).
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "checks/inventory/inventory.h"
#include "tool/report/canvas.h"
#include "tool/report/summary.h"

namespace pool_audit::report {

// "1 pool", "2 pools".
[[nodiscard]] std::string counted(uint64_t count, std::string_view noun);

// "src/a.cc:12:7"; "" for nowhere. The macro is not part of it.
[[nodiscard]] std::string place_text(const inventory::Place& place);

// "64", "unbounded", "" for unknown.
[[nodiscard]] std::string bound_text(const inventory::Bound& bound);
// "pool on put", "" for unknown.
[[nodiscard]] std::string reset_text(const inventory::ResetInfo& reset);
// "Foo", or "bytes" for untyped memory.
[[nodiscard]] std::string pooled_text(const inventory::PooledType& pooled);
// "72 B", "" for unknown.
[[nodiscard]] std::string size_text(uint64_t size_bytes);

[[nodiscard]] Style style_of(inventory::Pairing pairing);

// Gets by pairing, without those that are zero: {"3 lease", good}, {"1 never", bad}.
[[nodiscard]] std::vector<Span> pairing_parts(const Summary& summary);
// Pools by origin, with the libraries; sites by kind; gets by what is proven; units by state.
// Parts that are zero are empty.
[[nodiscard]] std::vector<Span> pool_parts(const Summary& summary);
[[nodiscard]] std::vector<Span> site_parts(const Summary& summary);
[[nodiscard]] std::vector<Span> proof_parts(const Summary& summary);
[[nodiscard]] std::vector<Span> unit_parts(const Summary& summary);
// The parts that are not empty, with " · " between them; lines break between the parts.
[[nodiscard]] Line joined(const std::vector<Span>& parts);

// Where a pool stands among others: "Poco", "hand-written".
[[nodiscard]] std::string group_of(const inventory::Pool& pool);

// Pools by group: libraries by name, then annotated ones, then hand-written ones; within a group
// in the order of the inventory.
struct PoolGroup {
  std::string title;
  std::vector<const inventory::Pool*> pools;
};
[[nodiscard]] std::vector<PoolGroup> grouped(const inventory::Inventory& inventory);

// A get that is proven wrong, with its pool.
using WrongGet = std::pair<const inventory::Pool*, const inventory::Site*>;
[[nodiscard]] std::vector<WrongGet> wrong_gets(const inventory::Inventory& inventory);

// "borrowObject in net::Server::run".
[[nodiscard]] std::string call_text(const inventory::Site& site);

}  // namespace pool_audit::report
