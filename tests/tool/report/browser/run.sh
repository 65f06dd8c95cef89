#!/usr/bin/env bash
# run.sh SCRIPT ARGUMENT...: runs a script of this folder under Node.js, with the packages that
# package-lock.json names. Without them it exits with 77, which ctest shows as skipped; where CI is
# set, that is an error.
set -euo pipefail
folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)

not_set_up() {
  printf 'not set up: %s. scripts/test sets it up\n' "$1"
  [[ -z ${CI:-} ]] || exit 1
  exit 77
}

command -v node >/dev/null || not_set_up "there is no Node.js"
[[ -d $folder/node_modules/playwright-core ]] || not_set_up "its packages are not installed"
[[ $1 != browser_test.mjs ]] || command -v chromium >/dev/null || not_set_up "there is no Chromium"
exec node "$folder/$1" "${@:2}"
