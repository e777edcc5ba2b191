import type { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { isError, LocalgptError } from "../../core/errors/errors.ts";
import type { Emit } from "../../core/run/events.ts";
import { isMeaningful, meaningfulTail } from "../../core/services/log-tail.ts";
import type { ServiceName } from "../../core/services/services.ts";
import { createJudge, type Outcome } from "../../core/stack/judge-service.ts";
import type { ObservedContainer } from "../../core/stack/observation.ts";
import { inspectContainer } from "../../engine/containers/containers.ts";
import { readLogs } from "../../engine/containers/logs.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import { abortError } from "../../engine/wire/faults.ts";
import { requireAlive } from "../../engine/wire/life.ts";
import { type Probed, probeService } from "../clients/probe.ts";
import { withAgent } from "../clients/with-agent.ts";

/** Which service to wait for, in which container (id or name), and how long. */
export type ReadyRequest = {
  service: ServiceName;
  container: string;
  timeoutMs: number;
  signal: AbortSignal;
  emit: Emit;
};

const firstPauseMs = 50;
const longestPauseMs = 500;
const probeTimeoutMs = 5000;
/**
 * A service that listens answers within milliseconds, and within seconds on a machine that swaps: one that takes longer
 * is hanging.
 */
const longestSilenceMs = 60_000;
const noticedSilenceMs = 1000;
const tellEveryMs = 15_000;
const linesForTail = 200;
const endNotedMs = 2000;

/**
 * Waits until a service itself says that it is ready, watching its container. Throws `service-not-ready`
 * with the last meaningful lines of its log when it stopped, keeps restarting, is silent for a minute although it
 * listens, or lets `timeoutMs` pass, or `interrupted`.
 */
export async function waitReady(engine: Engine, request: ReadyRequest): Promise<void> {
  const { service, container, signal } = request;
  try {
    await withAgent(engine, { service, container }, (agent) => askUntilReady(engine, agent, request));
  } catch (error) {
    if (signal.aborted) throw abortError(signal, "wait-ready", error);
    throw error;
  }
}

async function askUntilReady(engine: Engine, agent: Agent, request: ReadyRequest): Promise<void> {
  const { service, container, signal, timeoutMs } = request;
  const startedMs = performance.now();
  const judge = createJudge();
  let pauseMs = firstPauseMs;
  let toldMs = startedMs;
  let first: ObservedContainer | null = null;
  let silentSinceMs: number | null = null;
  for (;;) {
    const observed = await inspectContainer(engine, container, signal);
    first ??= observed;
    const failure = judge(observed);
    const waitedMs = Math.round(performance.now() - startedMs);
    if (failure !== null) {
      await requireAlive(engine, "wait-ready", signal);
      throw await notReady(engine, request, first, { ...failure, waitedMs });
    }
    const askedMs = performance.now();
    const bounds = { signal, timeoutMs: Math.max(100, Math.min(probeTimeoutMs, timeoutMs - waitedMs)) };
    const isRunning = observed?.state === "running";
    const probed: Probed = isRunning ? await probeService(agent, service, bounds) : { is: "starting" };
    if (probed.is === "ready") return;
    silentSinceMs = probed.is === "silent" ? (silentSinceMs ?? askedMs) : null;
    const silentMs = silentSinceMs === null ? 0 : performance.now() - silentSinceMs;
    // The limit was reached, however late a busy machine notices it.
    const passedMs = Math.min(timeoutMs, Math.round(performance.now() - startedMs));
    if (silentMs >= longestSilenceMs || passedMs >= timeoutMs) {
      // The last question may have had little time: only lasting silence counts.
      const isTelling = probed.is === "failing" || silentMs >= noticedSilenceMs;
      const outcome = timeoutOutcome(observed, isTelling ? probed : null);
      throw await notReady(engine, request, first, { ...outcome, waitedMs: passedMs });
    }
    if (performance.now() - toldMs >= tellEveryMs) {
      toldMs = performance.now();
      await tellWaiting(engine, request, first, Math.round(toldMs - startedMs));
    }
    await sleep(Math.min(pauseMs, Math.max(1, timeoutMs - (performance.now() - startedMs))), undefined, { signal });
    pauseMs = Math.min(pauseMs * 1.5, longestPauseMs);
  }
}

/**
 * Does something with a running service. If the connection breaks because the container ended, throws
 * `service-not-ready` with its exit and the last lines of its log: the broken connection would show only the effect.
 */
export async function watchContainer<T>(
  engine: Engine,
  request: Pick<ReadyRequest, "service" | "container" | "signal">,
  work: () => Promise<T>,
): Promise<T> {
  const { container, signal } = request;
  const startedMs = performance.now();
  // Fetched while the work begins: only a failure needs it.
  const beginning = inspectContainer(engine, container, signal);
  beginning.catch(() => {});
  try {
    return await work();
  } catch (error) {
    if (signal.aborted || !isBrokenConnection(error)) throw error;
    const before = await beginning.catch(() => undefined);
    const after = before === undefined ? undefined : await findEnd(engine, request, before);
    if (before === undefined || after === undefined) throw error;
    await requireAlive(engine, "ask-service", signal);
    const reason = after === null ? "removed" : after.state === "exited" ? "exited" : "restarting";
    const waitedMs = Math.round(performance.now() - startedMs);
    const outcome = { ...timeoutOutcome(after, null), reason, waitedMs } as const;
    throw await notReady(engine, request, before, outcome);
  }
}

function isBrokenConnection(error: unknown): boolean {
  return isError(error, "service-unreachable") || (isError(error, "answer-failed") && error.facts.reason === "cut");
}

/** The container once it is no longer as it was `before`, null when it is gone, undefined when it kept running. */
async function findEnd(
  engine: Engine,
  { container, signal }: Pick<ReadyRequest, "container" | "signal">,
  before: ObservedContainer | null,
): Promise<ObservedContainer | null | undefined> {
  // A process's connections break a moment before Docker notes its end.
  const untilMs = performance.now() + endNotedMs;
  for (;;) {
    const now = await inspectContainer(engine, container, signal);
    if (now === null || now.state !== "running" || now.startedAt !== before?.startedAt) return now;
    if (performance.now() >= untilMs) return undefined;
    await sleep(firstPauseMs, undefined, { signal });
  }
}

function timeoutOutcome(observed: ObservedContainer | null, probed: Probed | null): Outcome {
  const ended = observed !== null && observed.state !== "running";
  const said = ended ? null : probed;
  return {
    reason: said?.is === "silent" || said?.is === "failing" ? said.is : "timeout",
    answer: said?.is === "failing" ? { status: said.status, detail: said.detail } : null,
    exitCode: ended ? observed.exitCode : null,
    oomKilled: observed?.oomKilled ?? false,
    memoryLimitBytes: observed?.memoryLimitBytes ?? null,
  };
}

async function notReady(
  engine: Engine,
  { service, container, signal }: Pick<ReadyRequest, "service" | "container" | "signal">,
  first: ObservedContainer | null,
  outcome: Outcome & { waitedMs: number },
): Promise<LocalgptError<"service-not-ready">> {
  const logTail = await readTail(engine, container, first, signal);
  return new LocalgptError("service-not-ready", { service, ...outcome, logTail });
}

async function tellWaiting(
  engine: Engine,
  { service, container, signal, emit }: ReadyRequest,
  first: ObservedContainer | null,
  waitedMs: number,
): Promise<void> {
  const reason = (await readTail(engine, container, first, signal)).at(-1) ?? null;
  emit({ type: "notice", notice: { id: "still-waiting", service, waitedMs, reason } });
}

/**
 * The last meaningful lines of a container's log since the start that was seen `first`: an earlier run's lines do not
 * explain this one. Empty if the Engine does not provide them.
 */
async function readTail(
  engine: Engine,
  container: string,
  first: ObservedContainer | null,
  signal: AbortSignal,
): Promise<string[]> {
  const lines: string[] = [];
  const startedAt = first?.startedAt ?? null;
  try {
    for await (const { line } of readLogs(engine, container, {
      follow: false,
      tail: linesForTail,
      sinceMs: startedAt === null ? null : Date.parse(startedAt),
      signal,
    })) {
      if (isMeaningful(line)) lines.push(line);
    }
  } catch (error) {
    // The log explains a failure; being unable to read it must not hide the failure itself.
    if (signal.aborted) throw error;
  }
  return meaningfulTail(lines);
}
