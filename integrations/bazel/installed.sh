#!/usr/bin/env bash
# The pool-audit that is found on PATH.
set -euo pipefail
exec pool-audit "$@"
