import { Readable } from "node:stream";
import fc from "fast-check";
import { describe, expect } from "vitest";
import { ByteStream } from "../../src/engine/wire/byte-stream.ts";
import { createDemultiplexer, readLines, readNdjson, type Source } from "../../src/engine/wire/streams.ts";
import { anyText, cuts, cutUp } from "../support/data/arbitraries.ts";
import { property } from "../support/data/property.ts";

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const streamOf = (bytes: Uint8Array, lengths: readonly number[]) => Readable.from(cutUp(Buffer.from(bytes), lengths));

describe("lines", () => {
  const anyBytes = fc.oneof(
    fc.uint8Array({ maxLength: 120 }),
    anyText.map((text) => new TextEncoder().encode(text)),
    fc
      .array(fc.constantFrom("\n", "\r\n", "\r", "ñ", "€", "😀", "a", ""), { maxLength: 30 })
      .map((parts) => new TextEncoder().encode(parts.join(""))),
  );
  property("of any bytes are the same however they arrive", [anyBytes, cuts], async (bytes, lengths) => {
    const text = new TextDecoder().decode(bytes);
    const whole = text.split("\n").map((line) => line.replace(/\r$/, ""));
    if (text === "" || text.endsWith("\n")) whole.pop();
    expect(await collect(readLines(streamOf(bytes, lengths)))).toEqual(whole);
  });

  const ends = fc.constantFrom("\n", "\r\n", "\n\n", "\n \n");
  property(
    "of JSON are the values that were written",
    [fc.array(fc.tuple(fc.jsonValue(), ends), { maxLength: 12 }), cuts, fc.boolean()],
    async (items, lengths, isEnded) => {
      const written = items.map(([value, end]) => JSON.stringify(value) + end).join("");
      const bytes = new TextEncoder().encode(isEnded ? written : written.trimEnd());
      const expected = items.map(([value]) => JSON.parse(JSON.stringify(value)) as unknown);
      expect(await collect(readNdjson(streamOf(bytes, lengths)))).toEqual(expected);
    },
  );

  property("that are no JSON fail with a SyntaxError and nothing else", [anyBytes, cuts], async (bytes, lengths) => {
    await collect(readNdjson(streamOf(bytes, lengths))).catch((error: unknown) => {
      if (!(error instanceof SyntaxError)) throw error;
    });
  });
});

type Frame = { source: Source; payload: Uint8Array };

function encodeFrame({ source, payload }: Frame): Buffer {
  const header = Buffer.alloc(8);
  header[0] = source === "stdout" ? 1 : 2;
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}

describe("Docker's multiplexed stream", () => {
  const frames = fc.array(
    fc.record<Frame>({ source: fc.constantFrom("stdout", "stderr"), payload: fc.uint8Array({ maxLength: 40 }) }),
    { maxLength: 10 },
  );
  property("gives the frames that were sent, in any chunking", [frames, cuts], (sent, lengths) => {
    const received: Frame[] = [];
    let part: Uint8Array[] = [];
    const demultiplex = createDemultiplexer((source, bytes, ends) => {
      part.push(Uint8Array.from(bytes));
      if (!ends) return;
      received.push({ source, payload: Uint8Array.from(Buffer.concat(part)) });
      part = [];
    });
    for (const chunk of cutUp(Buffer.concat(sent.map(encodeFrame)), lengths)) demultiplex(chunk);
    expect(received).toEqual(sent.filter(({ payload }) => payload.length > 0));
    expect(part).toEqual([]);
  });

  property(
    "of any bytes gives no more than came, or says that it is none",
    [fc.uint8Array({ maxLength: 200 }), cuts],
    (bytes, lengths) => {
      let given = 0;
      const demultiplex = createDemultiplexer((_source, part) => {
        given += part.length;
      });
      try {
        for (const chunk of cutUp(Buffer.from(bytes), lengths)) demultiplex(chunk);
      } catch (error) {
        expect((error as Error).message).toBe("not a multiplexed stream");
      }
      expect(given).toBeLessThanOrEqual(Math.max(0, bytes.length - 8));
    },
  );
});

describe("the tunnel's stream", () => {
  const data = fc.uint8Array({ maxLength: 2000 });
  const pauses = fc.array(fc.boolean(), { minLength: 1, maxLength: 5 });
  property(
    "hands on what comes in frames and sends what is written, both whole and in order",
    [data, data, cuts, cuts, pauses],
    async (incoming, outgoing, inLengths, outLengths, slow) => {
      const sent: Uint8Array[] = [];
      let finished = false;
      let released = 0;
      let turn = 0;
      const stream = new ByteStream({
        resume: () => {},
        send: (bytes, done) => {
          sent.push(bytes);
          turn += 1;
          if (slow[turn % slow.length]) setImmediate(done, null);
          else done(null);
        },
        finish: () => {
          finished = true;
        },
        release: () => {
          released += 1;
        },
        hold: () => {},
      });
      const received: Uint8Array[] = [];
      stream.on("data", (chunk: Uint8Array) => received.push(chunk));
      const demultiplex = createDemultiplexer((_source, bytes) => stream.receive(bytes));
      const frames = cutUp(Buffer.from(incoming), outLengths).map((payload) =>
        encodeFrame({ source: "stdout", payload }),
      );
      const ended = new Promise((resolve) => stream.once("close", resolve));
      for (const chunk of cutUp(Buffer.from(outgoing), outLengths)) stream.write(chunk);
      stream.end();
      for (const chunk of cutUp(Buffer.concat(frames), inLengths)) demultiplex(chunk);
      stream.receiveEnd();
      await ended;
      expect(Buffer.concat(received)).toEqual(Buffer.from(incoming));
      expect(Buffer.concat(sent)).toEqual(Buffer.from(outgoing));
      expect([finished, released]).toEqual([true, 1]);
    },
    { share: 0.5 },
  );
});
