# shellcheck shell=bash disable=SC2154
# Set-up of a machine and a clone, sourced by ./panoptes when something is missing or has changed.
# Every part says how long it took, on standard error, so that a verb's own output stays clean.

say() { printf 'set-up: %s\n' "$*" >&2; }

stop() { # MESSAGE...
  printf 'panoptes: %s\n' "$@" >&2
  exit 1
}

# Runs one part, shows its time, and on failure the end of its log.
part() { # NAME COMMAND...
  local name=$1 begin log
  shift
  begin=${EPOCHREALTIME//[!0-9]/}
  log=$state/${name// /-}.log
  say "$name ..."
  # 9 is the lock, which build servers that outlive the build must not hold.
  if ! "$@" >"$log" 2>&1 </dev/null 9>&-; then
    tail -n 30 "$log" >&2
    stop "set-up stopped at '$name'; the whole log is $log"
  fi
  local millis=$(((${EPOCHREALTIME//[!0-9]/} - begin) / 1000))
  say "$(printf '%s: %d.%d s' "$name" $((millis / 1000)) $((millis % 1000 / 100)))"
}

needed_packages() {
  printf '%s\n' libopenblas0-pthread libspng-dev libturbojpeg0-dev libdeflate0 libisal2 cmake ninja-build g++
  # Another libtorch brings what it needs with it.
  [[ -n ${PANOPTES_LIBTORCH:-} ]] || printf '%s\n' libtorch-dev libgloo-dev libgoogle-glog-dev
}

missing_packages() {
  local package
  for package in $(needed_packages); do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || printf '%s ' "$package"
  done
}

install_packages() { # PACKAGE...
  export DEBIAN_FRONTEND=noninteractive
  local package
  for package in "$@"; do
    if ! apt-cache show "$package" >/dev/null 2>&1; then
      apt-get update
      break
    fi
  done
  # Package lists that have gone stale name files that are no longer there: look again once.
  apt-get install -y --no-install-recommends "$@" || { apt-get update && apt-get install -y --no-install-recommends "$@"; }
}

check_packages() {
  local missing
  if ! command -v dpkg-query >/dev/null; then
    say "not a Debian machine: what these packages hold must be there already: $(needed_packages | tr '\n' ' ')"
    return
  fi
  missing=$(missing_packages)
  missing=${missing% }
  [[ -z $missing ]] && return
  if [[ $EUID -ne 0 ]]; then
    stop "these Debian packages are missing: $missing" \
      "install them, then run the same command again:" \
      "  sudo apt-get update && sudo apt-get install -y --no-install-recommends $missing"
  fi
  say "missing: $missing"
  # shellcheck disable=SC2086
  part "Debian packages" install_packages $missing
}

check_sdk() {
  command -v dotnet >/dev/null && [[ -n $(dotnet --list-sdks 2>/dev/null) ]] && (cd "$root" && dotnet --version >/dev/null 2>&1) && return
  stop "the .NET 10 SDK is missing (dotnet, version 10.0.100 or later, is not on the PATH)" \
    "install the package dotnet-sdk-10.0 of your distribution, or Microsoft's .NET download, then run the same command again"
}

build_bridge() { "$root/eng/build-bridge.sh" && readlink "$root/artifacts/native/current" >"$bridge.key"; }

build_program() {
  (cd "$root" && dotnet build src/Panoptes.Cli -c Release -v q -clp:NoSummary)
}

# Compiled ahead of time a command is done before it would have compiled itself; the program is the same without.
precompile_program() {
  local built=$root/artifacts/bin/Panoptes.Cli/release to=$root/artifacts/program
  (cd "$root" && dotnet msbuild eng/ReadyToRun.proj -restore -t:Precompile -v:m -nologo) && return
  echo "not compiled ahead of time; commands start slower"
  rm -rf "$to" && cp -r "$built" "$to"
}

build_tests() {
  (cd "$root" && dotnet build Panoptes.slnx -c Release -v q -clp:NoSummary)
}

# A stamp carries the time at which its part began, so that an edit made meanwhile is seen next time.
stamped() { # STAMP COMMAND...
  local stamp=$1
  shift
  : >"$stamp.begun"
  "$@"
  mv "$stamp.begun" "$stamp"
}

# Holds the lock of this clone while it runs: of several first runs at once, one builds and the others wait.
with_lock() { # COMMAND...
  mkdir -p "$state" || stop "cannot write below $root: Panoptes builds into the folder artifacts of its clone"
  exec 9>"$state/lock"
  if ! flock -n 9; then
    say "another run is setting this clone up; waiting for it"
    flock 9
  fi
  "$@"
  exec 9>&-
}

build_program_parts() {
  part "program" build_program
  part "native code" precompile_program
}

set_up_parts() {
  check_packages
  check_sdk
  bridge_is_fresh || stamped "$bridge" part "bridge to libtorch" build_bridge
  program_is_fresh || stamped "$state/program" build_program_parts
  bridge_is_fresh || stop "the bridge to libtorch is not there after its build: see $state"
}

set_up() { with_lock set_up_parts; }

set_up_test_parts() {
  fresh "$state/tests" "${test_sources[@]}" "${program_sources[@]}" || stamped "$state/tests" part "tests" build_tests
}

set_up_tests() { with_lock set_up_test_parts; }
