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
# shellcheck source=eng/debian-folder.sh
source "$root/eng/debian-folder.sh"
own_mounts "$@"

make_debian bookworm
place_system
# How this machine reaches the network and its packages.
cp -r /etc/ssl/certs "$folder/etc/ssl/"
[[ ! -d ${HOME:-/nowhere}/.nuget/NuGet ]] || { mkdir -p "$folder/srv/.nuget" && cp -r "$HOME/.nuget/NuGet" "$folder/srv/.nuget/"; }
git clone -q "$root" "$folder/srv/a clone"

say "./panoptes ${command[*]}"
status=0
inside bash -c 'cd "/srv/a clone" && ./panoptes "$@"' _ "${command[@]}" || status=$?
say "exit code $status"
exit $status
