#!/usr/bin/env bash
# Runs a command in a folder that eng/test-libtorch2.sh made, with this repository at /panoptes (its bridge is that of the folder's
# libtorch, built where it is missing). Needs root.
#
#   eng/in-debian.sh FOLDER [NAME=VALUE ...] COMMAND [ARGUMENT ...]
#   eng/in-debian.sh ../debian/sid python3 /panoptes/bench/peers/step.py segformer_b0
set -euo pipefail
root=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd)
# shellcheck source=eng/debian-folder.sh
source "$root/eng/debian-folder.sh"
[[ $# -ge 2 ]] || fail "expected a folder and a command"
own_mounts "$@"
[[ -f $1/.complete ]] || fail "$1 holds no whole Debian: eng/test-libtorch2.sh makes one"
folder=$(cd "$1" && pwd)
shift

place_system
place_repository
inside bash /panoptes/eng/build-bridge.sh
inside PANOPTES_BRIDGE=/panoptes/artifacts/native/current/libpanoptes_bridge.so "$@"
