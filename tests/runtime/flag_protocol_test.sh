#!/usr/bin/env bash
# Checks the model of the flag protocol: it holds with the barrier and with the owner's own fence, and
# not without either. Arguments: the model, a C compiler, a folder to work in.
set -euo pipefail
model=$1
compiler=$2
folder=$3

# Prints the number of errors that the verifier found.
errors() {
  rm -rf "${folder:?}"
  mkdir -p "$folder"
  (
    cd "$folder"
    spin "$@" -a "$model" > spin.log
    "$compiler" -O1 -w -DSAFETY -o pan pan.c
    ./pan -m100000 > pan.log 2>&1 || true
    sed -n 's/.*errors: \([0-9]*\).*/\1/p' pan.log
  )
}

expect() {
  local wanted=$1 got
  shift
  got=$(errors "$@")
  if [[ $got != "$wanted" ]]; then
    echo "flag_protocol.pml with '$*': expected $wanted errors, found '$got'" >&2
    cat "$folder/pan.log" >&2
    exit 1
  fi
}

expect 0
expect 0 -DFENCED
expect 1 -DNO_BARRIER
