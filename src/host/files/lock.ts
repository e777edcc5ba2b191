import * as nodeFs from "node:fs";
import { readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { LocalgptError } from "../../core/errors/errors.ts";
import { codeOf } from "../../core/facts/system-codes.ts";
import type { World } from "../../core/run/world.ts";
import { fileFailed, makeFolder } from "./files.ts";
import { removeUnfinished } from "./unfinished-files.ts";

// A holder renews its lock every second; a killed one is noticed when it has not done so for this long.
const staleMs = 4000;
const renewMs = 1000;
const pollMs = 200;
// A holder records its name right after it takes the lock; if it is missing by then, it could not be recorded.
const notedMs = 1000;

type Holder = { pid: number; host: string; command: string; since: string };

/** The clock for waiting: a time that nobody sets, and pauses that the signal ends early. */
export type Clock = { nowMs: () => number; pause: (ms: number, signal: AbortSignal) => Promise<void> };

const ownClock: Clock = {
  nowMs: () => performance.now(),
  pause: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
};

/** Who asks for the lock (the command as shown to others), and how waiting ends and is reported. */
export type LockRequest = { command: string } & Pick<World, "signal" | "emit" | "processes">;

/**
 * Runs `work` while no other localgpt works in this folder: waits for it, naming the holder once in a notice; a
 * killed one's lock is free within 5 seconds. The signal that `work` gets aborts with the caller's and when the lock is
 * lost. Throws `interrupted`, `file-failed` and whatever `work` throws.
 */
export async function withLock<T>(
  folder: string,
  request: LockRequest,
  work: (signal: AbortSignal) => Promise<T>,
  clock: Clock = ownClock,
): Promise<T> {
  const path = join(folder, "lock");
  const lost = new AbortController();
  const release = await acquire(folder, path, request, { clock, onCompromised: (error) => lost.abort(error) });
  try {
    await removeUnfinished(folder);
    return await work(AbortSignal.any([request.signal, lost.signal]));
  } catch (error) {
    throw lost.signal.aborted ? fileFailed(path, "lock", lost.signal.reason) : error;
  } finally {
    if (!lost.signal.aborted) {
      // Before the release: the next holder's own note must not be the one that is removed.
      await rm(notePath(folder), { force: true }).catch(() => undefined);
      await release().catch(() => undefined);
    }
  }
}

async function acquire(
  folder: string,
  path: string,
  request: LockRequest,
  { clock, onCompromised }: { clock: Clock; onCompromised: (error: Error) => void },
): Promise<() => Promise<void>> {
  const { default: lockfile } = await import("proper-lockfile");
  const options = { lockfilePath: path, realpath: false, stale: staleMs, update: renewMs, retries: 0, onCompromised };
  // The library would create its folder with access for everybody.
  const fs = { ...nodeFs, mkdir: (at: string, done: nodeFs.NoParamCallback) => nodeFs.mkdir(at, 0o700, done) };
  const isLeft = watchRenewals(path, clock);
  const askedMs = clock.nowMs();
  let told = false;
  for (;;) {
    if (request.signal.aborted) throw new LocalgptError("interrupted", {});
    try {
      await makeFolder(folder);
      const release = await lockfile.lock(folder, { ...options, fs });
      await writeNote(folder, request);
      return release;
    } catch (error) {
      if (codeOf(error) !== "ELOCKED") throw fileFailed(path, "lock", error);
    }
    // The library uses the system clock: if it is set back, a killed one's lock would stay taken until it
    // has caught up.
    if (await isLeft()) await utimes(path, 0, 0).catch(() => undefined);
    told = told || (await tellHolder(folder, request, clock.nowMs() - askedMs));
    await clock.pause(pollMs, request.signal);
  }
}

/** Returns whether a lock has not been renewed for the time after which its holder counts as killed. */
function watchRenewals(path: string, { nowMs }: Clock): () => Promise<boolean> {
  let seen = Number.NaN;
  let seenMs = nowMs();
  return async () => {
    const mtimeMs = await stat(path).then(
      (found) => found.mtimeMs,
      () => Number.NaN,
    );
    if (mtimeMs !== seen) seenMs = nowMs();
    seen = mtimeMs;
    return nowMs() - seenMs > staleMs;
  };
}

/**
 * Reports who holds the lock, or that its holder was killed and it will soon be free; false while that is not known.
 */
async function tellHolder(folder: string, { emit, processes }: LockRequest, waitedMs: number): Promise<boolean> {
  const holder = await readNote(folder);
  if (holder === null) {
    if (waitedMs < notedMs) return false;
    emit({ type: "notice", notice: { id: "lock-held", folder } });
    return true;
  }
  const { pid, command } = holder;
  const host = holder.host === hostname() ? null : holder.host;
  const sinceMs = Math.max(0, Date.now() - Date.parse(holder.since));
  // One on another machine (a shared home folder) cannot be asked and is assumed to run.
  if (host !== null || processes.isAlive(pid))
    emit({ type: "notice", notice: { id: "waiting-for-lock", pid, host, command, sinceMs } });
  else emit({ type: "notice", notice: { id: "lock-left-behind", pid, command, waitMs: staleMs } });
  return true;
}

function notePath(folder: string): string {
  return join(folder, "lock.json");
}

/** Records who holds the lock, if the disk allows: the lock works without it. */
async function writeNote(folder: string, { command, processes }: LockRequest): Promise<void> {
  const holder: Holder = { pid: processes.ownId, host: hostname(), command, since: new Date().toISOString() };
  await writeFile(notePath(folder), `${JSON.stringify(holder)}\n`, { mode: 0o600 }).catch(() => undefined);
}

async function readNote(folder: string): Promise<Holder | null> {
  try {
    const note: unknown = JSON.parse(await readFile(notePath(folder), "utf8"));
    return isHolder(note) ? note : null;
  } catch {
    // The holder cannot be named then; the lock itself decides who may go on.
    return null;
  }
}

function isHolder(note: unknown): note is Holder {
  const { pid, host, command, since } = Object(note) as Record<string, unknown>;
  const isText = typeof host === "string" && typeof command === "string" && typeof since === "string";
  return typeof pid === "number" && isText && !Number.isNaN(Date.parse(since));
}
