# HAProxy: C, pools behind macros (DECLARE_POOL, pool_alloc, pool_free) in nearly every file. It has
# no configure step; what make would run is the compile database.
corpus_version=2.6

corpus_configure() {
  corpus_database_from_make -C "$source_dir" V=1 TARGET=linux-glibc CC="$CC" \
    USE_OPENSSL=1 USE_PCRE2=1 USE_PCRE2_JIT=1 USE_LUA=1 LUA_LIB_NAME=lua5.3 \
    LUA_INC=/usr/include/lua5.3 USE_SYSTEMD=1 USE_ZLIB=1 USE_PROMEX=1
}
