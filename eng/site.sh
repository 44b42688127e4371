#!/usr/bin/env bash
# Writes all pages and the public API's as one folder of HTML, read and searched from disk: eng/site.sh [FOLDER]
# Reads the built program (dotnet build src/Panoptes.Cli -c Release). A link that leads nowhere is an error.
set -euo pipefail
root=$(cd -P -- "${BASH_SOURCE[0]%/*}/.." && printf '%s' "$PWD")
folder=${1:-$root/artifacts/site}
mkdir -p "$folder"
"$root/eng/api-pages.sh" "$folder/api"
dotnet run --project "$root/eng/SitePages" -c Release -v q -- "$root" "$folder"
