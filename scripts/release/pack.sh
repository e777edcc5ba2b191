#!/usr/bin/env bash
# Builds the package and packs it into a folder, as one file for npm: scripts/release/pack.sh FOLDER
set -euo pipefail
mkdir -p "${1:?the folder for the package}"
folder="$(cd "$1" && pwd)"
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
npm pack --pack-destination "$folder"
