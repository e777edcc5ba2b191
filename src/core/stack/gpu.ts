import type { GpuMissing } from "../facts/checks.ts";
import type { GpuChoice, GpuKind } from "../facts/names.ts";
import { readArchitecture } from "./architecture.ts";

/**
 * What a Linux machine's files say about its graphics cards; `renderGroups` are the numeric groups of their device
 * files.
 */
export type HostGpu = {
  nvidiaCard: boolean;
  nvidiaDriver: boolean;
  kfd: boolean;
  dri: boolean;
  renderGroups: number[];
};

/** What the Engine reports about GPUs. */
export type EngineGpuFacts = { runtimes: readonly string[]; cdiDevices: readonly string[]; architecture: string };

/** The machine localgpt runs on; its cards count only where the Engine is `isLocal`. */
export type HostGpuFacts = { platform: NodeJS.Platform; isLocal: boolean; gpu: HostGpu };

/** The GPU to render for, the first layer that is missing on the way to one, and the groups its container needs. */
export type ResolvedGpu = { kind: GpuKind; missing: GpuMissing | null; renderGroups: number[] };

/**
 * Turns a choice into the GPU to render for. `auto` takes NVIDIA where the Engine offers it, else AMD where its devices
 * are there, and never Vulkan, which is only for those who ask for it. A choice that is known to fail is rendered
 * without a GPU and names what is missing; what only the Engine knows is left to it, so `nvidia` stays `nvidia` without
 * a toolkit.
 */
export function resolveGpu(choice: GpuChoice, engine: EngineGpuFacts, host: HostGpuFacts): ResolvedGpu {
  if (choice === "none") return without(null);
  const offersNvidia =
    engine.runtimes.includes("nvidia") || engine.cdiDevices.some((id) => id.startsWith("nvidia.com/gpu"));
  // No Engine on a Mac can hand a GPU to a container; one elsewhere, reached from a Mac, can.
  if (host.platform === "darwin" && !offersNvidia) return without("macos");
  const gpu = host.isLocal ? host.gpu : null;
  const architecture = readArchitecture(engine.architecture);
  if (choice === "auto") return chooseGpu(offersNvidia, gpu, architecture);
  if (choice === "nvidia") return { kind: "nvidia", missing: missingForNvidia(offersNvidia, gpu), renderGroups: [] };
  const missing = choice === "amd" ? missingForAmd(gpu, architecture) : missingForVulkan(gpu);
  return missing === null ? { kind: choice, missing, renderGroups: gpu?.renderGroups ?? [] } : without(missing);
}

function chooseGpu(offersNvidia: boolean, gpu: HostGpu | null, architecture: string): ResolvedGpu {
  if (offersNvidia) {
    const missing = missingForNvidia(offersNvidia, gpu);
    return missing === null ? { kind: "nvidia", missing, renderGroups: [] } : without(gpu?.nvidiaCard ? missing : null);
  }
  if (gpu === null) return without(null);
  // /dev/kfd is there only where AMD's compute driver found a card .
  if (missingForAmd(gpu, architecture) === null) return { kind: "amd", missing: null, renderGroups: gpu.renderGroups };
  return without(gpu.nvidiaCard ? missingForNvidia(offersNvidia, gpu) : null);
}

function missingForNvidia(offered: boolean, gpu: HostGpu | null): GpuMissing | null {
  if (gpu !== null && !gpu.nvidiaCard) return "device";
  if (gpu !== null && !gpu.nvidiaDriver) return "driver";
  return offered ? null : "toolkit";
}

function missingForAmd(gpu: HostGpu | null, architecture: string): GpuMissing | null {
  // Ollama's image with ROCm exists for amd64 alone.
  if (architecture !== "amd64") return "architecture";
  return gpu === null || (gpu.kfd && gpu.dri) ? null : "device";
}

function missingForVulkan(gpu: HostGpu | null): GpuMissing | null {
  return gpu === null || gpu.dri ? null : "device";
}

function without(missing: GpuMissing | null): ResolvedGpu {
  return { kind: "none", missing, renderGroups: [] };
}
