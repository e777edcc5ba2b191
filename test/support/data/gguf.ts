/** A value of a GGUF file by its type: whole numbers, texts and lists of either, as models use them. */
export type GgufValue = number | string | number[] | string[];

/** The beginning of a GGUF file (version 3, no tensors) with these keys and values, in this order. */
export function writeGgufHeader(fields: Record<string, GgufValue>, version = 3): Buffer {
  const pairs = Object.entries(fields).map(([key, value]) => Buffer.concat([writeText(key), writeValue(value)]));
  return Buffer.concat([Buffer.from("GGUF"), word(version), count(0), count(pairs.length), ...pairs]);
}

/** What a file of the llama family says of itself before its vocabulary. */
export function describeLlama(shape: { layers: number; keyValueHeads: number; heads: number; embedding: number }) {
  return {
    "general.architecture": "llama",
    "general.name": "A model",
    "llama.attention.head_count": shape.heads,
    "llama.attention.head_count_kv": shape.keyValueHeads,
    "llama.block_count": shape.layers,
    "llama.context_length": 131_072,
    "llama.embedding_length": shape.embedding,
  };
}

function writeValue(value: GgufValue): Buffer {
  if (typeof value === "string") return Buffer.concat([word(8), writeText(value)]);
  if (typeof value === "number") return Buffer.concat([word(4), word(value)]);
  const items = value.map((item) => (typeof item === "string" ? writeText(item) : word(item)));
  return Buffer.concat([word(9), word(typeof value[0] === "string" ? 8 : 4), count(value.length), ...items]);
}

function writeText(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([count(bytes.length), bytes]);
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function count(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}
