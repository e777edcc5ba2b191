import { shownName } from "../containers/containers.ts";
import { readImage } from "../containers/observe.ts";
import { callEngine, changeGraceMs, isStatus, tolerate } from "../wire/call.ts";
import type { Engine } from "../wire/engine.ts";

// Millions of files take their time.
const timeoutMs = 1_800_000;

/** Deletes a volume with everything in it; false where a container uses it, one that is gone is fine. */
export async function removeVolume(engine: Engine, volume: string, signal: AbortSignal): Promise<boolean> {
  const bounds = { action: "remove-volume", signal, timeoutMs, graceMs: changeGraceMs };
  return isRemoved(
    callEngine(engine, bounds, (abortSignal) => engine.docker.getVolume(volume).remove({ abortSignal })),
  );
}

/**
 * Takes one name from an image, and deletes the image where it was the last; false where a container uses it, one that
 * is gone is fine.
 */
export async function removeImage(engine: Engine, image: string, signal: AbortSignal): Promise<boolean> {
  const bounds = { action: "remove-image", signal, timeoutMs, graceMs: changeGraceMs };
  const call = callEngine(engine, bounds, (abortSignal) => engine.docker.getImage(image).remove({ abortSignal }));
  try {
    return await isRemoved(call);
  } catch (error) {
    // Engine 20.10 answers 500 and not 404 where another removal of the same image ends first, as of one that was
    // killed.
    if (isStatus(error, 500) && (await readImage(engine, image, signal)) === null) return true;
    throw error;
  }
}

/**
 * The names of the containers that have a volume mounted or were made from an image; of all, or of those in one of the
 * states.
 */
export async function listUsers(
  engine: Engine,
  thing: { volume: string } | { image: string },
  signal: AbortSignal,
  states: string[] = [],
): Promise<string[]> {
  const used = "volume" in thing ? { volume: [thing.volume] } : { ancestor: [thing.image] };
  const filters = JSON.stringify({ ...used, ...(states.length > 0 && { status: states }) });
  const found = await callEngine(engine, { action: "list-containers", signal }, (abortSignal) =>
    engine.docker.listContainers({ all: true, filters, abortSignal }),
  );
  return (
    found
      // The Engine's filter finds parts of a volume's name too.
      .filter(({ Mounts }) => !("volume" in thing) || Mounts.some(({ Name }) => Name === thing.volume))
      .map(shownName)
  );
}

async function isRemoved(call: Promise<unknown>): Promise<boolean> {
  try {
    await tolerate(call, 404);
    return true;
  } catch (error) {
    if (isStatus(error, 409)) return false;
    throw error;
  }
}
