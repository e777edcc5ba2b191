import { describe, expect, test } from "vitest";
import { sizeResources } from "../../../../src/core/stack/resources.ts";

const gib = 1024 ** 3;
const unlimited = { cpus: null, memoryBytes: null, gpu: "none" as const };
const machineWith = (totalGib: number, physicalCores: number | null = 4) => {
  return { memoryBytes: totalGib * gib, cpus: 8, physicalCores, hasInit: true };
};

describe("sizeResources", () => {
  test.each([
    { name: "a 2 GB board", totalGib: 1.9, limitGib: 0.5, pageGib: null, models: 1 },
    { name: "a 4 GB laptop", totalGib: 3.8, limitGib: 2, pageGib: 2, models: 1 },
    { name: "an 8 GB laptop", totalGib: 7.7, limitGib: 5.5, pageGib: 3.5, models: 1 },
    { name: "a 16 GB desktop", totalGib: 15.5, limitGib: 11.5, pageGib: 7.5, models: 2 },
    { name: "a 64 GB workstation", totalGib: 62.7, limitGib: 58.5, pageGib: 8, models: 2 },
  ])("leaves $name alive", ({ totalGib, limitGib, pageGib, models }) => {
    const resources = sizeResources(machineWith(totalGib), unlimited);
    expect(resources.memoryLimitBytes).toBe(limitGib * gib);
    expect(resources.pageMemoryLimitBytes).toBe(pageGib === null ? null : pageGib * gib);
    expect(resources.maxLoadedModels).toBe(models);
    expect(resources.threads).toBeNull();
  });

  test("a few MB more or less after a kernel update change nothing", () => {
    const limits = [7.65, 7.66, 7.7].map((total) => JSON.stringify(sizeResources(machineWith(total), unlimited)));
    expect(new Set(limits).size).toBe(1);
  });

  test.each([
    { cpus: 1.5, physicalCores: 4, threads: 1 },
    { cpus: 0.5, physicalCores: 4, threads: 1 },
    { cpus: 4, physicalCores: 8, threads: 4 },
    { cpus: 8, physicalCores: 4, threads: 4 },
    { cpus: 6, physicalCores: null, threads: 6 },
  ])("$cpus CPUs on $physicalCores cores give $threads threads", ({ cpus, physicalCores, threads }) => {
    expect(sizeResources(machineWith(8, physicalCores), { ...unlimited, cpus }).threads).toBe(threads);
  });

  test("a chosen memory limit is taken as it is", () => {
    const machine = machineWith(8);
    expect(sizeResources(machine, { ...unlimited, memoryBytes: 3 * gib }).memoryLimitBytes).toBe(3 * gib);
  });

  test("extra questions after each answer are asked only with a GPU", () => {
    const machine = machineWith(8);
    expect(sizeResources(machine, unlimited).backgroundJobs).toBe(false);
    expect(sizeResources(machine, { ...unlimited, gpu: "nvidia" }).backgroundJobs).toBe(true);
  });

  test("an Engine without the program for it starts its containers without an init", () => {
    expect(sizeResources({ ...machineWith(8), hasInit: false }, unlimited).init).toBe(false);
    expect(sizeResources(machineWith(8), unlimited).init).toBe(true);
  });
});
