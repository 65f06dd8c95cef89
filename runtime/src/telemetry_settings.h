// What telemetry is told by calls and by the environment.
#ifndef POOL_SRC_TELEMETRY_SETTINGS_H
#define POOL_SRC_TELEMETRY_SETTINGS_H

#include <atomic>
#include <cstdint>

namespace pool::detail {

// See set_wait_sampling. Any thread.
extern constinit std::atomic<std::uint32_t> wait_sampling;

// POOL_REVISION and POOL_WAIT_SAMPLING; complains about what it does not understand. Called once,
// before the first pool is made. Throws std::bad_alloc.
void read_telemetry_environment();
// POOL_HTTP, likewise.
void read_http_environment();

// Around a fork: nobody else is at the settings.
void lock_telemetry_settings() noexcept;
void unlock_telemetry_settings() noexcept;

}  // namespace pool::detail

#endif
