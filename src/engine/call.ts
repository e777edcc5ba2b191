import type Dockerode from "dockerode";
import { LocalgptError } from "../core/errors.ts";
import { statusOf, toLocalgptError } from "./faults.ts";

const usualTimeoutMs = 60_000;

/**
 * How a call to the Engine is named in errors and bounded in time. The Engine goes on with what it has begun, whoever hung
 * up: a short change with a `graceMs` is waited for that long after the signal aborted, so that nothing appears later.
 */
export type Bounds = { action: string; signal: AbortSignal; timeoutMs?: number; graceMs?: number };

/** How long an interrupted person waits for a change that usually takes less than a second. */
export const changeGraceMs = 5_000;

/**
 * One call to the Engine that ends in any case: with its answer, with `interrupted` when the signal aborts, with
 * `docker-timeout` after `timeoutMs` (a minute), else with the LocalgptError of its failure.
 */
export async function callEngine<T>(bounds: Bounds, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
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
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([call(ended.signal), rejection(ended.signal)]);
  } catch (error) {
    throw toLocalgptError(error, action, ended.signal);
  } finally {
    clearTimeout(timer);
    clearTimeout(grace);
    signal.removeEventListener("abort", abort);
  }
}

/** The answer of a call, or null when the Engine says that there is no such thing (404). */
export async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  return answer.catch((error: unknown) => {
    if (isStatus(error, 404)) return null;
    throw error;
  });
}

/** Waits for a call that changes something; the given statuses mean that it is as wanted already. */
export async function settle(call: Promise<unknown>, ...statuses: number[]): Promise<void> {
  await call.catch((error: unknown) => {
    if (!statuses.some((status) => isStatus(error, status))) throw error;
  });
}

/** Whether a failure is the Engine's refusal with this HTTP status, raw or as the LocalgptError of it. */
export function isStatus(error: unknown, status: number): boolean {
  return statusOf(error) === status || (error instanceof LocalgptError && statusOf(error.cause) === status);
}

type Request = { path: string; query?: Record<string, unknown>; signal: AbortSignal };

/** GETs a JSON answer by path, for calls to which dockerode passes neither a query nor an AbortSignal. */
export async function getJson(docker: Dockerode, request: Request): Promise<unknown> {
  return dial(docker, request, false);
}

/** GETs an answer as a stream of bytes, for calls that dockerode would hold in memory. */
export async function getStream(docker: Dockerode, request: Request): Promise<NodeJS.ReadableStream> {
  return (await dial(docker, request, true)) as NodeJS.ReadableStream;
}

function dial(docker: Dockerode, { path, query, signal }: Request, isStream: boolean): Promise<unknown> {
  const request = {
    path: `${path}?`,
    method: "GET",
    abortSignal: signal,
    isStream,
    options: { _query: query ?? {} },
    statusCodes: { 200: true, 404: "not found", 500: "server error" },
  };
  return new Promise((resolve, reject) => {
    docker.modem.dial(request, (error: unknown, answer: unknown) => (error ? reject(error) : resolve(answer)));
  });
}

/**
 * Options of a POST whose body stays out of the URL: docker-modem would write every field, `Env` with its secrets
 * included, into the query. dockerode's types do not know this form.
 */
export function cleanOptions<T>(query: Record<string, unknown>, body: T, signal: AbortSignal): T {
  return { _query: query, _body: body, abortSignal: signal } as T;
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
