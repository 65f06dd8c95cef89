// Any bytes as a whole index, and any bytes as the records of one with the right checksum: every
// record that is there can be read, and no search leaves the buffer.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "tool/cache/codec.h"
#include "tool/cache/index.h"

namespace {

using namespace pool_audit;
using namespace pool_audit::cache;

void use(const Index& index) {
  std::vector<IndexRecord> records;
  for (size_t i = 0; i < index.size(); ++i) records.push_back(index.at(i));
  for (const IndexRecord& record : records) (void)index.find(record.path);
  (void)index.find({0, 0});
  (void)index.find({UINT64_MAX, UINT64_MAX});
  // Written again it is sorted, and then every path is found.
  const Index sorted = Index::open(encode_index(records));
  for (const IndexRecord& record : records) {
    if (!sorted.find(record.path)) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  use(Index::open(bytes));
  ByteWriter whole;
  whole.bytes("paindex1");
  whole.u64(size / 56);
  whole.digest(digest_of(bytes));
  whole.bytes(bytes);
  const Index index = Index::open(whole.take());
  if (index.size() != (size % 56 == 0 ? size / 56 : 0)) std::abort();
  use(index);
  return 0;
}
