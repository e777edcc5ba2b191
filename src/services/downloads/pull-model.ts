import { setTimeout as sleep } from "node:timers/promises";
import { ollamaPullReason } from "../../core/english/ollama-texts.ts";
import { type ErrorFacts, isError, LocalgptError } from "../../core/errors/errors.ts";
import type { PullReason } from "../../core/facts/vocabulary.ts";
import { findNearestModel } from "../../core/models/known-models.ts";
import { createPullProgress, type PullProgress } from "../../core/models/pull-progress.ts";
import type { Transfer } from "../../core/run/events.ts";
import { watchStall } from "../../engine/wire/bound-by.ts";
import { abortError } from "../../engine/wire/faults.ts";
import type { Ollama } from "../clients/ollama.ts";
import { findFact } from "../http/find-fact.ts";

/**
 * What a download needs and reports: `totalBytes` if the registry named it, the pause before the second attempt (1 s,
 * or `stallMs` if that is less).
 */
export type PullOptions = {
  signal: AbortSignal;
  stallMs: number;
  totalBytes?: number | null;
  backoffMs?: number;
  /** Whether Ollama was stopped for good: then another attempt is pointless. */
  isGone?: () => Promise<boolean>;
  /** Sets aside the damaged ones among these files, so that they are downloaded again, and returns their number. */
  setAsideDamaged?: (digests: string[]) => Promise<number>;
  onTransfer: (transfer: Transfer) => void;
  onRetry: (retry: { reason: PullReason; attempt: number; waitMs: number }) => void;
  onDamaged?: (files: number) => void;
};

/** Why an attempt failed; `lost` if the connection to Ollama itself failed. */
type Failure = { reason: PullReason; detail: string; lost?: LocalgptError };

// Successive attempts without a single new byte; progress resets the count.
const mostIdleAttempts = 4;
// No network at all is reported at once; after half a download, it is a network that went away and may come back.
const needsProgress = new Set<PullReason>(["no-such-host", "unreachable", "rate-limited", "cut", "other"]);
const factTimeoutMs = 3000;
const transient = new Set<PullReason>([...needsProgress, "stalled", "corrupt"]);

/**
 * Downloads a model through Ollama, which resumes what is on disk. A download that stalls for `stallMs` or breaks off
 * is tried again with growing pauses. Existing files are read once, and damaged ones are downloaded again. Throws
 * `pull-failed` with the reason, `service-answered`, `service-unreachable` or `interrupted`; aborting cancels the
 * download in Ollama at once.
 */
export async function pullModel(ollama: Ollama, model: string, options: PullOptions): Promise<void> {
  const progress = createPullProgress(model, options.totalBytes ?? null);
  const told = { any: false };
  let isRepaired = false;
  let idleAttempts = 0;
  let mostBytes = 0;
  for (let attempt = 2; ; attempt += 1) {
    progress.begin();
    const failure = await tryPull(ollama, model, { progress, told }, options);
    if (failure === null) {
      // Ollama itself has verified what a repair downloaded.
      const damaged = isRepaired ? 0 : ((await options.setAsideDamaged?.(progress.found())) ?? 0);
      if (damaged === 0) return;
      isRepaired = true;
      options.onDamaged?.(damaged);
      continue;
    }
    const { completedBytes } = progress.transfer();
    const hasMoved = completedBytes > mostBytes;
    mostBytes = Math.max(mostBytes, completedBytes);
    idleAttempts = hasMoved ? 0 : idleAttempts + 1;
    const { reason, detail, lost } = failure;
    const isStuck = needsProgress.has(reason) && mostBytes === 0 && lost === undefined;
    const isHopeless = !transient.has(reason) || isStuck;
    const isGone = lost !== undefined && (await options.isGone?.());
    if (isHopeless || isGone || idleAttempts >= mostIdleAttempts) {
      if (lost !== undefined && (isGone || !(await answers(ollama, options.signal)))) throw lost;
      const more = await explain(ollama, model, failure, { transfer: progress.transfer(), signal: options.signal });
      throw new LocalgptError("pull-failed", { kind: "model", name: model, reason, detail, ...more });
    }
    const waitMs = (options.backoffMs ?? Math.min(1000, options.stallMs)) * 2 ** idleAttempts;
    options.onRetry({ reason, attempt, waitMs });
    await pause(waitMs, options.signal);
  }
}

/** Whether Ollama is still there although its connections broke. */
async function answers(ollama: Ollama, signal: AbortSignal): Promise<boolean> {
  return (await findFact(signal, factTimeoutMs, (bounded) => ollama.version({ signal: bounded }))) !== null;
}

/**
 * What a person needs to know as well: the name that was meant, the outdated Ollama, the missing space.
 */
async function explain(
  ollama: Ollama,
  model: string,
  { reason }: Failure,
  { transfer, signal }: { transfer: Transfer; signal: AbortSignal },
): Promise<Partial<ErrorFacts["pull-failed"]>> {
  switch (reason) {
    case "not-found": {
      const installed = await findFact(signal, factTimeoutMs, (bounded) => ollama.installed({ signal: bounded }));
      return {
        near: findNearestModel(
          model,
          installed?.map(({ name }) => name),
        ),
      };
    }
    case "needs-newer-ollama":
      return {
        ollamaVersion: await findFact(signal, factTimeoutMs, (bounded) => ollama.version({ signal: bounded })),
      };
    case "no-space": {
      const { totalBytes, completedBytes } = transfer;
      return { remainingBytes: totalBytes === null ? null : totalBytes - completedBytes };
    }
    default:
      return {};
  }
}

/** One attempt: null when the model is complete, else why it is not. */
async function tryPull(
  ollama: Ollama,
  model: string,
  { progress, told }: { progress: PullProgress; told: { any: boolean } },
  options: PullOptions,
): Promise<Failure | null> {
  const watch = watchStall(options.signal);
  try {
    watch.restart(options.stallMs);
    for await (const line of ollama.pull(model, { signal: watch.signal, timeoutMs: options.stallMs })) {
      told.any = true;
      if (line.error !== null) return { reason: ollamaPullReason(line.error), detail: line.error };
      if (line.status === "success") return null;
      const hasMoved = progress.take(line, performance.now());
      if (hasMoved) watch.restart(progress.awaitsBytes() ? options.stallMs : null);
      options.onTransfer(progress.transfer());
    }
    return { reason: "cut", detail: "" };
  } catch (error) {
    if (options.signal.aborted) throw abortError(options.signal, "pull-model", error);
    if (watch.hasStalled()) return { reason: "stalled", detail: "" };
    // Lost during the download: somebody may have restarted Ollama. Before its first line, Ollama is simply not there.
    if (isError(error, "service-unreachable") && told.any) {
      return { reason: "cut", detail: "", lost: error };
    }
    throw error;
  } finally {
    watch.stop();
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    throw abortError(signal, "pull-model", error);
  }
}
