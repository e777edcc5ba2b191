import { describe, expect, test } from "vitest";
import type { GpuChoice } from "../../../../src/core/facts/names.ts";
import {
  type EngineGpuFacts,
  type HostGpu,
  type HostGpuFacts,
  type ResolvedGpu,
  resolveGpu,
} from "../../../../src/core/stack/gpu.ts";

const noGpu: HostGpu = { nvidiaCard: false, nvidiaDriver: false, kfd: false, dri: false, renderGroups: [] };
const nvidia: HostGpu = { ...noGpu, nvidiaCard: true, nvidiaDriver: true };
const amd: HostGpu = { ...noGpu, kfd: true, dri: true, renderGroups: [44, 105] };
const intel: HostGpu = { ...noGpu, dri: true, renderGroups: [105] };

const plain: EngineGpuFacts = { runtimes: ["runc"], cdiDevices: [], architecture: "x86_64" };
const withToolkit: EngineGpuFacts = { ...plain, runtimes: ["runc", "nvidia"] };
const withCdi: EngineGpuFacts = { ...plain, cdiDevices: ["nvidia.com/gpu=all"] };

const here = (gpu: HostGpu): HostGpuFacts => ({ platform: "linux", isLocal: true, gpu });
const elsewhere: HostGpuFacts = { platform: "linux", isLocal: false, gpu: noGpu };
const mac: HostGpuFacts = { platform: "darwin", isLocal: false, gpu: noGpu };
const none: ResolvedGpu = { kind: "none", missing: null, renderGroups: [] };

type Case = { name: string; choice: GpuChoice; engine: EngineGpuFacts; host: HostGpuFacts; gpu: Partial<ResolvedGpu> };

const cases: Case[] = [
  { name: "nothing there", choice: "auto", engine: plain, host: here(noGpu), gpu: none },
  {
    name: "card, driver and toolkit",
    choice: "auto",
    engine: withToolkit,
    host: here(nvidia),
    gpu: { kind: "nvidia" },
  },
  { name: "the same by CDI", choice: "auto", engine: withCdi, host: here(nvidia), gpu: { kind: "nvidia" } },
  { name: "no toolkit", choice: "auto", engine: plain, host: here(nvidia), gpu: { missing: "toolkit" } },
  {
    name: "no driver",
    choice: "auto",
    engine: withToolkit,
    host: here({ ...noGpu, nvidiaCard: true }),
    gpu: { missing: "driver" },
  },
  { name: "toolkit left without a card", choice: "auto", engine: withToolkit, host: here(noGpu), gpu: none },
  {
    name: "toolkit of a distant Engine",
    choice: "auto",
    engine: withToolkit,
    host: elsewhere,
    gpu: { kind: "nvidia" },
  },
  { name: "distant Engine without one", choice: "auto", engine: plain, host: elsewhere, gpu: none },
  { name: "AMD", choice: "auto", engine: plain, host: here(amd), gpu: { kind: "amd", renderGroups: [44, 105] } },
  { name: "AMD on ARM", choice: "auto", engine: { ...plain, architecture: "aarch64" }, host: here(amd), gpu: none },
  { name: "Intel is never taken by itself", choice: "auto", engine: plain, host: here(intel), gpu: none },
  {
    name: "Intel asked for",
    choice: "vulkan",
    engine: plain,
    host: here(intel),
    gpu: { kind: "vulkan", renderGroups: [105] },
  },
  { name: "Vulkan without a device", choice: "vulkan", engine: plain, host: here(noGpu), gpu: { missing: "device" } },
  { name: "Vulkan far away", choice: "vulkan", engine: plain, host: elsewhere, gpu: { kind: "vulkan" } },
  { name: "AMD asked for, no device", choice: "amd", engine: plain, host: here(intel), gpu: { missing: "device" } },
  {
    name: "AMD asked for on ARM",
    choice: "amd",
    engine: { ...plain, architecture: "arm64" },
    host: elsewhere,
    gpu: { missing: "architecture" },
  },
  {
    name: "NVIDIA asked for stays, the Engine decides",
    choice: "nvidia",
    engine: plain,
    host: here(nvidia),
    gpu: { kind: "nvidia", missing: "toolkit" },
  },
  {
    name: "NVIDIA asked for, no card",
    choice: "nvidia",
    engine: withToolkit,
    host: here(noGpu),
    gpu: { kind: "nvidia", missing: "device" },
  },
  { name: "a Mac", choice: "auto", engine: plain, host: mac, gpu: { missing: "macos" } },
  { name: "a Mac, asked for", choice: "nvidia", engine: plain, host: mac, gpu: { missing: "macos" } },
  { name: "a distant Engine from a Mac", choice: "auto", engine: withToolkit, host: mac, gpu: { kind: "nvidia" } },
  { name: "not wanted", choice: "none", engine: withToolkit, host: here(nvidia), gpu: none },
];

describe("resolveGpu", () => {
  test.each(cases)("$name ($choice)", ({ choice, engine, host, gpu }) => {
    expect(resolveGpu(choice, engine, host)).toEqual({ ...none, ...gpu });
  });
});
