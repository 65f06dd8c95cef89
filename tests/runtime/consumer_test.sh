#!/usr/bin/env bash
# Builds the runtime by itself, installs it into a scratch folder, and builds a project that uses it in
# each of the ways that the guide shows. Arguments: the repository, a C++ compiler, a folder to work in.
set -euo pipefail
repository=$1
compiler=$2
folder=$3
consumer=$repository/tests/runtime/consumer

rm -rf "${folder:?}"
mkdir -p "$folder"
configure() {
  cmake -G Ninja -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_BUILD_TYPE=Release "$@" > "$folder/log" 2>&1 ||
    { cat "$folder/log" >&2; exit 1; }
}

echo "the library by itself"
configure -S "$repository/runtime" -B "$folder/pool" -DCMAKE_INSTALL_PREFIX="$folder/prefix"
ninja -C "$folder/pool" install > "$folder/log" || { cat "$folder/log" >&2; exit 1; }

echo "find_package"
configure -S "$consumer" -B "$folder/package" -DCMAKE_PREFIX_PATH="$folder/prefix"
ninja -C "$folder/package" > "$folder/log" || { cat "$folder/log" >&2; exit 1; }
"$folder/package/consumer"

echo "add_subdirectory"
configure -S "$consumer" -B "$folder/subdirectory" -DPOOL_SOURCE="$repository/runtime"
ninja -C "$folder/subdirectory" > "$folder/log" || { cat "$folder/log" >&2; exit 1; }
"$folder/subdirectory/consumer"

if command -v pkg-config > /dev/null; then
  echo "pkg-config"
  PKG_CONFIG_PATH=$(dirname "$(find "$folder/prefix" -name pool.pc)")
  export PKG_CONFIG_PATH
  read -ra flags <<< "$(pkg-config --cflags --libs pool)"
  "$compiler" -std=c++20 "$consumer/main.cc" "${flags[@]}" -o "$folder/by_pkg_config"
  "$folder/by_pkg_config"
fi
