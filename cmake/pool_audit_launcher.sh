#!/bin/sh
# A compiler launcher: reads the compiler's output and dependency file from the command that it is
# handed and lets pool-audit write them, the facts instead of an object file.
#
#   pool_audit_launcher.sh TAG POOL_AUDIT [EXTRACT OPTION...] -- COMPILER ARGUMENT...
#
# TAG is not looked at: it makes the command another one when pool-audit is another one.
set -eu

program=$2
shift 2

# What stands before `--` goes to extract; the compile command is looked through for -o and -MF.
output=
depfile=
seen=
expect=
for word in "$@"; do
  if [ -z "$seen" ]; then
    [ "$word" != -- ] || seen=1
    continue
  fi
  case $expect in
    output) output=$word expect= ; continue ;;
    depfile) depfile=$word expect= ; continue ;;
  esac
  case $word in
    -o) expect=output ;;
    -MF) expect=depfile ;;
    -o?*) output=${word#-o} ;;
    -MF?*) depfile=${word#-MF} ;;
  esac
done
[ -n "$output" ] || {
  echo "pool_audit_launcher.sh: error: the compile command has no -o" >&2
  exit 2
}

status=0
"$program" extract --quiet --output "$output" ${depfile:+--depfile "$depfile"} "$@" ||
  status=$?
# 3: the source has errors, and what could be read of it is there. The build goes on with that, as a
# run over a whole compile database does; the errors have been printed and the report names them.
[ "$status" -ne 3 ] || [ ! -s "$output" ] || status=0
exit "$status"
