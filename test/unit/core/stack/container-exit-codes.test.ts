import { expect, test } from "vitest";
import { LocalgptError } from "../../../../src/core/errors/errors.ts";
import { exitCodeOfError } from "../../../../src/core/errors/failure-exit-code.ts";
import { explainExit } from "../../../../src/core/stack/container-exit-codes.ts";

test.each([
  [0, false, "clean"],
  [1, false, "failed"],
  [3, false, "failed"],
  [125, false, "engine-failed"],
  [126, false, "not-executable"],
  [127, false, "not-found"],
  [130, false, "stopped"],
  [132, false, "bad-instruction"],
  [134, false, "crashed"],
  [135, false, "crashed"],
  [137, false, "killed"],
  [137, true, "out-of-memory"],
  [1, true, "out-of-memory"],
  [139, false, "crashed"],
  [143, false, "stopped"],
  // The guard killed a process of the container earlier; this end was asked for.
  [0, true, "clean"],
  [143, true, "stopped"],
] as const)("exit code %i, killed for memory %s: %s", (exitCode, oomKilled, meaning) => {
  expect(explainExit(exitCode, oomKilled)).toBe(meaning);
});

test("a change that failed because Docker went away ends as Docker's failures do", () => {
  const changeFailed = (cause: LocalgptError) =>
    new LocalgptError("change-failed", {
      kind: "update",
      undone: false,
      cause: { code: cause.code, facts: cause.facts },
    });
  expect(exitCodeOfError(changeFailed(new LocalgptError("docker-lost", { action: "read-info" })))).toBe(3);
  expect(exitCodeOfError(changeFailed(new LocalgptError("migration-failed", { detail: "" })))).toBe(1);
  expect(exitCodeOfError(new LocalgptError("docker-lost", { action: "read-info" }))).toBe(3);
});
