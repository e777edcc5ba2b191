/** Bytes of each kind of number, by its GGUF type; strings (8) and lists (9) have no size of their own. */
const numberBytes: Record<number, number> = { 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8 };
const wordType = 4;
const countType = 10;
const stringType = 8;
const listType = 9;
// Lists that describe a model have one item per layer; those of its vocabulary have a hundred thousand.
const longestList = 1024;

/**
 * The keys and values at the beginning of a GGUF file, as many as the given bytes hold completely: a model describes
 * itself before its vocabulary, so its first kilobytes are enough. Empty for a file that is not GGUF version 2 or
 * later. Format: docs/gguf.md of the ggml project (little-endian; magic, version, tensors, pairs; then key, type and
 * value of each pair).
 */
export function readGgufHeader(bytes: Uint8Array): Record<string, unknown> {
  const reader = new Reader(bytes);
  const pairs: [string, unknown][] = [];
  try {
    const isGguf = reader.text(4) === "GGUF" && reader.number(wordType) >= 2;
    reader.number(countType);
    const count = isGguf ? reader.number(countType) : 0;
    while (pairs.length < count) {
      const key = reader.string();
      pairs.push([key, reader.value(reader.number(wordType))]);
    }
  } catch (error) {
    if (!(error instanceof EndOfBytes)) throw error;
  }
  return Object.fromEntries(pairs);
}

class EndOfBytes extends Error {}

class Reader {
  readonly #view: DataView;
  readonly #bytes: Uint8Array;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  number(type: number): number {
    const at = this.#take(numberBytes[type] ?? Number.POSITIVE_INFINITY);
    switch (type) {
      case 0:
      case 7:
        return this.#view.getUint8(at);
      case 1:
        return this.#view.getInt8(at);
      case 2:
        return this.#view.getUint16(at, true);
      case 3:
        return this.#view.getInt16(at, true);
      case 4:
        return this.#view.getUint32(at, true);
      case 5:
        return this.#view.getInt32(at, true);
      case 6:
        return this.#view.getFloat32(at, true);
      case 12:
        return this.#view.getFloat64(at, true);
      default:
        return Number(type === 10 ? this.#view.getBigUint64(at, true) : this.#view.getBigInt64(at, true));
    }
  }

  string(): string {
    return this.text(this.number(countType));
  }

  text(length: number): string {
    const at = this.#take(length);
    return new TextDecoder().decode(this.#bytes.subarray(at, at + length));
  }

  value(type: number): unknown {
    if (type === stringType) return this.string();
    if (type !== listType) return this.number(type);
    const itemType = this.number(wordType);
    const length = this.number(countType);
    if (length > longestList || itemType === listType) throw new EndOfBytes();
    return Array.from({ length }, () => this.value(itemType));
  }

  /** Where the next bytes begin; throws if they are not all there or the length is invalid. */
  #take(length: number): number {
    const at = this.#offset;
    if (!(length >= 0 && at + length <= this.#bytes.byteLength)) throw new EndOfBytes();
    this.#offset += length;
    return at;
  }
}
