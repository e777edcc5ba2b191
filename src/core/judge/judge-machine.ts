import type { CheckFacts, CheckStatus, FindingOf, VirtualMachine } from "../facts/checks.ts";
import type { GpuChoice, GpuKind } from "../facts/names.ts";
import {
  type Conversations,
  estimateModelMemory,
  findLargestContext,
  findModelsThatFit,
  type ModelMemory,
  type ModelWeight,
} from "../models/fit.ts";
import type { ResolvedGpu } from "../stack/gpu.ts";

const gib = 1024 ** 3;

/**
 * Memory recommended for a model, by the rule of Ollama's documentation: 8 GB for models of 7 billion parameters, 16 GB
 * for 13, 32 GB for 33, which with the usual 4-bit weights are files of up to 6, 12 and 24 GB.
 */
const recommendations = [
  { weightsBytes: 6e9, memoryBytes: 8 * gib },
  { weightsBytes: 12e9, memoryBytes: 16 * gib },
  { weightsBytes: 24e9, memoryBytes: 32 * gib },
];

/** On a machine sold with 8 GB an Engine reports 7.2 to 7.8 GiB: firmware, graphics and the kernel keep the rest. */
const toldShare = 7 / 8;

/**
 * Judges the Engine's memory against the recommendation for a model of this size, or for any model if it is unknown.
 */
export function judgeMemory(facts: {
  totalBytes: number;
  weightsBytes: number | null;
  limitBytes: number | null;
  virtualMachine: VirtualMachine | null;
}): FindingOf<"memory"> {
  const { totalBytes, limitBytes, virtualMachine } = facts;
  const weightsBytes = facts.weightsBytes ?? 0;
  const recommendation = recommendations.find((row) => weightsBytes <= row.weightsBytes);
  const recommendedBytes = recommendation?.memoryBytes ?? 64 * gib;
  const isEnough = totalBytes >= recommendedBytes * toldShare;
  // Docker accepts a limit above the total, and then nothing protects the machine.
  const isLimited = limitBytes === null || limitBytes <= totalBytes;
  const status = isEnough && isLimited ? "ok" : "warning";
  return { id: "memory", status, facts: { totalBytes, recommendedBytes, limitBytes, virtualMachine } };
}

/**
 * Judges processors: Docker refuses a limit above what the Engine has; no AVX2 or a single CPU is a warning.
 */
export function judgeCpu(facts: CheckFacts["cpu"]): FindingOf<"cpu"> {
  const impossible = facts.limit !== null && facts.limit > facts.engineCpus;
  const doubtful = facts.avx2 === false || facts.engineCpus < 2;
  return { id: "cpu", status: impossible ? "failure" : doubtful ? "warning" : "ok", facts };
}

export type ModelMemoryFacts = {
  model: string;
  weight: ModelWeight | null;
  /** Whether Ollama has the model in memory now with as much context, which proves that it fits. */
  loaded: boolean;
  availableBytes: number | null;
  totalBytes: number;
  limitBytes: number | null;
  limitChosen: boolean;
  conversations: Conversations;
  gpu: GpuKind;
};

const mostAlternatives = 3;

/**
 * Judges whether a model fits into memory. On a CPU it is a failure only if the model certainly needs more than the
 * whole memory or than the person's limit; needing more than what is free now, or than the derived limit, is a warning.
 * A model of unknown size is a note.
 */
export function judgeModelMemory(facts: ModelMemoryFacts): FindingOf<"model-memory"> {
  const { model, weight, availableBytes, totalBytes, limitBytes, limitChosen, conversations, gpu } = facts;
  const memory = weight === null ? null : estimateModelMemory(weight, conversations);
  const roomBytes = Math.min(availableBytes ?? totalBytes, limitBytes ?? totalBytes);
  const status = modelMemoryStatus(facts, memory, roomBytes);
  const isTooLarge = status === "warning" || status === "failure";
  return {
    id: "model-memory",
    status,
    facts: {
      model,
      neededBytes: memory?.totalBytes ?? null,
      weightsBytes: memory?.weightsBytes ?? null,
      cacheBytes: memory?.cacheBytes ?? null,
      overheadBytes: memory?.overheadBytes ?? null,
      certainty: memory?.certainty ?? null,
      availableBytes,
      totalBytes,
      limitBytes,
      limitChosen,
      ...conversations,
      trainedContext: weight?.trainedContext ?? null,
      largestContext: weight === null ? null : findLargestContext(weight, roomBytes, conversations.parallel),
      gpu,
      alternatives: isTooLarge ? findModelsThatFit(roomBytes, conversations).slice(0, mostAlternatives) : [],
    },
  };
}

function modelMemoryStatus(
  { loaded, totalBytes, limitBytes, limitChosen, gpu }: ModelMemoryFacts,
  memory: ModelMemory | null,
  roomBytes: number,
): CheckStatus {
  if (loaded) return "ok";
  if (memory === null) return "note";
  const mostBytes = Math.min(totalBytes, limitChosen && limitBytes !== null ? limitBytes : totalBytes);
  // With a GPU much of it may be in the GPU's memory, which cannot be measured here.
  if (gpu === "none" && memory.leastBytes > mostBytes) return "failure";
  return memory.totalBytes > roomBytes ? "warning" : "ok";
}

/** Judges the GPU that was resolved: a missing layer is a warning if the person chose the GPU, a note for `auto`. */
export function judgeGpu(choice: GpuChoice, { kind, missing }: ResolvedGpu): FindingOf<"gpu"> {
  const status = missing === null ? "ok" : choice === "auto" ? "note" : "warning";
  return { id: "gpu", status, facts: { choice, kind, missing } };
}
