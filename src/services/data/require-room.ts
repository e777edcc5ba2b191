import { LocalgptError } from "../../core/errors/errors.ts";
import { diskFree } from "../../engine/machine/volumes.ts";
import type { Engine } from "../../engine/wire/engine.ts";

/** What a file system needs in addition to the bytes of the files that fill a new volume. */
export const spareBytes = 64 * 1024 ** 2;

/** Where in a container something will be written, how much, and the name of the volume there. */
export type Room = { container: string; folder: string; volume: string; neededBytes: number };

/** Throws `disk-full` if there is certainly too little room; if the container does not say, nothing is refused. */
export async function requireRoom(engine: Engine, room: Room, signal: AbortSignal): Promise<void> {
  const { container, folder, volume, neededBytes } = room;
  const freeBytes = await diskFree(engine, container, folder, signal);
  if (freeBytes === null || freeBytes >= neededBytes) return;
  throw new LocalgptError("disk-full", { place: volume, neededBytes, freeBytes });
}
