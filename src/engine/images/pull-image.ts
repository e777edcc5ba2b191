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

/** The bounds of a download and its reports; `attempt` counts from 2, `backoffMs` is the pause before it. */
export type PullImageOptions = {
  signal: AbortSignal;
  stallMs: number;
  backoffMs?: number;
  onTransfer: (transfer: Transfer) => void;
  onRetry: (retry: { reason: PullReason; attempt: number; waitMs: number }) => void;
};

type Failure = { reason: PullReason; detail: string };

/**
 * The end of one attempt: `failure` is null when the image is there; `moved` if anything of it arrived, if only the
 * list of its layers.
 */
type Attempt = { failure: Failure | null; moved: boolean };

const mostAttempts = 5;
/** Unpacking says nothing while a large file is written; beyond this it is stuck. */
const unpackTimeoutMs = 600_000;
const reportEveryMs = 100;
// Before anything of the image has arrived these are answers; after that they mean a network that may come back.
const passing = new Set<PullReason>(["unreachable", "no-such-host", "corrupt"]);

/**
 * Pulls an image; complete layers are kept. An attempt that stalls for `stallMs`, or that the network interrupts, is
 * tried again with growing pauses, five times in all. Throws `pull-failed` with the reason of the registry or the
 * Engine, `interrupted` or the other failures of a call to the Engine; aborting cancels the download.
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
        // An Engine that is being stopped interrupts a download with a reason of its own.
        await requireAlive(engine, "pull-image", watch.signal);
        return { failure: explainRefusal(event.error), moved };
      }
      if (!progress.take(event, performance.now())) continue;
      watch.restart(progress.awaitsBytes() ? stallMs : unpackTimeoutMs);
      // A named layer comes from the registry, though none of its bytes are counted yet.
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
    // The Engine answers a refused download with a status that means nothing (mostly 500) and a text that explains it.
    const known = toLocalgptError(error, "pull-image");
    if (!isError(known, "docker-failed") || known.facts.status === null) throw known;
    return { failure: explainRefusal(known.facts.detail), moved };
  } finally {
    watch.stop();
  }
  // An Engine that ends during a download silently ends the stream.
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
