#!/usr/bin/env bash
# Builds native/bridge against the libtorch that PANOPTES_LIBTORCH names (a libtorch or a PyTorch "torch" folder), or the system's,
# into artifacts/native/<key>/libpanoptes_bridge.so (outside a clone into ~/.local/share/panoptes/native) with panoptes_blas_check beside it, and points artifacts/native/current at it. Does nothing where that is done.
set -euo pipefail
root="${BASH_SOURCE[0]%/*}/.."
if [[ -e $root/Panoptes.slnx ]]; then native="$root/artifacts/native"; else native="${XDG_DATA_HOME:-$HOME/.local/share}/panoptes/native"; fi
libtorch="${PANOPTES_LIBTORCH:-}"

fail() { echo "build-bridge: $*" >&2; exit 1; }

if [[ -n $libtorch ]]; then
  [[ -d $libtorch ]] || fail "PANOPTES_LIBTORCH=$libtorch is no folder; name a libtorch folder or a PyTorch installation's torch folder"
  version_file="$libtorch/include/torch/csrc/api/include/torch/version.h"
  library="$libtorch/lib/libtorch_cpu.so"
else
  version_file=/usr/include/torch/csrc/api/include/torch/version.h
  library=$(compgen -G "/usr/lib/*/libtorch_cpu.so" | head -n 1) || true
fi
[[ -f $version_file && -e $library ]] || fail "no libtorch found${libtorch:+ in $libtorch}: install Debian's libtorch-dev (apt-get install libtorch-dev) or set PANOPTES_LIBTORCH to a libtorch folder"

# One hash over where libtorch is, which build it is (version, size and time of the library) and what the bridge's sources say.
key=$( { stat -L -c '%n %s %Y' "$library"; cat "$version_file" "$root"/native/bridge/CMakeLists.txt; find "$root"/native/bridge/src -type f -print0 | LC_ALL=C sort -z | xargs -0 cat; } | sha256sum)
key=${key:0:16}
target="$native/$key/libpanoptes_bridge.so"

if [[ ! -f $target ]]; then
  for tool in cmake g++; do
    command -v "$tool" > /dev/null || fail "$tool is missing: install it (apt-get install cmake ninja-build g++)"
  done
  if command -v ninja > /dev/null; then generator=Ninja
  elif command -v make > /dev/null; then generator="Unix Makefiles"
  else fail "ninja is missing, and so is make: install one (apt-get install ninja-build)"; fi
  echo "building the bridge against ${libtorch:-the libtorch of this system}" >&2
  build="$native/$key/build.$$"
  mkdir -p "$build"
  trap 'rm -rf "$build"' EXIT
  log="$native/$key/build.log"
  if ! { cmake -S "$root/native/bridge" -B "$build" -G "$generator" -DCMAKE_BUILD_TYPE=Release -DPANOPTES_LIBTORCH="$libtorch" && cmake --build "$build" --parallel "$(nproc)"; } > "$log" 2>&1; then
    tail -n 40 "$log" >&2
    fail "the build failed; the whole log is $log"
  fi
  mv "$build/panoptes_blas_check" "$native/$key/"
  mv "$build/libpanoptes_bridge.so" "$target"
fi
if [[ $(readlink "$native/current" 2> /dev/null) != "$key" ]]; then
  ln -sfn "$key" "$native/current.$$"
  mv -T "$native/current.$$" "$native/current"
fi
