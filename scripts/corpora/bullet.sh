# Bullet Physics: C++, hand-written pools (btPoolAllocator, pooled shapes and pair caches). Debian's
# source leaves out the examples and what needs them.
corpus_version=3.24

corpus_configure() {
  cmake -G Ninja "$source_dir" -DCMAKE_EXPORT_COMPILE_COMMANDS=ON -DCMAKE_BUILD_TYPE=Release \
    -DBUILD_SHARED_LIBS=ON -DBUILD_BULLET3=ON -DBUILD_EXTRAS=ON -DBUILD_UNIT_TESTS=OFF \
    -DBUILD_CPU_DEMOS=OFF -DBUILD_BULLET2_DEMOS=OFF -DBUILD_OPENGL3_DEMOS=OFF \
    -DBUILD_BULLET_ROBOTICS_GUI_EXTRA=OFF -DBUILD_BULLET_ROBOTICS_EXTRA=OFF \
    -DBUILD_OBJ2SDF_EXTRA=OFF
}
