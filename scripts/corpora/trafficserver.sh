# Apache Traffic Server: C++, ClassAllocator and ProxyAllocator free lists, IOBuffer pools, all of
# them per thread and behind macros (THREAD_ALLOC, THREAD_FREE).
corpus_version=9.2

corpus_configure() {
  # Debian's patches touch configure.ac and the automake files.
  (cd "$source_dir" && autoreconf -fi)
  # Naming documentation in any way, also to turn it off, makes configure look for Sphinx.
  "$source_dir/configure" --enable-layout=Debian --with-user=root --with-group=root \
    --disable-silent-rules --disable-dependency-tracking --with-yaml-cpp=/usr
  corpus_database_from_make all
  # The tables of ParseRules.cc are written by a small program, compiled now
  # because make no longer lists what is there.
  make -C src/tscore ParseRulesCType ParseRulesCTypeToUpper ParseRulesCTypeToLower
}
