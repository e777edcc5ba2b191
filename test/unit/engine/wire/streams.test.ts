import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { createDemultiplexer, readLines, readNdjson } from "../../../../src/engine/wire/streams.ts";

const documents = [{ a: 1 }, { text: "ñandú €" }, { emoji: "🦙", list: [1, 2] }];
const ndjson = Buffer.from(documents.map((item) => JSON.stringify(item)).join("\n"));

describe("readNdjson", () => {
  test.each([
    ["without a last line end", ndjson],
    ["with one", Buffer.concat([ndjson, Buffer.from("\n")])],
    ["with empty lines and carriage returns", Buffer.from(ndjson.toString().replaceAll("\n", "\r\n\r\n"))],
  ])("reads the same under every chunking, %s", async (_name, bytes) => {
    for (let size = 1; size <= bytes.length; size += 1) {
      expect(await collect(readNdjson(chunked(bytes, size)))).toEqual(documents);
    }
  });

  test("reads the same however it is cut in two", async () => {
    for (let at = 0; at <= ndjson.length; at += 1) {
      const stream = Readable.from([ndjson.subarray(0, at), ndjson.subarray(at)]);
      expect(await collect(readNdjson(stream))).toEqual(documents);
    }
  });

  test("throws on a line that is no JSON", async () => {
    await expect(collect(readNdjson(Readable.from([Buffer.from('{"a":1}\nnonsense\n')])))).rejects.toThrow(SyntaxError);
  });

  test("throws what the stream fails with", async () => {
    const stream = new Readable({ read() {} });
    stream.push('{"a":1}\n');
    const reading = collect(readNdjson(stream));
    stream.destroy(new Error("cut"));
    await expect(reading).rejects.toThrow("cut");
  });

  test("an aborted signal ends a silent stream with its reason, and the stream", async () => {
    const stream = new Readable({ read() {} });
    const controller = new AbortController();
    const reading = collect(readNdjson(stream, controller.signal));
    controller.abort(new Error("stalled"));
    await expect(reading).rejects.toThrow("stalled");
    expect(stream.destroyed).toBe(true);
  });

  test("leaving the loop destroys the stream", async () => {
    const stream = Readable.from([Buffer.from("1\n2\n3\n")]);
    for await (const item of readNdjson(stream)) if (item === 1) break;
    expect(stream.destroyed).toBe(true);
  });
});

test("readLines keeps empty lines and a long line whole", async () => {
  const long = "x".repeat(200_000);
  expect(await collect(readLines(chunked(Buffer.from(`a\n\n${long}\nend`), 1000)))).toEqual(["a", "", long, "end"]);
});

describe("createDemultiplexer", () => {
  const frames = Buffer.concat([frame(1, "out "), frame(2, "error"), frame(1, ""), frame(1, "again")]);

  test("gives the same under every chunking", () => {
    for (let size = 1; size <= frames.length; size += 1) {
      expect(demultiplex(frames, size)).toEqual({ stdout: "out again", stderr: "error", ends: 3 });
    }
  });

  test("takes tens of thousands of frames in one chunk", () => {
    const many = Buffer.concat(Array.from({ length: 60_000 }, () => frame(1, "x")));
    expect(demultiplex(many, many.length).stdout).toHaveLength(60_000);
  });

  test("refuses bytes that are no frames", () => {
    expect(() => demultiplex(Buffer.from("HTTP/1.1 200 OK"), 4)).toThrow("not a multiplexed stream");
  });
});

function demultiplex(bytes: Buffer, size: number) {
  const texts = { stdout: "", stderr: "", ends: 0 };
  const take = createDemultiplexer((source, part, ends) => {
    texts[source] += Buffer.from(part).toString();
    if (ends) texts.ends += 1;
  });
  for (let at = 0; at < bytes.length; at += size) take(bytes.subarray(at, at + size));
  return texts;
}

function frame(source: number, text: string): Buffer {
  const header = Buffer.alloc(8);
  header[0] = source;
  header.writeUInt32BE(text.length, 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

function chunked(bytes: Buffer, size: number): Readable {
  const count = Math.ceil(bytes.length / size);
  return Readable.from(Array.from({ length: count }, (_, index) => bytes.subarray(index * size, (index + 1) * size)));
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
