import { setTimeout as sleep } from "node:timers/promises";
import { isError, LocalgptError, type ServiceFailure } from "../core/errors.ts";
import type { Emit } from "../core/events.ts";
import { isMeaningful, meaningfulTail } from "../core/log-tail.ts";
import { type ServiceName, servicePorts } from "../core/names.ts";
import type { ObservedContainer } from "../core/observation.ts";
import { inspectContainer } from "../engine/containers.ts";
import type { Engine } from "../engine/engine.ts";
import { abortError } from "../engine/faults.ts";
import { readLogs } from "../engine/logs.ts";
import { createTunnelAgent } from "../engine/tunnel.ts";
import { createOllama } from "./ollama.ts";
import { createOpenWebui } from "./open-webui.ts";

/** Which service to wait for, in which container (id or name), and how long. */
export type ReadyRequest = {
  service: ServiceName;
  container: string;
  timeoutMs: number;
  signal: AbortSignal;
  emit: Emit;
};

type Outcome = Pick<ServiceFailure, "reason" | "exitCode" | "oomKilled" | "memoryLimitBytes">;

const firstPauseMs = 50;
const longestPauseMs = 500;
const probeTimeoutMs = 5000;
const tellEveryMs = 15_000;
const mostRestarts = 3;
const linesForTail = 200;
const endNotedMs = 2000;

/**
 * Waits until a service itself says that it is ready, and watches its container meanwhile. Throws `service-not-ready` with
 * the last meaningful lines of its log when it stopped, keeps restarting or lets `timeoutMs` pass, or `interrupted`.
 */
export async function waitReady(engine: Engine, request: ReadyRequest): Promise<void> {
  const { service, container, signal, timeoutMs } = request;
  const startedMs = Date.now();
  const judge = createJudge();
  const agent = createTunnelAgent(engine, container, servicePorts[service]);
  let pauseMs = firstPauseMs;
  let toldMs = startedMs;
  let first: ObservedContainer | null = null;
  try {
    for (;;) {
      const observed = await inspectContainer(engine, container, signal);
      first ??= observed;
      const failure = judge(observed);
      const waitedMs = Date.now() - startedMs;
      if (failure !== null) throw await notReady(engine, request, first, { ...failure, waitedMs });
      if (observed?.state === "running" && (await isReady(agent, request, timeoutMs - waitedMs))) return;
      if (Date.now() - startedMs >= timeoutMs) {
        const outcome = timeoutOutcome(observed);
        throw await notReady(engine, request, first, { ...outcome, waitedMs: Date.now() - startedMs });
      }
      if (Date.now() - toldMs >= tellEveryMs) {
        toldMs = Date.now();
        await tellWaiting(engine, request, first, toldMs - startedMs);
      }
      await sleep(Math.min(pauseMs, Math.max(1, timeoutMs - (Date.now() - startedMs))), undefined, { signal });
      pauseMs = Math.min(pauseMs * 1.5, longestPauseMs);
    }
  } catch (error) {
    if (signal.aborted) throw abortError(signal, "wait-ready", error);
    throw error;
  } finally {
    agent.destroy();
  }
}

/**
 * Does something with a running service. When the connection breaks because the container ended, throws
 * `service-not-ready` with how it ended and the last lines of its log: the broken connection would tell only the effect.
 */
export async function watchContainer<T>(
  engine: Engine,
  request: Pick<ReadyRequest, "service" | "container" | "signal">,
  work: () => Promise<T>,
): Promise<T> {
  const { container, signal } = request;
  const startedMs = Date.now();
  // Looked at while the work begins: only a failure needs it.
  const beginning = inspectContainer(engine, container, signal);
  beginning.catch(() => {});
  try {
    return await work();
  } catch (error) {
    if (signal.aborted || !isBrokenConnection(error)) throw error;
    const before = await beginning.catch(() => undefined);
    const after = before === undefined ? undefined : await findEnd(engine, request, before);
    if (before === undefined || after === undefined) throw error;
    const { exitCode, oomKilled, memoryLimitBytes } = timeoutOutcome(after);
    const reason = after === null ? "removed" : after.state === "exited" ? "exited" : "restarting";
    const outcome = { reason, exitCode, oomKilled, memoryLimitBytes, waitedMs: Date.now() - startedMs } as const;
    throw await notReady(engine, request, before, outcome);
  }
}

function isBrokenConnection(error: unknown): boolean {
  return isError(error, "service-unreachable") || (isError(error, "answer-failed") && error.facts.reason === "cut");
}

/** The container once it is no longer as it was `before`, null when it is gone, undefined when it ran through. */
async function findEnd(
  engine: Engine,
  { container, signal }: Pick<ReadyRequest, "container" | "signal">,
  before: ObservedContainer | null,
): Promise<ObservedContainer | null | undefined> {
  // A process's connections break a moment before Docker notes its end.
  const untilMs = Date.now() + endNotedMs;
  for (;;) {
    const now = await inspectContainer(engine, container, signal);
    if (now === null || now.state !== "running" || now.startedAt !== before?.startedAt) return now;
    if (Date.now() >= untilMs) return undefined;
    await sleep(firstPauseMs, undefined, { signal });
  }
}

type TunnelAgent = ReturnType<typeof createTunnelAgent>;

/** Whether the service says so; anything that may pass while it starts (refused, no answer, 5xx) is a no. */
async function isReady(agent: TunnelAgent, { service, signal }: ReadyRequest, leftMs: number): Promise<boolean> {
  const bounds = { signal, timeoutMs: Math.max(100, Math.min(probeTimeoutMs, leftMs)) };
  try {
    if (service === "open-webui") return await createOpenWebui(agent).ready(bounds);
    return (await createOllama(agent).version(bounds)) !== "";
  } catch (error) {
    if (signal.aborted || isError(error, "interrupted")) throw error;
    if (error instanceof LocalgptError) return false;
    throw error;
  }
}

/**
 * Looks at a container from time to time and says when waiting has become pointless: it stopped for good, is gone, or
 * Docker started it again more than three times. How it ended last is only seen between two starts, so it is remembered.
 */
function createJudge(): (observed: ObservedContainer | null) => Outcome | null {
  let firstCount: number | null = null;
  let last: { exitCode: number | null; oomKilled: boolean } = { exitCode: null, oomKilled: false };
  return (observed) => {
    if (observed === null) return { reason: "removed", exitCode: null, oomKilled: false, memoryLimitBytes: null };
    const { state, exitCode, oomKilled, restartCount, memoryLimitBytes } = observed;
    // Starting it by hand sets Docker's count back to zero.
    if (firstCount === null || restartCount < firstCount) firstCount = restartCount;
    if (state !== "running" && state !== "created" && state !== "paused") last = { exitCode, oomKilled };
    const restarts = restartCount - firstCount;
    const outcome = { ...last, memoryLimitBytes };
    if (restarts > mostRestarts || (state === "restarting" && restartCount > mostRestarts)) {
      return { reason: "restarting", ...outcome };
    }
    if (state === "exited" || state === "dead") return { reason: "exited", ...outcome };
    return state === "paused" ? { reason: "paused", ...outcome } : null;
  };
}

function timeoutOutcome(observed: ObservedContainer | null): Outcome {
  const ended = observed !== null && observed.state !== "running";
  return {
    reason: "timeout",
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
 * The last meaningful lines of a container's log since it was started as it was seen `first`: what it said in an earlier
 * run explains nothing of this one. None where the Engine does not give them.
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
    // The log explains a failure; that it cannot be had must not hide the failure itself.
    if (signal.aborted) throw error;
  }
  return meaningfulTail(lines);
}
