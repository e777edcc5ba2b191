import { expect, test } from "vitest";
import { readGgufHeader } from "../../../../src/core/models/gguf-header.ts";
import { describeLlama, writeGgufHeader } from "../../../support/data/gguf.ts";

const llama = describeLlama({ layers: 28, keyValueHeads: 8, heads: 24, embedding: 3072 });

test("keys and values are read as they stand", () => {
  const fields = { ...llama, "general.tags": ["chat", "ñandú"], "llama.attention.head_count_kv": [8, 4, 8] };
  expect(readGgufHeader(writeGgufHeader(fields))).toEqual(fields);
});

test("every type of number has its own length", () => {
  const word = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
  };
  const count = (value: number) => Buffer.concat([word(value), word(0)]);
  const numbers: [number, Buffer, number][] = [
    [0, Buffer.from([200]), 200],
    [1, Buffer.from([0xff]), -1],
    [2, Buffer.from([1, 2]), 513],
    [3, Buffer.from([0xfe, 0xff]), -2],
    [4, Buffer.from([0, 0, 0, 0x80]), 2_147_483_648],
    [5, Buffer.from([0xfd, 0xff, 0xff, 0xff]), -3],
    [6, Buffer.from([0, 0, 0x80, 0x3f]), 1],
    [7, Buffer.from([1]), 1],
    [10, count(77), 77],
    [11, Buffer.alloc(8, 0xff), -1],
    [12, Buffer.from([0, 0, 0, 0, 0, 0, 0xf8, 0x3f]), 1.5],
  ];
  const pairs = numbers.map(([type, bytes]) =>
    Buffer.concat([count(1), Buffer.from(String.fromCharCode(97 + type)), word(type), bytes]),
  );
  const file = Buffer.concat([Buffer.from("GGUF"), word(3), count(0), count(numbers.length), ...pairs]);
  const expected = Object.fromEntries(numbers.map(([type, , value]) => [String.fromCharCode(97 + type), value]));
  expect(readGgufHeader(file)).toEqual(expected);
});

test("of a part of a file, what stands in it whole", () => {
  const whole = writeGgufHeader({ ...llama, "tokenizer.ggml.model": "gpt2" });
  for (let length = 0; length < whole.length; length += 1) {
    const read = Object.entries(readGgufHeader(whole.subarray(0, length)));
    expect(read).toEqual(Object.entries(llama).slice(0, read.length));
  }
});

test("a vocabulary is where reading ends", () => {
  const file = writeGgufHeader({
    "llama.block_count": 28,
    "tokenizer.ggml.tokens": Array.from({ length: 2000 }, (_, index) => `${index}`),
    "tokenizer.ggml.model": "gpt2",
  });
  expect(readGgufHeader(file)).toEqual({ "llama.block_count": 28 });
});

test.each([
  ["nothing", Buffer.alloc(0)],
  ["a web page", Buffer.from("<!doctype html><html></html>".repeat(10))],
  ["version 1, which counts otherwise", writeGgufHeader(llama, 1)],
  ["a length beyond everything", Buffer.concat([writeGgufHeader({ a: 1 }).subarray(0, 24), Buffer.alloc(8, 0xff)])],
  ["lists in lists without end", Buffer.concat([writeGgufHeader({ a: 1 }).subarray(0, 33), Buffer.alloc(4096, 9)])],
])("%s says nothing", (_, bytes) => {
  expect(readGgufHeader(bytes)).toEqual({});
});
