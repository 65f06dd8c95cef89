# Shared by the scripts of this folder; sourced, never run. It sets
#   pa_root    the checkout, as an absolute path
#   pa_jobs    how many compile jobs to run: POOL_AUDIT_JOBS, or the number of processors
# and offers the functions below. Nothing here touches the machine before pa_install is called.

# shellcheck shell=bash
set -euo pipefail

pa_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
pa_jobs=${POOL_AUDIT_JOBS:-$(nproc)}

pa_say() { printf '%s\n' "$*" >&2; }

pa_die() {
  pa_say "error: $*"
  exit 2
}

# The header comment of the calling script, from its second line to the first line without '#'.
pa_usage() { sed -n '2,/^[^#]/ { s/^# \{0,1\}//p; }' "$0"; }

# pa_packages SECTION...: the packages of these sections of scripts/packages.txt, sorted.
pa_packages() {
  local section
  for section in "$@"; do
    awk -v wanted="[$section]" '
      /^\[/ { inside = ($1 == wanted); found = found || inside; next }
      inside { sub(/#.*/, ""); if ($1 != "") print $1 }
      END { if (!found) exit 3 }' "$pa_root/scripts/packages.txt" ||
      pa_die "scripts/packages.txt has no section [$section]"
  done | sort -u
}

# pa_missing PACKAGE...: those that are not installed. A virtual package counts as missing here;
# list real ones.
pa_missing() {
  local installed
  installed=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' "$@" 2>/dev/null |
    awk '$1 == "ii" || $1 == "hi" { print $2 }' || true)
  comm -23 <(printf '%s\n' "$@" | sort -u) <(printf '%s\n' "$installed" | sort -u)
}

# Runs a command as root, by sudo where needed.
pa_as_root() {
  if [[ $(id -u) == 0 ]]; then
    "$@"
  elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [[ -t 0 ]]; }; then
    sudo "$@"
  else
    pa_die "installing packages needs root. Run this as root, or install sudo, or have an" \
      "administrator run:
  $*"
  fi
}

pa_apt_get() {
  pa_as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -q \
    -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 "$@" >&2
}

# pa_without_candidate PACKAGE...: those that apt's present lists do not offer.
pa_without_candidate() {
  local offered
  offered=$(apt-cache policy "$@" 2>/dev/null |
    awk '/^[^ ]/ { name = $1; sub(/:$/, "", name) }
         /^  Candidate:/ && $2 != "(none)" { print name }')
  comm -23 <(printf '%s\n' "$@" | sort -u) <(printf '%s\n' "$offered" | sort -u)
}

# pa_install SECTION...: makes sure that the packages of these sections are installed. Costs some
# milliseconds when they are. POOL_AUDIT_SKIP_SETUP=1 leaves the machine as it is.
pa_install() {
  [[ -z ${POOL_AUDIT_SKIP_SETUP:-} ]] || return 0
  local id='' version=''
  if [[ -r /etc/os-release ]]; then
    id=$(. /etc/os-release && echo "${ID:-}")
    version=$(. /etc/os-release && echo "${VERSION_ID:-}")
  fi
  [[ $id == debian && $version == 12 ]] ||
    pa_die "this set-up knows Debian 12; found '${id:-unknown} ${version:-}'. Install the packages" \
      "of scripts/packages.txt ($*) in your system's way and set POOL_AUDIT_SKIP_SETUP=1"

  local packages missing
  mapfile -t packages < <(pa_packages "$@")
  mapfile -t missing < <(pa_missing "${packages[@]}")
  [[ ${#missing[@]} -gt 0 ]] || return 0

  pa_say "installing ${#missing[@]} packages: ${missing[*]}"
  local updated=''
  if [[ -n $(pa_without_candidate "${missing[@]}") ]]; then
    pa_apt_get update
    updated=1
    local absent
    absent=$(pa_without_candidate "${missing[@]}" | tr '\n' ' ')
    [[ -z $absent ]] ||
      pa_die "apt offers no package ${absent% }. clang-22 and LLVM 22 come from the suite" \
        "bookworm-security: add it to /etc/apt/sources.list, then run this again"
  fi
  if ! pa_apt_get install --no-install-recommends "${missing[@]}"; then
    # Package lists that are too old name versions that the mirror has dropped.
    [[ -z $updated ]] || pa_die "apt-get could not install the packages; its messages are above"
    pa_apt_get update
    pa_apt_get install --no-install-recommends "${missing[@]}" ||
      pa_die "apt-get could not install the packages; its messages are above"
  fi
}

# pa_node_packages FOLDER: makes sure that what FOLDER/package-lock.json names is in its
# node_modules. Where they cannot be had, the tests that need them say that they are not set up.
pa_node_packages() {
  [[ -z ${POOL_AUDIT_SKIP_SETUP:-} ]] || return 0
  local lock=$pa_root/$1/package-lock.json done=$pa_root/$1/node_modules/.package-lock.json
  command -v npm >/dev/null || pa_install node
  [[ ! -f $done || $lock -nt $done ]] || return 0
  pa_say "installing the packages of $1/package-lock.json"
  (cd "$pa_root/$1" && npm ci --no-progress >&2 && touch "$done") ||
    pa_say "warning: npm could not install the packages of $1; its messages are above"
}

# pa_debian_sources TYPE PREFIX: writes this machine's own entries for Debian 12 as entries of TYPE
# (deb or deb-src) to PREFIX.list and PREFIX.sources. Entries of other archives are left out.
pa_debian_sources() {
  local type=$1 prefix=$2 suites='^bookworm(-updates|-security)?$'
  awk -v type="$type" -v suites="$suites" '
    $1 == "deb" {
      suite = 3
      if ($2 ~ /^\[/) { for (i = 2; $i !~ /\]$/; i++) {}; suite = i + 2 }
      if ($suite ~ suites) { sub(/^[ \t]*deb/, type); print }
    }' <(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null) >"$prefix.list"
  # Stanza by stanza; one that names another suite besides is somebody else's archive.
  awk -v type="$type" -v suites="$suites" '
    BEGIN { RS = ""; FS = "\n" }
    {
      debian = 1; binary = 0; enabled = 1; text = ""
      for (i = 1; i <= NF; i++) {
        if ($i ~ /^Types:/) { binary = ($i ~ /[ \t]deb([ \t]|$)/); $i = "Types: " type }
        if ($i ~ /^Enabled:[ \t]*no/) enabled = 0
        if ($i ~ /^Suites:/) {
          count = split($i, words, /[ \t]+/)
          for (j = 2; j <= count; j++) if (words[j] != "" && words[j] !~ suites) debian = 0
        }
        text = text $i "\n"
      }
      if (debian && binary && enabled) print text
    }' <(for file in /etc/apt/sources.list.d/*.sources; do
           [[ ! -f $file ]] || { sed '/^#/d' "$file"; echo; }
         done) >"$prefix.sources"
  [[ -s $prefix.list || -s $prefix.sources ]] ||
    pa_die "no entry for Debian 12 in /etc/apt/sources.list or /etc/apt/sources.list.d to take" \
      "source packages from; add one for the suite bookworm"
}

# pa_build PRESET [ARGUMENT...]: configures build/PRESET when that has not been done, and builds it.
# Says nothing when there is nothing to do. Runs in the checkout; arguments go to `cmake --build`.
pa_build() {
  local preset=$1 tree=build/$1
  shift
  if [[ ! -f $tree/build.ninja || CMakePresets.json -nt $tree/build.ninja ]]; then
    cmake --preset "$preset" >&2 || return 1
  fi
  # Lets a second checkout, such as that of scripts/new-user, find what this one compiled.
  export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$PWD}
  # Two lines that ninja prints when there is nothing to do would only hide the rest.
  NINJA_STATUS='[%f/%t] ' cmake --build --preset "$preset" --parallel "$pa_jobs" "$@" |
    sed -u -e '/^ninja: no work to do/d' -e '/Re-checking globbed directories/d' >&2
}

# pa_service: builds examples/service in build/service, and sets pa_quotes to the program.
pa_service() {
  local tree=$pa_root/build/service
  if [[ ! -f $tree/build.ninja ]]; then
    cmake -S "$pa_root/examples/service" -B "$tree" -G Ninja -DCMAKE_CXX_COMPILER=clang++-22 >&2
  fi
  NINJA_STATUS='[%f/%t] ' cmake --build "$tree" --parallel "$pa_jobs" |
    sed -u -e '/^ninja: no work to do/d' >&2 || pa_die "the service could not be built"
  # shellcheck disable=SC2034  # read by the caller
  pa_quotes=$tree/quotes
}
