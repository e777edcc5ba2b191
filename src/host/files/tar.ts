import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { extract, type Header, pack } from "tar-stream";

/** What an entry of a tar file has besides its bytes. */
export type TarHead = Partial<Header> & Pick<Header, "name">;

/** An entry while it is read: its bytes must be read or skipped before the next one comes. */
export type TarEntry = AsyncIterable<Uint8Array> & { header: Header };

/** The bytes of a tar file cannot be read, are not one, or end too soon: `cause` says which. */
export class BrokenTar extends Error {}

/** A tar file while it is written: its bytes come out of `stream`. */
export type TarWriter = {
  stream: Readable;
  /** Begins an entry, which the callback ends; a file must provide exactly the announced bytes. */
  entry: (head: TarHead, ended: (error?: Error | null) => void) => Writable;
  finalize: () => void;
};

/** Beyond six octal digits tar-stream would write sevens. */
const largestPlainId = 0o777777;

/** Starts a tar file. */
export function createTar(): TarWriter {
  const archive = pack();
  return {
    // Streams of tar-stream work as Node's do, but have other types.
    stream: archive as unknown as Readable,
    entry: (head, ended) => archive.entry({ ...head, pax: largeIds(head) }, ended) as unknown as Writable,
    finalize: () => archive.finalize(),
  };
}

/**
 * Writes one entry, as fast as `stream` is read; a file must provide exactly the bytes that its head announces. Throws
 * what the pieces throw, and an error if the stream is destroyed before the end.
 */
export async function writeEntry(
  { entry }: TarWriter,
  head: TarHead,
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  let end: (error?: Error | null) => void = () => {};
  const ended = new Promise<void>((resolve, reject) => {
    end = (error) => (error ? reject(error) : resolve());
  });
  ended.catch(() => {});
  const hasBytes = head.type !== "directory" && head.type !== "symlink";
  const sink = entry(hasBytes ? head : { ...head, size: 0 }, end);
  sink.on("error", () => {});
  for await (const piece of pieces) {
    if (piece.byteLength > 0 && !sink.write(piece)) await Promise.race([once(sink, "drain"), ended]);
  }
  if (hasBytes) sink.end();
  await ended;
}

/**
 * The entries of a tar file, one after the other. Throws `BrokenTar`; however the loop is left, the source is
 * destroyed.
 */
export async function* readTar(source: Readable): AsyncGenerator<TarEntry> {
  const archive = extract();
  let isWhole = false;
  source.on("end", () => {
    isWhole = true;
  });
  source.on("error", (error) => archive.destroy(error));
  // A destroyed stream gives no other reason.
  source.on("close", () => {
    if (!isWhole) archive.destroy(new Error("the bytes end too soon"));
  });
  source.pipe(archive as unknown as Writable);
  try {
    for await (const entry of archive) {
      const { header } = entry;
      readLargeIds(header);
      yield { header, [Symbol.asyncIterator]: () => readPieces(entry as unknown as TarEntry) };
    }
  } catch (cause) {
    throw breakTar(cause);
  } finally {
    source.destroy();
  }
}

async function* readPieces(entry: TarEntry): AsyncGenerator<Uint8Array> {
  try {
    yield* entry;
  } catch (cause) {
    throw breakTar(cause);
  }
}

function breakTar(cause: unknown): BrokenTar {
  return new BrokenTar(cause instanceof Error ? cause.message : String(cause), { cause });
}

function largeIds({ uid = 0, gid = 0 }: TarHead): Record<string, string> | null {
  const large = Object.entries({ uid, gid }).filter(([, id]) => id > largestPlainId);
  return large.length === 0 ? null : Object.fromEntries(large.map(([name, id]) => [name, String(id)]));
}

/**
 * Reads the ids that did not fit into the header from the place where `largeIds` put them; tar-stream itself reads only
 * names and sizes there.
 */
function readLargeIds(header: Header): void {
  const pax = (header.pax ?? {}) as { uid?: unknown; gid?: unknown };
  for (const name of ["uid", "gid"] as const) {
    const id = Number(pax[name] ?? Number.NaN);
    if (Number.isSafeInteger(id) && id >= 0) header[name] = id;
  }
}
