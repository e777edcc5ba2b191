#!/usr/bin/env bash
# Publishes the package with npm, which builds it first; the arguments are npm's. npm knows a trusted publisher by
# itself; a token in NPM_TOKEN takes the place of that and never reaches the disk.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# What a plain `npm install` gives stays the last version that is finished.
tag=latest
[[ "$(node -p 'require("./package.json").version')" != *-* ]] || tag=next
publish=(npm publish --access public --tag "$tag" "$@")

if [ -n "${NPM_TOKEN:-}" ]; then
  registry="$(npm config get registry)"
  exec env -u NPM_TOKEN "npm_config_${registry#http*:}:_authToken=$NPM_TOKEN" "${publish[@]}"
fi
exec "${publish[@]}"
