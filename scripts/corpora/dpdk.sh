# DPDK: C, rte_mempool and rte_mbuf, with the drivers, applications and examples that use them.
corpus_version=22.11

corpus_configure() {
  meson setup --buildtype=release -Dplatform=generic -Dexamples=all -Denable_docs=false \
    "$source_dir" .
  # The *.pmd.c sources are written from compiled drivers; they hold one string each.
  python3 "$pa_root/scripts/compile_db.py" --prune compile_commands.json
}
