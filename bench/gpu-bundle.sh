#!/usr/bin/env bash
# Makes one archive that measures training throughput (bench/gpu.py) on an x86-64 Linux machine that has a Python with PyTorch 2, cmake,
# ninja or make, and g++, but needs neither .NET nor a network:
#
#   bench/gpu-bundle.sh [FILE.tar.gz]              default: artifacts/panoptes-gpu.tar.gz
#   there: tar xf panoptes-gpu.tar.gz && panoptes-gpu/run.sh [options of bench/gpu.py]
#
# It holds the .NET runtime of this machine, the built benchmark, the bridge's sources, which run.sh builds there against PyTorch's own
# libtorch, and the peers.
set -euo pipefail
root=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd)
target=$(realpath -m "${1:-$root/artifacts/panoptes-gpu.tar.gz}")

fail() { echo "gpu-bundle: $*" >&2; exit 1; }
[[ $(uname -m) == x86_64 ]] || fail "makes bundles for x86-64 only, and this machine's .NET is for $(uname -m)"

dotnet build "$root/bench/Panoptes.Bench" -c Release -v q --nologo -p:NuGetAudit=false
program=$root/artifacts/bin/Panoptes.Bench/release
dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
version=$(dotnet --list-runtimes | sed -n 's/^Microsoft\.NETCore\.App \(10\.[^ ]*\) .*/\1/p' | tail -n 1)
[[ -n $version ]] || fail "no .NET 10 runtime here"

staging=$(mktemp -d)
trap 'rm -rf "$staging"' EXIT
bundle=$staging/panoptes-gpu
mkdir -p "$bundle"/{dotnet/shared/Microsoft.NETCore.App,dotnet/host/fxr,artifacts/bin/Panoptes.Bench/release,bench/peers,eng,native}
cp "$dotnet"/{dotnet,LICENSE.txt,ThirdPartyNotices.txt} "$bundle/dotnet/"
cp -r "$dotnet/host/fxr/$version" "$bundle/dotnet/host/fxr/"
cp -r "$dotnet/shared/Microsoft.NETCore.App/$version" "$bundle/dotnet/shared/Microsoft.NETCore.App/"
cp "$program"/*.dll "$program"/*.deps.json "$program"/*.runtimeconfig.json "$bundle/artifacts/bin/Panoptes.Bench/release/"
cp -r "$root/native/bridge" "$bundle/native/"
cp "$root/eng/build-bridge.sh" "$bundle/eng/"
cp "$root/bench/gpu.py" "$bundle/bench/"
cp "$root"/bench/peers/{networks,segformer,segnext,throughput}.py "$bundle/bench/peers/"
cp "$root/bench/gpu-run.sh" "$bundle/run.sh"
cp "$root/LICENSE" "$bundle/"

mkdir -p "$(dirname "$target")"
tar -C "$staging" --owner=0 --group=0 -cf - panoptes-gpu | gzip -9 > "$target.tmp"
mv "$target.tmp" "$target"
echo "$target: $(($(stat -c %s "$target") / 1048576)) MiB"
