import type { Readable } from "node:stream";
import { isError, LocalgptError } from "../../core/errors/errors.ts";
import { type Bounds, callEngine } from "../wire/call.ts";
import { pullReason } from "../wire/docker-texts.ts";
import type { Engine } from "../wire/engine.ts";

/** A day: how long it takes depends on the data alone. */
const timeoutMs = 86_400_000;

/**
 * Unpacks a tar stream into a folder of a container, with its owners, modes and times; faster than any program in the
 * container could. Throws the Engine's failures, `data-failed` if its disk is full, and what the stream fails with.
 */
export async function putArchive(
  engine: Engine,
  { container, folder, stream }: { container: string; folder: string; stream: Readable },
  bounds: Omit<Bounds, "timeoutMs">,
): Promise<void> {
  let failure: unknown = null;
  stream.on("error", (error) => {
    failure = error;
  });
  try {
    await callEngine(engine, { ...bounds, timeoutMs }, (abortSignal) =>
      engine.docker.getContainer(container).putArchive(stream, { path: folder, abortSignal }),
    );
  } catch (error) {
    // What the Engine says about an interrupted stream is less than the cause of the interruption.
    if (failure !== null) throw failure;
    throw explain(error);
  } finally {
    stream.destroy();
  }
}

function explain(error: unknown): unknown {
  if (!isError(error, "docker-failed") || pullReason(error.facts.detail) !== "no-space") return error;
  const facts = { problem: "no-space", path: null, detail: error.facts.detail } as const;
  return new LocalgptError("data-failed", facts, { cause: error });
}
