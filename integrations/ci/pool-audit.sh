#!/usr/bin/env bash
# Runs `pool-audit check` as a job of CI: reports in a folder, annotations where the system has them,
# and an exit code and a word that say what became of it.
#
#   pool-audit.sh BUILD [ARGUMENT...]
#
# BUILD is the folder of compile_commands.json. ARGUMENTs go to `pool-audit check`, for instance
# --max-issues 10 or --checks 'pool-*'. In the environment, all of it optional:
#
#   POOL_AUDIT             the program; pool-audit on PATH
#   POOL_AUDIT_REPORTS     folder for pools.txt, .html, .json, .sarif, .csv and .md;
#                          pool-audit-reports
#   POOL_AUDIT_BASELINE    findings that are known; left out while there is no such file
#   POOL_AUDIT_SINCE       a revision: findings that it has are known. Needs its commit in the clone
#   POOL_AUDIT_INCOMPLETE  what becomes of a run in which a source could not be read and nothing was
#                          found: fail, or warn, which exits with 0. fail
#
# On GitHub it prints annotations, and writes the job's summary and the outputs `result`, `exit-code`
# and `sarif`. On GitLab it writes gl-code-quality-report.json to the folder as well.
#
# Exit code: that of pool-audit. 0 passed; 1 findings; 2 a wrong option or input; 3 incomplete;
# 128+N ended by signal N.
set -euo pipefail

program=${POOL_AUDIT:-pool-audit}
reports=${POOL_AUDIT_REPORTS:-pool-audit-reports}
incomplete=${POOL_AUDIT_INCOMPLETE:-fail}

# say KIND MESSAGE...: for a person, and as an annotation on GitHub. KIND is error or warning.
say() {
  local kind=$1
  shift
  if [[ -n ${GITHUB_ACTIONS:-} ]]; then
    printf '::%s title=pool-audit::%s\n' "$kind" "$*"
  else
    printf '%s: %s\n' "$kind" "$*" >&2
  fi
}

wrong() {
  say error "$*"
  exit 2
}

[[ $# -gt 0 && $1 != -* ]] || wrong "usage: pool-audit.sh BUILD [ARGUMENT...]"
build=$1
shift
case $incomplete in
  fail | warn) ;;
  *) wrong "POOL_AUDIT_INCOMPLETE is fail or warn; found '$incomplete'" ;;
esac
command -v "$program" >/dev/null || wrong "'$program' was not found; install it, or set POOL_AUDIT"

mkdir -p "$reports"
rm -f "$reports"/pools.{txt,html,json,sarif,csv,md} "$reports/gl-code-quality-report.json"
arguments=(check "$build")
for extension in txt html json sarif csv md; do
  arguments+=(--output "$reports/pools.$extension")
done
if [[ -n ${POOL_AUDIT_SINCE:-} ]]; then
  arguments+=(--since "$POOL_AUDIT_SINCE")
elif [[ -n ${POOL_AUDIT_BASELINE:-} && -f $POOL_AUDIT_BASELINE ]]; then
  arguments+=(--baseline "$POOL_AUDIT_BASELINE")
fi
arguments+=("$@")

code=0
if [[ -n ${GITHUB_ACTIONS:-} ]]; then
  "$program" "${arguments[@]}" --format github --output - || code=$?
elif [[ -n ${GITLAB_CI:-} ]]; then
  "$program" "${arguments[@]}" --format gitlab --output - \
    >"$reports/gl-code-quality-report.json" || code=$?
else
  "$program" "${arguments[@]}" || code=$?
fi
if [[ -z ${GITHUB_ACTIONS:-} && -f $reports/pools.txt ]]; then cat "$reports/pools.txt"; fi

# Behind the first line of the table stand the findings.
found=0
if [[ -f $reports/pools.csv ]]; then found=$(tail -n +2 "$reports/pools.csv" | wc -l); fi

case $code in
  0) result=passed ;;
  1) result=findings ;;
  3)
    result=incomplete
    if [[ $incomplete == warn && $found -eq 0 ]]; then
      say warning "a source could not be read; $reports/pools.txt names it"
      code=0
    else
      say error "a source could not be read; $reports/pools.txt names it"
    fi
    ;;
  2)
    result=error
    say error "pool-audit did not run; its message is in the log"
    ;;
  *)
    result=error
    say error "pool-audit ended with exit code $code"
    ;;
esac

if [[ -n ${GITHUB_STEP_SUMMARY:-} && -f $reports/pools.md ]]; then
  cat "$reports/pools.md" >>"$GITHUB_STEP_SUMMARY"
fi
if [[ -n ${GITHUB_OUTPUT:-} ]]; then
  {
    printf 'result=%s\nexit-code=%s\n' "$result" "$code"
    if [[ -f $reports/pools.sarif ]]; then printf 'sarif=%s\n' "$reports/pools.sarif"; fi
  } >>"$GITHUB_OUTPUT"
fi
exit "$code"
