# libtorrent: C++, boost pools (peer entries, disk buffers) and hand-written ones.
corpus_version=2.0

corpus_configure() {
  cmake -G Ninja "$source_dir" -DCMAKE_EXPORT_COMPILE_COMMANDS=ON -DCMAKE_BUILD_TYPE=Release \
    -Dbuild_tests=OFF -Dbuild_examples=ON -Dbuild_tools=ON -Dpython-bindings=OFF
}
