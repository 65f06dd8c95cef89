# Squid: C++, MemAllocator pools behind MEMPROXY_CLASS and memAllocate.
corpus_version=5.7

corpus_configure() {
  "$source_dir/configure" --with-build-environment=default --disable-arch-native \
    --disable-dependency-tracking --disable-silent-rules --disable-translation \
    --enable-async-io=8 --enable-storeio=ufs,aufs,diskd,rock --enable-removal-policies=lru,heap \
    --enable-delay-pools --enable-cache-digests --enable-icap-client \
    --enable-follow-x-forwarded-for --enable-eui --enable-icmp --disable-esi --with-openssl \
    --enable-ssl-crtd --with-large-files
  corpus_database_from_make all
}
