// Tries every property of test/fuzz with many cases and tells how many of each: 3000 where LOCALGPT_FUZZ_CASES does not
// say otherwise, with a seed of its own each time (LOCALGPT_FUZZ_SEED repeats a run). Arguments go to vitest: names of
// files.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "localgpt-fuzz-"));
const report = join(folder, "report.json");
const seed = process.env.LOCALGPT_FUZZ_SEED || String(Date.now() % 2 ** 31);
const cases = process.env.LOCALGPT_FUZZ_CASES || "3000";
console.log(`seed ${seed}, ${cases} cases of each property, more of some and fewer of those that are dear`);

const { status } = spawnSync(
  process.execPath,
  [
    ...["node_modules/vitest/vitest.mjs", "run", "--project", "fuzz"],
    ...["--reporter", "default", "--reporter", "json", "--outputFile.json", report],
    ...process.argv.slice(2),
  ],
  {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, LOCALGPT_FUZZ_CASES: cases, LOCALGPT_FUZZ_SEED: seed },
  },
);

const properties = JSON.parse(readFileSync(report, "utf8")).testResults.flatMap((file) => file.assertionResults);
rmSync(folder, { recursive: true });
let total = 0;
for (const { fullName, status, meta } of properties) {
  total += meta.cases ?? 0;
  console.log(
    `${String(meta.cases ?? 0).padStart(7)}  ${status === "passed" ? "" : `${status.toUpperCase()}: `}${fullName}`,
  );
}
console.log(`${total} cases of ${properties.length} properties, seed ${seed}`);
process.exitCode = status ?? 1;
