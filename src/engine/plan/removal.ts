import { shownName } from "../containers/containers.ts";
import { readImage } from "../containers/observe.ts";
import { callEngine, changeGraceMs, isStatus, tolerate } from "../wire/call.ts";
import type { Engine } from "../wire/engine.ts";

// Deleting millions of files takes a while.
const timeoutMs = 1_800_000;

/** Deletes a volume with everything in it; false if a container uses it; a missing one is fine. */
export async function removeVolume(engine: Engine, volume: string, signal: AbortSignal): Promise<boolean> {
  const bounds = { action: "remove-volume", signal, timeoutMs, graceMs: changeGraceMs };
  return isRemoved(
    callEngine(engine, bounds, (abortSignal) => engine.docker.getVolume(volume).remove({ abortSignal })),
  );
}

/**
 * Takes one name from an image, and deletes the image if it was the last; false if a container uses it; a missing one
 * is fine.
 */
export async function removeImage(engine: Engine, image: string, signal: AbortSignal): Promise<boolean> {
  const bounds = { action: "remove-image", signal, timeoutMs, graceMs: changeGraceMs };
  const call = callEngine(engine, bounds, (abortSignal) => engine.docker.getImage(image).remove({ abortSignal }));
  try {
    return await isRemoved(call);
  } catch (error) {
    // Engine 20.10 answers 500 instead of 404 if another removal of the same image ends first, perhaps one of a killed
    // run.
    if (isStatus(error, 500) && (await readImage(engine, image, signal)) === null) return true;
    throw error;
  }
}

/**
 * The names of the containers that have a volume mounted or were made from an image; all of them, or those in one of
 * the states.
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
      // The Engine's filter also matches parts of a volume's name.
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
