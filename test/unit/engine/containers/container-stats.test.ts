import { expect, test } from "vitest";
import { computeStats } from "../../../../src/engine/containers/stats.ts";

const sample = (usedNs: number, seconds: number) => ({
  read: `2026-11-22T08:41:0${seconds.toFixed(3)}499520Z`,
  cpu_stats: { cpu_usage: { total_usage: usedNs } },
  memory_stats: { usage: 300, limit: 1000, stats: { inactive_file: 100 } },
});

test("CPU is the time that was used in the time that passed, in percent of one", () => {
  expect(computeStats(sample(1e9, 1), sample(1.15e9, 1.1)).cpuPercent).toBe(150);
  expect(computeStats(sample(1e9, 1), sample(1e9, 1.1)).cpuPercent).toBe(0);
});

test("memory leaves out the cache, under the names of both cgroup versions", () => {
  expect(computeStats(sample(0, 0), sample(0, 1))).toMatchObject({ memoryBytes: 200, memoryLimitBytes: 1000 });
  const first = { memory_stats: { usage: 300, stats: { total_inactive_file: 50, inactive_file: 1 } } };
  expect(computeStats({}, first)).toMatchObject({ memoryBytes: 250, memoryLimitBytes: null });
});

test("a stopped container has no CPU to tell, and no memory", () => {
  const stopped = { ...sample(0, 0), read: "0001-01-01T00:00:00Z" };
  expect(computeStats(stopped, stopped).cpuPercent).toBeNull();
  expect(computeStats({}, {})).toEqual({ cpuPercent: null, memoryBytes: 0, memoryLimitBytes: null });
});
