import type { Readable } from "node:stream";

/** Which of a container's two outputs some bytes come from. */
export type Source = "stdout" | "stderr";

/**
 * Reads newline-delimited JSON in any chunking, the last line with or without its newline; throws SyntaxError on a line
 * that is not JSON, and what the stream fails with. An aborted signal ends the stream with the signal's reason.
 */
export async function* readNdjson(
  stream: Readable | NodeJS.ReadableStream,
  signal?: AbortSignal,
): AsyncGenerator<unknown> {
  for await (const line of readLines(stream, signal)) {
    if (line.trim() !== "") yield JSON.parse(line);
  }
}

/** Reads UTF-8 lines in any chunking, without their line ends; ends and throws as `readNdjson` does. */
export async function* readLines(
  stream: Readable | NodeJS.ReadableStream,
  signal?: AbortSignal,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let pending: string[] = [];
  for await (const chunk of abortable(stream, signal)) {
    const [first = "", ...more] = decoder.decode(chunk, { stream: true }).split("\n");
    pending.push(first);
    for (const piece of more) {
      yield withoutReturn(pending.join(""));
      pending = [piece];
    }
  }
  const rest = pending.join("") + decoder.decode();
  if (rest !== "") yield withoutReturn(rest);
}

/**
 * The chunks of a stream; throws the signal's reason as soon as it aborts, and destroys the stream however the loop is
 * left.
 */
export async function* abortable(
  stream: Readable | NodeJS.ReadableStream,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const readable = stream as Readable;
  const abort = () => readable.destroy(asError(signal?.reason));
  if (signal?.aborted) abort();
  signal?.addEventListener("abort", abort, { once: true });
  // Destroying a response can emit a second error after the loop has ended.
  readable.on("error", () => {});
  try {
    for await (const chunk of readable) yield typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    // An abort between the last chunk and the end must not look like a whole answer.
    if (signal?.aborted) throw asError(signal.reason);
  } catch (error) {
    throw signal?.aborted ? asError(signal.reason) : error;
  } finally {
    signal?.removeEventListener("abort", abort);
    readable.destroy();
  }
}

/**
 * Takes Docker's multiplexed stream (frames of an 8-byte header and a payload) in any chunking and hands on the
 * payloads; a large frame comes in parts, `ends` marks its last one. Throws when the bytes are not such a stream.
 */
export function createDemultiplexer(
  onPart: (source: Source, bytes: Uint8Array, ends: boolean) => void,
): (chunk: Uint8Array) => void {
  const header = Buffer.alloc(8);
  let headerLength = 0;
  let left = 0;
  const begin = (): void => {
    if ((header[0] ?? 255) > 2 || header[1] !== 0) throw new Error("not a multiplexed stream");
    left = header.readUInt32BE(4);
  };
  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      if (headerLength === 0 && chunk.length - at >= 8) {
        // Nearly every header is whole: copying each would take longer than everything else.
        for (let index = 0; index < 8; index += 1) header[index] = chunk[at + index] ?? 0;
        headerLength = 8;
        at += 8;
        begin();
      } else if (headerLength < 8) {
        const taken = Math.min(8 - headerLength, chunk.length - at);
        header.set(chunk.subarray(at, at + taken), headerLength);
        headerLength += taken;
        at += taken;
        if (headerLength < 8) return;
        begin();
      }
      const taken = Math.min(left, chunk.length - at);
      const source = header[0] === 2 ? "stderr" : "stdout";
      left -= taken;
      if (left === 0) headerLength = 0;
      if (taken > 0) onPart(source, chunk.subarray(at, at + taken), left === 0);
      at += taken;
    }
  };
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
