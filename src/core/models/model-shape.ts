/** What determines the size of a conversation's cache of keys and values, by the keys of the model's file. */
export type ModelShape = {
  layers: number;
  /** The mean of all layers, where they differ. */
  keyValueHeads: number;
  headSize: number;
  /** Whether some layers see only part of the conversation, so that the cache is at most what the shape gives. */
  atMost?: true;
};

/** What a model's file says about itself that affects its memory; null for what it does not say. */
export type ModelDescription = { shape: ModelShape | null; trainedContext: number | null };

/** Signs of layers that keep less than the whole conversation: sliding windows, recurrent layers, compressed keys. */
const smallerCaches =
  /\.(?:attention\.sliding_window|attention\.kv_lora_rank|attention\.shared_kv_layers|full_attention_interval|ssm\.)/;

/**
 * Reads a model's own description: the keys of a GGUF file, which `/api/show` repeats in `model_info`. Where a file has
 * no key length, a head's size is the embedding length divided by the heads, as llama.cpp takes it.
 */
export function readModelDescription(info: Record<string, unknown>): ModelDescription {
  const architecture = info["general.architecture"];
  const read = (key: string) => info[`${architecture}.${key}`];
  const layers = positive(read("block_count"));
  const heads = read("attention.head_count");
  const embedding = positive(read("embedding_length"));
  // A file without the key has as many of them as heads; one in which they differ has a list, which `/api/show` leaves
  // out.
  const keyValueHeads = meanOf(
    `${architecture}.attention.head_count_kv` in info ? read("attention.head_count_kv") : heads,
    layers,
  );
  const sharedHeads = positive(heads);
  const headSize =
    positive(read("attention.key_length")) ?? (embedding && sharedHeads ? embedding / sharedHeads : null);
  const atMost = Object.keys(info).some((key) => smallerCaches.test(key));
  return {
    shape: layers && keyValueHeads && headSize ? { layers, keyValueHeads, headSize, ...(atMost && { atMost }) } : null,
    trainedContext: positive(read("context_length")),
  };
}

function meanOf(value: unknown, layers: number | null): number | null {
  if (!Array.isArray(value)) return positive(value);
  if (value.length !== layers || !value.every((item) => typeof item === "number")) return null;
  return positive(value.reduce((sum: number, item: number) => sum + item, 0) / layers);
}

function positive(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? value : null;
}
