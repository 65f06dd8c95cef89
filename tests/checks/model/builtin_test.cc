// The models that ship with the tool, tried on names from the headers they were read from.
#include <gtest/gtest.h>

#include "checks/model/loader.h"

namespace pool_audit::model {
namespace {

const ModelSet& built_in() {
  static const ModelSet* const set = [] {
    auto loaded = load_models({});
    if (!loaded) {
      for (const Error& error : loaded.error()) ADD_FAILURE() << error.to_string();
      return new ModelSet(std::move(*ModelSet::create({}, {}, {})));
    }
    return new ModelSet(std::move(*loaded));
  }();
  return *set;
}

struct CallCase {
  const char* name;
  const char* record;
  Role role;
  const char* model;
};

class BuiltInCalls : public ::testing::TestWithParam<CallCase> {};

TEST_P(BuiltInCalls, Match) {
  CallName call;
  call.name = GetParam().name;
  call.record = GetParam().record;
  const Match match = built_in().match_call(call);
  EXPECT_EQ(match.role, GetParam().role) << GetParam().name;
  EXPECT_STREQ(match.model == nullptr ? "" : match.model->id.c_str(), GetParam().model)
      << GetParam().name;
}

INSTANTIATE_TEST_SUITE_P(
    Headers, BuiltInCalls,
    ::testing::ValuesIn(std::vector<CallCase>{
        {"Poco::ObjectPool::borrowObject", "Poco::ObjectPool<Foo, Foo *, Factory>", Role::acquire,
         "poco.object_pool"},
        {"Poco::ObjectPool::returnObject", "Poco::ObjectPool<Foo, Foo *, Factory>", Role::release,
         "poco.object_pool"},
        {"Poco::ObjectPool::available", "Poco::ObjectPool<Foo, Foo *, Factory>", Role::none, ""},
        {"Poco::MemoryPool::get", "Poco::MemoryPool", Role::acquire, "poco.memory_pool"},
        {"Poco::FastMemoryPool::release", "Poco::FastMemoryPool<Foo, Poco::FastMutex>",
         Role::release, "poco.fast_memory_pool"},
        {"Poco::Data::SessionPool::get", "Poco::Data::SessionPool", Role::acquire,
         "poco.session_pool"},
        {"Poco::ThreadPool::get", "Poco::ThreadPool", Role::none, ""},
        {"__pool_alloc", "", Role::acquire, "haproxy.pool"},
        {"__pool_free", "", Role::release, "haproxy.pool"},
        {"btPoolAllocator::allocate", "btPoolAllocator", Role::acquire, "bullet.pool_allocator"},
        {"btPoolAllocator::freeMemory", "btPoolAllocator", Role::release, "bullet.pool_allocator"},
        {"btStackAlloc::allocate", "btStackAlloc", Role::none, ""},
        {"boost::object_pool::construct",
         "boost::object_pool<Foo, boost::default_user_allocator_new_delete>", Role::acquire,
         "boost.object_pool"},
        {"boost::object_pool::destroy",
         "boost::object_pool<Foo, boost::default_user_allocator_new_delete>", Role::release,
         "boost.object_pool"},
        {"boost::pool::ordered_malloc", "boost::pool<boost::default_user_allocator_new_delete>",
         Role::acquire, "boost.pool"},
        {"boost::singleton_pool::malloc",
         "boost::singleton_pool<Tag, 8, boost::default_user_allocator_new_delete, std::mutex, 32, "
         "0>",
         Role::acquire, "boost.singleton_pool"},
        {"llvm::Recycler::Allocate", "llvm::Recycler<llvm::MachineInstr, 72, 8>", Role::acquire,
         "llvm.recycler"},
        {"llvm::Recycler::Deallocate", "llvm::Recycler<llvm::MachineInstr, 72, 8>", Role::release,
         "llvm.recycler"},
        {"llvm::ArrayRecycler::deallocate", "llvm::ArrayRecycler<llvm::MachineOperand, 8>",
         Role::release, "llvm.array_recycler"},
    }));

}  // namespace
}  // namespace pool_audit::model
