import type { CacheCertainty } from "../facts/vocabulary.ts";
import { contextBounds } from "../values/parse-values.ts";
import { knownModels } from "./known-models.ts";
import type { ModelDescription, ModelShape } from "./model-shape.ts";

/** Bytes of one number in the cache: 16-bit floats, Ollama's default. */
const cacheNumberBytes = 2;

/**
 * What a loaded model takes besides its weights and cache: the two processes, and the buffers of one batch, of which
 * the scores of every token of the vocabulary are the largest (512 tokens × 128256 × 4 bytes = 250 MiB for llama3.2,
 * twice that for gemma3). A round figure on the safe side: it may warn, but never says that a model cannot run.
 */
export const overheadBytes = 512 * 1024 ** 2;

const contextStep = 256;

/** What a model is measured by; `shape` and `trainedContext` are null if unknown. */
export type ModelWeight = ModelDescription & { weightsBytes: number };

/** How conversations run: tokens of context in each, and how many at the same time. */
export type Conversations = { context: number; parallel: number };

export type ModelMemory = {
  weightsBytes: number;
  cacheBytes: number;
  overheadBytes: number;
  totalBytes: number;
  certainty: CacheCertainty;
  /** What it certainly takes: the weights and, where it is exact, the cache. */
  leastBytes: number;
};

/**
 * The memory a model takes once loaded, in bytes: weights + cache + overhead. Weights and cache are Ollama's own
 * estimate (`PredictServerVRAM` in llm/llama_server.go): file size + 2 × layers × key-value heads × head size × tokens
 * × 2 bytes, with tokens = min(context, trained context) × parallel. On a CPU Ollama reads the weights into memory
 * rather than mapping the file, so all of them count. Layers that see only part of the conversation are counted in
 * full, as Ollama does.
 */
export function estimateModelMemory(model: ModelWeight, { context, parallel }: Conversations): ModelMemory {
  const { weightsBytes, shape, trainedContext } = model;
  const tokens = Math.min(context, trainedContext ?? context) * parallel;
  const cacheBytes = cacheBytesPerToken(model) * tokens;
  const certainty = shape === null ? "cautious" : shape.atMost ? "at-most" : "exact";
  return {
    weightsBytes,
    cacheBytes,
    overheadBytes,
    totalBytes: weightsBytes + cacheBytes + overheadBytes,
    certainty,
    leastBytes: weightsBytes + (certainty === "exact" ? cacheBytes : 0),
  };
}

/**
 * The largest context in tokens, a multiple of 256 or the trained context, with which the model fits into this much
 * memory; null if none fits.
 */
export function findLargestContext(model: ModelWeight, roomBytes: number, parallel: number): number | null {
  const { least, most } = contextBounds;
  const spareBytes = roomBytes - model.weightsBytes - overheadBytes;
  const fitting = Math.floor(spareBytes / (cacheBytesPerToken(model) * parallel));
  if (fitting < least) return null;
  const trained = model.trainedContext ?? most;
  return fitting >= trained ? trained : Math.floor(fitting / contextStep) * contextStep;
}

/** The known chat models that fit into this much memory, the largest first, each with its memory need. */
export function findModelsThatFit(
  roomBytes: number,
  conversations: Conversations,
): { model: string; neededBytes: number }[] {
  return knownModels
    .filter(({ use }) => use === "chat")
    .map((known) => ({ known, neededBytes: estimateModelMemory(known, conversations).totalBytes }))
    .filter(({ neededBytes }) => neededBytes <= roomBytes)
    .sort((first, second) => second.known.bytes - first.known.bytes)
    .map(({ known, neededBytes }) => ({ model: known.name, neededBytes }));
}

function cacheBytesPerToken({ shape, weightsBytes }: ModelWeight): number {
  const { layers, keyValueHeads, headSize } = shape ?? takeCautiousShape(weightsBytes);
  return 2 * layers * keyValueHeads * headSize * cacheNumberBytes;
}

/**
 * For a model that does not report its shape: the layers of the usual models of up to 8, of up to 32, and of 70 billion
 * parameters.
 */
function takeCautiousShape(weightsBytes: number): ModelShape {
  const layers = weightsBytes <= 6e9 ? 36 : weightsBytes <= 24e9 ? 64 : 80;
  return { layers, keyValueHeads: 8, headSize: 128 };
}
