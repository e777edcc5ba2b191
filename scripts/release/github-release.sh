#!/usr/bin/env bash
# Makes the release of a tag on GitHub, with the notes of the changelog and the binaries of a folder:
# scripts/release/github-release.sh TAG FOLDER
set -euo pipefail
tag="${1:?the tag of the release}"
folder="$(cd "${2:?the folder with the binaries}" && pwd)"
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

notes="$(mktemp)"
trap 'rm -f "$notes"' EXIT
node scripts/release/notes.mjs "$tag" >"$notes"
node scripts/release/checksums.mjs "$folder"
node scripts/release/stamp.mjs "$folder"
# A version such as 1.0.0-rc.1 is offered only to people who ask for it.
kind=()
[[ "$tag" != *-* ]] || kind=(--prerelease)
gh release create "$tag" --verify-tag --title "$tag" --notes-file "$notes" "${kind[@]}" "$folder"/*
