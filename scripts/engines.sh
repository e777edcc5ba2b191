#!/usr/bin/env bash
# Real Docker Engines for the tests: one of the 20.10 series, one newer, and a registry on a loopback port.
# They live in a folder of their own ($LOCALGPT_ENGINES), beside whatever Docker the machine has, and end without a
# trace. On machines other than Debian and Ubuntu the Engine that `docker` reaches is used as the only one.
set -euo pipefail
umask 022

usage="Usage: scripts/engines.sh start|stop|env|status|sweep [--engine 20|28]"
home="${HOME:-$(getent passwd "$(id -u)" | cut -d: -f6)}"
base="${LOCALGPT_ENGINES:-${home:-/var/tmp}/.cache/localgpt-engines}"
# A test that stops its Engine has one of its own, in another folder there, and then no registry.
run="$base/${LOCALGPT_ENGINES_RUN:-run}"
tools="$base/tools"
registry_container="localgpt-test-registry"

say() { printf 'engines: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

[ $# -gt 0 ] || die "$usage"
verb="$1"; shift
engines=(20 28)
while [ $# -gt 0 ]; do
  case "$1" in
    --engine) [[ "${2:-}" =~ ^(20|28)$ ]] || die "$usage"; engines=("$2"); shift 2 ;;
    *) die "$usage" ;;
  esac
done

# ── which machine ─────────────────────────────────────────────────────────────────────────────────────────────────────

distribution="$(. /etc/os-release 2>/dev/null && printf '%s' "${ID:-}" || true)"
codename="$(. /etc/os-release 2>/dev/null && printf '%s' "${VERSION_CODENAME:-}" || true)"
case "$distribution" in
  debian)
    old_suite=bookworm; new_suite=sid
    cli_packages=(docker-cli docker-compose docker-buildx)
    ;;
  ubuntu)
    old_suite=jammy; new_suite=jammy-updates
    cli_packages=(docker.io docker-compose-v2 docker-buildx)
    ;;
esac

# Engines of our own rewrite Docker's firewall chains, so a person's running Engine is not disturbed unless they ask.
uses_own_engines() {
  case "$distribution" in debian | ubuntu) ;; *) return 1 ;; esac
  [ -n "${CI:-}${LOCALGPT_ENGINES_OWN:-}" ] || [ -d "$run" ] || [ ! -S /var/run/docker.sock ]
}

become_root() {
  [ "$(id -u)" -ne 0 ] || return 0
  command -v sudo >/dev/null || die "needs root: run it as root, or install sudo"
  local arguments=("$verb")
  [ "${#engines[@]}" -eq 2 ] || arguments+=(--engine "${engines[0]}")
  exec sudo env "HOME=$home" "PATH=$PATH" "LOCALGPT_ENGINES=$base" "CI=${CI:-}" "LOCALGPT_ENGINES_OWN=${LOCALGPT_ENGINES_OWN:-}" \
    "LOCALGPT_TEST_REGISTRY_PORT=${LOCALGPT_TEST_REGISTRY_PORT:-}" "LOCALGPT_ENGINES_RUN=${LOCALGPT_ENGINES_RUN:-}" \
    "LOCALGPT_TEST_RUN=${LOCALGPT_TEST_RUN:-}" \
    "LOCALGPT_ENGINES_USER=$(id -u):$(id -g)" bash "$scripts/engines.sh" "${arguments[@]}"
}
owner="${LOCALGPT_ENGINES_USER:-0:0}"

scripts="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
. "$scripts/engines/packages.sh"
. "$scripts/engines/daemons.sh"

# ── the Engine that is there already ──────────────────────────────────────────────────────────────────────────────────

start_borrowed() {
  command -v docker >/dev/null || die "no Docker Engine here: install Docker Desktop or Docker Engine, then run this again"
  docker version >/dev/null || die "\`docker\` reaches no Engine: start Docker, then run this again"
  [ -z "$(docker ps -q --filter "name=^$registry_container\$")" ] || return 0
  docker rm -f "$registry_container" >/dev/null 2>&1 || true
  docker run -d --name "$registry_container" -p 127.0.0.1:0:5000 registry:2 >/dev/null || die "the registry did not start"
}

# ── verbs ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

print_env() {
  if uses_own_engines; then
    [ -d "$run" ] || die "nothing runs: \`scripts/engines.sh start\`"
    local engine newest=
    for engine in 20 28; do
      engine_answers "$engine" || continue
      printf 'export LOCALGPT_TEST_ENGINE_%s=%q\n' "$engine" "unix://$run/engine-$engine/docker.sock"
      newest="unix://$run/engine-$engine/docker.sock"
    done
    printf 'export LOCALGPT_TEST_DOCKER_HOST=${LOCALGPT_TEST_DOCKER_HOST:-%q}\n' "$newest"
    printf 'export LOCALGPT_TEST_REGISTRY=127.0.0.1:%s\n' "$(cat "$run/registry.port")"
    printf 'export DOCKER_CONFIG=%q\nexport PATH=%q:"$PATH"\n' "$tools/docker-config" "$tools/usr/bin"
  else
    local host
    host="${DOCKER_HOST:-$(docker context inspect --format '{{.Endpoints.docker.Host}}')}"
    printf 'export LOCALGPT_TEST_ENGINE=%q\nexport LOCALGPT_TEST_DOCKER_HOST=%q\n' "$host" "$host"
    printf 'export LOCALGPT_TEST_REGISTRY=%q\n' "$(docker port "$registry_container" 5000/tcp | head -n 1)"
  fi
}

case "$verb" in
  start)
    uses_own_engines || { start_borrowed; exit 0; }
    become_root
    mkdir -p "$run"
    # One start or stop at a time; programs that go on running must not hold the lock.
    exec 9>"$base/lock"; flock 9
    mkdir -p "$run"
    install_everything 9>&-
    choose_slot
    mount_cgroups
    [ -n "${LOCALGPT_ENGINES_RUN:-}" ] || start_registry 9>&-
    for engine in "${engines[@]}"; do start_engine "$engine" 9>&-; done
    for engine in "${engines[@]}"; do
      say "Engine $(docker_of "$engine" version --format '{{.Server.Version}} (API {{.Server.APIVersion}})')"
    done
    [ -n "${LOCALGPT_ENGINES_RUN:-}" ] ||
      say "Compose $(docker_of "${engines[0]}" compose version --short), registry 127.0.0.1:$(cat "$run/registry.port")"
    ;;
  stop)
    uses_own_engines || { docker rm -fv "$registry_container" >/dev/null; exit 0; }
    [ -d "$run" ] || exit 0
    become_root
    exec 9>"$base/lock"; flock 9
    for engine in "${engines[@]}"; do end_engine "$engine"; done
    # The registry and the folder go with the last Engine.
    if [ ! -d "$run/engine-20" ] && [ ! -d "$run/engine-28" ]; then
      end_process "$run/registry.pid"
      rm -rf "$run"
    fi
    ;;
  sweep) # ends the Engines that tests of the run LOCALGPT_TEST_RUN left
    lefts=("$base/run-${LOCALGPT_TEST_RUN:?}-"*)
    [ -d "${lefts[0]}" ] || exit 0
    become_root
    exec 9>"$base/lock"; flock 9
    for run in "${lefts[@]}"; do
      for engine in "${engines[@]}"; do end_engine "$engine"; done
      rm -rf "$run"
    done
    ;;
  env) print_env ;;
  status) # exit code 0 when everything asked for runs
    uses_own_engines || { [ -n "$(docker ps -q --filter "name=^$registry_container\$")" ]; exit; }
    for engine in "${engines[@]}"; do engine_answers "$engine" || exit 1; done
    alive "$run/registry.pid" && registry_answers
    ;;
  *) die "$usage" ;;
esac
