import type { ServiceFailure } from "../facts/vocabulary.ts";
import type { ObservedContainer } from "./observation.ts";

/** How a service failed, as far as its container shows. */
export type Outcome = Pick<ServiceFailure, "reason" | "answer" | "exitCode" | "oomKilled" | "memoryLimitBytes">;

const mostRestarts = 3;

/**
 * Looks at a container from time to time and reports when waiting has become pointless: it stopped for good, is gone,
 * or Docker restarted it more than three times. Its last exit is visible only between two starts, so it is remembered,
 * and awaited if not yet seen: Docker pauses longer before each start.
 */
export function createJudge(): (observed: ObservedContainer | null) => Outcome | null {
  let firstCount: number | null = null;
  let last: { exitCode: number | null; oomKilled: boolean } = { exitCode: null, oomKilled: false };
  return (observed) => {
    const answer = null;
    if (observed === null)
      return { reason: "removed", answer, exitCode: null, oomKilled: false, memoryLimitBytes: null };
    const { state, exitCode, oomKilled, restartCount, memoryLimitBytes } = observed;
    // Starting it by hand sets Docker's count back to zero.
    if (firstCount === null || restartCount < firstCount) firstCount = restartCount;
    if (state !== "running" && state !== "created" && state !== "paused") last = { exitCode, oomKilled };
    const most = last.exitCode === null ? 2 * mostRestarts : mostRestarts;
    const outcome = { ...last, answer, memoryLimitBytes };
    if (restartCount - firstCount > most || (state === "restarting" && restartCount > mostRestarts)) {
      return { reason: "restarting", ...outcome };
    }
    if (state === "exited" || state === "dead") return { reason: "exited", ...outcome };
    return state === "paused" ? { reason: "paused", ...outcome } : null;
  };
}
