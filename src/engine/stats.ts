import { callEngine } from "./call.ts";
import type { Engine } from "./engine.ts";

/** What a container uses now: CPU in percent of one CPU (200 is two of them), null where it cannot be told. */
export type ContainerStats = { cpuPercent: number | null; memoryBytes: number; memoryLimitBytes: number | null };

/** One look of the Engine at what a container has used since it started. */
export type StatsSample = {
  cpu_stats?: {
    cpu_usage?: { total_usage?: number; percpu_usage?: number[] | null };
    system_cpu_usage?: number;
    online_cpus?: number;
  };
  memory_stats?: { usage?: number; limit?: number; stats?: Record<string, number> };
};

/**
 * Takes one sample of a running container, at once; Engine 20.10 makes a second one within a second wait for the end of it.
 */
export async function readSample(engine: Engine, containerId: string, signal: AbortSignal): Promise<StatsSample> {
  return callEngine({ action: "read-stats", signal, timeoutMs: 10_000 }, async (abortSignal) => {
    const options = { stream: false as const, "one-shot": true, abortSignal };
    return (await engine.docker.getContainer(containerId).stats(options)) as StatsSample;
  });
}

/**
 * CPU between two samples (null for no first one) as the docker CLI computes it, memory of the second without the page
 * cache that the kernel would give back at once.
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
  const { cpu_usage: usage, system_cpu_usage: system, online_cpus: online } = second.cpu_stats ?? {};
  const used = (usage?.total_usage ?? Number.NaN) - (first.cpu_stats?.cpu_usage?.total_usage ?? Number.NaN);
  const passed = (system ?? Number.NaN) - (first.cpu_stats?.system_cpu_usage ?? Number.NaN);
  const cpus = online || usage?.percpu_usage?.length || 1;
  return used >= 0 && passed > 0 ? (used / passed) * cpus * 100 : null;
}
