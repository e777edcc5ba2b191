import { callEngine } from "../wire/call.ts";
import { type Engine, hasApi } from "../wire/engine.ts";
import { getJson } from "../wire/requests.ts";
import { sizesOf, type VolumeUsage } from "./volumes.ts";

/** What is on the Engine's disk: bytes of each volume by its name, and of all images, layers that they share counted once. */
export type DiskUsage = { volumes: Record<string, number>; imagesBytes: number | null };

type Answer = VolumeUsage & { LayersSize?: number; ImageUsage?: { TotalSize?: number } };

/** Measures what is on the Engine's disk; it walks all files for that, on Engines before API 1.42 those of containers too. */
export async function readDiskUsage(engine: Engine, signal: AbortSignal, timeoutMs: number): Promise<DiskUsage> {
  const query = hasApi(engine, "1.42") ? { type: ["volume", "image"], verbose: true } : {};
  const call = (bounded: AbortSignal) => getJson(engine.docker, { path: "/system/df", query, signal: bounded });
  const answer = (await callEngine(engine, { action: "read-volume-sizes", signal, timeoutMs }, call)) as Answer;
  return {
    volumes: sizesOf(answer),
    // The first until API 1.52, the second since.
    imagesBytes: answer.LayersSize ?? answer.ImageUsage?.TotalSize ?? null,
  };
}
