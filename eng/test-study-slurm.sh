#!/usr/bin/env bash
# Submits the cells of a study to Slurm on this machine alone (see slurm.sh; needs root), and has happen to them what happens on clusters:
# one is cancelled, two are pushed out for another job, one is out of time, one fails, and the node's daemon is killed once. What is not
# done is submitted once more, and all have to end done, or in the state that is true of them. The cells are those of a test.
#
#   eng/test-study-slurm.sh [--no-build]  builds tests/Panoptes.Studies.Tests first
set -euo pipefail
root=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd)
fail() {
  printf 'test-study-slurm.sh: %s\n' "$*" >&2
  exit 1
}
say() { printf '%s %s\n' "$(date +%T)" "$*"; }

. "$root/eng/slurm.sh"
[[ ${1-} == --no-build ]] || dotnet build "$root/tests/Panoptes.Studies.Tests" -c Release -v q -nologo >/dev/null ||
  fail "the tests do not build"
work=$(mktemp -d)
chmod 755 "$work"
stop() {
  slurm_stop
  rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM
slurm_start "$work"

export PANOPTES_TEST_SLURM=$slurm_folder
dotnet test "$root/tests/Panoptes.Studies.Tests" -c Release --no-build -nologo --filter "FullyQualifiedName~Launchers.RealSlurm" \
  -l "console;verbosity=detailed"
