// Size and speed of both forms, on files that `pool-audit extract` wrote or, without any, on random
// facts. Not a test: run it by hand, compare ratios.
//
//   facts_bench [--seeds FOLDER] [FILE...]
//
// --seeds writes the seed corpus of disk_fuzz (after a change of the format).
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <utility>
#include <vector>

#include "checks/facts/disk.h"
#include "checks/facts/disk_format.h"
#include "checks/facts/text.h"
#include "checks/support/files.h"
#include "tests/checks/facts/random_facts.h"

namespace pool_audit::facts {
namespace {

// Of processor time, so that a busy machine does not count.
double seconds(const auto& work) {
  double best = 1e9;
  for (int i = 0; i < 5; ++i) {
    const std::clock_t start = std::clock();
    work();
    best = std::min(best, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
  }
  return best;
}

void row(const std::string& what, double bytes, double reference, double time) {
  std::printf("%-34s %10.0f KB  %6.1f %%  %8.1f ms  %8.0f MB/s\n", what.c_str(), bytes / 1e3,
              100 * bytes / reference, time * 1e3, reference / 1e6 / time);
}

size_t total_size(const std::vector<std::string>& files) {
  size_t sum = 0;
  for (const std::string& file : files) sum += file.size();
  return sum;
}

std::vector<std::string> encode_all(const std::vector<TuFacts>& units,
                                    const disk::EncodeOptions& options) {
  std::vector<std::string> files;
  for (const TuFacts& unit : units) files.push_back(disk::encode_with(unit, options));
  return files;
}

void run(const std::vector<TuFacts>& units) {
  size_t graphs = 0;
  for (const TuFacts& unit : units) graphs += unit.graphs.size();
  const std::vector<std::string> plain = encode_all(units, {false, 0, disk::kGroupSize});
  const auto reference = static_cast<double>(total_size(plain));
  std::printf("%zu units, %zu graphs; MB/s and %% are of the uncompressed records\n\n",
              units.size(), graphs);

  for (const int level : {-3, 1, 3, 6, 9, 12}) {
    const disk::EncodeOptions options{true, level, disk::kGroupSize};
    std::vector<std::string> files;
    const double time = seconds([&] { files = encode_all(units, options); });
    row("encode, zstd level " + std::to_string(level), static_cast<double>(total_size(files)),
        reference, time);
  }
  row("encode, uncompressed", reference, reference,
      seconds([&] { encode_all(units, {false, 0, disk::kGroupSize}); }));
  const std::pair<const char*, size_t> groups[] = {{"one graph", 1},
                                                   {"4 KiB", size_t{4} << 10},
                                                   {"16 KiB", size_t{16} << 10},
                                                   {"64 KiB", size_t{64} << 10},
                                                   {"256 KiB", size_t{256} << 10},
                                                   {"all graphs", SIZE_MAX}};
  for (const auto& [name, group] : groups) {
    const disk::EncodeOptions options{true, 3, group};
    std::vector<std::string> files;
    const double time = seconds([&] { files = encode_all(units, options); });
    row(std::string("encode, groups of ") + name, static_cast<double>(total_size(files)), reference,
        time);
  }
  const std::vector<std::string> files = encode_all(units, {});
  const auto size = static_cast<double>(total_size(files));
  row("decode", size, reference, seconds([&] {
        for (const std::string& file : files) {
          if (!decode(file)) std::abort();
        }
      }));
  size_t declared = 0;
  row("open (declarations only)", size, reference, seconds([&] {
        for (const std::string& file : files) {
          const auto reader = FactsReader::open(file);
          if (!reader) std::abort();
          declared += reader->declarations().functions.size();
        }
      }));
  row("open and one graph", size, reference, seconds([&] {
        for (const std::string& file : files) {
          const auto reader = FactsReader::open(file);
          if (!reader->graph_ids().empty() && !reader->graph(reader->graph_ids().size() / 2)) {
            std::abort();
          }
        }
      }));
  std::vector<std::string> texts;
  const double print_time = seconds([&] {
    texts.clear();
    for (const TuFacts& unit : units) texts.push_back(print(unit));
  });
  row("print", static_cast<double>(total_size(texts)), reference, print_time);
  row("parse", static_cast<double>(total_size(texts)), reference, seconds([&] {
        for (const std::string& text : texts) {
          if (!parse(text)) std::abort();
        }
      }));
}

int write_seeds(const std::string& folder) {
  RandomShape shape;
  shape.declarations = 2;
  shape.graphs = 2;
  shape.blocks = 2;
  for (uint64_t seed = 0; seed < 6; ++seed) {
    const disk::EncodeOptions options{seed >= 4, 3, 256};
    const auto written =
        write_file_atomically(folder + "/random" + std::to_string(seed) + ".facts",
                              disk::encode_with(random_facts(seed + 20, shape), options));
    if (!written) {
      std::fprintf(stderr, "%s\n", written.error().to_string().c_str());
      return 1;
    }
  }
  return 0;
}

int main(int count, char** arguments) {
  std::vector<TuFacts> units;
  for (int i = 1; i < count; ++i) {
    if (std::string(arguments[i]) == "--seeds" && i + 1 < count)
      return write_seeds(arguments[i + 1]);
    const auto bytes = read_file(arguments[i]);
    auto facts = bytes ? decode(*bytes) : Result<TuFacts>(tl::unexpected(bytes.error()));
    if (!facts) {
      std::fprintf(stderr, "%s: %s\n", arguments[i], facts.error().to_string().c_str());
      return 2;
    }
    units.push_back(std::move(*facts));
  }
  RandomShape shape{200, 300, 300, 12, 10};
  for (uint64_t seed = 0; count == 1 && seed < 20; ++seed)
    units.push_back(random_facts(seed, shape));
  run(units);
  return 0;
}

}  // namespace
}  // namespace pool_audit::facts

int main(int count, char** arguments) {
  return pool_audit::facts::main(count, arguments);
}
