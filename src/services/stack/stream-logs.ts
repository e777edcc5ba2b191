import { setTimeout as sleep } from "node:timers/promises";
import type { ServiceName } from "../../core/services/services.ts";
import type { ObservedContainer } from "../../core/stack/observation.ts";
import { notFound, pickContainer } from "../../core/stack/pick-container.ts";
import { sanitise } from "../../core/text/sanitise.ts";
import { type LogLine, readLogBatches } from "../../engine/containers/logs.ts";
import { listProjectContainers } from "../../engine/containers/observe.ts";
import { isStatus } from "../../engine/wire/call.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { abortError } from "../../engine/wire/faults.ts";
import { mergeByTime } from "../http/merge-by-time.ts";

/** One line of a service's log, harmless for a terminal; `time` is RFC 3339 with nanoseconds. */
export type ServiceLine = { service: ServiceName; stream: "stdout" | "stderr"; time: string; line: string };

/**
 * Which lines: the last `tail` of each service (null for all), newer than `sinceMs`, and with `follow` the ones to
 * come.
 */
export type LogsRequest = {
  services: readonly ServiceName[];
  follow: boolean;
  tail: number | null;
  sinceMs: number | null;
  signal: AbortSignal;
};

const patienceMs = 100;
const pollMs = 300;
// An `up` with other settings replaces a container within this time; after that the stack is considered down.
const goneMs = 15_000;

/**
 * The logs of a project's services in one stream by time, as many lines at once as are available. Following continues
 * across restarts and replacements of a container, and ends when it is gone. Throws `stack-not-found` if none of the
 * services has a container, and the Engine's failures.
 */
export async function* streamLogs(
  engine: Engine,
  project: string,
  request: LogsRequest,
): AsyncGenerator<ServiceLine[], void, undefined> {
  const containers = await listProjectContainers(engine, project, request.signal);
  const present = request.services.filter((service) => pickContainer(containers, service) !== null);
  if (present.length === 0) throw notFound(project, containers, request.services);
  const followed = request.follow ? request.services : present;
  const streams = followed.map((service) =>
    streamService(engine, project, pickContainer(containers, service), service, request),
  );
  // Existing lines come in order, however slow the Engine; only lines yet to arrive are not waited for.
  yield* mergeByTime(streams, request.follow ? patienceMs : Number.POSITIVE_INFINITY);
}

async function* streamService(
  engine: Engine,
  project: string,
  first: ObservedContainer | null,
  service: ServiceName,
  { follow, tail, sinceMs, signal }: LogsRequest,
): AsyncGenerator<ServiceLine[], void, undefined> {
  let container = first;
  let last: string | null = null;
  for (;;) {
    if (container !== null) {
      // What was shown of an earlier run must not come again: the Engine's `since` is precise only to the millisecond.
      const seen: string | null = last;
      const from: Pick<LogsRequest, "tail" | "sinceMs"> =
        seen === null ? { tail, sinceMs } : { tail: null, sinceMs: Date.parse(seen) };
      try {
        for await (const lines of readLogBatches(engine, container.id, { follow, signal, ...from })) {
          const fresh: LogLine[] = seen === null ? lines : lines.filter(({ time }) => time > seen);
          last = fresh.at(-1)?.time ?? last;
          yield fresh.map(({ stream, time, line }) => ({ service, stream, time, line: sanitise(line) }));
        }
      } catch (error) {
        // It was removed, or is being removed, since it was found: it has no more lines.
        if (!isStatus(error, 404) && !isStatus(error, 409)) throw error;
      }
    }
    if (!follow) return;
    container = await waitForNextRun(engine, project, container, service, signal);
    if (container === null) return;
  }
}

/**
 * The service's container as soon as it runs again (or another in its place); null when there has been none for a
 * while.
 */
async function waitForNextRun(
  engine: Engine,
  project: string,
  before: ObservedContainer | null,
  service: ServiceName,
  signal: AbortSignal,
): Promise<ObservedContainer | null> {
  let seenMs = performance.now();
  for (;;) {
    const found = pickContainer(await listProjectContainers(engine, project, signal), service);
    const isNew = found?.id !== before?.id || found?.startedAt !== before?.startedAt;
    if (found?.state === "running" && isNew) return found;
    if (found !== null) seenMs = performance.now();
    if (performance.now() - seenMs > goneMs) return null;
    try {
      await sleep(pollMs, undefined, { signal });
    } catch (error) {
      throw abortError(signal, "follow-logs", error);
    }
  }
}
