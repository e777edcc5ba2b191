#!/usr/bin/env node
// What every system can check without Docker, by name and in the order given: node scripts/ci/checks.mjs build types
// Goes on after a failure; the exit code is 1 where anything failed.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const checks = {
  install: "npm ci --no-audit --no-fund",
  build: "npm run --silent build",
  lint: "npx --no-install biome ci .",
  workflows: "node scripts/ci/workflows.mjs",
  types: "npx --no-install tsc --noEmit",
  deadcode: "npx --no-install knip",
  unit: "npx --no-install vitest run --project unit",
  processes: "npx --no-install vitest run --project processes",
};

const names = process.argv.slice(2);
const unknown = names.find((name) => !(name in checks));
if (unknown !== undefined || names.length === 0) {
  const wrong = unknown === undefined ? "No check was named" : `There is no check \`${unknown}\``;
  console.error(`${wrong}: it must be one of ${Object.keys(checks).join(", ")}`);
  process.exit(2);
}

const failed = names.filter((name) => {
  if (names.length > 1) console.log(`\n── ${name}: ${checks[name]}`);
  const cwd = fileURLToPath(new URL("../..", import.meta.url));
  // Through a shell: on Windows npm and npx are not programs. Nothing of the command line gets into it.
  return spawnSync(checks[name], { cwd, shell: true, stdio: ["ignore", "inherit", "inherit"] }).status !== 0;
});
if (failed.length > 0) {
  console.error(`Failed: ${failed.join(", ")}`);
  process.exit(1);
}
