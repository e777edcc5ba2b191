import { describe, expect, test } from "vitest";
import {
  judgeCpu,
  judgeGpu,
  judgeMemory,
  judgeModelMemory,
  type ModelMemoryFacts,
} from "../../../../src/core/judge/judge-machine.ts";
import { findVirtualMachine } from "../../../../src/core/judge/virtual-machine.ts";
import { findKnownModel } from "../../../../src/core/models/known-models.ts";
import { modelNamed } from "../../../support/data/model-named.ts";

const gib = 1024 ** 3;

describe("judgeMemory", () => {
  test.each([
    { totalGib: 3.8, weightsBytes: 2e9, status: "warning", recommendedGib: 8 },
    { totalGib: 6.8, weightsBytes: 2e9, status: "warning", recommendedGib: 8 },
    // Machines sold with 8 GB.
    { totalGib: 7.2, weightsBytes: 2e9, status: "ok", recommendedGib: 8 },
    { totalGib: 7.7, weightsBytes: null, status: "ok", recommendedGib: 8 },
    { totalGib: 7.7, weightsBytes: 4.9e9, status: "ok", recommendedGib: 8 },
    { totalGib: 7.7, weightsBytes: 7.4e9, status: "warning", recommendedGib: 16 },
    { totalGib: 15.5, weightsBytes: 7.4e9, status: "ok", recommendedGib: 16 },
    { totalGib: 15.5, weightsBytes: 19e9, status: "warning", recommendedGib: 32 },
    { totalGib: 31, weightsBytes: 40e9, status: "warning", recommendedGib: 64 },
  ])("$totalGib GiB for weights of $weightsBytes: $status", ({ totalGib, weightsBytes, status, recommendedGib }) => {
    const finding = judgeMemory({ totalBytes: totalGib * gib, weightsBytes, limitBytes: null, virtualMachine: null });
    expect(finding.status).toBe(status);
    expect(finding.facts.recommendedBytes).toBe(recommendedGib * gib);
  });

  test.each([
    { limitGib: 6, status: "ok" },
    { limitGib: 16, status: "ok" },
    { limitGib: 17, status: "warning" },
  ])("a chosen limit of $limitGib GiB on 16 GiB: $status", ({ limitGib, status }) => {
    const facts = { totalBytes: 16 * gib, weightsBytes: 2e9, virtualMachine: null };
    expect(judgeMemory({ ...facts, limitBytes: limitGib * gib }).status).toBe(status);
  });
});

describe("judgeModelMemory", () => {
  const laptop: ModelMemoryFacts = {
    model: "llama3.2:latest",
    weight: findKnownModel(modelNamed("llama3.2")),
    loaded: false,
    availableBytes: 6 * gib,
    totalBytes: 7.7 * gib,
    limitBytes: 5.5 * gib,
    limitChosen: false,
    conversations: { context: 4096, parallel: 1 },
    gpu: "none",
  };

  test.each<{ name: string; facts: Partial<ModelMemoryFacts>; status: string; largest: string | null }>([
    { name: "room enough", facts: {}, status: "ok", largest: null },
    {
      name: "other programs leave too little",
      facts: { availableBytes: 2.5 * gib },
      status: "warning",
      largest: "qwen2.5:3b",
    },
    { name: "in memory already", facts: { availableBytes: 1 * gib, loaded: true }, status: "ok", largest: null },
    { name: "nothing known of what is free", facts: { availableBytes: null }, status: "ok", largest: null },
    {
      name: "a context for which other programs would have to close",
      facts: { conversations: { context: 32_768, parallel: 1 } },
      status: "warning",
      largest: "qwen2.5:3b",
    },
    {
      name: "a context that surely needs more than all memory",
      facts: { conversations: { context: 65_536, parallel: 1 } },
      status: "failure",
      largest: "qwen2.5:3b",
    },
    {
      name: "the same of a model that may keep less of it",
      facts: {
        conversations: { context: 131_072, parallel: 1 },
        weight: findKnownModel(modelNamed("gemma3:4b")),
        model: "gemma3:4b",
      },
      status: "warning",
      largest: "qwen2.5:3b",
    },
    {
      name: "the same of a model that does not tell its shape",
      facts: {
        conversations: { context: 65_536, parallel: 1 },
        weight: { weightsBytes: 2e9, shape: null, trainedContext: null },
      },
      status: "warning",
      largest: "qwen2.5:3b",
    },
    { name: "over the machine's own limit", facts: { limitBytes: 2 * gib }, status: "warning", largest: "llama3.2:1b" },
    {
      name: "over the machine's own limit by its weights",
      facts: { limitBytes: 1.5 * gib },
      status: "warning",
      largest: "gemma3:1b",
    },
    {
      name: "tight in the person's limit",
      facts: { limitBytes: 2.5 * gib, limitChosen: true },
      status: "warning",
      largest: "qwen2.5:3b",
    },
    {
      name: "weights over the person's limit",
      facts: { limitBytes: 1.5 * gib, limitChosen: true },
      status: "failure",
      largest: "gemma3:1b",
    },
    {
      name: "weights over all memory",
      facts: { totalBytes: 1.8 * gib, availableBytes: 1.2 * gib },
      status: "failure",
      largest: "qwen2.5:0.5b",
    },
    {
      name: "the same with a GPU",
      facts: { totalBytes: 1.8 * gib, availableBytes: 1.2 * gib, gpu: "nvidia" },
      status: "warning",
      largest: "qwen2.5:0.5b",
    },
    { name: "unknown size", facts: { weight: null }, status: "note", largest: null },
  ])("$name: $status", ({ facts, status, largest }) => {
    const finding = judgeModelMemory({ ...laptop, ...facts });
    expect(finding.status).toBe(status);
    expect(finding.facts.alternatives[0]?.model ?? null).toBe(largest);
    expect(finding.facts.alternatives.length).toBeLessThanOrEqual(3);
  });

  test("keeps the figures that its sentence needs", () => {
    expect(judgeModelMemory(laptop).facts).toMatchObject({
      neededBytes: 2_489_139_424 + 512 * 1024 ** 2,
      weightsBytes: 2_019_377_376,
      cacheBytes: 448 * 1024 ** 2,
      overheadBytes: 512 * 1024 ** 2,
      certainty: "exact",
      context: 4096,
      parallel: 1,
      trainedContext: 131_072,
      // (5.5 GiB - weights - overhead) / 112 KiB
      largestContext: 29_184,
    });
  });
});

describe("judgeCpu", () => {
  const facts = { engineCpus: 4, physicalCores: 4, limit: null, avx2: true, virtualMachine: null };
  test.each([
    { name: "a usual one", change: {}, status: "ok" },
    { name: "a limit that Docker takes", change: { limit: 4 }, status: "ok" },
    { name: "a limit that Docker refuses", change: { limit: 4.01 }, status: "failure" },
    { name: "no AVX2", change: { avx2: false }, status: "warning" },
    { name: "AVX2 unknown", change: { avx2: null }, status: "ok" },
    { name: "a single CPU", change: { engineCpus: 1 }, status: "warning" },
  ])("$name: $status", ({ change, status }) => {
    expect(judgeCpu({ ...facts, ...change }).status).toBe(status);
  });
});

test.each([
  { choice: "auto", missing: null, status: "ok" },
  { choice: "auto", missing: "macos", status: "note" },
  { choice: "nvidia", missing: "toolkit", status: "warning" },
] as const)("a GPU by $choice, missing $missing: $status", ({ choice, missing, status }) => {
  expect(judgeGpu(choice, { kind: "none", missing, renderGroups: [] }).status).toBe(status);
});

test.each([
  { operatingSystem: "Debian GNU/Linux 12", kernel: "6.1", name: "pc", found: null },
  {
    operatingSystem: "Docker Desktop",
    kernel: "6.10-linuxkit",
    name: "docker-desktop",
    found: "docker-desktop",
  },
  {
    operatingSystem: "Docker Desktop",
    kernel: "5.15.1-microsoft-standard-WSL2",
    name: "docker-desktop",
    found: "docker-desktop-windows",
  },
  { operatingSystem: "Ubuntu 24.04", kernel: "6.8", name: "colima", found: "colima" },
  { operatingSystem: "OrbStack", kernel: "6.10-orbstack", name: "orbstack", found: "other" },
])("the virtual machine of $operatingSystem: $found", ({ found, ...info }) => {
  expect(findVirtualMachine(info)).toBe(found);
});
