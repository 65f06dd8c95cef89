# POCO: C++, the library that defines Poco::ObjectPool, Poco::MemoryPool, Data::SessionPool and
# MongoDB::ObjectPool, with its own uses and tests of them.
corpus_version=1.11

corpus_configure() {
  cmake -G Ninja "$source_dir" -DCMAKE_EXPORT_COMPILE_COMMANDS=ON -DCMAKE_BUILD_TYPE=Release \
    -DPOCO_UNBUNDLED=ON -DENABLE_TESTS=ON -DENABLE_APACHECONNECTOR=OFF
}
