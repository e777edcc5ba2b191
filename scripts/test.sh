#!/usr/bin/env bash
# Everything a change must pass, on a fresh machine: build, lint, types, dead code, all suites on each Engine, the
# packed tarball. With names (unit, processes, fuzz, program, engine, e2e, faults) only these suites run, after the
# build. Goes on after a failure; the last line counts all.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

wanted=" $* "
for name in "$@"; do
  case "$name" in unit | processes | fuzz | program | engine | e2e | faults) ;; *) echo "Usage: scripts/test.sh [unit] [processes] [fuzz] [program] [engine] [e2e] [faults]" >&2; exit 2 ;; esac
done
wants() { [ "$wanted" = "  " ] || [[ "$wanted" == *" $1 "* ]]; }

command -v node >/dev/null && node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)' ||
  { echo "test.sh needs Node 20 or newer: install it, then run this again" >&2; exit 1; }

scratch="$(mktemp -d)"
export LOCALGPT_TEST_RUN="$$"
summary=""
failures="$scratch/failures.txt"
passed=0
failed=0
child=""
ours=()

# ── the end, however it comes ────────────────────────────────────────────────────────────────────────────────────────

# Removes what tests of this run left on an Engine that goes on running.
sweep() {
  local mine="name=localgpt-test-$LOCALGPT_TEST_RUN-"
  docker -H "$1" ps -aq --filter "$mine" | xargs -n 1 docker -H "$1" rm -f -v
  docker -H "$1" network ls -q --filter "$mine" | xargs -n 1 docker -H "$1" network rm
  docker -H "$1" volume ls -q --filter "$mine" | xargs -n 1 docker -H "$1" volume rm -f
}

clean_up() {
  trap '' INT TERM
  [ -z "$child" ] || { kill -TERM -- "-$child" && wait "$child"; } 2>/dev/null
  for host in ${LOCALGPT_TEST_ENGINE_20:-} ${LOCALGPT_TEST_ENGINE_28:-} ${LOCALGPT_TEST_ENGINE:-}; do
    sweep "$host" >/dev/null 2>&1
  done
  ./scripts/engines.sh sweep
  for engine in ${ours[@]+"${ours[@]}"}; do ./scripts/engines.sh stop --engine "$engine"; done
  rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# ── steps and suites ─────────────────────────────────────────────────────────────────────────────────────────────────

# Runs a command in a process group of its own, so that an interruption reaches it and all its children at once.
run() {
  set -m
  "$@" </dev/null &
  child=$!
  set +m
  wait "$child"
  local code=$?
  child=""
  return "$code"
}

# record NAME PASSED FAILED SKIPPED SECONDS
record() {
  passed=$((passed + $2))
  failed=$((failed + $3))
  summary+="$(printf '%-22s %6s %6s %7s %5ss  %s' "$1" "$2" "$3" "$4" "$5" "$([ "$3" -eq 0 ] && echo ok || echo FAILED)")"$'\n'
}

# step NAME COMMAND…: counts as one.
step() {
  local name="$1" since="$SECONDS"; shift
  printf '\n── %s\n' "$name"
  if run "$@"; then record "$name" 1 0 0 "$((SECONDS - since))"; else record "$name" 0 1 0 "$((SECONDS - since))"; fi
}

# suite NAME PROJECT: counts its tests; a file that cannot be loaded and a run that ends without a report count as
# failures.
suite() {
  local name="$1" project="$2" since="$SECONDS" report="$scratch/${1// /-}.json" code=0 counts
  printf '\n── %s\n' "$name"
  run npx --no-install vitest run --project "$project" --reporter default --reporter json --outputFile.json "$report" || code=$?
  counts="$(node - "$report" "$code" "$name" "$failures" <<'JS'
const { appendFileSync, readFileSync } = require("node:fs");
const [report, code, name, failures] = process.argv.slice(2);
const tell = (what, messages) => appendFileSync(failures, `${name}: ${what}\n${messages.join("\n").slice(0, 4000)}\n\n`);
let passed = 0, failed = 0, skipped = 0;
try {
  for (const file of JSON.parse(readFileSync(report, "utf8")).testResults) {
    for (const test of file.assertionResults) {
      if (test.status === "failed") tell(test.fullName, test.failureMessages);
    }
    if (file.status === "failed" && file.message) tell(file.name, [file.message]);
    const statuses = file.assertionResults.map((test) => test.status);
    passed += statuses.filter((status) => status === "passed").length;
    const failures = statuses.filter((status) => status === "failed").length;
    failed += failures || (file.status === "failed" ? 1 : 0);
    skipped += statuses.filter((status) => status !== "passed" && status !== "failed").length;
  }
} catch (error) {
  console.error(`no report of the suite: ${error.message}`);
}
if (failed === 0 && (code !== "0" || passed === 0)) failed = 1;
console.log(passed, failed, skipped);
JS
  )"
  # shellcheck disable=SC2086 # three numbers
  record "$name" $counts "$((SECONDS - since))"
}

# The tarball as npm would publish it, installed where nothing else is.
pack() {
  local prefix="$scratch/prefix" version
  npm pack --silent --pack-destination "$scratch" && npm install --silent --global --prefix "$prefix" "$scratch"/*.tgz || return 1
  version="$("$prefix/bin/localgpt" --version)" && echo "localgpt --version: $version" || return 1
  [[ "$version" == *"$(node -p 'require("./package.json").version')"* ]] || return 1
  "$prefix/bin/localgpt" --help
}

start_engines() {
  local engine
  for engine in 20 28; do
    ./scripts/engines.sh status --engine "$engine" 2>/dev/null || ours+=("$engine")
  done
  [ "${#ours[@]}" -eq 0 ] || run ./scripts/engines.sh start || return 1
  # The variables of a run by hand name one Engine; here each has its turn.
  unset LOCALGPT_TEST_DOCKER_HOST
  eval "$(./scripts/engines.sh env)"
  [ -n "${LOCALGPT_TEST_DOCKER_HOST:-}" ]
}

# on_engine HOST LABEL LANGUAGE: a person of that language meets the faults.
on_engine() {
  [ -n "$1" ] || return 0
  export LOCALGPT_TEST_DOCKER_HOST="$1"
  ! wants engine || suite "engine on $2" engine
  ! wants e2e || suite "e2e on $2" e2e
  ! wants faults || LOCALGPT_FAULTS_LANGUAGE="$3" suite "faults on $2" faults
}

# ── all of it ────────────────────────────────────────────────────────────────────────────────────────────────────────

if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  run npm ci --no-audit --no-fund || { echo "npm ci failed" >&2; exit 1; }
  touch node_modules/.package-lock.json
fi

step "build" node scripts/ci/checks.mjs build
! wants program || step "binary" npm run --silent build:binary
if [ "$wanted" = "  " ]; then
  step "lint and format" node scripts/ci/checks.mjs lint
  step "workflows" node scripts/ci/checks.mjs workflows
  step "types" node scripts/ci/checks.mjs types
  step "dead code" node scripts/ci/checks.mjs deadcode
fi
! wants unit || suite "unit" unit
! wants processes || suite "processes" processes
# The hashes of Compose files are compared with those of `docker compose`, which comes with the Engines.
if wants fuzz || wants program || wants engine || wants e2e || wants faults; then
  since="$SECONDS"
  if start_engines; then
    ! wants fuzz || suite "fuzz" fuzz
    ! wants program || suite "program" program
    on_engine "${LOCALGPT_TEST_ENGINE_20:-}" "Engine 20.10" es
    on_engine "${LOCALGPT_TEST_ENGINE_28:-}" "newer Engine" en
    on_engine "${LOCALGPT_TEST_ENGINE:-}" "this Engine" ""
    ! wants faults || step "docs/reliability.md" node scripts/faults.mjs --check "$scratch"/faults-on-*.json
  else
    record "Engines" 0 1 0 "$((SECONDS - since))"
  fi
fi
[ "$wanted" != "  " ] || step "pack and install" pack

# Repeated here, for readers of only the end of a long log.
[ ! -s "$failures" ] || { printf '\n── what failed\n'; cat "$failures"; }
printf '\n%-22s %6s %6s %7s %6s\n%s\n' "" passed failed skipped time "$summary"
clean_up
trap - EXIT
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
