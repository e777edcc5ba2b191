import { expect, test } from "vitest";
import { computeStats } from "../../src/engine/stats.ts";

const sample = (used: number, system: number) => ({
  cpu_stats: { cpu_usage: { total_usage: used }, system_cpu_usage: system, online_cpus: 4 },
  memory_stats: { usage: 300, limit: 1000, stats: { inactive_file: 100 } },
});

test("CPU is the share of all CPUs' time, in percent of one", () => {
  expect(computeStats(sample(100, 1000), sample(200, 1400)).cpuPercent).toBe(100);
});

test("memory leaves out the cache, under the names of both cgroup versions", () => {
  expect(computeStats(sample(0, 0), sample(0, 1))).toMatchObject({ memoryBytes: 200, memoryLimitBytes: 1000 });
  const first = { memory_stats: { usage: 300, stats: { total_inactive_file: 50, inactive_file: 1 } } };
  expect(computeStats({}, first)).toMatchObject({ memoryBytes: 250, memoryLimitBytes: null });
});

test("a stopped container has no CPU to tell, and no memory", () => {
  expect(computeStats({}, {})).toEqual({ cpuPercent: null, memoryBytes: 0, memoryLimitBytes: null });
});
