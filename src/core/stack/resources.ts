import type { GpuKind } from "../facts/names.ts";

const gib = 1024 ** 3;
const limitStepBytes = gib / 2;

/**
 * What the Engine's machine has; physical cores are null if unknown, `hasInit` is the program
 * `docker-init`.
 */
export type Machine = { memoryBytes: number; cpus: number; physicalCores: number | null; hasInit: boolean };

/** The limits of Ollama and Open WebUI on a machine; null for no limit. */
export type Resources = {
  /** Ollama's. */
  memoryLimitBytes: number | null;
  /** Open WebUI's. */
  pageMemoryLimitBytes: number | null;
  /** Whether a small init is the first process of each container. */
  init: boolean;
  /** Ollama's. */
  cpuLimit: number | null;
  threads: number | null;
  maxLoadedModels: number;
  parallelRequests: number;
  backgroundJobs: boolean;
};

/**
 * Memory that stays free for the host and Open WebUI (which alone takes up to 1 GiB): a quarter of the machine's,
 * between 1.5 GiB and 4 GiB.
 */
function reservedBytes(memoryBytes: number): number {
  return Math.min(Math.max(memoryBytes / 4, 1.5 * gib), 4 * gib);
}

/**
 * The most that Open WebUI may take: half of the memory, between 2 GiB and 8 GiB. It takes up to 1 GiB by itself and
 * more while it reads documents; a machine with no more than the minimum gets no limit.
 */
function pageLimitBytes(memoryBytes: number): number | null {
  const steppedBytes = Math.floor(memoryBytes / 2 / limitStepBytes) * limitStepBytes;
  const limitBytes = Math.min(Math.max(steppedBytes, 2 * gib), 8 * gib);
  return limitBytes < memoryBytes ? limitBytes : null;
}

/**
 * Sizes the stack to the Engine's machine. The memory limit goes in steps of half a GiB, so that a kernel update, which
 * shifts the machine's total by a few MB, does not recreate the container. Threads follow a CPU limit rounded down:
 * llama.cpp counts the host's cores and becomes many times slower when it has more threads than CPUs (facts of Ollama
 * #17916).
 */
export function sizeResources(
  machine: Machine,
  chosen: { cpus: number | null; memoryBytes: number | null; gpu: GpuKind },
): Resources {
  const spareBytes = machine.memoryBytes - reservedBytes(machine.memoryBytes);
  const steppedBytes = Math.max(Math.floor(spareBytes / limitStepBytes), 1) * limitStepBytes;
  const cores = machine.physicalCores ?? machine.cpus;
  return {
    memoryLimitBytes: chosen.memoryBytes ?? steppedBytes,
    pageMemoryLimitBytes: pageLimitBytes(machine.memoryBytes),
    init: machine.hasInit,
    cpuLimit: chosen.cpus,
    threads: chosen.cpus === null ? null : Math.max(1, Math.min(Math.floor(chosen.cpus), cores)),
    maxLoadedModels: machine.memoryBytes >= 15 * gib ? 2 : 1,
    parallelRequests: 1,
    backgroundJobs: chosen.gpu !== "none",
  };
}

/** The resources in a Compose file for any machine: no limits, one model in memory. */
export function anyMachineResources(gpu: GpuKind): Resources {
  return {
    memoryLimitBytes: null,
    pageMemoryLimitBytes: null,
    init: true,
    cpuLimit: null,
    threads: null,
    maxLoadedModels: 1,
    parallelRequests: 1,
    backgroundJobs: gpu !== "none",
  };
}
