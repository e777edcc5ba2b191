import { LocalgptError } from "../../core/errors/errors.ts";
import { diskFree } from "../../engine/machine/volumes.ts";
import type { Engine } from "../../engine/wire/engine.ts";

/** What a file system needs beside the bytes of the files that fill a new volume. */
export const spareBytes = 64 * 1024 ** 2;

/** Where in a container something is to be written, how much, and what the volume is called there. */
export type Room = { container: string; folder: string; volume: string; neededBytes: number };

/** Throws `disk-full` where there is surely not so much room; where the container does not say, nothing is refused. */
export async function requireRoom(engine: Engine, room: Room, signal: AbortSignal): Promise<void> {
  const { container, folder, volume, neededBytes } = room;
  const freeBytes = await diskFree(engine, container, folder, signal);
  if (freeBytes === null || freeBytes >= neededBytes) return;
  throw new LocalgptError("disk-full", { place: volume, neededBytes, freeBytes });
}
