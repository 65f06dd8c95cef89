// The models that ship with the tool, tried on names from the headers they were read from.
#include <gtest/gtest.h>

#include <algorithm>

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
        {"llvm::RecyclingAllocator::Allocate",
         "llvm::RecyclingAllocator<llvm::BumpPtrAllocatorImpl<>, llvm::ScopedHashTableVal<int, "
         "int>>",
         Role::acquire, "llvm.recycling_allocator"},
        {"Poco::Redis::PooledConnection::PooledConnection", "Poco::Redis::PooledConnection",
         Role::acquire, "poco.object_pool"},
        {"b2BlockAllocator::Allocate", "b2BlockAllocator", Role::acquire, "box2d.block_allocator"},
        {"b2BlockAllocator::Free", "b2BlockAllocator", Role::release, "box2d.block_allocator"},
        {"b2StackAllocator::Allocate", "b2StackAllocator", Role::none, ""},
        {"rte_mempool_get_bulk", "", Role::acquire, "dpdk.mempool"},
        {"rte_mempool_put", "", Role::release, "dpdk.mempool"},
        {"rte_pktmbuf_alloc", "", Role::acquire, "dpdk.pktmbuf"},
        {"rte_pktmbuf_free", "", Role::release, "dpdk.pktmbuf"},
        {"rte_ring_dequeue", "", Role::none, ""},
        {"ClassAllocator::alloc", "ClassAllocator<HttpSM, false>", Role::acquire,
         "trafficserver.class_allocator"},
        {"ClassAllocator::free", "ClassAllocator<HttpSM, false>", Role::release,
         "trafficserver.class_allocator"},
        {"TrackerClassAllocator::alloc", "TrackerClassAllocator<NetVConnection, false>",
         Role::acquire, "trafficserver.tracker_class_allocator"},
        {"thread_alloc", "", Role::acquire, "trafficserver.class_allocator"},
        {"Allocator::free_void", "Allocator", Role::release, "trafficserver.allocator"},
        {"Allocator::alloc", "Allocator", Role::none, ""},
        {"ink_freelist_free", "", Role::release, "trafficserver.freelist"},
        {"Mem::AllocatorProxy::freeOne", "Mem::AllocatorProxy", Role::release,
         "squid.allocator_proxy"},
        {"MemAllocator::alloc", "MemAllocator", Role::acquire, "squid.mem_allocator"},
        {"memAllocate", "", Role::acquire, "squid.typed_memory"},
        {"memFreeBuf", "", Role::release, "squid.buffers"},
        {"av_buffer_pool_get", "", Role::acquire, "ffmpeg.buffer_pool"},
        {"av_buffer_unref", "", Role::release, "ffmpeg.buffer_pool"},
        {"av_buffer_alloc", "", Role::none, ""},
        {"libtorrent::aux::disk_buffer_pool::allocate_buffer", "libtorrent::aux::disk_buffer_pool",
         Role::acquire, "libtorrent.disk_buffer_pool"},
        {"libtorrent::buffer_allocator_interface::free_disk_buffer",
         "libtorrent::buffer_allocator_interface", Role::release, "libtorrent.disk_buffer_pool"},
        {"libtorrent::aux::disk_job_pool::free_job", "libtorrent::aux::disk_job_pool",
         Role::release, "libtorrent.disk_job_pool"},
        {"libtorrent::aux::packet_pool::acquire", "libtorrent::aux::packet_pool", Role::acquire,
         "libtorrent.packet_pool"},
        // With the allocator that libtorrent gives them.
        {"boost::pool::malloc", "boost::pool<libtorrent::aux::allocator_new_delete>", Role::acquire,
         "boost.pool"},
        {"boost::object_pool::construct",
         "boost::object_pool<libtorrent::aux::mmap_disk_job, "
         "libtorrent::aux::allocator_new_delete>",
         Role::acquire, "boost.object_pool"},
        {"butil::get_object", "", Role::acquire, "brpc.object_pool"},
        {"butil::return_resource", "", Role::release, "brpc.resource_pool"},
        {"folly::IndexedMemPool::recycleIndex", "folly::IndexedMemPool<Foo, 32, 200, std::atomic>",
         Role::release, "folly.indexed_mem_pool"},
        {"DB::ObjectPoolMap::get", "DB::ObjectPoolMap<DB::Regexp, std::string>", Role::acquire,
         "clickhouse.object_pool_map"},
        {"DB::PoolBase::get", "DB::PoolBase<DB::Connection>", Role::acquire,
         "clickhouse.pool_base"},
        {"PagedAllocator::alloc", "PagedAllocator<Variant, true>", Role::acquire,
         "godot.paged_allocator"},
        {"tf::ObjectPool::recycle", "tf::ObjectPool<tf::Node, 65536>", Role::release,
         "taskflow.object_pool"},
        {"iox::mepoo::MemPool::getChunk", "iox::mepoo::MemPool", Role::acquire, "iceoryx.mem_pool"},
        {"hnswlib::VisitedListPool::getFreeVisitedList", "hnswlib::VisitedListPool", Role::acquire,
         "hnswlib.visited_list_pool"},
        {"mongocxx::v_noabi::pool::acquire", "mongocxx::v_noabi::pool", Role::acquire,
         "mongocxx.pool"},
        {"apr_reslist_invalidate", "", Role::release, "apr.reslist"},
        {"g_slice_alloc0", "", Role::acquire, "glib.slice"},
        {"gst_buffer_pool_acquire_buffer", "", Role::acquire, "gstreamer.buffer_pool"},
        {"ngx_free_connection", "", Role::release, "nginx.connections"},
        {"memp_malloc", "", Role::acquire, "lwip.memp"},
        {"kmem_cache_free", "", Role::release, "linux.kmem_cache"},
        {"ucs_mpool_put", "", Role::release, "ucx.mpool"},
        {"pool::sharded_pool::get", "pool::sharded_pool<Foo>", Role::acquire, "pool.sharded_pool"},
        {"pool::static_pool::put", "pool::static_pool<Foo, Tag>", Role::release,
         "pool.static_pool"},
        {"pool::with", "", Role::acquire, "pool.sharded_pool"},
        {"malloc", "", Role::none, ""},
        {"std::unique_ptr::get", "std::unique_ptr<Foo, std::default_delete<Foo>>", Role::none, ""},
        {"std::vector::clear", "std::vector<Foo, std::allocator<Foo>>", Role::none, ""},
    }));

TEST(BuiltInTypes, AreFound) {
  const ModelSet& set = built_in();
  const auto id = [&](std::string_view type) {
    const PoolModel* model = set.match_type(type, {});
    return model == nullptr ? std::string() : model->id;
  };
  EXPECT_EQ(id("Poco::ObjectPool<Foo, Poco::AutoPtr<Foo>>"), "poco.object_pool");
  EXPECT_EQ(id("struct pool_head"), "haproxy.pool");
  EXPECT_EQ(id("btPoolAllocator"), "bullet.pool_allocator");
  EXPECT_EQ(id("struct rte_mempool"), "dpdk.mempool");
  EXPECT_EQ(id("ClassAllocator<UnixNetVConnection, false>"), "trafficserver.class_allocator");
  EXPECT_EQ(id("struct AVBufferPool"), "ffmpeg.buffer_pool");
  EXPECT_EQ(id("Poco::MemoryPool"), "poco.memory_pool");
  EXPECT_EQ(id("i2p::util::MemoryPoolMt<Foo>"), "i2pd.memory_pool_mt");
  EXPECT_EQ(id("Allocator"), "");
  EXPECT_EQ(id("arrow::MemoryPool"), "");
  EXPECT_EQ(id("std::vector<Foo>"), "");
}

TEST(BuiltInTypes, NamesThatOnlySoundLikePools) {
  const ModelSet& set = built_in();
  for (const char* name :
       {"Poco::ThreadPool", "QThreadPool", "ThreadPool", "boost::asio::thread_pool",
        "llvm::StringPool", "llvm::MachineConstantPool", "Poco::XML::NamePool", "arrow::MemoryPool",
        "arrow::ProxyMemoryPool", "std::pmr::unsynchronized_pool_resource",
        "libtorrent::aux::disk_io_thread_pool", "tbb::detail::d1::fixed_pool",
        "Poco::AutoReleasePool<Foo>"}) {
    EXPECT_TRUE(set.denied(name)) << name;
    EXPECT_EQ(set.match_type(name, {}), nullptr) << name;
  }
  for (const char* name : {"Poco::MemoryPool", "btPoolAllocator", "Poco::ObjectPool<Foo>",
                           "mylib::MemoryPool", "mylib::BufferPool", "b2BlockAllocator",
                           "i2p::util::MemoryPool<Foo>", "mylib::ConnectionPool"}) {
    EXPECT_FALSE(set.denied(name)) << name;
  }
}

TEST(BuiltInMarkers, MakeClassesPooled) {
  EXPECT_EQ(built_in().match_marker("MEMPROXY_CLASS")->id, "squid.memproxy");
  EXPECT_EQ(built_in().match_marker("CBDATA_CLASS")->id, "squid.cbdata");
  EXPECT_EQ(built_in().match_new("FastAllocated<Foo>")->id, "foundationdb.fast_allocated");
  EXPECT_EQ(built_in().match_macro("THREAD_FREE").model->id, "trafficserver.class_allocator");
}

TEST(BuiltInHandles, GiveBackOrNot) {
  const ModelSet& set = built_in();
  EXPECT_TRUE(
      set.match_handle("Poco::Redis::PooledConnection", "").handle->releases_on_destruction);
  EXPECT_EQ(set.match_handle("libtorrent::disk_buffer_holder", "data").role, HandleRole::raw);
  EXPECT_FALSE(
      set.match_handle("std::unique_ptr<libtorrent::aux::packet, libtorrent::aux::packet_deleter>",
                       "")
          .handle->releases_on_destruction);
  EXPECT_EQ(set.match_handle("std::unique_ptr<mongocxx::v_noabi::client, std::function<void "
                             "(mongocxx::v_noabi::client *)>>",
                             "release")
                .role,
            HandleRole::detach);
  EXPECT_EQ(set.match_handle("pool::lease<Foo>", "release").role, HandleRole::detach);
  EXPECT_FALSE(set.match_handle("std::unique_ptr<Foo, std::default_delete<Foo>>", ""));
}

// A name that the pattern covers: stars and bindings filled in.
std::string sample_of(std::string pattern) {
  const std::pair<const char*, const char*> fillers[] = {{"$T", "Foo"}, {"*::", "ns::"}};
  for (const auto& [what, with] : fillers) {
    for (size_t at = pattern.find(what); at != std::string::npos; at = pattern.find(what)) {
      pattern.replace(at, std::string(what).size(), with);
    }
  }
  std::replace(pattern.begin(), pattern.end(), '*', 'X');
  return pattern;
}

// No built-in model takes the functions, types or handles of another.
TEST(BuiltInModels, DoNotStandInEachOthersWay) {
  const ModelSet& set = built_in();
  for (const PoolModel& model : set.models()) {
    for (const bool is_acquire : {true, false}) {
      for (const Operation& operation : is_acquire ? model.acquire : model.release) {
        if (operation.function.empty()) continue;
        CallName call;
        const bool is_member =
            operation.function.find("::") == std::string::npos &&
            (operation.pool ? operation.pool->kind : model.identity.kind) == IdentityKind::this_;
        const std::string record = is_member ? sample_of(model.type) : "";
        const std::string function = sample_of(operation.function);
        const std::string name = is_member ? record + "::" + function : function;
        call.name = name;
        call.record = record;
        const Match match = set.match_call(call);
        ASSERT_TRUE(match) << model.id << ": " << name;
        EXPECT_EQ(match.model->id, model.id) << name;
        EXPECT_EQ(match.operation, &operation) << name;
      }
    }
    for (const Handle& handle : model.handles) {
      EXPECT_EQ(set.match_handle(sample_of(handle.type), "").handle, &handle) << handle.type;
    }
    const bool has_own_type = !model.type.empty() && model.marker_macro.empty() &&
                              model.identity.kind != IdentityKind::enclosing_type;
    if (has_own_type) {
      EXPECT_EQ(set.match_type(sample_of(model.type), {}), &model) << model.type;
    }
  }
}

TEST(BuiltInModels, SayWhoseTheyAreAndWhatTheyHold) {
  for (const PoolModel& model : built_in().models()) {
    EXPECT_FALSE(model.library.empty()) << model.id;
    EXPECT_FALSE(model.title.empty()) << model.id;
    EXPECT_EQ(model.source, "built in");
    EXPECT_NE(model.id.find('.'), std::string::npos) << model.id;
  }
}

// Words that stand in every other header would make the scan useless.
TEST(BuiltInModels, AreScannedForByRareWords) {
  for (const std::string& word : built_in().identifiers()) {
    for (const char* common : {"Allocator", "Pool", "pool", "get", "unique_ptr", "std", "Session",
                               "Sample", "with", "provider", "Deleter", "annotate"}) {
      EXPECT_NE(word, common);
    }
  }
}

}  // namespace
}  // namespace pool_audit::model
