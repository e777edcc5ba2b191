# Starts and ends the Engines and the registry of the tests; sourced by scripts/engines.sh.
# shellcheck shell=bash disable=SC2154 # its variables come from there

# alive FILE: the process whose id is in FILE still runs and is the one we started (ids are used again).
alive() {
  [ -s "$1" ] && { tr '\0' ' ' <"/proc/$(cat "$1")/cmdline"; } 2>/dev/null | grep -qF "$run/"
}

# wait_until SECONDS COMMAND…
wait_until() {
  local deadline=$((SECONDS + $1)); shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.1
  done
}
gone() { ! alive "$1"; }

end_process() {
  alive "$1" || return 0
  kill -TERM "$(cat "$1")"
  wait_until 30 gone "$1" || kill -KILL "$(cat "$1")"
}

engine_answers() { [ -S "$run/engine-$1/docker.sock" ] && docker_of "$1" version >/dev/null 2>&1; }
docker_of() { local engine="$1"; shift; env -u DOCKER_CONTEXT DOCKER_CONFIG="$tools/docker-config" "$tools/usr/bin/docker" -H "unix://$run/engine-$engine/docker.sock" "$@"; }
port_is_free() { ! (: <>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Bridges and address ranges differ between Engines and between the runs on one machine: the first free slot is ours.
choose_slot() {
  [ ! -s "$run/slot" ] || return 0
  local slot=0
  while [ -e "/sys/class/net/lgpt$slot-20" ] || [ -e "/sys/class/net/lgpt$slot-28" ]; do slot=$((slot + 1)); done
  [ "$slot" -lt 20 ] || die "20 runs have Engines here already"
  printf '%s\n' "$slot" >"$run/slot"
}

# Machines without an init system may have no cgroups mounted; limits and `docker stats` need them.
mount_cgroups() {
  ! mountpoint -q /sys/fs/cgroup || return 0
  mount -t tmpfs -o uid=0,gid=0,mode=0755 cgroup /sys/fs/cgroup
  local controller
  for controller in $(awk '!/^#/ && $4 == 1 { print $1 }' /proc/cgroups); do
    mkdir -p "/sys/fs/cgroup/$controller"
    mount -t cgroup -o "$controller" cgroup "/sys/fs/cgroup/$controller" || rmdir "/sys/fs/cgroup/$controller"
  done
}

bridge_of() { printf 'lgpt%s-%s' "$(cat "$run/slot")" "$1"; }
path_of() {
  local old="$base/engine-20/usr"
  printf '%s' "$base/engine-$1/usr/sbin:$base/engine-$1/usr/bin:$old/bin:$old/sbin:/usr/sbin:/usr/bin:/sbin:/bin"
}
range_of() { printf '10.%s' "$((200 + 2 * $(cat "$run/slot") + ($1 == 28)))"; }

start_engine() {
  local engine="$1" here="$run/engine-$1" bridge net
  ! engine_answers "$engine" || return 0
  [ "${#here}" -le 70 ] || die "\`$base\` is too long for the sockets in it: set LOCALGPT_ENGINES to a shorter folder"
  # One whose dockerd alone has ended is started again with all that it has.
  if alive "$here/containerd.pid"; then start_dockerd "$engine"; return; fi
  end_engine "$engine"
  bridge="$(bridge_of "$engine")"
  net="$(range_of "$engine")"
  mkdir -p "$here"
  [ -e "/sys/class/net/$bridge" ] || ip link add "$bridge" type bridge
  ip addr replace "$net.0.1/24" dev "$bridge"
  ip link set "$bridge" up
  # A dockerd that starts rewrites Docker's chains, without the rules of the Engines that run: one that comes later
  # leaves its hands off them, and what its containers say to each other is let through here.
  [ -z "${LOCALGPT_ENGINES_RUN:-}" ] || iptables -I FORWARD -s "$net.0.0/16" -d "$net.0.0/16" -j ACCEPT
  # A containerd of its own: dockerd would otherwise join the machine's.
  cat >"$here/containerd.toml" <<TOML
version = 2
root = "$here/containerd-data"
state = "$here/containerd-state"
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
address = "$here/containerd.sock"
TOML
  PATH="$(path_of "$engine")" setsid containerd --config "$here/containerd.toml" </dev/null >"$here/containerd.log" 2>&1 &
  printf '%s\n' "$!" >"$here/containerd.pid"
  wait_until 30 test -S "$here/containerd.sock" || die "containerd did not start: $(tail -n 3 "$here/containerd.log")"
  printf '{}\n' >"$here/daemon.json"
  start_dockerd "$engine"
}

start_dockerd() {
  local engine="$1" here="$run/engine-$1" firewall=()
  [ -z "${LOCALGPT_ENGINES_RUN:-}" ] || firewall=(--iptables=false --ip6tables=false)
  # One that was killed has left its id and its socket, and the next one mistakes a reused id for another dockerd's.
  rm -f "$here/dockerd.pid" "$here/docker.sock"
  PATH="$(path_of "$engine")" setsid dockerd --config-file "$here/daemon.json" --containerd "$here/containerd.sock" --data-root "$here/data" \
    --exec-root "$here/exec" -p "$here/dockerd.pid" -H "unix://$here/docker.sock" --group "${owner##*:}" --bridge "$(bridge_of "$engine")" \
    --default-address-pool "base=$(range_of "$engine").128.0/17,size=24" ${firewall[@]+"${firewall[@]}"} </dev/null >>"$here/dockerd.log" 2>&1 &
  wait_until 60 engine_answers "$engine" || die "Engine $engine did not start: $(tail -n 5 "$here/dockerd.log")"
}

end_engine() {
  local engine="$1" here="$run/engine-$1" shim point bridge net bridges table rule
  [ -d "$here" ] || return 0
  if engine_answers "$engine"; then
    docker_of "$engine" ps -aq | xargs -r "$tools/usr/bin/docker" -H "unix://$here/docker.sock" rm -f >/dev/null || true
    docker_of "$engine" network prune -f >/dev/null || true
  fi
  end_process "$here/dockerd.pid"
  for shim in $(pgrep -f "containerd-shim.*$here/containerd.sock" || true); do kill -KILL "$shim" || true; done
  end_process "$here/containerd.pid"
  findmnt -rno TARGET | grep -F "$here/" | sort -r | while read -r point; do umount -l "$point"; done || true
  # An Engine that ended well took its networks with it; one that was killed left them.
  net="$(range_of "$engine")"
  bridges="[^0-9]${net//./\\.}\\."
  for bridge in $(ip -o -4 addr show | awk -v net="$net." 'index($4, net) == 1 { print $2 }'); do
    ip link delete "$bridge" || true
    bridges+="|$bridge"
  done
  for table in nat filter raw; do
    iptables-save -t "$table" 2>/dev/null | grep -E -- "$bridges" | sed -n 's/^-A/-D/p' | while read -r rule; do
      # shellcheck disable=SC2086 # a rule is words
      iptables -t "$table" $rule || true
    done || true
  done
  rm -rf "$here"
}

registry_answers() { [ -s "$run/registry.port" ] && ! port_is_free "$(cat "$run/registry.port")"; }

start_registry() {
  ! alive "$run/registry.pid" || ! registry_answers || return 0
  local port="${LOCALGPT_TEST_REGISTRY_PORT:-5100}"
  while ! port_is_free "$port"; do port=$((port + 1)); done
  cat >"$run/registry.yaml" <<YAML
version: 0.1
storage: { filesystem: { rootdirectory: "$run/registry-data" }, delete: { enabled: true } }
http: { addr: "127.0.0.1:$port" }
YAML
  setsid "$base/registry/usr/bin/docker-registry" serve "$run/registry.yaml" </dev/null >"$run/registry.log" 2>&1 &
  printf '%s\n' "$!" >"$run/registry.pid"
  printf '%s\n' "$port" >"$run/registry.port"
  wait_until 30 registry_answers || die "the registry did not start: $(tail -n 3 "$run/registry.log")"
}
