import { utimes } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Event } from "../../../src/core/run/events.ts";
import type { WorkKind } from "../../../src/core/run/operations.ts";
import { waitForEvent, waitUntil } from "./progress.ts";
import type { Workspace } from "./workspace.ts";

/**
 * A moment of a run: the event at which it is killed, and what is waited for after it, for moments without an event.
 */
export type Moment = {
  name: string;
  fits: (event: Event) => boolean;
  laterMs?: number;
  reached?: () => Promise<boolean>;
};

/** When an operation of this kind begins or ends, the first of the run. */
export function moment(type: "operation-started" | "operation-done", kind: WorkKind["kind"], laterMs = 0): Moment {
  const when = laterMs > 0 ? ` + ${laterMs} ms` : "";
  return {
    name: `${type} ${kind}${when}`,
    fits: (event) => event.type === type && event.operation.kind === kind,
    laterMs,
  };
}

/**
 * Runs localgpt with `--json` and kills it (SIGKILL) at that moment; throws where the moment never comes. Its lock is
 * aged, so that the next run takes it for left behind without the wait.
 */
export async function killAt(
  workspace: Workspace,
  args: string[],
  { name, fits, laterMs = 0, reached }: Moment,
): Promise<void> {
  const running = workspace.start([...args, "--json"]);
  await waitForEvent(running, fits);
  if (laterMs > 0) await sleep(laterMs);
  if (reached !== undefined) await waitUntil(name, reached);
  running.kill("SIGKILL");
  await running;
  await ageLock(workspace);
}

/** Makes the lock of one that was killed one that is left behind, without the wait. */
export async function ageLock({ home }: Workspace): Promise<void> {
  const longAgo = new Date(Date.now() - 60_000);
  await utimes(join(home, "lock"), longAgo, longAgo).catch(() => {});
}
