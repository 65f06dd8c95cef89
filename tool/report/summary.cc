#include "tool/report/summary.h"

namespace pool_audit::report {
namespace {

using namespace inventory;

void count_get(Summary& summary, Pairing pairing) {
  switch (pairing) {
    case Pairing::lease:
      ++summary.lease;
      return;
    case Pairing::all_paths:
      ++summary.all_paths;
      return;
    case Pairing::some_paths:
      ++summary.some_paths;
      return;
    case Pairing::never:
      ++summary.never;
      return;
    case Pairing::handed_over:
      ++summary.handed_over;
      return;
    case Pairing::none:
    case Pairing::unproven:
      break;
  }
  ++summary.undecided;
}

void count_site(Summary& summary, const Site& site) {
  ++summary.sites;
  switch (site.kind) {
    case SiteKind::get:
      ++summary.gets;
      count_get(summary, site.pairing);
      return;
    case SiteKind::put:
      ++summary.puts;
      return;
    case SiteKind::reset:
      ++summary.resets;
      return;
    case SiteKind::discard:
      ++summary.discards;
      return;
    case SiteKind::create:
      ++summary.creates;
      return;
    case SiteKind::destroy:
      ++summary.destroys;
      return;
  }
}

void count_pool(Summary& summary, const Pool& pool) {
  ++summary.pools;
  switch (pool.origin) {
    case Origin::modelled:
      ++summary.modelled;
      break;
    case Origin::annotated:
      ++summary.annotated;
      break;
    case Origin::hand_written:
      ++summary.hand_written;
      break;
  }
  ++summary.libraries[pool.origin == Origin::hand_written ? std::string() : pool.library];
  for (const Site& site : pool.sites) count_site(summary, site);
}

}  // namespace

Summary summarise(const Pool& pool) {
  Summary summary;
  count_pool(summary, pool);
  return summary;
}

Summary summarise(const Inventory& inventory) {
  Summary summary;
  for (const Pool& pool : inventory.pools) count_pool(summary, pool);
  for (const Unit& unit : inventory.units) {
    ++summary.units;
    switch (unit.state) {
      case UnitState::analysed:
        ++summary.analysed;
        break;
      case UnitState::skipped:
        ++summary.skipped;
        break;
      case UnitState::failed:
        ++summary.failed;
        break;
    }
  }
  return summary;
}

}  // namespace pool_audit::report
