# Squid: C++, MemAllocator pools behind MEMPROXY_CLASS and memAllocate.
corpus_version=5.7

corpus_configure() {
  # Debian's patches touch the automake files.
  (cd "$source_dir" && autoreconf -fi)
  "$source_dir/configure" --with-build-environment=default --disable-arch-native \
    --disable-dependency-tracking --disable-silent-rules --disable-translation \
    --enable-async-io=8 --enable-storeio=ufs,aufs,diskd,rock --enable-removal-policies=lru,heap \
    --enable-delay-pools --enable-cache-digests --enable-icap-client \
    --enable-follow-x-forwarded-for --enable-eui --enable-icmp --disable-esi --with-openssl \
    --enable-ssl-crtd --with-large-files
  corpus_database_from_make all
  # The parser of the configuration file is written by a small program, compiled
  # now because make no longer lists what is there.
  make -C src cf_parser.cci
}
