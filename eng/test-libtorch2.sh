#!/usr/bin/env bash
# Proves that the bridge builds and the tests pass against Debian 13's libtorch 2.6: makes a Debian 13 folder with debootstrap (once),
# builds the bridge in it with its own compiler, and runs the built tests in it with this machine's .NET. Needs root.
#
#   eng/test-libtorch2.sh [test project ...]        default: Panoptes.Tensors.Tests Panoptes.Models.Tests
#
# The folder is artifacts/trixie, or PANOPTES_TRIXIE. The mirror is the one that this machine's apt uses, or DEBIAN_MIRROR.
set -euo pipefail
root=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd)
folder=${PANOPTES_TRIXIE:-$root/artifacts/trixie}
projects=("$@")
[[ ${#projects[@]} -gt 0 ]] || projects=(Panoptes.Tensors.Tests Panoptes.Models.Tests)
packages=libtorch-dev,libopenblas0-pthread,libspng-dev,libturbojpeg0-dev,cmake,ninja-build,g++,ca-certificates

fail() { echo "test-libtorch2: $*" >&2; exit 1; }
say() { printf '%s %s\n' "$(date +%T)" "$*"; }

[[ $(id -u) == 0 ]] || fail "needs root, for debootstrap, mount and chroot: sudo $0 $*"
command -v debootstrap > /dev/null || fail "debootstrap is missing: apt-get install debootstrap"

# The first mirror of Debian itself among apt's sources, in either of their formats.
mirror=${DEBIAN_MIRROR:-$(find /etc/apt/sources.list /etc/apt/sources.list.d -type f -exec cat {} + 2> /dev/null |
  sed '/^ *#/d' | grep -oE 'https?://[^ ]+/debian/?( |$)' | head -n 1 | tr -d ' ' || true)}
[[ -n $mirror ]] || fail "no Debian mirror in /etc/apt: set DEBIAN_MIRROR"

if [[ ! -f $folder/.complete ]]; then
  say "making a Debian 13 folder in $folder"
  rm -rf "$folder"
  mkdir -p "$folder"
  debootstrap --variant=minbase --include="$packages" trixie "$folder" "$mirror" > "$folder.log" 2>&1 ||
    { tail -n 20 "$folder.log" >&2; fail "debootstrap failed; the whole log is $folder.log"; }
  touch "$folder/.complete"
fi

dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
mounted=()
finish() {
  # Lazily: a build server of the tests may still look at a folder.
  for ((k = ${#mounted[@]} - 1; k >= 0; k--)); do umount --lazy "${mounted[k]}"; done
}
trap finish EXIT
place() { # from to [options]: shows a folder of this machine inside
  mkdir -p "$folder$2"
  mount --bind "$1" "$folder$2"
  mounted+=("$folder$2")
  [[ -z ${3:-} ]] || mount -o "remount,bind,$3" "$folder$2"
}
place /proc /proc
place /dev /dev
place "$dotnet" /opt/dotnet ro
# The repository as it is, with build outputs of the folder's own.
mkdir -p "$root/artifacts" "$folder/outputs/bin"
place "$root" /panoptes ro
place "$folder/outputs" /panoptes/artifacts
[[ ! -d $root/../shared ]] || place "$root/../shared" /shared ro
inside() {
  chroot "$folder" /usr/bin/env -i PATH=/opt/dotnet:/usr/bin:/bin HOME=/tmp DOTNET_ROOT=/opt/dotnet DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 \
    DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 LANG=C.UTF-8 "$@"
}

say "building the bridge with $(inside g++ --version | head -n 1)"
inside bash /panoptes/eng/build-bridge.sh
grep -E 'warning:' "$folder"/outputs/native/current/build.log | sort -u || true

status=0
for project in "${projects[@]}"; do
  say "testing $project"
  dotnet build "$root/tests/$project" -c Release -v q --nologo -p:NuGetAudit=false
  rm -rf "$folder/outputs/bin/$project"
  cp -r "$root/artifacts/bin/$project" "$folder/outputs/bin/"
  inside dotnet test "/panoptes/artifacts/bin/$project/release/$project.dll" --logger "console;verbosity=minimal" || status=1
done
say "libtorch of the folder: $(inside dpkg-query -W -f '${Version}' libtorch-dev)"
exit $status
