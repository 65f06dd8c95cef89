// Cold, with a bug: a malformed line is counted by an object that has gone back already.
#include <cstring>

#include "pool/pool.h"
#include "quotes.h"

namespace quotes {
namespace {

struct AuditRecord {
  char text[200];
  std::size_t size = 0;
  void reset() { size = 0; }
};

// Records for the audit: about 50 gets/s. Unbounded; rotation trims it. Not measured.
pool::sharded_pool<AuditRecord> audit_records(
    {.reset = [](AuditRecord& record) { record.reset(); }}, {.name = "quotes.audit_records"});

}  // namespace

std::size_t record(std::string_view line, bool valid) {
  AuditRecord* const record = audit_records.get();
  record->size = line.size() < sizeof record->text ? line.size() : sizeof record->text;
  std::memcpy(record->text, line.data(), record->size);
  const std::size_t size = record->size;
  audit_records.put(record);
  if (!valid) return record->size + 1;
  return size;
}

}  // namespace quotes
