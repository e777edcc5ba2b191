import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isPosix } from "../support/program/posix.ts";
import { repository, runRepositoryScript } from "../support/program/repository-script.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "localgpt-ci-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("checks.mjs", () => {
  test.each([
    [["types", "speling"], "There is no check `speling`: it must be one of install, build, "],
    [[], "No check was named: it must be one of install, build, "],
  ])("refuses %o, and nothing runs", async (names, sentence) => {
    const run = await runRepositoryScript("ci/checks.mjs", names);
    expect([run.code, run.stdout]).toEqual([2, ""]);
    expect(run.stderr).toContain(sentence);
  });

  test.runIf(isPosix)("goes on after a check that fails, and names it at the end", async () => {
    const run = await runRepositoryScript("ci/checks.mjs", ["types", "lint"], { env: { PATH: folder } });
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/── types: .*[\s\S]*── lint: /);
    expect(run.stderr).toMatch(/^Failed: types, lint$/m);
  });
});

describe.runIf(isPosix)("start-script.mjs", () => {
  test("finds that the start script ends with its sentence about Docker, in both languages", async () => {
    const run = await runRepositoryScript("ci/start-script.mjs", []);
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout.split("\n")).toEqual([
      "as expected (en): Docker is needed and was not found",
      "as expected (es): Hace falta Docker y no se ha encontrado",
    ]);
  });

  test.each([
    ["another sentence", /Docker is needed/, "Docker is wanted"],
    ["another exit code", /exit 3/, "exit 0"],
    ["more than it should", /^check_docker$/m, "echo building\ncheck_docker"],
  ])("finds %s", async (_what, right, wrong) => {
    mkdirSync(join(folder, "scripts"));
    const script = join(folder, "scripts/start.sh");
    const text = readFileSync(join(repository, "scripts/start.sh"), "utf8");
    writeFileSync(script, text.replace(right, wrong), { mode: 0o755 });
    expect(readFileSync(script, "utf8")).not.toBe(text);
    const run = await runRepositoryScript("ci/start-script.mjs", [script]);
    expect(run.code).toBe(1);
    expect(run.stdout).toContain("DIFFERENT (en)");
  });
});

describe.runIf(isPosix)("free-disk.sh", () => {
  const unneeded = "usr/local/lib/android";
  const kept = "usr/local/lib/node_modules";
  const free = (env: Record<string, string | undefined>) => {
    for (const path of [unneeded, kept]) mkdirSync(join(folder, path), { recursive: true });
    return runRepositoryScript("ci/free-disk.sh", [folder], { env });
  };

  test("removes what a runner brings along and localgpt does not need, and nothing else", async () => {
    const run = await free({ GITHUB_ACTIONS: "true", RUNNER_ENVIRONMENT: "github-hosted" });
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout).toMatch(/GB free\nremoved \/usr\/local\/lib\/android\n.*GB free$/);
    expect([existsSync(join(folder, unneeded)), existsSync(join(folder, kept))]).toEqual([false, true]);
  });

  test.each([
    [{ GITHUB_ACTIONS: undefined, RUNNER_ENVIRONMENT: undefined }],
    [{ GITHUB_ACTIONS: "true", RUNNER_ENVIRONMENT: "self-hosted" }],
  ])("touches no other machine (%o)", async (env) => {
    const run = await free(env);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/runs only on a runner of GitHub itself/);
    expect(existsSync(join(folder, unneeded))).toBe(true);
  });
});
