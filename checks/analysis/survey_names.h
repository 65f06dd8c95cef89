// Names of operations on containers and elements, by what they do; data of the survey.
#pragma once

#include <array>

namespace pool_audit::analysis {

inline constexpr std::array kTake = {
    "pop_back",     "pop_front",   "pop",        "back",    "front",    "top",
    "try_pop",      "try_dequeue", "dequeue",    "extract", "takeLast", "takeFirst",
    "takeAt",       "pop_last",    "removeLast", "begin",   "rbegin",   "last",
    "first",        "PopBack",     "PopFront",   "Pop",     "popBack",  "popFront",
    "wait_dequeue", "read",        "operator[]", "at",      "unlink"};
inline constexpr std::array kRemove = {
    "pop_back",     "pop_front", "pop",       "try_pop", "try_dequeue", "dequeue",
    "extract",      "takeLast",  "takeFirst", "takeAt",  "pop_last",    "removeLast",
    "erase",        "PopBack",   "PopFront",  "Pop",     "popBack",     "popFront",
    "wait_dequeue", "resize",    "read",      "unlink",  "remove"};
inline constexpr std::array kStore = {
    "push_back",    "push_front", "push",         "emplace_back", "emplace_front",
    "emplace",      "enqueue",    "try_push",     "insert",       "add",
    "append",       "prepend",    "try_enqueue",  "splice",       "PushBack",
    "PushFront",    "Push",       "pushBack",     "pushFront",    "push_last",
    "bounded_push", "write",      "insert_after", "Add",          "Append"};
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
inline constexpr std::array kMakers = {"malloc",        "calloc",         "realloc",
                                       "aligned_alloc", "posix_memalign", "make_unique",
                                       "make_shared",   "operator new",   "allocate_shared"};
inline constexpr std::array kMakerWords = {
    "create",  "make",    "alloc",       "new",  "construct", "build", "clone",  "generate",
    "factory", "produce", "instantiate", "grow", "spawn",     "open",  "connect"};
inline constexpr std::array kRuns = {"run",        "execute",  "exec",   "invoke",
                                     "operator()", "process",  "Run",    "Execute",
                                     "handle",     "dispatch", "doWork", "perform"};

}  // namespace pool_audit::analysis
