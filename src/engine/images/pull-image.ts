import { setTimeout as sleep } from "node:timers/promises";
import { isError, LocalgptError } from "../../core/errors/errors.ts";
import type { PullReason } from "../../core/facts/vocabulary.ts";
import type { Transfer } from "../../core/run/events.ts";
import { inspectImage } from "../containers/observe.ts";
import { findCredentials } from "../find/credentials.ts";
import { watchStall } from "../wire/bound-by.ts";
import { callEngine } from "../wire/call.ts";
import { pullReason } from "../wire/docker-texts.ts";
import type { Engine } from "../wire/engine.ts";
import { abortError, toLocalgptError } from "../wire/faults.ts";
import { requireAlive } from "../wire/life.ts";
import { readNdjson } from "../wire/streams.ts";
import { createImageProgress, readImageEvent } from "./image-progress.ts";

/** What a download is bounded by and tells; `attempt` counts from 2, `backoffMs` is the pause before it. */
export type PullImageOptions = {
  signal: AbortSignal;
  stallMs: number;
  backoffMs?: number;
  onTransfer: (transfer: Transfer) => void;
  onRetry: (retry: { reason: PullReason; attempt: number; waitMs: number }) => void;
};

type Failure = { reason: PullReason; detail: string };

/**
 * One attempt's end: null as failure when the image is there; `moved` when anything of it arrived, were it the list of
 * its layers.
 */
type Attempt = { failure: Failure | null; moved: boolean };

const mostAttempts = 5;
/** Unpacking says nothing while a large file is written; beyond this it is stuck. */
const unpackTimeoutMs = 600_000;
const reportEveryMs = 100;
// With nothing heard of the image yet these are answers; after that they are a network that may come back.
const passing = new Set<PullReason>(["unreachable", "no-such-host", "corrupt"]);

/**
 * Pulls an image, whole layers that are there stay. An attempt that stands still for `stallMs`, or that a network
 * breaks off under way, is tried again with growing pauses, five times in all. Throws `pull-failed` with the reason
 * that the registry or the Engine gave, `interrupted` or what else befalls a call to the Engine; aborting cancels the
 * download.
 */
export async function pullImage(engine: Engine, reference: string, options: PullImageOptions): Promise<void> {
  const { signal, onRetry, backoffMs = 1000 } = options;
  let hasMoved = false;
  for (let attempt = 1; ; attempt += 1) {
    const { failure, moved } = await attemptPull(engine, reference, options);
    if (failure === null) return;
    const { reason, detail } = failure;
    // A network that went away may still be away at the next attempt.
    hasMoved ||= moved;
    const mayPass = reason === "stalled" || (hasMoved && passing.has(reason));
    if (!mayPass || attempt === mostAttempts) {
      throw new LocalgptError("pull-failed", { kind: "image", name: reference, reason, detail });
    }
    const waitMs = backoffMs * 2 ** (attempt - 1);
    onRetry({ reason, attempt: attempt + 1, waitMs });
    await sleep(waitMs, null, { signal }).catch((error) => {
      throw abortError(signal, "pull-image", error);
    });
  }
}

async function attemptPull(
  engine: Engine,
  reference: string,
  { signal, stallMs, onTransfer }: PullImageOptions,
): Promise<Attempt> {
  const progress = createImageProgress(reference);
  const watch = watchStall(signal);
  let moved = false;
  let reportedMs = 0;
  let phase: Transfer["phase"] | null = null;
  try {
    watch.restart(stallMs);
    const stream = await openPull(engine, reference, watch.signal);
    for await (const line of readNdjson(stream, watch.signal)) {
      const event = readImageEvent(line);
      if (event.error !== null) {
        // One that is being stopped breaks a download off with a reason of its own.
        await requireAlive(engine, "pull-image", watch.signal);
        return { failure: explainRefusal(event.error), moved };
      }
      if (!progress.take(event, performance.now())) continue;
      watch.restart(progress.awaitsBytes() ? stallMs : unpackTimeoutMs);
      // A layer that is named has come from the registry, though none of its bytes are counted yet.
      moved = true;
      const transfer = progress.transfer();
      if (transfer.phase !== phase || performance.now() - reportedMs >= reportEveryMs) {
        reportedMs = performance.now();
        phase = transfer.phase;
        onTransfer(transfer);
      }
    }
  } catch (error) {
    if (signal.aborted) throw abortError(signal, "pull-image", error);
    if (watch.signal.aborted) return { failure: { reason: "stalled", detail: "" }, moved };
    // The Engine's answer to a refused download is a status that tells nothing (mostly 500) and a text that does.
    const known = toLocalgptError(error, "pull-image");
    if (!isError(known, "docker-failed") || known.facts.status === null) throw known;
    return { failure: explainRefusal(known.facts.detail), moved };
  } finally {
    watch.stop();
  }
  // An Engine that ends under way ends the stream without a word.
  if ((await inspectImage(engine, reference, signal)) !== null) return { failure: null, moved };
  throw new LocalgptError("docker-lost", { action: "pull-image" });
}

function explainRefusal(detail: string): Failure {
  return { reason: pullReason(detail), detail };
}

async function openPull(engine: Engine, reference: string, signal: AbortSignal): Promise<NodeJS.ReadableStream> {
  const authconfig = await findCredentials(reference, engine.environment, signal);
  return callEngine(engine, { action: "pull-image", signal, timeoutMs: unpackTimeoutMs }, (abortSignal) =>
    engine.docker.pull(reference, { abortSignal, ...(authconfig && { authconfig }) }),
  );
}
