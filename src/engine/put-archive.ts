import type { Readable } from "node:stream";
import { type Bounds, callEngine } from "./call.ts";
import type { Engine } from "./engine.ts";

/** A day: how long it takes depends on the data alone. */
const timeoutMs = 86_400_000;

/**
 * Unpacks a tar stream into a folder of a container, with its owners, modes and times; faster than any program in the
 * container could. Throws the Engine's failures, and what the stream fails with.
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
    await callEngine({ ...bounds, timeoutMs }, (abortSignal) =>
      engine.docker.getContainer(container).putArchive(stream, { path: folder, abortSignal }),
    );
  } catch (error) {
    // What the Engine says of a stream that breaks off is less than why it did.
    throw failure ?? error;
  } finally {
    stream.destroy();
  }
}
