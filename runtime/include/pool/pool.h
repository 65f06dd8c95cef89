// Everything, for those who do not mind. docs/runtime/guide.md says which pool is for what.
#ifndef POOL_POOL_H
#define POOL_POOL_H

#include "pool/annotate.h"              // IWYU pragma: export
#include "pool/any_pool.h"              // IWYU pragma: export
#include "pool/block_pool.h"            // IWYU pragma: export
#include "pool/bounded_pool.h"          // IWYU pragma: export
#include "pool/budget.h"                // IWYU pragma: export
#include "pool/collector.h"             // IWYU pragma: export
#include "pool/debug.h"                 // IWYU pragma: export
#include "pool/fresh_pool.h"            // IWYU pragma: export
#include "pool/http.h"                  // IWYU pragma: export
#include "pool/lease.h"                 // IWYU pragma: export
#include "pool/memory_resource.h"       // IWYU pragma: export
#include "pool/meter.h"                 // IWYU pragma: export
#include "pool/policy.h"                // IWYU pragma: export
#include "pool/pressure.h"              // IWYU pragma: export
#include "pool/sharded_bounded_pool.h"  // IWYU pragma: export
#include "pool/sharded_pool.h"          // IWYU pragma: export
#include "pool/signal.h"                // IWYU pragma: export
#include "pool/sized_pool.h"            // IWYU pragma: export
#include "pool/static_pool.h"           // IWYU pragma: export
#include "pool/stats.h"                 // IWYU pragma: export
#include "pool/telemetry.h"             // IWYU pragma: export

#endif
