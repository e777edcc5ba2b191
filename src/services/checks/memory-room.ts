import type { Observation } from "../../core/stack/observation.ts";
import { readUsedMemory } from "../../engine/containers/stats.ts";
import type { Engine } from "../../engine/wire/engine.ts";
import type { LoadedModel } from "../clients/ollama-answers.ts";
import { findFact } from "../http/find-fact.ts";
import { findLoadedModels } from "../models/model-facts.ts";
import type { PreparedStack } from "../stack/prepare-stack.ts";

/** Memory available to a model now, null if unknown, and the models that are loaded already. */
export type MemoryRoom = { availableBytes: number | null; loaded: LoadedModel[] };

const factTimeoutMs = 5000;

/**
 * Finds the memory that is free on the Engine's machine, including what loaded models would give back; throws
 * `interrupted`.
 */
export async function findMemoryRoom(
  engine: Engine,
  { prepared, observation }: { prepared: PreparedStack; observation: Observation },
  signal: AbortSignal,
): Promise<MemoryRoom> {
  const [freeBytes, loaded] = await Promise.all([
    findFreeMemory(engine, prepared, signal),
    findLoadedModels(engine, observation, signal),
  ]);
  // Ollama unloads loaded models before it loads another one, so their memory counts as free.
  const freed = loaded.reduce((bytes, { sizeBytes, gpuBytes }) => bytes + Math.max(0, sizeBytes - gpuBytes), 0);
  const availableBytes = freeBytes === null ? null : Math.min(freeBytes + freed, prepared.info.memoryBytes);
  return { availableBytes, loaded };
}

async function findFreeMemory(
  engine: Engine,
  { hardware, info }: PreparedStack,
  signal: AbortSignal,
): Promise<number | null> {
  if (engine.isLocal && hardware.memoryAvailableBytes !== null) return hardware.memoryAvailableBytes;
  const usedBytes = await findFact(signal, factTimeoutMs, (bounded) => readUsedMemory(engine, bounded));
  return usedBytes === null ? null : Math.max(0, info.memoryBytes - usedBytes);
}
