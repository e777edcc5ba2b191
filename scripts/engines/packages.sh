# Downloads and unpacks the programs that these Engines are made of; sourced by scripts/engines.sh.
# shellcheck shell=bash disable=SC2154 # its variables come from there

# An apt of our own for one suite: the system's lists, sources and packages are never touched.
suite_apt() {
  local suite="$1"; shift
  apt-get -qq -o APT::Sandbox::User=root -o Acquire::Retries=3 -o "Dir::Etc::sourcelist=$base/apt/$suite/sources.list" \
    -o Dir::Etc::sourceparts=/nonexistent -o "Dir::State::Lists=$base/apt/$suite/lists" -o "Dir::Cache=$base/apt/$suite/cache" "$@"
}

prepare_suite() {
  local suite="$1" mirror
  mirror="$(apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT) $(CODENAME)' 'Created-By: Packages' |
    awk -v release="$codename" '($2 == release || $4 == release) && $3 == "main" { print $1; exit }')"
  [ -n "$mirror" ] || die "no mirror found for $distribution $codename in apt's sources"
  mkdir -p "$base/apt/$suite/lists/partial" "$base/apt/$suite/cache/archives/partial"
  printf 'deb [signed-by=/usr/share/keyrings/%s-archive-keyring.gpg] %s %s main%s\n' "$distribution" "$mirror" "$suite" \
    "$([ "$distribution" = ubuntu ] && printf ' universe')" >"$base/apt/$suite/sources.list"
  suite_apt "$suite" update
}

# unpack SUITE FOLDER PACKAGE…: whole or not at all; what is there already stays.
unpack() {
  local suite="$1" folder="$2"; shift 2
  [ ! -e "$folder/.complete" ] || return 0
  say "getting $* from $suite"
  local debs="$folder.debs" attempt package
  for attempt in 1 2 3; do
    rm -rf "$folder" "$debs"
    mkdir -p "$folder" "$debs"
    # A moving suite can change between the list and the download: take the list again.
    if prepare_suite "$suite" && (cd "$debs" && suite_apt "$suite" download "$@"); then break; fi
    [ "$attempt" -lt 3 ] || die "could not download $* from $suite"
  done
  for package in "$debs"/*.deb; do dpkg -x "$package" "$folder"; done
  rm -rf "$debs"
  touch "$folder/.complete"
}

# Shared libraries and tools that the unpacked programs call, and what the stand-in images are made of; no daemon is
# among them.
install_requirements() {
  local missing=() item
  for item in iptables:iptables ip:iproute2 xz:xz-utils setsid:util-linux tmux:tmux zsh:zsh fish:fish; do
    command -v "${item%%:*}" >/dev/null || missing+=("${item##*:}")
  done
  for item in libdevmapper1.02.1 libseccomp2 ca-certificates python3 python3-bcrypt; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$item" 2>/dev/null)" = installed ] || missing+=("$item")
  done
  [ "${#missing[@]}" -gt 0 ] || return 0
  say "installing ${missing[*]}"
  apt-get -qq -o Acquire::Retries=3 update
  DEBIAN_FRONTEND=noninteractive apt-get -qq -o Acquire::Retries=3 install -y --no-install-recommends "${missing[@]}" </dev/null >&2
}

install_everything() {
  install_requirements
  unpack "$old_suite" "$base/engine-20" docker.io containerd runc tini
  unpack "$new_suite" "$base/engine-28" docker.io containerd tini
  unpack "$new_suite" "$tools" "${cli_packages[@]}"
  unpack "$old_suite" "$base/registry" docker-registry
  local plugin program
  mkdir -p "$tools/docker-config/cli-plugins"
  for plugin in docker-compose docker-buildx; do
    program="$(find "$tools/usr" -path '*/cli-plugins/*' -name "$plugin" | head -n 1)"
    ln -sfn "$program" "$tools/docker-config/cli-plugins/$plugin"
  done
  [ -e "$tools/docker-config/config.json" ] || printf '{}\n' >"$tools/docker-config/config.json"
  chown -R "$owner" "$tools/docker-config"
  for program in "$base"/engine-*/usr/sbin/dockerd "$base"/engine-*/usr/bin/{containerd,runc}; do
    [ ! -x "$program" ] || ! ldd "$program" 2>/dev/null | grep 'not found' >&2 || die "$program lacks the libraries above"
  done
}
