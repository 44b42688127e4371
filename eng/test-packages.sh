#!/usr/bin/env bash
# Packs, restores a project outside of the clone from the folder of packages, and runs it; installs the tool from there, and runs it, too:
#   eng/test-packages.sh [--no-build] [FOLDER OF PACKAGES]
# With a folder nothing is packed. Sources of packages are those that are configured on this machine, and the folder.
set -euo pipefail
root=$(cd -P -- "${BASH_SOURCE[0]%/*}/.." && printf '%s' "$PWD")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
options=()
if [[ ${1:-} == --no-build ]]; then
  options=(--no-build)
  shift
fi
packages=${1:-$work/packages}
if [[ -z ${1:-} ]]; then
  # A version of its own, so that no package of another day is taken for it.
  "$root/eng/pack.sh" "$packages" -p:MinVerVersionOverride="0.0.1-test.$(date +%s)" "${options[@]}"
fi
for package in "$packages"/*.nupkg; do
  [[ -e ${package%.nupkg}.snupkg ]] || { printf 'no symbols of %s\n' "$package" >&2; exit 1; }
done
version=$(basename "$(ls "$packages"/Panoptes.Metrics.*.nupkg)" .nupkg)
version=${version#Panoptes.Metrics.}

# Packages of this clone go into a folder of their own; those of others are taken from the user's.
mkdir "$work/project"
cp "$root"/samples/FromPackages/* "$work/project/"
user=$(dotnet nuget locals global-packages --list | sed 's/^global-packages: //')
cat >"$work/project/NuGet.config" <<CONFIG
<configuration>
  <config><add key="globalPackagesFolder" value="$work/restored" /></config>
  <packageSources><add key="built" value="$packages" /></packageSources>
  <fallbackPackageFolders><add key="user" value="$user" /></fallbackPackageFolders>
</configuration>
CONFIG
cd "$work/project"
dotnet build -c Release -v q -nologo -clp:NoSummary -p:PanoptesVersion="$version" -o "$work/program"
if compgen -G "$work/program/Panoptes.Tensors*" >/dev/null; then
  printf 'metrics and inference bring the tensor engine\n' >&2
  exit 1
fi
said=$(dotnet "$work/program/FromPackages.dll" "$work/data")
printf '%s\n' "$said"
# IoU 5/6 and 4/5; both segments match.
expected=$'image 10x4\nmIoU 0.8167\nPQ 0.8167\ncontract m'
[[ $said == "$expected" ]] || { printf 'expected:\n%s\n' "$expected" >&2; exit 1; }

if compgen -G "$packages/Panoptes.Tool.*.nupkg" >/dev/null; then
  dotnet tool install Panoptes.Tool --version "$version" --tool-path "$work/tools" --configfile "$work/project/NuGet.config" >/dev/null
  "$work/tools/panoptes" --version
  printf '{"classes": [{"id": 0, "name": "right"}, {"id": 1, "name": "left"}]}' >"$work/classes.json"
  "$work/tools/panoptes" score semantic --gt "$work/data/truth" --pred "$work/data/prediction" --classes "$work/classes.json" | grep mIoU
fi
printf 'packages %s: good\n' "$version"
