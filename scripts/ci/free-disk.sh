#!/usr/bin/env bash
# Makes room on a runner of GitHub itself: removes what its image brings along and localgpt never needs.
# Elsewhere these folders may belong to somebody, so it refuses. `scripts/ci/free-disk.sh [ROOT]`
set -euo pipefail

root="${1:-}"
if [ "${GITHUB_ACTIONS:-}" != true ] || [ "${RUNNER_ENVIRONMENT:-}" != github-hosted ]; then
  echo "free-disk.sh deletes folders of the system, so it runs only on a runner of GitHub itself, and this machine is another" >&2
  exit 2
fi

free() { df -Pk "${root:-/}" | awk 'NR == 2 { printf "%.1f GB free\n", $4 / 1e6 }'; }

free
for folder in usr/share/dotnet usr/share/swift usr/local/lib/android usr/local/.ghcup opt/ghc opt/hostedtoolcache/CodeQL; do
  [ -e "$root/$folder" ] || continue
  if [ -w "$root/$(dirname "$folder")" ]; then rm -rf "${root:?}/$folder"; else sudo rm -rf "$root/$folder"; fi
  echo "removed /$folder"
done
free
