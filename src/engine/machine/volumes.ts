import { runInContainer } from "../containers/exec.ts";
import { callEngine } from "../wire/call.ts";
import { type Engine, hasApi } from "../wire/engine.ts";
import { getJson } from "../wire/requests.ts";

/** Many small files on a slow disk take their time. */
const measureTimeoutMs = 600_000;

/** A volume of the Engine, of any origin. */
export type Volume = { name: string; labels: Record<string, string> };

/** Lists every volume of the Engine. */
export async function listVolumes(engine: Engine, signal: AbortSignal): Promise<Volume[]> {
  const call = (abortSignal: AbortSignal) => engine.docker.listVolumes({ abortSignal });
  const { Volumes: volumes } = await callEngine(engine, { action: "list-volumes", signal }, call);
  return (volumes ?? []).map(({ Name, Labels }) => ({ name: Name, labels: Labels ?? {} }));
}

/** Whether the Engine has a volume of exactly that name. */
export async function hasVolume(engine: Engine, volume: string, signal: AbortSignal): Promise<boolean> {
  return (await listVolumes(engine, signal)).some(({ name }) => name === volume);
}

/**
 * Bytes in each volume of the Engine, as far as the Engine reports them within `timeoutMs`; it walks their files for
 * that. Empty on Engines before API 1.42, which would walk every image and container too.
 */
export async function volumeSizes(
  engine: Engine,
  signal: AbortSignal,
  timeoutMs = 5_000,
): Promise<Record<string, number>> {
  if (!hasApi(engine, "1.42")) return {};
  const request = { path: "/system/df", query: { type: ["volume"], verbose: true } };
  const call = (bounded: AbortSignal) => getJson(engine.docker, { ...request, signal: bounded });
  const answer = await callEngine(engine, { action: "read-volume-sizes", signal, timeoutMs }, call);
  return sizesOf(answer as VolumeUsage);
}

/** Free bytes of the file system that holds `path` inside a running container, null if its `df` does not say. */
export async function diskFree(
  engine: Engine,
  containerId: string,
  path: string,
  signal: AbortSignal,
): Promise<number | null> {
  const bounds = { action: "read-free-space", signal, timeoutMs: 10_000 };
  const { exitCode, stdout } = await runInContainer(engine, containerId, ["df", "-Pk", path], bounds);
  const kilobytes = Number(stdout.trim().split("\n").at(-1)?.trim().split(/\s+/)[3]);
  return exitCode === 0 && Number.isFinite(kilobytes) ? kilobytes * 1024 : null;
}

/** Bytes of all files below `path` inside a running container, null if its `du` does not say. */
export async function folderBytes(
  engine: Engine,
  containerId: string,
  path: string,
  signal: AbortSignal,
): Promise<number | null> {
  const bounds = { action: "measure-folder", signal, timeoutMs: measureTimeoutMs };
  const { exitCode, stdout } = await runInContainer(engine, containerId, ["du", "-sb", path], bounds);
  const bytes = Number(stdout.split("\t")[0]);
  return exitCode === 0 && Number.isFinite(bytes) ? bytes : null;
}

type Usage = { Name?: string; UsageData?: { Size?: number } | null };

/**
 * The part of the Engine's report on its disk that concerns volumes: `Volumes` until API 1.52, `VolumeUsage` since.
 */
type VolumeUsage = { Volumes?: Usage[] | null; VolumeUsage?: { Items?: Usage[] | null } };

/** Bytes of each volume by its name; for a volume it did not measure, the Engine reports -1. */
function sizesOf({ Volumes, VolumeUsage }: VolumeUsage): Record<string, number> {
  const usages = Volumes ?? VolumeUsage?.Items ?? [];
  return Object.fromEntries(
    usages.flatMap(({ Name, UsageData }) =>
      Name !== undefined && UsageData && (UsageData.Size ?? -1) >= 0 ? [[Name, UsageData.Size as number]] : [],
    ),
  );
}

/**
 * The contents of the Engine's disk: bytes of each volume by its name, and of all images, layers that they share
 * counted once.
 */
export type DiskUsage = { volumes: Record<string, number>; imagesBytes: number | null };

type DiskAnswer = VolumeUsage & { LayersSize?: number; ImageUsage?: { TotalSize?: number } };

/**
 * Measures the contents of the Engine's disk, which walks all files for that, on Engines before API 1.42 those of
 * containers too.
 */
export async function readDiskUsage(engine: Engine, signal: AbortSignal, timeoutMs: number): Promise<DiskUsage> {
  const query = hasApi(engine, "1.42") ? { type: ["volume", "image"], verbose: true } : {};
  const call = (bounded: AbortSignal) => getJson(engine.docker, { path: "/system/df", query, signal: bounded });
  const answer = (await callEngine(engine, { action: "read-volume-sizes", signal, timeoutMs }, call)) as DiskAnswer;
  return {
    volumes: sizesOf(answer),
    // The first until API 1.52, the second since.
    imagesBytes: answer.LayersSize ?? answer.ImageUsage?.TotalSize ?? null,
  };
}
