import { readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { kill, pid as ownPid } from "node:process";
import { setTimeout as delay } from "node:timers/promises";
import { LocalgptError } from "../core/errors.ts";
import type { Emit } from "../core/events.ts";
import { codeOf, fileFailed, makeFolder } from "./files.ts";

// A holder renews its lock every second; one that was killed is noticed when it has not done so for this long.
const staleMs = 4000;
const renewMs = 1000;
const pollMs = 200;

type Holder = { pid: number; host: string; command: string; since: string };

/** Who asks for the lock (the command as others are told of it), and how waiting is ended and told. */
export type LockRequest = { command: string; signal: AbortSignal; emit: Emit };

/**
 * Runs `work` while no other localgpt works in this folder: waits for it, telling once who is at work (a notice); a
 * killed one's lock is free within 5 seconds. The signal that `work` gets aborts with the caller's and when the lock was
 * lost on the way. Throws `interrupted`, `file-failed` and whatever `work` throws.
 */
export async function withLock<T>(
  folder: string,
  request: LockRequest,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const path = join(folder, "lock");
  const lost = new AbortController();
  const release = await acquire(folder, path, request, (error) => lost.abort(error));
  try {
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
  onCompromised: (error: Error) => void,
): Promise<() => Promise<void>> {
  const { default: lockfile } = await import("proper-lockfile");
  const options = { lockfilePath: path, realpath: false, stale: staleMs, update: renewMs, retries: 0, onCompromised };
  let told = false;
  for (;;) {
    if (request.signal.aborted) throw new LocalgptError("interrupted", {});
    try {
      await makeFolder(folder);
      const release = await lockfile.lock(folder, options);
      await writeNote(folder, request.command);
      return release;
    } catch (error) {
      if (codeOf(error) !== "ELOCKED") throw fileFailed(path, "lock", error);
    }
    told = told || (await tellHolder(folder, request.emit));
    await delay(pollMs, undefined, { signal: request.signal }).catch(() => undefined);
  }
}

/** Tells who holds the lock, or that its holder was killed and it will soon be free; false while no holder is noted. */
async function tellHolder(folder: string, emit: Emit): Promise<boolean> {
  const holder = await readNote(folder);
  if (holder === null) return false;
  const { pid, command } = holder;
  const sinceMs = Math.max(0, Date.now() - Date.parse(holder.since));
  if (isAlive(holder)) emit({ type: "notice", notice: { id: "waiting-for-lock", pid, command, sinceMs } });
  else emit({ type: "notice", notice: { id: "lock-left-behind", pid, command, waitMs: staleMs } });
  return true;
}

function notePath(folder: string): string {
  return join(folder, "lock.json");
}

/** Notes who holds the lock, as far as the disk lets it: the lock holds without it. */
async function writeNote(folder: string, command: string): Promise<void> {
  const holder: Holder = { pid: ownPid, host: hostname(), command, since: new Date().toISOString() };
  await writeFile(notePath(folder), `${JSON.stringify(holder)}\n`, { mode: 0o600 }).catch(() => undefined);
}

async function readNote(folder: string): Promise<Holder | null> {
  try {
    const note: unknown = JSON.parse(await readFile(notePath(folder), "utf8"));
    return isHolder(note) ? note : null;
  } catch {
    // Nobody can be named then; the lock itself decides who may go on.
    return null;
  }
}

function isHolder(note: unknown): note is Holder {
  const { pid, host, command, since } = Object(note) as Record<string, unknown>;
  return (
    typeof pid === "number" && typeof host === "string" && typeof command === "string" && typeof since === "string"
  );
}

/** Whether the holder runs; one on another machine (a shared home folder) cannot be asked and is taken to. */
function isAlive({ pid, host }: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}
