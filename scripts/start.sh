#!/usr/bin/env bash
# From a fresh clone to a chat: checks Node and Docker, installs and builds what changed, then runs `localgpt up`
# with the arguments given here. The only file besides words/ with sentences of its own: it speaks before Node can.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

least_node=20

# say ENGLISH SPANISH: one sentence in the user's language, to stderr.
say() {
  case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in
    es*) printf '%s\n' "$2" >&2 ;;
    *) printf '%s\n' "$1" >&2 ;;
  esac
}

# The package manager that this system is sure to have, empty where none is known.
package_manager() {
  local candidate
  for candidate in brew apt-get dnf pacman zypper apk; do
    if command -v "$candidate" >/dev/null 2>&1; then
      printf '%s' "$candidate"
      return
    fi
  done
}

node_install() {
  case "$(package_manager)" in
    brew) printf 'brew install node' ;;
    apt-get) printf 'curl -fsSL https://deb.nodesource.com/setup_22.x | sudo -E bash - && sudo apt-get install -y nodejs' ;;
    dnf) printf 'sudo dnf install -y nodejs npm' ;;
    pacman) printf 'sudo pacman -S nodejs npm' ;;
    zypper) printf 'sudo zypper install nodejs npm' ;;
    apk) printf 'sudo apk add nodejs npm' ;;
    *) printf 'https://nodejs.org/download' ;;
  esac
}

docker_install() {
  case "$(uname -s)" in
    Darwin) printf 'https://docs.docker.com/desktop/setup/install/mac-install/' ;;
    *)
      case "$(package_manager)" in
        apt-get) printf 'sudo apt-get install -y docker.io && sudo usermod -aG docker "$USER"' ;;
        dnf) printf 'sudo dnf install -y moby-engine && sudo systemctl enable --now docker' ;;
        pacman) printf 'sudo pacman -S docker && sudo systemctl enable --now docker' ;;
        zypper) printf 'sudo zypper install docker && sudo systemctl enable --now docker' ;;
        apk) printf 'sudo apk add docker && sudo rc-service docker start' ;;
        *) printf 'https://docs.docker.com/engine/install/' ;;
      esac
      ;;
  esac
}

check_node() {
  local version major
  if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
    say "Node.js $least_node or newer is needed and was not found" "Hace falta Node.js $least_node o más nuevo y no se ha encontrado"
    printf '  %s\n' "$(node_install)" >&2
    exit 2
  fi
  version=$(node --version)
  major=${version#v}
  major=${major%%.*}
  if [ "$major" -lt "$least_node" ]; then
    say "Node.js $least_node or newer is needed; this is $version" "Hace falta Node.js $least_node o más nuevo; este es $version"
    printf '  %s\n' "$(node_install)" >&2
    exit 2
  fi
}

# Whether there is a trace of Docker; whether it answers is what `localgpt up` finds out and explains.
check_docker() {
  local socket
  [ -n "${DOCKER_HOST:-}" ] || [ -n "${DOCKER_CONTEXT:-}" ] || command -v docker >/dev/null 2>&1 && return
  for socket in /var/run/docker.sock "$HOME/.docker/run/docker.sock" "$HOME/.docker/desktop/docker.sock" \
    "${XDG_RUNTIME_DIR:-/nonexistent}/docker.sock" "$HOME/.colima/default/docker.sock" "$HOME/.orbstack/run/docker.sock" \
    "$HOME/.rd/docker.sock" "${XDG_RUNTIME_DIR:-/nonexistent}/podman/podman.sock"; do
    [ -S "$socket" ] && return
  done
  say "Docker is needed and was not found" "Hace falta Docker y no se ha encontrado"
  printf '  %s\n' "$(docker_install)" >&2
  exit 3
}

# newer_than FILE PATH…: whether anything in the paths changed after FILE was made (or FILE is not there).
newer_than() {
  local made=$1
  shift
  [ ! -e "$made" ] || [ -n "$(find "$@" -newer "$made" -print -quit)" ]
}

install_and_build() {
  if newer_than node_modules/.package-lock.json package.json package-lock.json; then
    say "Installing what localgpt is built with…" "Instalando lo necesario para compilar localgpt…"
    npm ci --no-audit --no-fund --loglevel=error >&2
    touch node_modules/.package-lock.json
  fi
  if newer_than dist/main.js package.json package-lock.json src templates scripts/build.mjs scripts/bundle.mjs; then
    say "Building localgpt…" "Compilando localgpt…"
    npm run --silent build >/dev/null
    touch dist/main.js
    # Everything that is suggested later begins with `localgpt`, which a fresh clone has not put on the PATH.
    command -v localgpt >/dev/null 2>&1 ||
      say "To have the command localgpt everywhere, run this here once: npm install -g ." \
        "Para tener la orden localgpt en todas partes, ejecuta aquí una vez: npm install -g ."
  fi
}

check_node
check_docker
install_and_build
exec node dist/main.js up "$@"
