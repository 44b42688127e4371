#!/usr/bin/env bash
# Proves that the bridge builds and the tests pass against a newer Debian's libtorch: makes a folder of that Debian with debootstrap
# (once), builds the bridge in it with its own compiler, and runs the built tests in it with this machine's .NET. Needs root.
#
#   eng/test-libtorch2.sh [--suite trixie|sid] [test project ...]
#
# The suite is trixie (Debian 13, libtorch 2.6) where none is named; sid is Debian unstable, whose libtorch is the newest. The projects
# are Panoptes.Tensors.Tests, Panoptes.Models.Tests and Panoptes.Training.Tests where none is named. The folder is artifacts/SUITE, or
# PANOPTES_TRIXIE or PANOPTES_SID; it holds PyTorch for Python too, which bench/compare.py --peer-folder takes. The mirror is the one
# that this machine's apt uses, or DEBIAN_MIRROR.
set -euo pipefail
root=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd)
# shellcheck source=eng/debian-folder.sh
source "$root/eng/debian-folder.sh"
own_mounts "$@"
suite=trixie
if [[ ${1:-} == --suite ]]; then
  suite=${2:-}
  shift 2 || fail "--suite needs a name: trixie or sid"
fi
case $suite in
  trixie) folder=${PANOPTES_TRIXIE:-$root/artifacts/trixie} ;;
  sid) folder=${PANOPTES_SID:-$root/artifacts/sid} ;;
  *) fail "unknown suite '$suite' (known: trixie, sid)" ;;
esac
projects=("$@")
[[ ${#projects[@]} -gt 0 ]] || projects=(Panoptes.Tensors.Tests Panoptes.Models.Tests Panoptes.Training.Tests)

if [[ ! -f $folder/.complete ]]; then
  make_debian "$suite" libtorch-dev libgloo-dev python3-torch python3-torchvision libopenblas0-pthread libspng-dev libturbojpeg0-dev \
    libdeflate0 libisal2 cmake ninja-build g++
  touch "$folder/.complete"
fi
place_system
place_repository

say "building the bridge with $(inside g++ --version | head -n 1)"
inside bash /panoptes/eng/build-bridge.sh
grep -E 'warning:' "$folder/srv/native/current/build.log" | sort -u || true

status=0
for project in "${projects[@]}"; do
  say "testing $project"
  dotnet build "$root/tests/$project" -c Release -v q --nologo -p:NuGetAudit=false
  inside dotnet test "/panoptes/artifacts/bin/$project/release/$project.dll" --filter 'Speed!=Slow' --results-directory /tmp/results \
    --logger "console;verbosity=minimal" || status=1
done
say "libtorch of the folder: $(inside dpkg-query -W -f '${Version}' libtorch-dev)"
exit $status
