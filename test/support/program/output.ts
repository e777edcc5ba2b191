import { expect } from "vitest";
import type { Event, Transfer } from "../../../src/core/run/events.ts";
import type { Run, RunOptions, Workspace } from "./workspace.ts";

/** The error document that a failed run with `--json` prints on stdout. */
export type Failure = { error: { code: string; message: string; hint?: string; facts: Record<string, unknown> } };

/** The one JSON document of a run with `--json`; throws with all that it printed when stdout is anything else. */
export function readResult<Result>(run: Run): Result {
  try {
    return JSON.parse(run.stdout) as Result;
  } catch (error) {
    throw new Error(`stdout is no JSON document (exit code ${run.code}):\n${run.stdout}\n${run.stderr}`, {
      cause: error,
    });
  }
}

/** The result of a run of localgpt with `--json`, which must end well. */
export async function expectResult<Result>(
  stack: Pick<Workspace, "localgpt">,
  args: string[],
  options?: RunOptions,
): Promise<Result> {
  const run = await stack.localgpt([...args, "--json"], options);
  expect(run.code, run.stderr + run.stdout).toBe(0);
  return readResult<Result>(run);
}

/** The error of a run of localgpt with `--json`, which must end with this exit code. */
export async function expectFailure(
  stack: Pick<Workspace, "localgpt">,
  code: number,
  args: string[],
  options?: RunOptions,
): Promise<Failure["error"]> {
  const run = await stack.localgpt([...args, "--json"], options);
  expect(run.code, run.stderr + run.stdout).toBe(code);
  return readResult<Failure>(run).error;
}

/** The values of NDJSON text; throws on a line that is not JSON. */
export function readLines<Item>(text: string): Item[] {
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Item);
}

/** The moments of downloads among the events, in their order. */
export function transfersOf(events: Event[]): Transfer[] {
  return events.flatMap((event) => (event.type === "transfer" ? [event.transfer] : []));
}

/** The new attempts that were reported. */
export function retriesOf(events: Event[]): { name: string; reason: string }[] {
  return events.flatMap((event) => (event.type === "notice" && event.notice.id === "retry" ? [event.notice] : []));
}
