// Any bytes are read or refused, behind a header that is made to fit: the checksum would stop every
// mutation at the door. What is read survives writing, and the lazy reader agrees with decode().
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "checks/facts/disk.h"
#include "checks/facts/disk_format.h"
#include "checks/facts/validate.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace pool_audit::facts;
  std::string file(reinterpret_cast<const char*>(data), size);
  if (file.size() >= disk::kHeaderSize) {
    std::string header(disk::kMagic);
    disk::put_fixed(header, kDiskVersion);
    disk::put_fixed(header, disk::kSchema);
    file.replace(0, header.size(), header);
    disk::seal(file);
  }
  const auto facts = decode(file);
  const auto reader = FactsReader::open(file);
  if (facts && !reader) std::abort();
  if (!reader) return 0;
  bool all_graphs = true;
  for (size_t i = 0; i < reader->graph_ids().size(); ++i) {
    const auto graph = reader->graph(i);
    all_graphs = all_graphs && graph;
    if (facts && (!graph || !(*graph == facts->graphs[i]))) std::abort();
  }
  if (!facts) return 0;
  if (!all_graphs || !validate(*facts)) std::abort();
  const auto again = decode(encode(*facts));
  if (!again || !(*again == *facts)) std::abort();
  return 0;
}
