#include "telemetry_settings.h"

#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>

#include "listings.h"
#include "pool/telemetry.h"

#if __has_include(<unistd.h>)
#include <unistd.h>
#endif
#if defined(__ELF__) && __has_include(<link.h>)
#include <link.h>
#define POOL_DETAIL_HAVE_NOTES 1
#else
#define POOL_DETAIL_HAVE_NOTES 0
#endif

namespace pool {
namespace detail {

constinit std::atomic<std::uint32_t> wait_sampling{8};

namespace {

constinit std::atomic<std::uint64_t> started_ms{0};  // written once, before the first pool is made

std::uint64_t now_ms() noexcept {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
}

std::uint64_t own_process() noexcept {
#if __has_include(<unistd.h>)
  return static_cast<std::uint64_t>(getpid());
#else
  return 0;
#endif
}

struct revision {
  std::mutex lock;
  std::string text;  // under lock
};

// Never destroyed: a report may be asked for at any time.
revision& known_revision() {
  static revision& only = *new revision;
  return only;
}

#if POOL_DETAIL_HAVE_NOTES
constexpr std::size_t kNoteAlignment = 4;

std::size_t aligned(std::size_t size) {
  return (size + kNoteAlignment - 1) / kNoteAlignment * kNoteAlignment;
}

// The build id among the notes of one segment; nothing when it is not there.
std::string build_id_in(const char* notes, std::size_t size) {
  ElfW(Nhdr) head;
  while (size >= sizeof head) {
    std::memcpy(&head, notes, sizeof head);
    const std::size_t name = aligned(head.n_namesz);
    const std::size_t whole = sizeof head + name + aligned(head.n_descsz);
    if (whole > size) break;
    if (head.n_type == NT_GNU_BUILD_ID && head.n_namesz == 4 &&
        std::memcmp(notes + sizeof head, "GNU", 4) == 0) {
      std::string text;
      for (std::size_t at = 0; at < head.n_descsz; ++at) {
        char two[3];
        std::snprintf(
            two, sizeof two, "%02x",
            static_cast<unsigned>(static_cast<unsigned char>(notes[sizeof head + name + at])));
        text += two;
      }
      return text;
    }
    notes += whole;
    size -= whole;
  }
  return {};
}

// The first module that the loader names is the executable.
int note_of_executable(dl_phdr_info* info, std::size_t /*size*/, void* found) {
  for (std::size_t at = 0; at < info->dlpi_phnum; ++at) {
    const ElfW(Phdr) & segment = info->dlpi_phdr[at];
    if (segment.p_type != PT_NOTE) continue;
    auto& text = *static_cast<std::string*>(found);
    text = build_id_in(reinterpret_cast<const char*>(info->dlpi_addr + segment.p_vaddr),
                       segment.p_memsz);
    if (!text.empty()) break;
  }
  return 1;
}
#endif

const std::string& own_build_id() {
  static const std::string& only = *[] {
    auto* const text = new std::string;
#if POOL_DETAIL_HAVE_NOTES
    dl_iterate_phdr(&note_of_executable, text);
#endif
    return text;
  }();
  return only;
}

}  // namespace

void lock_telemetry_settings() noexcept {
  own_build_id();  // so that no thread is amid finding it
  known_revision().lock.lock();
}

void unlock_telemetry_settings() noexcept {
  known_revision().lock.unlock();
}

void read_telemetry_environment() {
  started_ms.store(now_ms(), std::memory_order_relaxed);
  read_http_environment();
  if (const char* const text = std::getenv("POOL_REVISION")) {
    revision& known = known_revision();
    const std::lock_guard lock(known.lock);
    if (known.text.empty()) known.text = text;
  }
  if (const char* const text = std::getenv("POOL_WAIT_SAMPLING")) {
    std::uint32_t every = 0;
    const char* const end = text + std::strlen(text);
    const auto [rest, error] = std::from_chars(text, end, every);
    if (error == std::errc() && rest == end) {
      wait_sampling.store(every, std::memory_order_relaxed);
    } else {
      std::fprintf(stderr,
                   "pool: POOL_WAIT_SAMPLING=%s: expected a number, 1 for every wait or 0 for "
                   "none; every %u-th wait is timed\n",
                   text, wait_sampling.load(std::memory_order_relaxed));
    }
  }
}

}  // namespace detail

build_info this_build() {
  detail::listings::instance();  // reads the environment
  detail::revision& known = detail::known_revision();
  const std::lock_guard lock(known.lock);
  return {.build_id = detail::own_build_id(),
          .revision = known.text,
          .process = detail::own_process(),
          .started_ms = detail::started_ms.load(std::memory_order_relaxed),
          .taken_ms = detail::now_ms()};
}

void set_revision(std::string_view revision) {
  detail::listings::instance();
  detail::revision& known = detail::known_revision();
  const std::lock_guard lock(known.lock);
  known.text = revision;
}

void set_wait_sampling(std::uint32_t every) noexcept {
  try {
    detail::listings::instance();  // the environment is not to come after this
  } catch (...) {
  }
  detail::wait_sampling.store(every, std::memory_order_relaxed);
}

}  // namespace pool
