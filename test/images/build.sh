#!/usr/bin/env bash
# Builds the images that stand in for Ollama and Open WebUI, pushes them to REGISTRY and pulls them into the Engine at
# DOCKER_HOST. Nothing is downloaded: they are made of this machine's own node, bash, coreutils and python3. Quick when
# nothing changed.
set -euo pipefail

if (($# != 2)); then
  echo "usage: test/images/build.sh REGISTRY DOCKER_HOST   (for example 127.0.0.1:5000 unix:///var/run/docker.sock)" >&2
  exit 2
fi
exec node "$(dirname "${BASH_SOURCE[0]}")/build.mjs" "$1" "$2"
