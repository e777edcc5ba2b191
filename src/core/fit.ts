import { type KnownModel, knownModels, type ModelShape } from "./models.ts";

/** Bytes of one number in the cache: 16-bit floats, Ollama's default. */
const cacheNumberBytes = 2;

/**
 * What a loaded model takes besides its weights and cache: the two processes, and the buffers of one batch, of which the
 * scores of every token of the vocabulary are the largest (512 tokens × 128256 × 4 bytes = 250 MiB for llama3.2,
 * twice that for gemma3). A round figure on the safe side, for warnings only.
 */
export const overheadBytes = 512 * 1024 ** 2;

/** The shape taken for a model that is not known: 4B to 8B models of these families have no larger cache per token. */
const cautiousShape: ModelShape = { layers: 36, keyValueHeads: 8, headSize: 128 };

/** What a model is measured by; `shape` and `trainedContext` are null where they are not known. */
export type ModelWeight = Pick<KnownModel, "weightsBytes" | "shape" | "trainedContext">;

/** How conversations are held: tokens of context in each, and how many at the same time. */
export type Conversations = { context: number; parallel: number };

export type ModelMemory = { weightsBytes: number; cacheBytes: number; overheadBytes: number; totalBytes: number };

/**
 * The memory a model takes once loaded, in bytes: weights + cache + overhead. Weights and cache are Ollama's own
 * estimate (`PredictServerVRAM` in llm/llama_server.go): file size + 2 × layers × key-value heads × head size × tokens ×
 * 2 bytes, with tokens = min(context, trained context) × parallel. On a CPU Ollama reads the weights into memory rather
 * than mapping the file, so all of them count.
 */
export function estimateModelMemory(model: ModelWeight, { context, parallel }: Conversations): ModelMemory {
  const tokens = Math.min(context, model.trainedContext ?? context) * parallel;
  const cacheBytes = cacheBytesPerToken(model.shape ?? cautiousShape) * tokens;
  const { weightsBytes } = model;
  return { weightsBytes, cacheBytes, overheadBytes, totalBytes: weightsBytes + cacheBytes + overheadBytes };
}

/** The largest model of the table to chat with that fits into this much memory; null where none does. */
export function largestKnownModelThatFits(availableBytes: number, conversations: Conversations): string | null {
  const fitting = knownModels
    .filter((model) => model.use === "chat")
    .filter((model) => estimateModelMemory(model, conversations).totalBytes <= availableBytes)
    .sort((first, second) => second.bytes - first.bytes);
  return fitting[0]?.name ?? null;
}

function cacheBytesPerToken({ layers, keyValueHeads, headSize }: ModelShape): number {
  return 2 * layers * keyValueHeads * headSize * cacheNumberBytes;
}
