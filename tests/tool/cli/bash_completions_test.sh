#!/bin/bash
# Completes command lines in a real bash, as readline would: with the words taken apart at the
# equals sign. Runs in the source folder; exits with 1 when a completion is not what it should be.
set -u
source docs/cli/pool-audit.bash
failures=0

# check LINE EXPECTED...: what stands behind the last word of LINE; an empty last word is written as
# a blank at the end. EXPECTED are all completions, in any order.
check() {
  local line=$1 actual expected
  shift
  local -a words
  read -r -a words <<<"${line//=/ = }"
  [[ $line == *' ' ]] && words+=('')
  COMP_WORDS=("${words[@]}")
  COMP_CWORD=$((${#words[@]} - 1))
  _pool_audit
  actual=$(printf '%s\n' "${COMPREPLY[@]}" | sort)
  expected=$(printf '%s\n' "$@" | sort)
  if [[ $actual != "$expected" ]]; then
    printf 'completing "%s"\nexpected:\n%s\nactual:\n%s\n' "$line" "$expected" "$actual" >&2
    failures=$((failures + 1))
  fi
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/build folder" "$scratch/other"
touch "$scratch/report.json"
cd "$scratch/other" || exit 1  # empty, so that no folder joins the words

check 'pool-audit in' inventory
check 'pool-audit model ' check list show suggest
check 'pool-audit model s' show suggest
check 'pool-audit cache ' clear stats path
check 'pool-audit completions ' bash zsh fish
check 'pool-audit completions z' zsh
check 'pool-audit help ca' cache
check 'pool-audit build --col' --color
check 'pool-audit build --color ' auto always never
check 'pool-audit build --color=' auto always never
check 'pool-audit build --color=a' auto always
check 'pool-audit inventory --fail-on u' unpaired
check 'pool-audit --vers' --version
check 'pool-audit cache path --' --cache-dir --help
check 'pool-audit build --jobs ' ''
check "pool-audit build --output $scratch/rep" "$scratch/report.json"
check "pool-audit build --output=$scratch/rep" "$scratch/report.json"
check "pool-audit build -o $scratch/rep" "$scratch/report.json"
check "pool-audit build --root $scratch/o" "$scratch/other"
check "pool-audit $scratch/b" "$scratch/build folder"
check "pool-audit inventory $scratch/b" "$scratch/build folder"
check "pool-audit extract -o x -- $scratch/o" "$scratch/other"

complete -p pool-audit >/dev/null || failures=$((failures + 1))
exit $((failures != 0))
