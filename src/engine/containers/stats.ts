import { callEngine } from "../wire/call.ts";
import type { Engine } from "../wire/engine.ts";

/** What a container uses now: CPU in percent of one CPU (200 is two of them), null if unknown. */
export type ContainerStats = { cpuPercent: number | null; memoryBytes: number; memoryLimitBytes: number | null };

/** One look of the Engine at what a container has used since it started. */
export type StatsSample = {
  /** When, in RFC 3339. */
  read?: string;
  cpu_stats?: {
    cpu_usage?: { total_usage?: number };
  };
  memory_stats?: { usage?: number; limit?: number; stats?: Record<string, number> };
};

/**
 * Takes one sample of a running container, immediately; within a second of the last one, Engine 20.10 waits until that
 * second is over.
 */
export async function readSample(engine: Engine, containerId: string, signal: AbortSignal): Promise<StatsSample> {
  return callEngine(engine, { action: "read-stats", signal, timeoutMs: 10_000 }, async (abortSignal) => {
    const options = { stream: false as const, "one-shot": true, abortSignal };
    // For a container that ends during the call, the Engine answers nothing at all.
    return ((await engine.docker.getContainer(containerId).stats(options)) as StatsSample | null) ?? {};
  });
}

/**
 * CPU between two samples (null for no first one), memory of the second without the page cache that the kernel would
 * give back at once. The docker CLI divides by the processor time of the whole machine, which the kernel counts in
 * steps of 10 ms: too coarse for two samples that are near each other.
 */
export function computeStats(first: StatsSample | null, second: StatsSample): ContainerStats {
  const { usage = 0, limit, stats = {} } = second.memory_stats ?? {};
  // The first is cgroup v1's name, the second v2's.
  const cache = stats.total_inactive_file ?? stats.inactive_file ?? 0;
  return {
    cpuPercent: first === null ? null : cpuPercent(first, second),
    memoryBytes: cache < usage ? usage - cache : usage,
    memoryLimitBytes: limit || null,
  };
}

function cpuPercent(first: StatsSample, second: StatsSample): number | null {
  const usedNs = (totalUsage(second) ?? Number.NaN) - (totalUsage(first) ?? Number.NaN);
  const passedMs = Date.parse(second.read ?? "") - Date.parse(first.read ?? "");
  return usedNs >= 0 && passedMs > 0 ? (usedNs / 1e6 / passedMs) * 100 : null;
}

/** Nanoseconds of processor time since the container started. */
function totalUsage({ cpu_stats: stats }: StatsSample): number | undefined {
  return stats?.cpu_usage?.total_usage;
}

/**
 * Bytes of memory that the Engine's running containers use together, of every project; one that has ended counts as
 * nothing.
 */
export async function readUsedMemory(engine: Engine, signal: AbortSignal): Promise<number> {
  const call = (bounded: AbortSignal) => engine.docker.listContainers({ abortSignal: bounded });
  const containers = await callEngine(engine, { action: "list-containers", signal }, call);
  const used = await Promise.allSettled(containers.map(({ Id }) => readSample(engine, Id, signal)));
  return used.reduce(
    (bytes, result) => bytes + (result.status === "fulfilled" ? computeStats(null, result.value).memoryBytes : 0),
    0,
  );
}
