#!/usr/bin/env bash
# Packs the libraries and the tool into a folder, with symbols and READMEs: eng/pack.sh [FOLDER] [OPTION OF dotnet pack...]
# The version is that of the tag vMAJOR.MINOR.PATCH (docs/packages.md).
set -euo pipefail
root=$(cd -P -- "${BASH_SOURCE[0]%/*}/.." && printf '%s' "$PWD")
folder=${1:-$root/artifacts/packages}
shift || true
mkdir -p "$folder"
folder=$(cd -P -- "$folder" && printf '%s' "$PWD")
for project in "$root"/src/*/*.csproj; do
  if grep -q '<IsPackable>true</IsPackable>' "$project"; then
    dotnet pack "$project" -c Release -p:Packing=true -v q -nologo -clp:NoSummary -o "$folder" "$@"
  fi
done
ls -1 "$folder"
