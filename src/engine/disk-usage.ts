import { callEngine, getJson } from "./call.ts";
import { type Engine, hasApi } from "./engine.ts";

/** What is on the Engine's disk: bytes of each volume by its name, and of all images, layers that they share counted once. */
export type DiskUsage = { volumes: Record<string, number>; imagesBytes: number | null };

type Answer = {
  LayersSize?: number;
  ImageUsage?: { TotalSize?: number };
  Volumes?: Usage[] | null;
  VolumeUsage?: { Items?: Usage[] | null };
};
type Usage = { Name?: string; UsageData?: { Size?: number } | null };

/** Measures what is on the Engine's disk; it walks all files for that, on Engines before API 1.42 those of containers too. */
export async function readDiskUsage(engine: Engine, signal: AbortSignal, timeoutMs: number): Promise<DiskUsage> {
  const query = hasApi(engine, "1.42") ? { type: ["volume", "image"], verbose: true } : {};
  const call = (bounded: AbortSignal) => getJson(engine.docker, { path: "/system/df", query, signal: bounded });
  const answer = (await callEngine({ action: "read-volume-sizes", signal, timeoutMs }, call)) as Answer;
  // `LayersSize` and `Volumes` until API 1.52, `ImageUsage` and `VolumeUsage` since.
  const volumes = (answer.Volumes ?? answer.VolumeUsage?.Items ?? []).flatMap(({ Name: name, UsageData: usage }) => {
    return name !== undefined && usage && (usage.Size ?? -1) >= 0 ? [[name, usage.Size as number] as const] : [];
  });
  return {
    volumes: Object.fromEntries(volumes),
    imagesBytes: answer.LayersSize ?? answer.ImageUsage?.TotalSize ?? null,
  };
}
