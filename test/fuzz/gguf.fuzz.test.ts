import fc from "fast-check";
import { describe, expect } from "vitest";
import { readGgufHeader } from "../../src/core/models/gguf-header.ts";
import { readModelDescription } from "../../src/core/models/model-shape.ts";
import { property } from "../support/data/property.ts";

type Value = { type: number; value: unknown; bytes: Uint8Array };

function word(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function count(value: bigint): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
}

function string(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  return Buffer.concat([count(BigInt(bytes.length)), bytes]);
}

const scalars: fc.Arbitrary<Value> = fc.oneof(
  fc.nat({ max: 255 }).map((value) => ({ type: 0, value, bytes: Uint8Array.of(value) })),
  fc.integer({ min: -32768, max: 32767 }).map((value) => {
    const bytes = Buffer.alloc(2);
    bytes.writeInt16LE(value);
    return { type: 3, value, bytes };
  }),
  fc.nat({ max: 0xffffffff }).map((value) => ({ type: 4, value, bytes: word(value) })),
  fc.maxSafeNat().map((value) => ({ type: 10, value, bytes: count(BigInt(value)) })),
  fc.double({ noNaN: true }).map((value) => {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(value);
    return { type: 12, value, bytes };
  }),
  fc.string({ unit: "grapheme", maxLength: 20 }).map((value) => ({ type: 8, value, bytes: string(value) })),
);

const lists: fc.Arbitrary<Value> = fc.array(fc.nat({ max: 0xffffffff }), { maxLength: 20 }).map((items) => ({
  type: 9,
  value: items,
  bytes: Buffer.concat([word(4), count(BigInt(items.length)), ...items.map(word)]),
}));

const keys = fc.oneof(
  fc.stringMatching(/^[a-z.]{1,20}$/),
  fc.constantFrom("general.architecture", "llama.block_count", "llama.attention.head_count_kv", "__proto__", "ñ"),
);
const pairs = fc.uniqueArray(fc.tuple(keys, fc.oneof(scalars, lists)), { maxLength: 8, selector: ([key]) => key });

function encode(some: readonly (readonly [string, Value])[]): Buffer {
  const body = some.flatMap(([key, { type, bytes }]) => [string(key), word(type), bytes]);
  return Buffer.concat([Buffer.from("GGUF"), word(3), count(7n), count(BigInt(some.length)), ...body]);
}

describe("a GGUF header", () => {
  property("is read back as it was written", [pairs], (some) => {
    const expected = Object.fromEntries(some.map(([key, { value }]) => [key, value]));
    expect(readGgufHeader(encode(some))).toEqual(expected);
  });

  property("that is cut anywhere gives its first pairs", [pairs, fc.nat()], (some, cut) => {
    const bytes = encode(some);
    const found = Object.entries(readGgufHeader(bytes.subarray(0, cut % (bytes.length + 1))));
    expect(found).toEqual(some.slice(0, found.length).map(([key, { value }]) => [key, value]));
  });

  const damage = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 6 });
  const broken = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.tuple(pairs, damage).map(([some, places]) => {
      const bytes = encode(some);
      for (const [at, value] of places) bytes[at % bytes.length] = value;
      return bytes;
    }),
    fc
      .uint8Array({ maxLength: 60 })
      .map((rest) => Buffer.concat([encode([]).subarray(0, 16), count(2n ** 64n - 1n), rest])),
  );
  property(
    "of any bytes takes little time and memory, and describes a model or none",
    [broken],
    (bytes) => {
      const header = readGgufHeader(bytes);
      // All that is read comes out of the bytes; text may grow threefold if it is not UTF-8.
      expect(JSON.stringify(header).length).toBeLessThan(30 * bytes.length + 10);
      const { shape, trainedContext } = readModelDescription(header);
      for (const number of [shape?.layers, shape?.keyValueHeads, shape?.headSize, trainedContext]) {
        if (number != null) expect(Number.isFinite(number) && number > 0).toBe(true);
      }
    },
    { share: 2 },
  );
});
