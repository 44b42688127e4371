#!/usr/bin/env bash
# Writes pages of the packages' public API, to be read from disk, with a search: eng/api-pages.sh [FOLDER]
# Reads the built program (dotnet build src/Panoptes.Cli -c Release).
set -euo pipefail
root=$(cd -P -- "${BASH_SOURCE[0]%/*}/.." && printf '%s' "$PWD")
folder=${1:-$root/artifacts/api}
names=(Foundation Imaging Formats Metrics Inference Serving Tensors Data Models Training)
dotnet run --project "$root/eng/ApiPages" -c Release -v q -- "$root/artifacts/bin/Panoptes.Cli/release" "$folder" "${names[@]/#/Panoptes.}"
