// Names of operations on containers and elements, by what they do; data of the survey.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace pool_audit::analysis {

inline constexpr std::array kTake = {
    "pop_back",    "pop_front", "pop",      "back",         "front",      "top",     "try_pop",
    "try_dequeue", "dequeue",   "extract",  "takeLast",     "takeFirst",  "takeAt",  "pop_last",
    "removeLast",  "begin",     "rbegin",   "last",         "first",      "PopBack", "PopFront",
    "Pop",         "popBack",   "popFront", "wait_dequeue", "operator[]", "at",      "unlink"};
inline constexpr std::array kRemove = {
    "pop_back",     "pop_front", "pop",       "try_pop", "try_dequeue", "dequeue",
    "extract",      "takeLast",  "takeFirst", "takeAt",  "pop_last",    "removeLast",
    "erase",        "PopBack",   "PopFront",  "Pop",     "popBack",     "popFront",
    "wait_dequeue", "resize",    "unlink",    "remove"};
inline constexpr std::array kStore = {
    "push_back",   "push_front", "push",         "emplace_back", "emplace_front", "emplace",
    "enqueue",     "try_push",   "insert",       "add",          "append",        "prepend",
    "try_enqueue", "splice",     "PushBack",     "PushFront",    "Push",          "pushBack",
    "pushFront",   "push_last",  "bounded_push", "insert_after", "Add",           "Append"};
inline constexpr std::array kKeyed = {"find",        "contains", "count", "lower_bound",
                                      "equal_range", "lookup",   "get",   "value"};
inline constexpr std::array kLocks = {"lock_guard",
                                      "unique_lock",
                                      "scoped_lock",
                                      "shared_lock",
                                      "ScopedLock",
                                      "Lock",
                                      "lock",
                                      "MutexLock",
                                      "AutoLock",
                                      "pthread_mutex_lock",
                                      "pthread_spin_lock",
                                      "mtx_lock",
                                      "acquire",
                                      "spin_lock",
                                      "MutexLocker",
                                      "QMutexLocker",
                                      "LockGuard",
                                      "Guard",
                                      "FastMutex",
                                      "ink_mutex_acquire",
                                      "rte_spinlock_lock",
                                      "try_lock",
                                      "ScopedLockWithUnlock",
                                      "SpinLock",
                                      "CriticalSection"};
inline constexpr std::array kResets = {
    "reset",   "clear",   "recycle", "Reset",   "Clear",      "Recycle", "Reuse", "reuse",
    "cleanup", "Cleanup", "CleanUp", "cleanUp", "reinit",     "Reinit",  "init",  "Init",
    "zero",    "rewind",  "prepare", "wipe",    "resetState", "memset",  "bzero"};
// Parts of names that speak of a reset wherever they stand: item_reset, resetForReuse.
inline constexpr std::array kResetWords = {"reset", "clear", "recycl", "reinit", "wipe", "scrub"};
inline constexpr std::array kMakers = {"malloc",        "calloc",         "realloc",
                                       "aligned_alloc", "posix_memalign", "make_unique",
                                       "make_shared",   "operator new",   "allocate_shared"};
inline constexpr std::array kMakerWords = {
    "create",  "make",    "alloc",       "new",  "construct", "build", "clone",  "generate",
    "factory", "produce", "instantiate", "grow", "spawn",     "open",  "connect"};
inline constexpr std::array kRuns = {"run",        "execute",  "exec",   "invoke",
                                     "operator()", "process",  "Run",    "Execute",
                                     "handle",     "dispatch", "doWork", "perform"};

template <size_t N>
bool one_of(std::string_view name, const std::array<const char*, N>& list) {
  return std::ranges::any_of(list, [&](const char* each) { return name == each; });
}

inline std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// Whether a function of this name, without its scope, cleans what it is called for.
inline bool speaks_of_reset(std::string_view name) {
  const std::string low = lower(name);
  if (low.starts_with("operator") || low.starts_with("~")) return false;
  return one_of(name, kResets) || std::ranges::any_of(kResetWords, [&](const char* word) {
           return low.find(word) != std::string::npos;
         });
}

}  // namespace pool_audit::analysis
