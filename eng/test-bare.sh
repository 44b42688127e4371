#!/usr/bin/env bash
# Proves that a command works on a bare Debian 12 as its first: makes a minimal Debian folder with debootstrap, clones this repository
# into it, at its last commit and below a path with a space, lends it this machine's .NET, and runs the command there. Needs root.
#
#   eng/test-bare.sh [COMMAND ...]        default: demo
#
# The folder is artifacts/bare, or PANOPTES_BARE; it is made anew each time. The mirror is Debian's own, or DEBIAN_MIRROR.
set -euo pipefail
root=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd)
folder=${PANOPTES_BARE:-$root/artifacts/bare}
command=("$@")
[[ ${#command[@]} -gt 0 ]] || command=(demo)

fail() { echo "test-bare: $*" >&2; exit 1; }
say() { printf '%s %s\n' "$(date +%T)" "$*"; }

[[ $(id -u) == 0 ]] || fail "needs root, for debootstrap, mount and chroot: sudo $0 $*"
command -v debootstrap > /dev/null || fail "debootstrap is missing: apt-get install debootstrap"
dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")

mounted=()
finish() {
  for ((k = ${#mounted[@]} - 1; k >= 0; k--)); do umount --lazy "${mounted[k]}"; done
}
trap finish EXIT
place() { # from to
  mkdir -p "$folder$2"
  mount --bind "$1" "$folder$2"
  mounted+=("$folder$2")
}

say "making a Debian 12 folder in $folder"
! grep -q " $folder/" /proc/mounts || fail "something is still mounted below $folder"
rm -rf --one-file-system "$folder"
mkdir -p "$folder"
debootstrap --variant=minbase --include=ca-certificates bookworm "$folder" ${DEBIAN_MIRROR:+"$DEBIAN_MIRROR"} > "$folder.log" 2>&1 ||
  { tail -n 20 "$folder.log" >&2; fail "debootstrap failed; the whole log is $folder.log"; }
place /proc /proc
place /dev /dev
place "$dotnet" /opt/dotnet
# How this machine reaches the network and its packages.
cp /etc/resolv.conf /etc/hosts "$folder/etc/"
cp -r /etc/ssl/certs "$folder/etc/ssl/"
[[ ! -d ${HOME:-/nowhere}/.nuget/NuGet ]] || { mkdir -p "$folder/srv/.nuget" && cp -r "$HOME/.nuget/NuGet" "$folder/srv/.nuget/"; }
git clone -q "$root" "$folder/srv/a clone"

say "./panoptes ${command[*]}"
status=0
chroot "$folder" /usr/bin/env -i PATH=/opt/dotnet:/usr/bin:/bin:/usr/sbin:/sbin HOME=/srv DOTNET_ROOT=/opt/dotnet \
  DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 LANG=C.UTF-8 bash -c 'cd "/srv/a clone" && ./panoptes "$@"' _ "${command[@]}" || status=$?
say "exit code $status"
exit $status
