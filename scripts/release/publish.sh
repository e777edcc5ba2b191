#!/usr/bin/env bash
# Publishes the one package in a folder with npm, and builds or runs nothing: scripts/release/publish.sh FOLDER
# [OPTION…] The options are npm's. npm knows a trusted publisher by itself; a token in NPM_TOKEN takes the place of that
# and never reaches the disk.
set -euo pipefail
folder="$(cd "${1:?the folder with the package}" && pwd)"
shift
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

packages=("$folder"/*.tgz)
if [ "${#packages[@]}" -ne 1 ] || [ ! -f "${packages[0]}" ]; then
  echo "\`$folder\` must have one package to publish, as scripts/release/pack.sh makes it" >&2
  exit 2
fi

# What a plain `npm install` gives stays the last version that is finished.
tag=latest
[[ "$(node -p 'require("./package.json").version')" != *-* ]] || tag=next
publish=(npm publish "${packages[0]}" --access public --tag "$tag" "$@")

if [ -n "${NPM_TOKEN:-}" ]; then
  registry="$(npm config get registry)"
  exec env -u NPM_TOKEN "npm_config_${registry#http*:}:_authToken=$NPM_TOKEN" "${publish[@]}"
fi
exec "${publish[@]}"
