import { isError, LocalgptError } from "../../core/errors/errors.ts";
import { statusOf, toLocalgptError } from "./faults.ts";
import { requireAlive, type Watched, watchCall } from "./life.ts";

const usualTimeoutMs = 60_000;

/**
 * How a call to the Engine is named in errors and bounded in time. The Engine finishes what it has begun, even if the
 * caller hangs up: a short change with a `graceMs` is waited for that long after the signal aborted, so that nothing
 * appears later.
 */
export type Bounds = { action: string; signal: AbortSignal; timeoutMs?: number; graceMs?: number };

/** How long an interrupted person waits for a change that usually takes less than a second. */
export const changeGraceMs = 5_000;

/**
 * One call to the Engine that always ends: with its answer, with `interrupted` when the signal aborts, with
 * `docker-timeout` after `timeoutMs` (a minute) or when the Engine shows no sign of life, else with the LocalgptError
 * of its failure. A call without a bound of its own is assumed to be quick, and is reported when it is not.
 */
export async function callEngine<T>(
  engine: Watched,
  bounds: Bounds,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { action, signal, timeoutMs = usualTimeoutMs, graceMs = 0 } = bounds;
  if (signal.aborted) throw toLocalgptError(signal.reason, action, signal);
  const ended = new AbortController();
  const end = () => ended.abort(toLocalgptError(signal.reason, action, signal));
  let grace: NodeJS.Timeout | undefined;
  const abort = () => {
    if (graceMs === 0) end();
    else grace = setTimeout(end, graceMs);
  };
  const timer = setTimeout(
    () => ended.abort(new LocalgptError("docker-timeout", { action, waitedMs: timeoutMs })),
    timeoutMs,
  );
  const unwatch = watchCall(engine, { action, quick: bounds.timeoutMs === undefined }, (error) => ended.abort(error));
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([call(ended.signal), rejection(ended.signal)]);
  } catch (error) {
    const failure = toLocalgptError(error, action, ended.signal);
    // An Engine that is being stopped answers with failures of what it has ended already.
    const isItsOwn = isError(failure, "docker-failed") && (failure.facts.status ?? 0) >= 500;
    if (isItsOwn) await requireAlive(engine, action, signal);
    throw failure;
  } finally {
    unwatch();
    clearTimeout(timer);
    clearTimeout(grace);
    signal.removeEventListener("abort", abort);
  }
}

/** The answer of a call, or null if the Engine says that it does not exist (404). */
export async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  return answer.catch((error: unknown) => {
    if (isStatus(error, 404)) return null;
    throw error;
  });
}

/** Waits for a call that changes something; the given statuses mean that it is already so. */
export async function tolerate(call: Promise<unknown>, ...statuses: number[]): Promise<void> {
  await call.catch((error: unknown) => {
    if (!statuses.some((status) => isStatus(error, status))) throw error;
  });
}

/** Whether a failure is the Engine's refusal with this HTTP status, raw or as its LocalgptError. */
export function isStatus(error: unknown, status: number): boolean {
  return statusOf(error) === status || (error instanceof LocalgptError && statusOf(error.cause) === status);
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
