# shellcheck shell=bash disable=SC2154
# Folders that hold another Debian, and what it takes to run this repository in one: sourced by eng/test-bare.sh, eng/test-libtorch2.sh
# and eng/in-debian.sh, which set `root` (this repository) and `folder` (where the other Debian is, or is to be).

fail() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

say() { printf '%s %s\n' "$(date +%T)" "$*"; }

# Starts the script anew with mounts of its own: they end with it, however it ends, and no other program sees them.
own_mounts() { # "$@" of the script
  [[ -z ${PANOPTES_OWN_MOUNTS:-} ]] || return 0
  [[ $(id -u) == 0 ]] || fail "needs root, for debootstrap, mount and chroot: sudo $0 $*"
  PANOPTES_OWN_MOUNTS=1 exec unshare --mount --propagation private bash "$0" "$@"
}

# The first mirror of Debian itself among apt's sources, in either of their formats.
debian_mirror() {
  local mirror
  mirror=${DEBIAN_MIRROR:-$(find /etc/apt/sources.list /etc/apt/sources.list.d -type f -exec cat {} + 2>/dev/null |
    sed '/^ *#/d' | grep -oE 'https?://[^ ]+/debian/?( |$)' | head -n 1 | tr -d ' ' || true)}
  [[ -n $mirror ]] || fail "no Debian mirror in /etc/apt: set DEBIAN_MIRROR"
  printf '%s' "$mirror"
}

# Makes `folder` anew: a minimal Debian of a suite, which reaches the network as this machine does, with some packages.
make_debian() { # SUITE [PACKAGE...]
  local suite=$1 mirror
  shift
  command -v debootstrap >/dev/null || fail "debootstrap is missing: apt-get install debootstrap"
  mirror=$(debian_mirror)
  say "making a Debian folder ($suite) in $folder"
  rm -rf --one-file-system "$folder"
  mkdir -p "$folder"
  logged debootstrap --variant=minbase --include=ca-certificates "$suite" "$folder" "$mirror"
  cp /etc/resolv.conf /etc/hosts "$folder/etc/"
  # apt, not debootstrap, for what has alternatives among its dependencies.
  [[ $# -eq 0 ]] || logged chroot "$folder" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
}

logged() { # COMMAND...
  "$@" >>"$folder.log" 2>&1 || {
    tail -n 20 "$folder.log" >&2
    fail "$1 failed; the whole log is $folder.log"
  }
}

# Shows a folder of this machine inside.
place() { # FROM TO [OPTIONS]
  mkdir -p "$folder$2"
  mount --bind "$1" "$folder$2"
  [[ -z ${3:-} ]] || mount -o "remount,bind,$3" "$folder$2"
}

# What every program needs, and this machine's .NET, from where it says that it is: what is on the PATH may be a link or a script.
place_system() {
  local dotnet
  dotnet=$(dotnet --list-sdks | sed -n 's|.*\[\(.*\)/sdk\]$|\1|p' | head -n 1)
  [[ -n $dotnet ]] || fail "dotnet --list-sdks names no SDK"
  place /proc /proc
  place /dev /dev
  place "$dotnet" /opt/dotnet ro
}

# This repository as it is, at /panoptes, with what it builds, but for the bridge, which is of the folder's own libtorch.
place_repository() {
  mkdir -p "$root/artifacts/native" "$folder/srv/native"
  place "$root" /panoptes ro
  place "$folder/srv/native" /panoptes/artifacts/native
  [[ ! -d $root/../shared ]] || place "$root/../shared" /shared ro
}

# Runs a command inside, with none of this machine's variables.
inside() { # [NAME=VALUE...] COMMAND...
  chroot "$folder" /usr/bin/env -i PATH=/opt/dotnet:/usr/bin:/bin:/usr/sbin:/sbin HOME=/srv DOTNET_ROOT=/opt/dotnet DOTNET_NOLOGO=1 \
    DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 LANG=C.UTF-8 "$@"
}
